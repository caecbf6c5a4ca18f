//! Tokens that a document's reader was meant to replace, and what template languages fill in.
//!
//! The finder runs over every scalar of every policy, so it is right rather than complete: a name that AWS accepts and
//! that somebody may really use is left alone (`my-athena-data-bucket`), and policy variables are never touched.

mod breaks;
mod delimited;
mod fields;
mod samples;
mod taker;
mod whole;
mod words;

pub use samples::{Sample, SampleKind, sample_values};

use super::value::{Hole, HoleKind};
use crate::aws::Arn;
use crate::text::Range;

/// Where a scalar stands: some words are placeholders in one place and real values in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// A value of `Action`, `Sid`, `Id` or the like: only tokens between delimiters are looked for.
    Name,
    /// A value of `Resource` or `NotResource`.
    Resource,
    /// A value of `Principal` or `NotPrincipal`.
    Principal,
    /// A value of a condition, with the name of its key.
    Condition(&'a str),
    /// Not known.
    Anywhere,
}

/// The form of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `<bucket-name>`
    Angle,
    /// `[optionalPrefix]`
    Bracket,
    /// `{account-id}`
    Brace,
    /// `*** bucket ***`
    Stars,
    /// `YOUR_BUCKET`, `your-bucket`, `your key ARN`
    Your,
    /// `BUCKET_NAME`, `myBucketName`, `account-id`, `region`: words in a place that they say the name of.
    Words,
    /// `${name}`, `{{name}}`, `<%= name %>`, `%{name}`: a template's, filled in by a program.
    Interpolation,
}

/// A token with its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub range: Range,
    /// Its form.
    pub kind: TokenKind,
    /// Whether AWS would refuse the value, or could never match it, with the token in it: `<` in a bucket's name,
    /// letters in an account id. Where it is false the token may be a real name, though hardly.
    pub breaks: bool,
}

/// The placeholders and interpolations in one scalar of a policy, in order, wherever it stands.
pub fn find(text: &str) -> Vec<Hole> {
    find_at(text, Place::Anywhere)
}

/// The placeholders and interpolations in one scalar of a policy, in order.
pub fn find_at(text: &str, place: Place<'_>) -> Vec<Hole> {
    tokens(text, place).into_iter().map(hole).collect()
}

/// The same with the form of each token: what a rule reports.
pub fn tokens(text: &str, place: Place<'_>) -> Vec<Token> {
    if text == "*" {
        return Vec::new();
    }
    let mut found = delimited::tokens(text, place);
    if !found.is_empty() {
        let frame = breaks::Frame::new(text, place);
        for token in &mut found {
            token.breaks = frame.breaks(*token);
        }
    }
    if place != Place::Name {
        let mut take = taker::Taker::new(&found);
        match Arn::split(text) {
            Some(arn) => fields::arn_fields(&arn, &mut take),
            None => whole::whole_value(text, place, &mut take),
        }
        whole::host_region(text, &mut take);
        let words = take.into_tokens();
        found.extend(words);
    }
    found.sort_by_key(|token| (token.range.start, token.range.end));
    found.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    found
}

fn hole(token: Token) -> Hole {
    let kind = match token.kind {
        TokenKind::Interpolation => HoleKind::Interpolation,
        _ => HoleKind::Placeholder,
    };
    Hole { range: token.range, kind }
}
