//! Rules: pages with data and words, checks with decisions.

pub mod draft;
pub mod hook;
