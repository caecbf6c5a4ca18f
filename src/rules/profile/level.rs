//! The level of an S3 resource where a comparison of texts leaves it open: no bucket's name has a slash, and an access
//! point stands for a bucket that its ARN does not name.

use crate::access::glob::Token;
use crate::access::{Matcher, Pattern, Truth, Why};
use crate::aws::s3::reach;
use crate::aws::s3_arn::{S3Arn, S3Kind};
use crate::policy::{Statement, Value};

/// Whether a statement's `Resource` takes in the request's resource; `truth` is what its texts say.
pub(super) fn resource(matcher: Matcher<'_>, statement: &Statement<'_>, truth: Truth) -> Truth {
    let Some(block) = statement.resource.as_ref().filter(|block| !block.negated) else { return truth };
    if truth.is_true() {
        return truth;
    }
    let Some(reach) = reach(matcher.request().action()) else { return truth };
    let asked = matcher.request().resource().pattern();
    let of = |value: &Value<'_>| {
        let said = matcher.resource(value);
        match S3Arn::parse(value.text).map(|arn| (arn.kind, arn)) {
            Some((S3Kind::Object, arn)) if reach.is_bucket_only() && !value.touches_hole(arn.name) => {
                Truth::False
            }
            Some((
                S3Kind::AccessPoint
                | S3Kind::AccessPointObject
                | S3Kind::MultiRegionAccessPoint
                | S3Kind::MultiRegionAccessPointObject,
                _,
            )) => said.or(Truth::Unknown(Why::Resource)),
            _ if said.why().is_some() && is_apart(value, &asked) => Truth::False,
            _ => said,
        }
    };
    let start = if block.unknown.is_empty() { Truth::False } else { Truth::Unknown(Why::NotUnderstood) };
    block.values.iter().fold(start, |truth, value| truth.or(of(value)))
}

/// Whether the last parts of two ARNs share no text. As one text the request's ARN may be found inside the value's,
/// where its partition is not known: no partition has a colon.
fn is_apart(value: &Value<'_>, asked: &Pattern) -> bool {
    if !value.is_known() || value.text.contains("${") {
        return false;
    }
    let granted = Pattern::glob(value.text);
    let (Some([head @ .., last]), Some([.., key])) = (granted.arn_parts(), asked.arn_parts()) else {
        return false;
    };
    let is_plain = |part: &&[Token]| part.iter().all(|token| matches!(token, Token::Char(_) | Token::One));
    head.iter().all(is_plain) && !Pattern::new(last.to_vec()).overlaps(&Pattern::new(key.to_vec()))
}
