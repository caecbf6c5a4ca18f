//! JSON text to a spanned tree, and edits back into text that keep the user's layout.

pub mod parse;
pub mod problem;
pub mod tree;

pub use parse::parse;
pub use problem::{Problem, ProblemKind};
pub use tree::{Kind, Member, NodeId, OffsetMap, Tree};
