//! Rules: pages with data and words, checks with decisions.

pub mod arns;
pub mod canonical;
pub mod checks;
pub mod draft;
pub mod hook;
pub mod merge;
pub mod page;
pub mod profile;
pub mod registry;
pub mod select;
pub mod walk;
pub mod words;
