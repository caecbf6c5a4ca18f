//! Text to tree: one pass, tolerant, iterative.

use std::borrow::Cow;

use super::problem::Problem;
use super::tree::{OffsetMap, Tree};
use crate::text::FileId;

/// Parses a text that stands in `file`; `origin` maps it to the file where it was decoded from a string.
pub fn parse(text: Cow<'_, str>, file: FileId, origin: Option<OffsetMap>) -> (Tree<'_>, Vec<Problem>) {
    (Tree::from_parts(text, file, origin, Vec::new(), Vec::new()), Vec::new())
}
