//! What a request says about one text: the text itself, or a pattern that it fits.

use super::glob::{Case, Pattern, Token, matches};
use super::truth::{Truth, Why};

/// A text of a request. A pattern stands for every text that fits it, so that one question covers them all:
/// an answer is settled only where it is the same for each of them.
///
/// Where the text is an ARN, wildcards before its fifth colon stand for text without colons.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    /// Exactly this.
    Exact(String),
    /// Something that fits this pattern.
    Like(Pattern),
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Exact(text.to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Exact(text)
    }
}

impl Text {
    /// Something that fits a pattern with the wildcards `*` and `?`.
    pub fn like(pattern: &str) -> Self {
        Self::Like(Pattern::glob(pattern))
    }

    /// Any text at all.
    pub fn anything() -> Self {
        Self::Like(Pattern::new(vec![Token::Many]))
    }

    /// The text, where it is known.
    pub fn exact(&self) -> Option<&str> {
        match self {
            Self::Exact(text) => Some(text),
            Self::Like(_) => None,
        }
    }

    /// The text as a pattern of its own.
    pub fn pattern(&self) -> Pattern {
        match self {
            Self::Exact(text) => Pattern::literal(text),
            Self::Like(pattern) => pattern.clone(),
        }
    }

    /// Whether a pattern of a policy matches this text; `why` is the reason where the request leaves it open.
    pub(super) fn is_matched(&self, pattern: &Pattern, case: Case, why: Why) -> Truth {
        match self {
            Self::Exact(text) => pattern.matches(text, case),
            Self::Like(subject) if case == Case::Exact => compare(pattern, subject, why),
            Self::Like(subject) => compare(&pattern.folded(), &subject.folded(), why),
        }
    }

    /// The same for a pattern as written, without holes and variables.
    pub(super) fn is_matched_by(&self, pattern: &str, case: Case, why: Why) -> Truth {
        match self {
            Self::Exact(text) => matches(pattern, text, case).into(),
            Self::Like(subject) if subject.begins_otherwise(pattern, case) => Truth::False,
            Self::Like(_) => self.is_matched(&Pattern::glob(pattern), case, why),
        }
    }
}

fn compare(pattern: &Pattern, subject: &Pattern, why: Why) -> Truth {
    if !pattern.overlaps(subject) {
        Truth::False
    } else if pattern.covers(subject) {
        Truth::True
    } else {
        Truth::Unknown(pattern.hole().map_or(why, |hole| hole.min(why)))
    }
}

/// Whether the six parts of an ARN pattern match the six parts of a text, each on its own.
pub(super) fn parts_match(pattern: &[&[Token]; 6], subject: &[&[Token]; 6], why: Why) -> Truth {
    pattern.iter().zip(subject).fold(Truth::True, |truth, (pattern, subject)| {
        truth.and(compare(&Pattern::new(pattern.to_vec()), &Pattern::new(subject.to_vec()), why))
    })
}
