//! arnlint: a linter for AWS bucket and IAM policies.

pub mod finding;
pub mod json;
pub mod policy;
pub mod rules;
pub mod surroundings;
pub mod text;
