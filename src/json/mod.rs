//! JSON text to a spanned tree, and edits back into text that keep the user's layout.

mod bracket;
mod children;
mod duplicate;
pub mod edit;
mod escape;
mod fragment;
mod hole;
mod indent;
mod layout;
mod memory;
pub(crate) mod node;
pub mod offsets;
pub mod parse;
mod parser;
mod path;
pub mod problem;
mod quotes;
mod recover;
mod scan;
mod string;
mod strings;
pub mod tree;
mod trivia;
mod word;

pub use edit::TreeEdit;
pub use offsets::{Host, OffsetMap};
pub use parse::{Dialect, parse, parse_as, parse_file};
pub use problem::{Problem, ProblemKind};
pub use tree::{Kind, Member, NodeId, Tree};
