//! What a policy allows: concrete requests decided with three-valued logic.
