//! The parser's way through correct JSON: one pass, no recursion, a node for each token.
//!
//! Whatever is not correct is left to the `odd_…` functions of the neighbouring files, so that this path stays short.

use super::parse::Dialect;
use super::problem::{ProblemKind, Problems};
use super::scan;
use super::strings::Strings;
use super::tree::{Kind, Node, NodeId};
use crate::text::{Range, offset};

/// Stands for the place outside the outermost value.
pub(super) const ROOT: u32 = u32::MAX;

/// What the parser looks for next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A value.
    Value,
    /// A member's name.
    Key,
    /// The colon after a name.
    Colon,
    /// A comma or a closing bracket.
    After,
    /// Nothing: the text is read.
    End,
}

/// The parts of a tree.
pub(super) struct Parts {
    pub(super) nodes: Vec<Node>,
    pub(super) strings: Strings,
    pub(super) comments: Vec<Range>,
    pub(super) problems: Problems,
}

/// A text on its way to a tree.
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) dialect: Dialect,
    /// First byte that is not read yet.
    pub(super) at: usize,
    /// While an array or object is open, its `next` is the array or object around it.
    pub(super) nodes: Vec<Node>,
    /// The innermost open array or object.
    pub(super) top: u32,
    /// Whether `top` is an object.
    pub(super) in_object: bool,
    pub(super) strings: Strings,
    pub(super) comments: Vec<Range>,
    pub(super) problems: Problems,
    pub(super) memory: Memory,
}

/// What recovery has to remember.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The last mistake that may have put the parser off its track, and the number of nodes before it.
    pub(super) shaken: Option<(usize, ProblemKind)>,
    /// The last string in wrong quotes, and the last name without quotes: a text full of them is one mistake.
    pub(super) wrong_quotes: Option<usize>,
    pub(super) bare_key: Option<usize>,
    /// Documents in quotes whose own quotes are not escaped, not yet closed.
    pub(super) quoted_documents: usize,
    /// A blank that JSON does not know was reported.
    pub(super) odd_blank: bool,
    /// No `*/` follows.
    pub(super) no_comment_end: bool,
    /// A hole was not closed up to the end of the text: from now on, holes end with their line.
    pub(super) short_holes: bool,
    /// No `}}` and no `%}` begins before this byte, seen from the last place that looked for one.
    pub(super) no_braces_before: usize,
    pub(super) no_percent_before: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, dialect: Dialect) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            dialect,
            at: 0,
            nodes: Vec::with_capacity(text.len() / 16 + 4),
            top: ROOT,
            in_object: false,
            strings: Strings::default(),
            comments: Vec::new(),
            problems: Problems::default(),
            memory: Memory::default(),
        }
    }

    pub(super) fn run(mut self) -> Parts {
        if self.text.starts_with('\u{FEFF}') {
            self.at = '\u{FEFF}'.len_utf8();
            self.problems.add(ProblemKind::ByteOrderMark, Range::new(0, offset(self.at)), None);
        }
        let mut next = Next::Value;
        while next != Next::End {
            next = match next {
                Next::Value => self.value(),
                Next::Key => self.key(),
                Next::Colon => self.colon(),
                Next::After => self.after(),
                Next::End => break,
            };
        }
        let Self { nodes, strings, comments, problems, .. } = self;
        Parts { nodes, strings, comments, problems }
    }

    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The byte before `end`.
    #[inline]
    pub(super) fn before(&self, end: usize) -> Option<u8> {
        self.byte(end.checked_sub(1)?)
    }

    #[inline]
    pub(super) fn skip_blanks(&mut self) {
        self.at = scan::after_blanks(self.bytes, self.at);
    }

    /// The id of the next node.
    #[inline]
    pub(super) fn next_id(&self) -> u32 {
        offset(self.nodes.len())
    }

    /// Adds a node that holds no others.
    #[inline]
    pub(super) fn push(&mut self, start: usize, end: usize, kind: Kind, flags: u8) {
        let next = self.next_id().saturating_add(1);
        self.nodes.push(Node { start: offset(start), end: offset(end), next, kind, flags });
    }

    #[inline]
    fn value(&mut self) -> Next {
        let end = self.at;
        self.skip_blanks();
        self.value_here(end)
    }

    /// Reads a value that begins at `at`; the token before it ends at `end`.
    #[inline]
    pub(super) fn value_here(&mut self, end: usize) -> Next {
        match self.byte(self.at) {
            Some(b'"') => self.string(Kind::String, Next::After),
            Some(b'{') => self.object(end),
            Some(b'[') => {
                self.open(Kind::Array);
                Next::Value
            }
            Some(b']') if !self.in_object && self.before(end) == Some(b'[') => self.close(),
            Some(b'-' | b'0'..=b'9') => self.number(end),
            Some(b't') => self.literal(end, b"true", Kind::True),
            Some(b'f') => self.literal(end, b"false", Kind::False),
            Some(b'n') => self.literal(end, b"null", Kind::Null),
            _ => self.odd_value(end),
        }
    }

    #[inline]
    fn key(&mut self) -> Next {
        let end = self.at;
        self.skip_blanks();
        self.key_here(end)
    }

    /// Reads a name that begins at `at`; the token before it ends at `end`.
    #[inline]
    pub(super) fn key_here(&mut self, end: usize) -> Next {
        if self.byte(self.at) == Some(b'"') {
            match self.string(Kind::Key, Next::Colon) {
                Next::Colon => self.colon(),
                other => other,
            }
        } else {
            self.odd_key(end)
        }
    }

    #[inline]
    fn colon(&mut self) -> Next {
        let end = self.at;
        self.skip_blanks();
        if self.byte(self.at) == Some(b':') {
            self.at += 1;
            Next::Value
        } else {
            self.odd_colon(end)
        }
    }

    #[inline]
    fn after(&mut self) -> Next {
        let end = self.at;
        if self.top == ROOT {
            return self.odd_end(end);
        }
        self.skip_blanks();
        match self.byte(self.at) {
            Some(b',') => {
                self.at += 1;
                if self.in_object { self.key() } else { self.value() }
            }
            Some(b'}') if self.in_object => self.close(),
            Some(b']') if !self.in_object => self.close(),
            _ => self.odd_after(end),
        }
    }

    #[inline]
    fn string(&mut self, kind: Kind, next: Next) -> Next {
        let start = self.at;
        let stop = scan::string_stop(self.bytes, start + 1);
        if self.byte(stop) == Some(b'"') {
            self.at = stop + 1;
            self.push(start, self.at, kind, 0);
            next
        } else {
            self.odd_string(kind, start, stop, next)
        }
    }

    #[inline]
    fn object(&mut self, end: usize) -> Next {
        if matches!(self.byte(self.at + 1), Some(b'{' | b'%')) && self.is_hole(self.at) {
            return self.hole_value(end);
        }
        self.open(Kind::Object);
        let end = self.at;
        self.skip_blanks();
        if self.byte(self.at) == Some(b'}') { self.close() } else { self.key_here(end) }
    }

    /// Adds the array or object whose bracket stands at `at`.
    #[inline]
    fn open(&mut self, kind: Kind) {
        let id = self.next_id();
        let start = offset(self.at);
        self.at += 1;
        self.nodes.push(Node { start, end: start, next: self.top, kind, flags: 0 });
        self.top = id;
        self.in_object = kind == Kind::Object;
    }

    /// Closes the innermost array or object with the bracket at `at`.
    #[inline]
    pub(super) fn close(&mut self) -> Next {
        self.at += 1;
        self.close_at(self.at, 0);
        Next::After
    }

    /// Closes the innermost array or object before `end`.
    #[inline]
    pub(super) fn close_at(&mut self, end: usize, flags: u8) {
        let (id, next) = (self.top, self.next_id());
        if self.in_object {
            self.note_duplicates(NodeId(id));
        }
        if let Some(node) = self.nodes.get_mut(id as usize) {
            self.top = node.next;
            node.next = next;
            node.end = offset(end);
            node.flags |= flags;
        }
        let around = self.nodes.get(self.top as usize);
        self.in_object = around.is_some_and(|node| node.kind == Kind::Object);
    }

    #[inline]
    fn number(&mut self, end: usize) -> Next {
        match scan::number(self.bytes, self.at) {
            Some(stop) if self.is_border(stop) => self.scalar(stop, Kind::Number),
            _ => self.word_value(end),
        }
    }

    #[inline]
    fn literal(&mut self, end: usize, word: &[u8], kind: Kind) -> Next {
        let stop = self.at + word.len();
        if self.bytes.get(self.at..stop) == Some(word) && self.is_border(stop) {
            self.scalar(stop, kind)
        } else {
            self.word_value(end)
        }
    }

    fn scalar(&mut self, stop: usize, kind: Kind) -> Next {
        self.push(self.at, stop, kind, 0);
        self.at = stop;
        Next::After
    }

    /// Whether a number or word may end before the byte at `at`.
    #[inline]
    pub(super) fn is_border(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b',' | b']' | b'}' | b'\n' | b'\r' | b' ' | b'\t'))
    }
}
