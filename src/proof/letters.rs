//! Values of a policy as patterns: wildcards, letters for policy variables and placeholders, and what is in doubt.

use std::collections::HashMap;

use super::word::{Bars, Pattern, Token, tidy};
use crate::access::Row;
use crate::aws::Catalog;
use crate::policy::Value;
use crate::policy::variable::{Form, parts, variables};

/// What a letter stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Letter {
    /// The value of a condition key, in lower case, or this text where the request has none.
    Key(String, Option<String>),
    /// What somebody fills into the policy in place of this text.
    Hole(String),
}

/// The letters of one question.
#[derive(Debug, Default)]
pub(super) struct Letters {
    list: Vec<Letter>,
    numbers: HashMap<Letter, u32>,
}

impl Letters {
    pub(super) fn number(&mut self, letter: Letter) -> u32 {
        if let Some(known) = self.numbers.get(&letter) {
            return *known;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(letter.clone());
        self.numbers.insert(letter, number);
        number
    }

    /// The condition keys whose values letters stand for.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.list.iter().filter_map(|letter| match letter {
            Letter::Key(key, _) => Some(key.as_str()),
            Letter::Hole(_) => None,
        })
    }

    pub(super) fn get(&self, number: u32) -> Option<&Letter> {
        self.list.get(number as usize)
    }
}

/// How a text is read.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// `*` and `?` are wildcards.
    pub(super) wildcards: bool,
    /// Wildcards before the fifth colon stop at colons.
    pub(super) parts: bool,
    /// ASCII letters stand for both cases.
    pub(super) fold: bool,
    /// `${…}` is a policy variable.
    pub(super) variables: bool,
    /// The text is an ARN, in which variables belong behind the fifth colon.
    pub(super) arn: bool,
}

/// A value as a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// What it may match.
    pub(super) pattern: Pattern,
    /// The row that keeps it from matching all that for certain.
    pub(super) doubt: Option<Row>,
    /// Number of colons that are written out.
    pub(super) colons: usize,
}

/// Reads a value; `None` where it matches nothing, as a variable in it never has a value.
pub(super) fn read(
    value: &Value<'_>,
    style: Style,
    letters: &mut Letters,
    catalog: &Catalog,
) -> Option<Reading> {
    let mut reader = Reader { style, tokens: Vec::new(), doubt: None, colons: 0 };
    let mut holes = value.holes.iter().peekable();
    let mut found =
        if style.variables && value.text.contains("${") { Some(variables(value.text)) } else { None };
    let mut next = found.as_mut().and_then(Iterator::next);
    let mut at = 0;
    while let Some(rest) = value.text.get(at..).filter(|rest| !rest.is_empty()) {
        while holes.next_if(|hole| hole.range.end as usize <= at).is_some() {}
        while next.is_some_and(|variable| (variable.range.start as usize) < at) {
            next = found.as_mut().and_then(Iterator::next);
        }
        let hole = holes.peek().filter(|hole| hole.range.start as usize <= at);
        if let Some(hole) = hole {
            let end = hole.range.end as usize;
            let text = value.text.get(hole.range.start as usize..end).unwrap_or("").to_owned();
            reader.tokens.push(Token::Letter(letters.number(Letter::Hole(text))));
            at = end.max(at + 1);
            continue;
        }
        if let Some(variable) = next.filter(|variable| variable.range.start as usize == at) {
            let whole = variable.range.of(value.text);
            match variable.form {
                Form::Character => reader.literal(whole.get(2..whole.len() - 1).unwrap_or("")),
                Form::Key { .. } => {
                    let inner = whole.get(2..whole.len() - 1).unwrap_or("");
                    if !reader.variable(inner, letters, catalog) {
                        return None;
                    }
                }
                Form::Empty | Form::Open | Form::Foreign => reader.odd(),
            }
            at += whole.len().max(2);
            continue;
        }
        let Some(character) = rest.chars().next() else { break };
        reader.character(character);
        at += character.len_utf8();
    }
    Some(Reading { pattern: tidy(reader.tokens), doubt: reader.doubt, colons: reader.colons })
}

struct Reader {
    style: Style,
    tokens: Vec<Token>,
    doubt: Option<Row>,
    colons: usize,
}

impl Reader {
    fn bars(&self, single: bool) -> Bars {
        match (self.style.parts && self.colons < 5, single) {
            (false, _) => Bars::NONE,
            (true, true) => Bars::COLON,
            (true, false) => Bars::COLON.and(Bars::LETTERS),
        }
    }

    fn character(&mut self, character: char) {
        self.colons += usize::from(character == ':');
        let token = match character {
            '*' if self.style.wildcards => Token::Many(self.bars(false)),
            '?' if self.style.wildcards => Token::One(self.bars(true)),
            other if self.style.fold && other.is_ascii_alphabetic() => {
                Token::Fold(other.to_ascii_lowercase())
            }
            other => {
                if self.style.fold && !other.is_ascii() {
                    self.doubt(Row::NonAsciiCase);
                }
                Token::Char(other)
            }
        };
        self.tokens.push(token);
    }

    fn literal(&mut self, text: &str) {
        self.tokens.extend(text.chars().map(Token::Char));
    }

    fn doubt(&mut self, row: Row) {
        self.doubt = Some(self.doubt.map_or(row, |old| old.min(row)));
    }

    fn odd(&mut self) {
        self.doubt(Row::OddVariable);
        self.tokens.push(Token::Many(Bars::NONE));
    }

    /// Reads a variable; no where it never has a value.
    fn variable(&mut self, inner: &str, letters: &mut Letters, catalog: &Catalog) -> bool {
        let Some((key, default)) = parts(inner).filter(|_| !inner.contains('{')) else {
            self.odd();
            return true;
        };
        if catalog.key(key).is_some_and(|known| known.is_multivalued) {
            if default.is_none() {
                return false;
            }
            self.doubt(Row::ListVariable);
            self.tokens.push(Token::Many(Bars::NONE));
            return true;
        }
        if self.style.arn && self.colons < 5 {
            self.doubt(Row::VariableInArnHead);
        }
        let letter = Letter::Key(key.to_ascii_lowercase(), default.map(str::to_owned));
        self.tokens.push(Token::Letter(letters.number(letter)));
        true
    }
}
