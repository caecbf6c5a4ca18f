//! The wildcard language of IAM: `*` for any run of characters, `?` for exactly one, over Unicode scalar values.

use super::inclusion;
use super::truth::{Truth, Why};

/// How letters are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// As written.
    Exact,
    /// Without regard to the case of ASCII letters.
    Ascii,
    /// Without regard to the case of any letter.
    Unicode,
}

impl Case {
    fn equal(self, one: char, two: char) -> bool {
        match self {
            Self::Exact => one == two,
            Self::Ascii => one.eq_ignore_ascii_case(&two),
            Self::Unicode => one == two || one.to_lowercase().eq(two.to_lowercase()),
        }
    }
}

/// One part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// This character.
    Char(char),
    /// `?`: any one character.
    One,
    /// `*`: any run of characters, the empty one included.
    Many,
    /// Some fixed text that is not known, for this reason; it may hold wildcards of its own.
    Hole(Why),
}

/// A pattern taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pattern {
    tokens: Vec<Token>,
}

fn wild(character: char) -> Token {
    match character {
        '*' => Token::Many,
        '?' => Token::One,
        other => Token::Char(other),
    }
}

/// Whether the pattern matches the whole text. Time grows at most with the product of the two lengths.
pub fn matches(pattern: &str, text: &str, case: Case) -> bool {
    run(pattern.chars().map(wild), text, case)
}

/// Whether some text is matched by both patterns. Two patterns of excessive length are taken to overlap.
pub fn overlaps(one: &str, two: &str) -> bool {
    Pattern::glob(one).overlaps(&Pattern::glob(two))
}

/// Whether `outer` matches every text that `inner` matches. Patterns of excessive length are not covered.
pub fn covers(outer: &str, inner: &str) -> bool {
    Pattern::glob(outer).covers(&Pattern::glob(inner))
}

/// Greedy matching with one point to come back to: the last `*` and the text that it has not eaten yet.
fn run<P: Iterator<Item = Token> + Clone>(mut pattern: P, text: &str, case: Case) -> bool {
    let mut rest = text.chars();
    let mut back = None;
    loop {
        match pattern.next() {
            Some(Token::Many | Token::Hole(_)) => {
                back = Some((pattern.clone(), rest.clone()));
                continue;
            }
            Some(Token::One) => {
                if rest.next().is_some() {
                    continue;
                }
            }
            Some(Token::Char(expected)) => {
                if rest.next().is_some_and(|found| case.equal(expected, found)) {
                    continue;
                }
            }
            None => {
                if rest.as_str().is_empty() {
                    return true;
                }
            }
        }
        let Some((after_star, uneaten)) = back.as_mut() else { return false };
        if uneaten.next().is_none() {
            return false;
        }
        pattern = after_star.clone();
        rest = uneaten.clone();
    }
}

impl Pattern {
    /// A pattern of these parts.
    pub fn new(tokens: Vec<Token>) -> Self {
        Self { tokens }
    }

    /// Reads `*` and `?` as wildcards.
    pub fn glob(text: &str) -> Self {
        Self { tokens: text.chars().map(wild).collect() }
    }

    /// Matches this text and no other.
    pub fn literal(text: &str) -> Self {
        Self { tokens: text.chars().map(Token::Char).collect() }
    }

    /// The parts in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Why part of the pattern is not known, if one is not.
    pub fn hole(&self) -> Option<Why> {
        self.tokens
            .iter()
            .filter_map(|token| match token {
                Token::Hole(why) => Some(*why),
                _ => None,
            })
            .min()
    }

    /// Whether it matches every text.
    pub fn is_everything(&self) -> bool {
        !self.tokens.is_empty() && self.tokens.iter().all(|token| *token == Token::Many)
    }

    /// Whether every text that it matches begins so.
    pub fn starts_with(&self, prefix: &str) -> bool {
        let mut tokens = self.tokens.iter();
        prefix.chars().all(|expected| tokens.next() == Some(&Token::Char(expected)))
    }

    /// Whether a letter before the first wildcard of either pattern differs, so that no text is matched by both.
    /// The other pattern is not taken apart for it.
    pub(super) fn begins_otherwise(&self, other: &str, case: Case) -> bool {
        let letters = self.tokens.iter().zip(other.chars().map(wild)).map_while(|pair| match pair {
            (Token::Char(mine), Token::Char(theirs)) => Some((*mine, theirs)),
            _ => None,
        });
        letters.into_iter().any(|(mine, theirs)| !case.equal(mine, theirs))
    }

    /// Whether the pattern, with its holes filled in some way, matches the whole text.
    pub fn may_match(&self, text: &str, case: Case) -> bool {
        run(self.tokens.iter().copied(), text, case)
    }

    /// Whether the pattern matches the whole text: unsettled where that depends on what fills its holes.
    pub fn matches(&self, text: &str, case: Case) -> Truth {
        match (self.may_match(text, case), self.hole()) {
            (false, _) => Truth::False,
            (true, None) => Truth::True,
            (true, Some(why)) => Truth::Unknown(why),
        }
    }

    /// Whether some text is matched by both. Two patterns of excessive length are taken to overlap.
    pub fn overlaps(&self, other: &Self) -> bool {
        inclusion::overlaps(&self.tokens, &other.tokens)
    }

    /// Whether it matches every text that `inner` matches, however the holes of either are filled.
    /// Exact for patterns without holes, up to a length at which the answer is `false`.
    pub fn covers(&self, inner: &Self) -> bool {
        inclusion::covers(&self.tokens, &inner.tokens)
    }

    /// With ASCII letters in lower case.
    #[must_use]
    pub fn folded(&self) -> Self {
        let fold = |token: &Token| match token {
            Token::Char(character) => Token::Char(character.to_ascii_lowercase()),
            other => *other,
        };
        Self { tokens: self.tokens.iter().map(fold).collect() }
    }

    /// The parts of an ARN: cut at the first five colons that are written out; `None` where there are fewer.
    pub fn arn_parts(&self) -> Option<[&[Token]; 6]> {
        let mut rest = self.tokens.as_slice();
        let mut parts: [&[Token]; 6] = [&[]; 6];
        let (last, heads) = parts.split_last_mut()?;
        for part in heads {
            let at = rest.iter().position(|token| *token == Token::Char(':'))?;
            let (head, tail) = rest.split_at_checked(at)?;
            *part = head;
            rest = tail.get(1..)?;
        }
        *last = rest;
        Some(parts)
    }
}
