//! The parser's way through correct JSON: one pass, no recursion, a node for each token.
//!
//! Whatever is not correct is left to the `odd_…` functions of the neighbouring files, so that this path stays short.

#![expect(
    clippy::inline_always,
    reason = "one loop without calls: a third fewer instructions on real policies"
)]

use super::memory::Memory;
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

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, dialect: Dialect) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            dialect,
            at: 0,
            nodes: Vec::with_capacity(text.len() / 12 + 4),
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
        // The position is handed on by value: through memory it would be the slowest part of the loop.
        let (mut next, mut at) = (Next::Value, self.at);
        loop {
            (next, at) = match next {
                Next::Value => self.value(at),
                Next::Key => self.key(at),
                Next::Colon => self.colon(at),
                Next::After => self.after(at),
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
    #[inline(always)]
    pub(super) fn push(&mut self, start: usize, end: usize, kind: Kind, flags: u8) {
        let next = self.next_id().saturating_add(1);
        self.nodes.push(Node { start: offset(start), end: offset(end), next, kind, flags });
    }

    /// Leaves what begins at `at` to a function that reads and sets [`Parser::at`].
    #[inline]
    fn odd(&mut self, at: usize, read: impl FnOnce(&mut Self) -> Next) -> (Next, usize) {
        self.at = at;
        let next = read(self);
        (next, self.at)
    }

    #[inline(always)]
    fn value(&mut self, end: usize) -> (Next, usize) {
        let at = scan::after_blanks(self.bytes, end);
        match self.byte(at) {
            Some(b'"') => self.string(at, Kind::String, Next::After),
            Some(b'{') => self.object(at, end),
            Some(b'[') => (Next::Value, self.open(at, Kind::Array)),
            Some(b']') if !self.in_object && self.before(end) == Some(b'[') => self.close(at),
            Some(b'-' | b'0'..=b'9') => match scan::number(self.bytes, at) {
                Some(stop) if self.is_border(stop) => self.scalar(at, stop, Kind::Number),
                _ => self.odd(at, |parser| parser.word_value(end)),
            },
            Some(b't') => self.literal(at, end, b"true", Kind::True),
            Some(b'f') => self.literal(at, end, b"false", Kind::False),
            Some(b'n') => self.literal(at, end, b"null", Kind::Null),
            _ => self.odd(at, |parser| parser.odd_value(end)),
        }
    }

    /// Reads a value that begins at [`Parser::at`]; the token before it ends at `end`.
    #[cold]
    pub(super) fn value_here(&mut self, end: usize) -> Next {
        let (next, at) = match self.byte(self.at) {
            Some(b'{') => self.object(self.at, end),
            Some(b']') if !self.in_object && self.before(end) == Some(b'[') => self.close(self.at),
            Some(b'"' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => self.value(self.at),
            _ => return self.odd_value(end),
        };
        self.at = at;
        next
    }

    #[inline(always)]
    fn key(&mut self, end: usize) -> (Next, usize) {
        let at = scan::after_blanks(self.bytes, end);
        if self.byte(at) == Some(b'"') { self.name(at) } else { self.odd(at, |parser| parser.odd_key(end)) }
    }

    /// Reads a name that begins at [`Parser::at`]; the token before it ends at `end`.
    #[cold]
    pub(super) fn key_here(&mut self, end: usize) -> Next {
        if self.byte(self.at) != Some(b'"') {
            return self.odd_key(end);
        }
        let (next, at) = self.name(self.at);
        self.at = at;
        next
    }

    /// Reads a name and the colon behind it.
    #[inline(always)]
    fn name(&mut self, at: usize) -> (Next, usize) {
        match self.string(at, Kind::Key, Next::Colon) {
            (Next::Colon, at) => self.colon(at),
            other => other,
        }
    }

    #[inline(always)]
    fn colon(&mut self, end: usize) -> (Next, usize) {
        let at = scan::after_blanks(self.bytes, end);
        if self.byte(at) == Some(b':') {
            (Next::Value, at + 1)
        } else {
            self.odd(end, |parser| parser.odd_colon(end))
        }
    }

    #[inline(always)]
    fn after(&mut self, end: usize) -> (Next, usize) {
        if self.top == ROOT {
            return self.odd(end, |parser| parser.odd_end(end));
        }
        let at = scan::after_blanks(self.bytes, end);
        match self.byte(at) {
            Some(b',') if self.in_object => self.key(at + 1),
            Some(b',') => self.value(at + 1),
            Some(b'}') if self.in_object => self.close(at),
            Some(b']') if !self.in_object => self.close(at),
            _ => self.odd(at, |parser| parser.odd_after(end)),
        }
    }

    #[inline(always)]
    fn string(&mut self, at: usize, kind: Kind, next: Next) -> (Next, usize) {
        let stop = scan::string_stop(self.bytes, at + 1);
        if self.byte(stop) == Some(b'"') {
            self.push(at, stop + 1, kind, 0);
            (next, stop + 1)
        } else {
            self.odd(at, |parser| parser.odd_string(kind, at, stop, next))
        }
    }

    #[inline(always)]
    fn object(&mut self, at: usize, end: usize) -> (Next, usize) {
        if matches!(self.byte(at + 1), Some(b'{' | b'%')) && self.is_hole(at) {
            return self.odd(at, |parser| parser.hole_value(end));
        }
        let end = self.open(at, Kind::Object);
        let at = scan::after_blanks(self.bytes, end);
        match self.byte(at) {
            Some(b'"') => self.name(at),
            Some(b'}') => self.close(at),
            _ => self.odd(at, |parser| parser.odd_key(end)),
        }
    }

    /// Adds the array or object whose bracket stands at `at`.
    #[inline]
    fn open(&mut self, at: usize, kind: Kind) -> usize {
        let id = self.next_id();
        let start = offset(at);
        self.nodes.push(Node { start, end: start, next: self.top, kind, flags: 0 });
        self.top = id;
        self.in_object = kind == Kind::Object;
        at + 1
    }

    /// Closes the innermost array or object with the bracket at `at`.
    #[inline(always)]
    fn close(&mut self, at: usize) -> (Next, usize) {
        self.close_at(at + 1, 0);
        (Next::After, at + 1)
    }

    /// Closes the innermost array or object with the bracket at [`Parser::at`].
    pub(super) fn close_here(&mut self) -> Next {
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
    fn literal(&mut self, at: usize, end: usize, word: &[u8], kind: Kind) -> (Next, usize) {
        let stop = at + word.len();
        if self.bytes.get(at..stop) == Some(word) && self.is_border(stop) {
            self.scalar(at, stop, kind)
        } else {
            self.odd(at, |parser| parser.word_value(end))
        }
    }

    #[inline]
    fn scalar(&mut self, at: usize, stop: usize, kind: Kind) -> (Next, usize) {
        self.push(at, stop, kind, 0);
        (Next::After, stop)
    }

    /// Whether a number or word may end before the byte at `at`.
    #[inline]
    fn is_border(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b',' | b']' | b'}' | b'\n' | b'\r' | b' ' | b'\t'))
    }
}
