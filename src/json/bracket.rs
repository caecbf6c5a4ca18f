//! Brackets that do not match.

use super::parser::{Next, Parser, ROOT};
use super::problem::ProblemKind;
use super::scan;
use super::tree::{Kind, flag};
use crate::text::{Range, offset};

/// How many open brackets a closing one is matched against.
const LEVELS: usize = 64;

/// What stands behind a closing bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    Nothing,
    Brace,
    Bracket,
    Name,
    Value,
    Other,
}

impl Follows {
    /// Whether it continues an array or object, or the text outside the outermost value.
    fn fits(self, around: Option<Kind>) -> bool {
        match around {
            None => self == Self::Nothing,
            Some(Kind::Object) => matches!(self, Self::Brace | Self::Name),
            Some(_) => matches!(self, Self::Bracket | Self::Value),
        }
    }
}

impl Parser<'_> {
    /// A closing bracket that is not that of the innermost array or object: either it was mistyped, or others are
    /// missing before it. What follows it decides.
    pub(super) fn wrong_bracket(&mut self, end: usize) -> Next {
        let closer = self.byte(self.at);
        let (open, wanted) = if closer == Some(b'}') { (b'{', Kind::Object) } else { (b'[', Kind::Array) };
        let top = self.nodes.get(self.top as usize).copied();
        if top.is_some_and(|node| self.byte(node.start as usize) == Some(open)) {
            // An array that was read as an object from its first name on.
            return self.close_here();
        }
        let follows = self.follows(self.at + 1);
        let mistyped = top.is_some_and(|node| follows.fits(self.kind_of(node.next)));
        let mut around = top.map_or(ROOT, |node| node.next);
        for _ in 0..LEVELS {
            let Some(node) = self.nodes.get(around as usize).copied() else { break };
            if node.kind == wanted {
                if mistyped && !follows.fits(self.kind_of(node.next)) {
                    break;
                }
                self.unclosed(end);
                while self.top != around && self.top != ROOT {
                    self.close_at(end, flag::UNCLOSED);
                }
                return self.close_here();
            }
            around = node.next;
        }
        if mistyped {
            let opener = top.map(|node| Range::new(node.start, node.start.saturating_add(1)));
            self.trouble(ProblemKind::Unopened, Range::new(offset(self.at), offset(self.at + 1)), opener);
            return self.close_here();
        }
        self.unopened(Next::After)
    }

    /// A closing bracket that closes nothing.
    pub(super) fn unopened(&mut self, next: Next) -> Next {
        self.trouble(ProblemKind::Unopened, Range::new(offset(self.at), offset(self.at + 1)), None);
        self.at += 1;
        next
    }

    /// Closes the innermost array or object, whose bracket is missing at `end`.
    pub(super) fn unclosed(&mut self, end: usize) {
        let opener = self.nodes.get(self.top as usize).map(|node| Range::new(node.start, node.start + 1));
        let (at, opener) = match self.misindented(self.top) {
            Some((at, opener)) => (at, Some(opener)),
            None => (end, opener),
        };
        self.trouble(ProblemKind::Unclosed, Range::new(offset(at), offset(at)), opener);
        self.close_at(end, flag::UNCLOSED);
    }

    /// Kind of the array or object around the innermost one.
    pub(super) fn kind_around(&self) -> Option<Kind> {
        self.kind_of(self.nodes.get(self.top as usize)?.next)
    }

    /// End of what stands before a comma that ends at `end`.
    pub(super) fn before_comma(&self, end: usize) -> usize {
        self.bytes.get(..end.saturating_sub(1)).unwrap_or_default().trim_ascii_end().len()
    }

    fn kind_of(&self, id: u32) -> Option<Kind> {
        self.nodes.get(id as usize).map(|node| node.kind)
    }

    /// What stands at `at`, blanks and a comma apart.
    fn follows(&self, at: usize) -> Follows {
        let mut at = scan::after_blanks(self.bytes, at);
        let comma = self.byte(at) == Some(b',');
        if comma {
            at = scan::after_blanks(self.bytes, at + 1);
        }
        match self.byte(at) {
            None if comma => Follows::Other,
            None => Follows::Nothing,
            Some(b'}') => Follows::Brace,
            Some(b']') => Follows::Bracket,
            Some(b'"') if self.is_name(at) => Follows::Name,
            Some(b'"') => Follows::Value,
            Some(_) if comma => Follows::Value,
            Some(_) => Follows::Other,
        }
    }

    /// Whether a string with a colon after it begins at `at`.
    fn is_name(&self, at: usize) -> bool {
        let mut stop = scan::string_stop(self.bytes, at + 1);
        while self.byte(stop) == Some(b'\\') {
            stop = scan::string_stop(self.bytes, stop + 2);
        }
        let after = scan::after_blanks(self.bytes, stop + 1);
        self.byte(stop) == Some(b'"') && self.byte(after) == Some(b':')
    }

    /// A colon after an element of an array.
    pub(super) fn odd_element(&mut self, end: usize) -> Next {
        let name = self.nodes.len().saturating_sub(1);
        let last = self.nodes.get(name).copied();
        let Some(last) = last.filter(|node| node.kind == Kind::String && node.end == offset(end)) else {
            return self.unexpected(Next::After);
        };
        let (first, holder) = (name == self.top as usize + 1, self.kind_around());
        if self.in_object || !(first || holder == Some(Kind::Object)) {
            return self.unexpected(Next::After);
        }
        if first {
            // `["a": …`: an object in the brackets of an array.
            if let Some(top) = self.nodes.get_mut(self.top as usize) {
                top.kind = Kind::Object;
                let bracket = Range::new(top.start, top.start + 1);
                self.in_object = true;
                self.trouble(ProblemKind::Unexpected, bracket, None);
            }
        } else {
            // `["a", "b", "Resource": …`: the array ends before the element that is a name.
            self.nodes.truncate(name);
            let before = self.bytes.get(..last.start as usize).unwrap_or_default().trim_ascii_end();
            let end = before.strip_suffix(b",").unwrap_or(before).trim_ascii_end().len();
            self.unclosed(end);
            self.nodes.push(last);
        }
        if let Some(node) = self.nodes.get_mut(name) {
            node.kind = Kind::Key;
        }
        self.at += 1;
        Next::Value
    }
}
