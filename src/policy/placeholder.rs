//! Tokens that a document's reader was meant to replace.

use super::value::Hole;

/// The placeholders in one scalar of a policy, in order.
pub fn find(_text: &str) -> Vec<Hole> {
    Vec::new()
}
