//! Strings that are not plain: escapes, control characters, no closing quote.

use super::escape::Escapes;
use super::parser::{Next, Parser};
use super::problem::ProblemKind;
use super::quotes::DOUBLE;
use super::scan;
use super::tree::{Kind, NodeId, flag};
use crate::text::{Range, offset};

/// How far a string over several lines is searched for its closing quote.
const MANY_LINES: usize = 2048;

/// What the walk over a string found.
#[derive(Default)]
struct Walk {
    /// One past the closing quote, or the end of the line where there is none.
    end: usize,
    closed: bool,
    /// First run of raw control characters.
    control: Option<Range>,
    escapes: Escapes,
}

impl Parser<'_> {
    /// Reads the string at `start`, whose first byte that is not plain text stands at `stop`.
    pub(super) fn odd_string(&mut self, kind: Kind, start: usize, stop: usize, next: Next) -> Next {
        let walk = self.walk(start, stop);
        if walk.closed {
            if let Some(range) = walk.control {
                self.problems.add(ProblemKind::ControlCharacter, range, None);
            }
            self.add_string(kind, Range::new(offset(start), offset(walk.end)), start + 1, 0, &walk.escapes);
            return next;
        }
        self.strings.abandon();
        if kind == Kind::String && matches!(self.byte(start + 1), Some(b'{' | b'[')) {
            // Looked at as a whole line: `"{` may begin a document in quotes.
            self.push(start, walk.end, kind, flag::UNCLOSED);
            if self.quoted_document(walk.end) {
                return Next::Value;
            }
            self.nodes.pop();
        }
        let end = self.tail(kind, start + 1, walk.end);
        self.unterminated(kind, start, end);
        next
    }

    fn walk(&mut self, start: usize, stop: usize) -> Walk {
        let mut walk = Walk { end: stop, ..Walk::default() };
        // Text from here on is not decoded yet.
        let mut from = start + 1;
        // Line breaks before this byte are known to stand inside the string.
        let mut joined = 0;
        loop {
            match self.byte(walk.end) {
                None => return walk,
                Some(b'"') => {
                    if walk.escapes.any {
                        self.strings.copy(self.text.get(from..walk.end).unwrap_or_default(), from);
                    }
                    walk.end += 1;
                    walk.closed = true;
                    return walk;
                }
                Some(b'\\') => {
                    from = self.escape(from, walk.end, self.bytes.len(), &mut walk.escapes);
                    walk.end = from;
                }
                Some(byte) => {
                    if matches!(byte, b'\n' | b'\r') && walk.end >= joined {
                        match self.closing_quote(walk.end) {
                            Some(quote) => joined = quote,
                            None => return walk,
                        }
                    }
                    let (here, next) = (offset(walk.end), offset(walk.end + 1));
                    match &mut walk.control {
                        None => walk.control = Some(Range::new(here, next)),
                        Some(run) if run.end == here => run.end = next,
                        Some(_) => {}
                    }
                    walk.end += 1;
                }
            }
            walk.end = scan::string_stop(self.bytes, walk.end);
        }
    }

    /// The quote that closes a string over several lines, seen from a line break in it. A string is rather taken to
    /// end with its line when the next line begins as JSON does, or when the next quote does not end a value.
    fn closing_quote(&self, line_break: usize) -> Option<usize> {
        let rest = self.bytes.get(line_break..)?;
        let rest = rest.get(..MANY_LINES).unwrap_or(rest);
        let begin = rest.iter().find(|byte| !byte.is_ascii_whitespace())?;
        if matches!(begin, b'"' | b'{' | b'}' | b'[' | b']' | b',') {
            return None;
        }
        let mut at = 0;
        loop {
            at += memchr::memchr2(b'"', b'\\', rest.get(at..)?)?;
            if rest.get(at) == Some(&b'"') {
                break;
            }
            at += 2;
        }
        let quote = line_break + at;
        let after = self.bytes.get(scan::after_blanks(self.bytes, quote + 1));
        matches!(after, None | Some(b',' | b'}' | b']')).then_some(quote)
    }

    /// Where a string without closing quote that may reach up to `limit` sensibly ends: before commas and before
    /// brackets that its own text did not open, or, for a name, before its colon.
    pub(super) fn tail(&self, kind: Kind, start: usize, limit: usize) -> usize {
        let text = self.bytes.get(start..limit).unwrap_or_default();
        // Behind a backslash may stand a quote that would begin a string of the same line again and again.
        if kind == Kind::Key && memchr::memchr(b'\\', text).is_none() {
            let colon = text.windows(2).position(|pair| pair == b": ");
            if let Some(colon) = colon.or_else(|| memchr::memrchr(b':', text)) {
                return start + text.get(..colon).map_or(colon, |name| name.trim_ascii_end().len());
            }
        }
        let count = |wanted: u8| memchr::memchr_iter(wanted, text).count();
        let mut braces = count(b'}').saturating_sub(count(b'{'));
        let mut brackets = count(b']').saturating_sub(count(b'['));
        let mut end = text.len();
        loop {
            end = text.get(..end).unwrap_or_default().trim_ascii_end().len();
            let spare = match end.checked_sub(1).and_then(|last| text.get(last)) {
                Some(b'}') => &mut braces,
                Some(b']') => &mut brackets,
                Some(b',' | b';') => &mut 1,
                _ => return start + end,
            };
            if *spare == 0 {
                return start + end;
            }
            *spare -= 1;
            end -= 1;
        }
    }

    /// Adds a string that began at `start` with a quote of one byte and is taken to end at `end`.
    pub(super) fn unterminated(&mut self, kind: Kind, start: usize, end: usize) {
        let last = self.text.get(start + 1..end).and_then(|text| text.chars().next_back());
        let other = last.filter(|last| DOUBLE.contains(last));
        let range = Range::new(offset(start), offset(end));
        match other {
            Some(_) => self.trouble(ProblemKind::WrongQuotes, range, None),
            None => self.trouble(ProblemKind::UnterminatedString, range, None),
        }
        let escaped = memchr::memchr(b'\\', self.bytes.get(start..end).unwrap_or_default()).is_some();
        self.push_string(kind, start, 1, end, other.map_or(0, char::len_utf8), escaped);
    }

    /// Adds the node of a string and goes on after it. `open` and `close` are the lengths of its quotes.
    pub(super) fn push_string(
        &mut self,
        kind: Kind,
        start: usize,
        open: usize,
        end: usize,
        close: usize,
        backslash: bool,
    ) {
        let flags = if close == 0 { flag::UNCLOSED } else { 0 };
        let mut escapes = Escapes::default();
        if backslash {
            escapes.quote =
                self.text.get(start..).and_then(|text| text.chars().next()).filter(|quote| *quote != '"');
            self.decode(start + open, end - close, &mut escapes);
        }
        self.add_string(kind, Range::new(offset(start), offset(end)), start + open, flags, &escapes);
    }

    /// Adds the node of a string that was decoded if it needed to be, and goes on after it.
    fn add_string(&mut self, kind: Kind, range: Range, content: usize, mut flags: u8, escapes: &Escapes) {
        if escapes.any {
            self.strings.finish(NodeId(self.next_id()), content);
            flags |= flag::DECODED;
        }
        for (kind, range) in
            [(ProblemKind::BadEscape, escapes.bad), (ProblemKind::LoneSurrogate, escapes.lone)]
        {
            if let Some(range) = range {
                self.problems.add(kind, range, None);
            }
        }
        self.at = range.end as usize;
        self.push(range.start as usize, self.at, kind, flags);
    }
}
