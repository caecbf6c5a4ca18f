//! Checks: one file per rule that needs a decision in code.

pub mod missing_version;
