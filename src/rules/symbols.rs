//! Patterns held against each other as they are written: whether one matches all that another does, whatever stands for
//! its variables and placeholders.

use crate::access::glob::Case;
use crate::policy::{Hole, Value};

/// One part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Symbol<'t> {
    /// This character.
    Char(char),
    /// `?`
    One,
    /// `*`
    Many,
    /// A policy variable, which is the same text wherever it stands.
    Variable(&'t str),
    /// Text that is not known, and never the same.
    Hole,
}

/// The parts of a value's text in order.
#[derive(Clone, Debug)]
struct Symbols<'t> {
    text: &'t str,
    at: usize,
    holes: &'t [Hole],
    has_variables: bool,
}

impl<'t> Iterator for Symbols<'t> {
    type Item = Symbol<'t>;

    fn next(&mut self) -> Option<Symbol<'t>> {
        if let [hole, later @ ..] = self.holes
            && hole.range.start as usize <= self.at
        {
            self.at = self.at.max(hole.range.end as usize);
            self.holes = later;
            return Some(Symbol::Hole);
        }
        let rest = self.text.get(self.at..)?;
        if self.has_variables && rest.starts_with("${") {
            let length = memchr::memchr(b'}', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
            self.at += length;
            return Some(Symbol::Variable(rest.get(..length).unwrap_or(rest)));
        }
        let character = rest.chars().next()?;
        self.at += character.len_utf8();
        Some(match character {
            '*' => Symbol::Many,
            '?' => Symbol::One,
            other => Symbol::Char(other),
        })
    }
}

/// How values are read and compared, and how much of it may still be done: a budget in steps keeps lists of long
/// patterns from taking time that grows with the square of their size.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// Whether letters differ by case.
    pub case: Case,
    /// Whether `${…}` is a policy variable.
    pub has_variables: bool,
    /// Symbols that may still be looked at; at 0 nothing covers anything any more.
    pub steps: u64,
}

impl Comparison {
    fn symbols<'t>(&self, value: &'t Value<'_>) -> Symbols<'t> {
        Symbols { text: value.text, at: 0, holes: &value.holes, has_variables: self.has_variables }
    }

    /// Whether two values of which all is known are the same.
    pub fn same(&self, one: &Value<'_>, two: &Value<'_>) -> bool {
        let texts = match self.case {
            Case::Exact => one.text == two.text,
            Case::Ascii | Case::Unicode => one.text.eq_ignore_ascii_case(two.text),
        };
        texts && one.is_known() && two.is_known()
    }

    /// Whether every text that `inner` matches is matched by `outer`, whatever fills the variables of both and the holes
    /// of `inner`. A wildcard of `inner` is a symbol like any other, which `*` takes, and `?` only another `?`: some
    /// patterns that cover each other in other ways are not seen.
    pub fn covers(&mut self, outer: &Value<'_>, inner: &Value<'_>) -> bool {
        if !outer.is_known() {
            return false;
        }
        let has_dollar = |value: &Value<'_>| memchr::memchr(b'$', value.text.as_bytes()).is_some();
        if inner.is_known() && !(self.has_variables && (has_dollar(outer) || has_dollar(inner))) {
            return self.covers_plain(outer.text.as_bytes(), inner.text.as_bytes());
        }
        let (mut pattern, mut text) = (self.symbols(outer), self.symbols(inner));
        let mut back: Option<(Symbols<'_>, Symbols<'_>)> = None;
        while let Some(left) = self.steps.checked_sub(1) {
            self.steps = left;
            match pattern.next() {
                Some(Symbol::Many) => {
                    if pattern.at == outer.text.len() {
                        return true;
                    }
                    back = Some((pattern.clone(), text.clone()));
                    continue;
                }
                Some(Symbol::One) => {
                    if matches!(text.next(), Some(Symbol::One | Symbol::Char(_))) {
                        continue;
                    }
                }
                Some(expected) => {
                    if text.next().is_some_and(|found| self.equal(expected, found)) {
                        continue;
                    }
                }
                None => {
                    if text.next().is_none() {
                        return true;
                    }
                }
            }
            let Some((after_star, uneaten)) = back.as_mut() else { return false };
            if uneaten.next().is_none() {
                return false;
            }
            pattern = after_star.clone();
            text = uneaten.clone();
        }
        false
    }

    /// The same where neither text has a variable or a hole: bytes are looked at, and what follows a `*` is looked for.
    fn covers_plain(&mut self, outer: &[u8], inner: &[u8]) -> bool {
        let (mut at, mut place) = (0, 0);
        let mut back: Option<(usize, usize)> = None;
        while let Some(left) = self.steps.checked_sub(1) {
            self.steps = left;
            let found = inner.get(place).copied();
            let goes_on = match (outer.get(at).copied(), found) {
                (Some(b'*'), _) => {
                    let Some(length) =
                        outer.get(at..).and_then(|rest| rest.iter().position(|byte| *byte != b'*'))
                    else {
                        return true;
                    };
                    at += length;
                    let Some(start) = self.next_start(outer, at, inner, place) else { return false };
                    back = Some((at, start));
                    place = start;
                    continue;
                }
                (Some(b'?'), Some(found)) if found != b'*' => {
                    let is_inside = |byte: &&u8| **byte & 0xC0 == 0x80;
                    let rest = inner.get(place + 1..).unwrap_or_default();
                    place += rest.iter().take_while(is_inside).count();
                    true
                }
                (Some(expected), Some(found)) => expected != b'?' && self.same_byte(expected, found),
                (None, None) => return true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            if goes_on {
                (at, place) = (at + 1, place + 1);
                continue;
            }
            let Some((after_star, start)) = back else { return false };
            let Some(start) = self.next_start(outer, after_star, inner, start + 1) else { return false };
            back = Some((after_star, start));
            (at, place) = (after_star, start);
        }
        false
    }

    /// The first place from which on what follows a `*` may begin.
    fn next_start(&self, outer: &[u8], after_star: usize, inner: &[u8], from: usize) -> Option<usize> {
        let rest = inner.get(from..)?;
        let next = *outer.get(after_star)?;
        let found = match self.case {
            _ if next == b'?' => Some(0).filter(|_| !rest.is_empty()),
            Case::Exact => memchr::memchr(next, rest),
            Case::Ascii | Case::Unicode => {
                memchr::memchr2(next.to_ascii_lowercase(), next.to_ascii_uppercase(), rest)
            }
        };
        found.map(|found| from + found)
    }

    fn same_byte(&self, one: u8, two: u8) -> bool {
        one == two || (self.case != Case::Exact && one.eq_ignore_ascii_case(&two))
    }

    fn equal(&self, expected: Symbol<'_>, found: Symbol<'_>) -> bool {
        match (expected, found) {
            (Symbol::Char(one), Symbol::Char(two)) => match self.case {
                Case::Exact => one == two,
                Case::Ascii | Case::Unicode => one.eq_ignore_ascii_case(&two),
            },
            (Symbol::Variable(one), Symbol::Variable(two)) => one == two,
            _ => false,
        }
    }
}
