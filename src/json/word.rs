//! Runs of characters that are no token of JSON: other languages' words, numbers and names, text without quotes.

use super::parser::{Next, Parser, ROOT};
use super::problem::ProblemKind;
use super::scan;
use super::tree::{Kind, flag};
use crate::text::{Range, offset};

impl Parser<'_> {
    /// End of the word that begins at `at`, and whether a template's hole is part of it. The word of a name ends at
    /// its last colon.
    pub(super) fn word_end(&mut self, at: usize, is_key: bool) -> (usize, bool) {
        let mut next = at;
        let mut hole = false;
        let mut colon = None;
        while let Some(byte) = self.byte(next) {
            match byte {
                0..=b' ' | b'"' | b',' | b';' | b'[' | b']' | b'}' => break,
                b'=' if is_key => break,
                b':' if is_key => colon = Some(next),
                b':' if matches!(self.byte(next + 1), None | Some(0..=b' ' | b'"' | b'{' | b'[')) => break,
                b'$' | b'%' | b'{' => {
                    if let Some(end) = self.hole_end(next) {
                        (next, hole) = (end, true);
                        continue;
                    } else if byte == b'{' {
                        break;
                    }
                }
                0xC2.. if self.odd_blank(next).is_some() || self.is_double_quote(next) => break,
                _ => {}
            }
            next += 1;
        }
        (colon.unwrap_or(next), hole)
    }

    fn is_double_quote(&self, at: usize) -> bool {
        self.bytes.get(at..at + 3).is_some_and(|bytes| matches!(bytes, [0xE2, 0x80, 0x9C..=0x9E]))
    }

    /// Reads a value without quotes that begins at `at`.
    pub(super) fn word_value(&mut self, end: usize) -> Next {
        let start = self.at;
        if let Some((stop, kind)) = self.before_comment(start) {
            self.push(start, stop, kind, 0);
            self.at = stop;
            return Next::After;
        }
        let (mut stop, hole) = self.word_end(start, false);
        if stop == start {
            return self.unexpected(Next::Value);
        }
        let word = self.text.get(start..stop).unwrap_or_default();
        let (kind, flags, problem) =
            if hole { (Kind::Unknown, 0, Some(ProblemKind::Template)) } else { classify(word) };
        if flags & flag::BARE != 0 && problem == Some(ProblemKind::BadWord) {
            stop = self.phrase_end(stop);
        }
        match problem {
            // The text as a whole may be of another language, or be cut off within a word.
            Some(problem) if self.top == ROOT || stop == self.bytes.len() => {
                self.trouble(problem, Range::new(offset(start), offset(stop)), None);
            }
            Some(problem) => self.word_problem(problem, start, stop, end),
            None => {}
        }
        self.push(start, stop, kind, flags);
        self.at = stop;
        Next::After
    }

    /// A number or word of JSON with a comment directly after it.
    fn before_comment(&self, start: usize) -> Option<(usize, Kind)> {
        let rest = self.bytes.get(start..)?;
        let words: [(&[u8], Kind); 3] =
            [(b"true", Kind::True), (b"false", Kind::False), (b"null", Kind::Null)];
        let word = words.into_iter().find(|(word, _)| rest.starts_with(word));
        let (stop, kind) = match word {
            Some((word, kind)) => (start + word.len(), kind),
            None => (scan::number(self.bytes, start)?, Kind::Number),
        };
        matches!(self.bytes.get(stop..stop + 2), Some(b"//" | b"/*")).then_some((stop, kind))
    }

    /// End of a text without quotes that goes on after a space on its line.
    fn phrase_end(&mut self, end: usize) -> usize {
        let mut stop = end;
        loop {
            let mut next = stop;
            while matches!(self.byte(next), Some(b' ' | b'\t')) {
                next += 1;
            }
            let is_word = match self.byte(next) {
                Some(byte) => {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'(' | b'<' | b'-' | b'.')
                }
                None => false,
            };
            if next == stop || !is_word {
                return stop;
            }
            (stop, _) = self.word_end(next, false);
        }
    }

    /// Reads a name without quotes that begins at `at`.
    pub(super) fn word_key(&mut self, end: usize) -> Next {
        let start = self.at;
        let (stop, _) = self.word_end(start, true);
        if stop == start {
            return self.unexpected(Next::Key);
        }
        let quoted = |id: usize| {
            let later = self.nodes.get(id + 1..).unwrap_or_default();
            later.iter().any(|node| node.kind == Kind::Key && node.flags & flag::BARE == 0)
        };
        if self.memory.bare_key.is_none_or(quoted) {
            self.word_problem(ProblemKind::BadKey, start, stop, end);
            self.memory.told_key = Some(self.nodes.len());
        }
        self.memory.bare_key = Some(self.nodes.len());
        self.push(start, stop, Kind::Key, flag::BARE);
        self.at = stop;
        Next::Colon
    }

    /// Skips signs behind a value that begin neither a value nor a name, with all that follows them on their line if
    /// there is nothing on it to go on with.
    pub(super) fn skip_garbage(&mut self) -> bool {
        let start = self.at;
        let begins = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'"' | b'\'' | b'`' | b'{' | b'[' | b'-')
        };
        let next = self.byte(start);
        if next.is_none_or(|byte| begins(byte) || !byte.is_ascii_graphic())
            || start < self.memory.dense_before
        {
            return false;
        }
        let rest = self.bytes.get(start..).unwrap_or_default();
        let found = rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'\n' | b'\r'));
        let stop = start + found.unwrap_or(rest.len());
        if matches!(self.byte(stop), Some(b'"' | b'{')) {
            self.memory.dense_before = stop;
            return false;
        }
        let stop = self.tail(Kind::Unknown, start, stop).max(start + 1);
        self.trouble(ProblemKind::Unexpected, Range::new(offset(start), offset(stop)), None);
        self.at = stop;
        true
    }

    /// Reports and skips a character that has no meaning.
    pub(super) fn unexpected(&mut self, next: Next) -> Next {
        let len = self.text.get(self.at..).and_then(|text| text.chars().next()).map_or(1, char::len_utf8);
        let range = Range::new(offset(self.at), offset(self.at + len));
        self.trouble(ProblemKind::Unexpected, range, None);
        self.at += len;
        next
    }
}

/// What a value without quotes is, its flags, and what is wrong with it.
fn classify(word: &str) -> (Kind, u8, Option<ProblemKind>) {
    let bad = Some(ProblemKind::BadWord);
    let unsigned = word.strip_prefix(['-', '+']).unwrap_or(word);
    match unsigned {
        "NaN" | "Infinity" | "Inf" | "inf" | "nan" => {
            return (Kind::Unknown, 0, Some(ProblemKind::BadNumber));
        }
        "" => return (Kind::Unknown, 0, Some(ProblemKind::BadNumber)),
        _ => {}
    }
    match word {
        "true" => return (Kind::True, 0, None),
        "false" => return (Kind::False, 0, None),
        "null" => return (Kind::Null, 0, None),
        "nil" | "undefined" => return (Kind::Null, 0, bad),
        _ if word.eq_ignore_ascii_case("true") => return (Kind::True, 0, bad),
        _ if word.eq_ignore_ascii_case("false") => return (Kind::False, 0, bad),
        _ if word.eq_ignore_ascii_case("null") || word == "None" => return (Kind::Null, 0, bad),
        _ => {}
    }
    if scan::number(word.as_bytes(), 0) == Some(word.len()) {
        return (Kind::Number, 0, None);
    }
    let begins_number =
        unsigned.trim_start_matches(['-', '+', '.']).starts_with(|first: char| first.is_ascii_digit());
    let plain = unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && unsigned.bytes().filter(|byte| *byte == b'.').count() < 2;
    match (begins_number, plain) {
        (true, true) => (Kind::Number, 0, Some(ProblemKind::BadNumber)),
        (true, false) => (Kind::String, flag::BARE, Some(ProblemKind::BadNumber)),
        (false, _) => (Kind::String, flag::BARE, bad),
    }
}
