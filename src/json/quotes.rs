//! Quotes that are not JSON's, quotes that are missing inside a line, and quotes that are too many.

use super::parser::Parser;
use super::problem::ProblemKind;
use super::scan;
use super::tree::{Kind, NodeId, flag};
use crate::text::{Range, offset};

/// How far a string with quotes inside is searched for its end.
const NEAR: usize = 256;

/// Typographic double and single quotes; both lists also end a string that began with one of theirs.
pub(super) const DOUBLE: [char; 3] = ['“', '”', '„'];
const SINGLE: [char; 3] = ['‘', '’', '‚'];

impl Parser<'_> {
    /// Reads a string in quotes that are not JSON's, if one begins at `at`.
    pub(super) fn other_quotes(&mut self, kind: Kind, end: usize) -> bool {
        let start = self.at;
        let Some(open) = self.text.get(start..).and_then(|text| text.chars().next()) else { return false };
        let closers: &[char] = match open {
            '\'' => &['\''],
            '`' => &['`'],
            _ if DOUBLE.contains(&open) => &['“', '”', '„', '"'],
            _ if SINGLE.contains(&open) => &['‘', '’', '‚', '\''],
            _ => return false,
        };
        let content = start + open.len_utf8();
        let (mut escaped, mut skip) = (false, false);
        let mut close = None;
        let mut line = self.bytes.len();
        for (at, character) in self.text.get(content..).unwrap_or_default().char_indices() {
            if matches!(character, '\n' | '\r') {
                line = content + at;
                break;
            } else if skip {
                skip = false;
            } else if character == '\\' {
                (escaped, skip) = (true, true);
            } else if closers.contains(&character) {
                close = Some((content + at + character.len_utf8(), character.len_utf8()));
                break;
            }
        }
        let Some((stop, close)) = close else {
            let stop = self.tail(kind, content, line);
            self.trouble(ProblemKind::UnterminatedString, Range::new(offset(start), offset(stop)), None);
            self.push_string(kind, start, open.len_utf8(), stop, 0, escaped);
            return true;
        };
        let properly_quoted = |id: usize| {
            self.nodes
                .get(id + 1..)
                .unwrap_or_default()
                .iter()
                .any(|node| matches!(node.kind, Kind::String | Kind::Key) && node.flags & flag::BARE == 0)
        };
        if self.memory.wrong_quotes.is_none_or(properly_quoted) {
            self.word_problem(ProblemKind::WrongQuotes, start, stop, end);
        }
        self.memory.wrong_quotes = Some(self.nodes.len());
        self.push_string(kind, start, open.len_utf8(), stop, close, escaped);
        true
    }

    /// Mends the string that ends at `end` if its quotes are wrong: text follows it directly. Either it lacks its own
    /// closing quote and ended at the next opening one, or it has quotes inside.
    pub(super) fn misquoted(&mut self, end: usize) -> bool {
        let next = self.text.get(end..).and_then(|text| text.chars().next());
        if self.before(end) != Some(b'"') || !next.is_some_and(|next| next.is_alphanumeric() || next == '*') {
            return false;
        }
        let Some(node) = self.nodes.last().copied() else { return false };
        let is_string = matches!(node.kind, Kind::String | Kind::Key) && node.flags & flag::UNCLOSED == 0;
        let (start, quote) = (node.start as usize, end - 1);
        if !is_string || node.end != offset(end) || self.byte(start) != Some(b'"') {
            return false;
        }
        let content = self.bytes.get(start + 1..quote).unwrap_or_default().trim_ascii_end();
        if let [before @ .., b',' | b':'] = content {
            let stop = start + 1 + before.trim_ascii_end().len();
            self.drop_last();
            self.unterminated(node.kind, start, stop);
            return true;
        }
        let Some(stop) = self.inner_quotes_end(quote) else { return false };
        self.drop_last();
        self.trouble(ProblemKind::Unexpected, Range::new(offset(quote), offset(end)), None);
        let escaped = memchr::memchr(b'\\', self.bytes.get(start..stop).unwrap_or_default()).is_some();
        self.push_string(node.kind, start, 1, stop, 1, escaped);
        true
    }

    /// Reads a string that ends at `end` and holds nothing but an opening bracket as a document in quotes whose own
    /// quotes are not escaped: steps back behind the first quote.
    pub(super) fn quoted_document(&mut self, end: usize) -> bool {
        let Some(node) = self.nodes.last().copied() else { return false };
        let text = self.bytes.get(node.start as usize..end).unwrap_or_default();
        let text = text.strip_suffix(b"\"").unwrap_or(text).trim_ascii_end();
        if node.kind != Kind::String || node.end != offset(end) || !matches!(text, b"\"{" | b"\"[") {
            return false;
        }
        let start = node.start as usize;
        self.drop_last();
        self.trouble(ProblemKind::Unexpected, Range::new(offset(start), offset(start + 1)), None);
        self.memory.quoted_documents += 1;
        self.at = start + 1;
        true
    }

    /// Whether the quote at `at` ends a document whose own quotes are not escaped.
    pub(super) fn ends_quoted_document(&mut self, end: usize) -> bool {
        let after = self.byte(scan::after_blanks(self.bytes, self.at + 1));
        let ends = self.memory.quoted_documents > 0
            && matches!(self.before(end), Some(b'}' | b']'))
            && matches!(after, None | Some(b',' | b'}' | b']'));
        self.memory.quoted_documents -= usize::from(ends);
        ends
    }

    fn drop_last(&mut self) {
        self.nodes.pop();
        self.strings.forget(NodeId(self.next_id()));
    }

    /// One past the quote that ends a string with a pair of quotes inside, the first of which stands at `quote`.
    fn inner_quotes_end(&self, quote: usize) -> Option<usize> {
        let rest = self.bytes.get(quote + 1..)?;
        let rest = rest.get(..NEAR).unwrap_or(rest);
        let mut quotes = memchr::memchr3_iter(b'"', b'\n', b'\r', rest).take(2);
        let is_quote = |at: &usize| rest.get(*at) == Some(&b'"');
        quotes.next().filter(is_quote)?;
        let stop = quote + 2 + quotes.next().filter(is_quote)?;
        let after = self.byte(scan::after_blanks(self.bytes, stop));
        matches!(after, None | Some(b',' | b'}' | b']' | b':')).then_some(stop)
    }
}
