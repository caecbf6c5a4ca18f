//! What recovery remembers of the mistakes so far, and which further ones are only part of the last.

use super::parser::Parser;
use super::problem::ProblemKind;
use crate::text::{Range, offset};

/// What recovery has to remember.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The last mistake that may have put the parser off its track, and the number of nodes before it.
    pub(super) shaken: Option<(usize, ProblemKind)>,
    /// The last string in wrong quotes, and the last name without quotes: a text full of them is one mistake.
    pub(super) wrong_quotes: Option<usize>,
    pub(super) bare_key: Option<usize>,
    /// The last name without quotes that was told.
    pub(super) told_key: Option<usize>,
    /// Documents in quotes whose own quotes are not escaped, not yet closed.
    pub(super) quoted_documents: usize,
    /// A blank that JSON does not know was reported.
    pub(super) odd_blank: bool,
    /// Nodes whose indentation was looked at.
    pub(super) indented: usize,
    /// No line ends before this byte without a quote or brace on it, seen from the last place that looked.
    pub(super) dense_before: usize,
    /// No `*/` follows.
    pub(super) no_comment_end: bool,
    /// A hole was not closed up to the end of the text: from now on, holes end with their line.
    pub(super) short_holes: bool,
    /// No `}}` and no `%}` begins before this byte, seen from the last place that looked for one.
    pub(super) no_braces_before: usize,
    pub(super) no_percent_before: usize,
}

impl Parser<'_> {
    /// Reports a mistake after which the parser may be off its track, unless it follows too closely upon another:
    /// then it is rather a part of that one.
    pub(super) fn trouble(&mut self, kind: ProblemKind, range: Range, related: Option<Range>) {
        if !self.is_shaken(kind) {
            self.problems.add(kind, range, related);
        }
        self.memory.shaken = Some((self.nodes.len(), kind));
    }

    /// Reports a word that is no JSON; behind a comma, a colon or an opening bracket it is a mistake of its own.
    pub(super) fn word_problem(&mut self, kind: ProblemKind, start: usize, stop: usize, end: usize) {
        let separated = matches!(self.before(end), None | Some(b',' | b':' | b'[' | b'{'));
        if separated || !self.is_shaken(kind) {
            self.problems.add(kind, Range::new(offset(start), offset(stop)), None);
        }
    }

    pub(super) fn is_shaken(&self, kind: ProblemKind) -> bool {
        let bracket = matches!(kind, ProblemKind::Unclosed | ProblemKind::Unopened);
        self.memory.shaken.is_some_and(|(nodes, last)| {
            self.nodes.len() <= nodes + 1 && !(bracket && last == ProblemKind::MissingComma)
        })
    }
}
