//! Files that a configuration names.
