//! Policies inside templates: what a template's functions and references make of them, each byte with its place in the
//! user's own file.

pub mod cloudformation;
mod facts;
pub mod scope;
pub mod serverless;
pub mod terraform;
pub mod value;
pub mod write;

pub use value::{Text, Value, ValueKind};
pub use write::Written;

use crate::policy::Container;

/// One policy of a template, worked out in one of the ways that the template's conditions leave open.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its text as JSON, with the way back.
    pub written: Written,
    /// What the template says about it.
    pub container: Container,
    /// What stands in its place, where nothing of it can be read.
    pub unread: Option<String>,
}

/// Levels of nesting that are followed in a template; what lies deeper is not known. The formats themselves stop well
/// before it.
pub const MOST_DEPTH: usize = 96;

/// Values that are worked out for one policy, and bytes of one text: a few lines can name each other into billions.
pub const MOST_STEPS: usize = 100_000;
