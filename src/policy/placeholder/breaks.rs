//! Whether AWS takes a value with a placeholder in it for what it is not, or refuses it.

use super::whole::expects_form;
use super::{Place, Token, TokenKind};
use crate::aws::arn::{Arn, Part, offset};

/// The parts of a value that decide.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    text: &'a str,
    place: Place<'a>,
    /// Where an ARN's resource begins; `None` for a value that is no ARN.
    resource: Option<u32>,
    /// Where the name of a bucket ends; `None` for other ARNs.
    bucket_end: Option<u32>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(text: &'a str, place: Place<'a>) -> Self {
        let arn = Arn::split(text);
        let resource = arn.map(|arn| arn.range(Part::Resource));
        let of_s3 = arn.filter(|arn| arn.is_complete() && arn.service() == "s3");
        let bucket_end = of_s3.map(|arn| {
            let range = arn.range(Part::Resource);
            arn.resource().find('/').map_or(range.end, |at| range.start + offset(at))
        });
        Self { text, place, resource: resource.map(|range| range.start), bucket_end }
    }

    /// Whether a token between delimiters, or one that begins with `your`, spoils the value.
    pub(super) fn breaks(self, token: Token) -> bool {
        let inner = token.range.of(self.text);
        let is_your = token.kind == TokenKind::Your;
        if token.kind == TokenKind::Interpolation {
            return false;
        }
        let Some(resource) = self.resource else {
            return match self.place {
                Place::Condition(key) if is_your => expects_form(key),
                Place::Condition(key) => !key.contains('/'),
                Place::Resource | Place::Principal => true,
                Place::Name | Place::Anywhere => !is_your,
            };
        };
        if token.range.start < resource {
            return true;
        }
        match self.bucket_end {
            // An object's key may hold any character.
            Some(end) if token.range.start >= end => false,
            Some(_) => {
                !is_your
                    || inner.contains(|character: char| {
                        character.is_ascii_uppercase() || " _".contains(character)
                    })
            }
            None => !is_your || inner.contains(' '),
        }
    }
}
