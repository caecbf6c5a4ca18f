//! A policy's text made ready for matching: wildcards, holes, and policy variables filled in from the request.

use super::context::{Given, KeyShape};
use super::glob::{Pattern, Token};
use super::request::Request;
use super::subject::Text;
use super::truth::{Row, Truth, Why};

use crate::policy::Value;
use crate::policy::variable::parts;
use crate::text::{Range, offset};

/// Which parts of a text have a meaning of their own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// `*` and `?` are wildcards.
    pub wildcards: bool,
    /// `${…}` is a policy variable.
    pub variables: bool,
    /// The text is an ARN, in which variables belong behind the fifth colon.
    pub arn: bool,
}

/// A text of a policy, ready to be matched.
#[derive(Clone, Debug)]
pub(super) enum Template<'v> {
    /// The text as written: nothing to fill in.
    Plain(&'v str),
    /// Holes or filled-in variables; a match is in doubt where a disputed reading led to it.
    Filled(Pattern, Option<Why>),
    /// A variable without a value: matches nothing.
    Never,
}

impl Template<'_> {
    /// The text as a pattern, wildcards only if `wildcards`; `None` where it matches nothing.
    pub(super) fn pattern(&self, wildcards: bool) -> Option<Pattern> {
        match self {
            Self::Plain(text) if wildcards => Some(Pattern::glob(text)),
            Self::Plain(text) => Some(Pattern::literal(text)),
            Self::Filled(pattern, _) => Some(pattern.clone()),
            Self::Never => None,
        }
    }

    /// Takes back a match that rests on a disputed reading.
    pub(super) fn doubt(&self, truth: Truth) -> Truth {
        match self {
            Self::Filled(_, Some(why)) => truth.doubted(*why),
            _ => truth,
        }
    }
}

/// Reads a value of a policy for one request.
pub(super) fn read<'v>(value: &Value<'v>, reading: Reading, request: &Request) -> Template<'v> {
    fill(value, reading, Some(request))
}

/// A value of a policy as a pattern of wildcards, with holes for placeholders and, where the policy's version has
/// them, for variables: what two values are compared by.
pub fn pattern_of(value: &Value<'_>, variables: bool) -> Pattern {
    let reading = Reading { wildcards: true, variables, arn: false };
    fill(value, reading, None).pattern(true).unwrap_or_default()
}

/// A value as a pattern with holes, variables taken as text.
pub(super) fn holes_only(value: &Value<'_>, wildcards: bool) -> Pattern {
    let reading = Reading { wildcards, variables: false, arn: false };
    fill(value, reading, None).pattern(wildcards).unwrap_or_default()
}

fn fill<'v>(value: &Value<'v>, reading: Reading, request: Option<&Request>) -> Template<'v> {
    let variables = reading.variables && value.text.contains("${");
    if value.holes.is_empty() && !variables {
        return Template::Plain(value.text);
    }
    let mut filler =
        Filler { request, arn: reading.arn, tokens: Vec::new(), doubt: None, never: false, colons: 0 };
    let mut holes = value.holes.iter().peekable();
    let mut at = 0;
    while let Some(rest) = value.text.get(at..).filter(|rest| !rest.is_empty()) {
        while holes.next_if(|hole| hole.range.end as usize <= at).is_some() {}
        let hole = holes.peek();
        let hole_start = hole.map_or(usize::MAX, |hole| hole.range.start as usize);
        let length = if hole_start <= at {
            filler.tokens.push(Token::Hole(Why::Hole));
            hole.map_or(0, |hole| hole.range.end as usize - at)
        } else if variables && rest.starts_with("${") {
            let length = variable_length(rest);
            match rest.get(..length) {
                Some(variable) if at + length <= hole_start => filler.variable(variable),
                _ => filler.tokens.push(Token::Hole(Why::Hole)),
            }
            length
        } else {
            let Some(character) = rest.chars().next() else { break };
            filler.character(character, reading.wildcards);
            character.len_utf8()
        };
        at += length.max(1);
    }
    if filler.never {
        return Template::Never;
    }
    Template::Filled(Pattern::new(filler.tokens), filler.doubt)
}

/// Bytes of the variable that `text` starts with, its braces included; all of `text` where it is not closed.
fn variable_length(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if byte == b'}' && depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

struct Filler<'r> {
    /// `None` leaves a hole for every variable.
    request: Option<&'r Request>,
    arn: bool,
    tokens: Vec<Token>,
    doubt: Option<Why>,
    never: bool,
    colons: usize,
}

impl Filler<'_> {
    fn character(&mut self, character: char, wildcards: bool) {
        self.colons += usize::from(character == ':');
        self.tokens.push(match character {
            '*' if wildcards => Token::Many,
            '?' if wildcards => Token::One,
            other => Token::Char(other),
        });
    }

    fn literal(&mut self, text: &str) {
        self.tokens.extend(text.chars().map(Token::Char));
    }

    fn hole(&mut self, why: Why) {
        self.tokens.push(Token::Hole(why));
    }

    fn doubt(&mut self, row: Row) {
        let why = Why::Disputed(row);
        self.doubt = Some(self.doubt.map_or(why, |old| old.min(why)));
    }

    /// Fills in one `${…}`, given with its braces.
    fn variable(&mut self, whole: &str) {
        let inner = whole.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let Some(inner) = inner.filter(|inner| !inner.contains('{')) else {
            return self.hole(Why::Disputed(Row::OddVariable));
        };
        if matches!(inner, "*" | "?" | "$") {
            return self.literal(inner);
        }
        let Some((key, default)) = parts(inner) else {
            return self.hole(Why::Disputed(Row::OddVariable));
        };
        let Some(request) = self.request else { return self.hole(Why::Key) };
        if self.arn && self.colons < 5 {
            self.doubt(Row::VariableInArnHead);
        }
        if request.context().shape(key) == KeyShape::List {
            return self.list(default);
        }
        let given = request.value(key);
        match (given.as_ref(), default) {
            (Given::Absent, Some(default)) => self.literal(default),
            (Given::Absent, None) => self.never = true,
            (Given::Many(_), default) => self.list(default),
            (Given::One(Text::Exact(text)), default) if text.is_empty() => match default {
                Some(_) => self.hole(Why::Disputed(Row::EmptyVariable)),
                None => self.doubt(Row::EmptyVariable),
            },
            (Given::One(Text::Exact(text)), _) => self.literal(text),
            (Given::One(Text::Like(_)) | Given::Present | Given::Unknown, _) => self.hole(Why::Key),
        }
    }

    /// A key that holds a list never has a value here; whether its default counts is not settled.
    fn list(&mut self, default: Option<&str>) {
        match default {
            Some(_) => self.hole(Why::Disputed(Row::ListVariable)),
            None => self.never = true,
        }
    }
}

/// The keys of the policy variables in a text, each with the bytes of its `${…}`. Those that are not well formed are left
/// out.
pub fn variables(text: &str) -> Vec<(&str, Range)> {
    let mut list = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("${")) {
        let start = at + found;
        let whole = text.get(start..).map_or("", |rest| rest.get(..variable_length(rest)).unwrap_or(""));
        let inner = whole.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let inner = inner.filter(|inner| !inner.contains('{') && !matches!(*inner, "*" | "?" | "$"));
        if let Some((key, _)) = inner.and_then(parts) {
            list.push((key, Range::new(offset(start), offset(start + whole.len()))));
        }
        at = start + whole.len().max(2);
    }
    list
}
