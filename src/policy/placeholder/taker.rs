//! Collects tokens without delimiters beside those that have some.

use super::{Token, TokenKind};
use crate::text::Range;

/// Takes tokens that overlap none of the marked ones.
#[derive(Debug)]
pub(super) struct Taker<'m> {
    marked: &'m [Token],
    found: Vec<Token>,
}

impl<'m> Taker<'m> {
    /// Takes tokens beside `marked`, which are in order.
    pub(super) fn new(marked: &'m [Token]) -> Self {
        Self { marked, found: Vec::new() }
    }

    pub(super) fn token(&mut self, range: Range, breaks: bool) {
        self.found.push(Token { range, kind: TokenKind::Words, breaks });
    }

    pub(super) fn interpolation(&mut self, range: Range) {
        self.found.push(Token { range, kind: TokenKind::Interpolation, breaks: false });
    }

    /// Whether a token between delimiters stands in the range: then it is the placeholder, not the words around it.
    pub(super) fn is_marked(&self, range: Range) -> bool {
        let first = self.marked.partition_point(|token| token.range.end <= range.start);
        self.marked.get(first).is_some_and(|token| token.range.start < range.end)
    }

    pub(super) fn into_tokens(self) -> Vec<Token> {
        self.found
    }
}
