//! Holes of templates outside strings: `${…}`, `%{…}`, `{{…}}`, `{%…%}`.

use super::parser::{Next, Parser};
use super::problem::ProblemKind;
use super::scan;
use super::tree::{Kind, flag};

impl Parser<'_> {
    /// Whether a template's hole begins at `at`. Two opening braces are one if two closing ones follow on their line,
    /// unless a member's name follows them.
    pub(super) fn is_hole(&mut self, at: usize) -> bool {
        match (self.byte(at), self.byte(at + 1)) {
            (Some(b'$' | b'%'), Some(b'{')) => true,
            (Some(b'{'), Some(b'{' | b'%')) => self.double_end(at).is_some(),
            _ => false,
        }
    }

    /// End of the hole that begins at `at`.
    pub(super) fn hole_end(&mut self, at: usize) -> Option<usize> {
        match (self.byte(at), self.byte(at + 1)) {
            (Some(b'$' | b'%'), Some(b'{')) => Some(self.balanced_end(at)),
            (Some(b'{'), Some(b'{' | b'%')) => self.double_end(at),
            _ => None,
        }
    }

    fn double_end(&mut self, at: usize) -> Option<usize> {
        let percent = self.byte(at + 1)? == b'%';
        let inside = scan::after_blanks(self.bytes, at + 2);
        if !percent && self.byte(inside) == Some(b'"') {
            return None;
        }
        let none_before = if percent { self.memory.no_percent_before } else { self.memory.no_braces_before };
        let closer = if percent { b'%' } else { b'}' };
        let mut next = at + 2;
        while next >= none_before {
            next = match memchr::memchr3(closer, b'\n', b'\r', self.bytes.get(next..)?) {
                Some(found) => next + found,
                None => self.bytes.len(),
            };
            if self.byte(next) == Some(closer) {
                if self.byte(next + 1) == Some(b'}') {
                    return Some(next + 2);
                }
                next += 1;
            } else {
                let memory = &mut self.memory;
                let none = if percent { &mut memory.no_percent_before } else { &mut memory.no_braces_before };
                *none = next;
                return None;
            }
        }
        None
    }

    /// End of `${…}` with braces and quoted strings inside; the end of the line where the braces do not balance.
    fn balanced_end(&mut self, at: usize) -> usize {
        let mut depth = 0usize;
        let mut next = at + 1;
        loop {
            match self.byte(next) {
                Some(b'{') => depth += 1,
                Some(b'}') => depth = depth.saturating_sub(1),
                Some(b'"') => next = self.quoted_end(next),
                Some(b'\n' | b'\r') if self.memory.short_holes => break,
                None => {
                    self.memory.short_holes = true;
                    break;
                }
                Some(_) => {}
            }
            next += 1;
            if depth == 0 {
                return next;
            }
        }
        self.tail(Kind::Unknown, at, self.line_end(at)).max(at + 2)
    }

    /// Closing quote of a string inside a hole; the last byte of the line where none is on it.
    fn quoted_end(&self, open: usize) -> usize {
        let mut at = open + 1;
        loop {
            at += match self.byte(at) {
                Some(b'"') => return at,
                None | Some(b'\n' | b'\r') => return at - 1,
                Some(b'\\') => 2,
                Some(_) => 1,
            };
        }
    }

    /// Reads a value that begins with a hole.
    pub(super) fn hole_value(&mut self, end: usize) -> Next {
        let start = self.at;
        let (stop, _) = self.word_end(start, false);
        self.word_problem(ProblemKind::Template, start, stop, end);
        self.push(start, stop, Kind::Unknown, 0);
        self.at = stop;
        Next::After
    }

    /// Reads a hole where a name should stand. Without a colon after it, it is a directive between members: then its
    /// value is unknown too.
    pub(super) fn hole_key(&mut self, end: usize) -> Next {
        let start = self.at;
        let (stop, _) = self.word_end(start, true);
        self.word_problem(ProblemKind::Template, start, stop, end);
        self.push(start, stop, Kind::Key, flag::BARE);
        self.at = stop;
        self.skip_trivia();
        if self.byte(self.at) == Some(b':') {
            self.at += 1;
            return Next::Value;
        }
        self.push(stop, stop, Kind::Unknown, 0);
        self.at = stop;
        Next::After
    }
}
