//! What a policy allows: the rows of the semantics tables, one test at least for each.

mod glob;
