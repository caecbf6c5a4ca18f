//! How much a pattern takes in: which resources a value leaves open, and which actions it stands for.

use crate::access::glob::{Case, matches};
use crate::aws::{Arn, Part};
use crate::policy::{Statement, Value};

/// Whether the statement is on everything of a kind: `*`, every role, every function. `NotResource` is taken for that.
pub fn is_open(statement: &Statement<'_>) -> bool {
    let Some(block) = &statement.resource else { return false };
    block.negated || block.values.iter().any(|value| value.text == "*" || open_type(value).is_some())
}

/// The type of which an ARN takes in all resources, empty for all types: `role` for `arn:aws:iam::111122223333:role/*`.
/// `None` where it names more than a type, and for a text that is no ARN.
pub fn open_type<'v>(value: &Value<'v>) -> Option<&'v str> {
    let arn = value.arn()?;
    let (resource, start) = last_part(&arn);
    let end = u32::try_from(value.text.len()).unwrap_or(u32::MAX);
    if value.touches_hole(crate::text::Range::new(start, end)) {
        return None;
    }
    let head = resource.strip_suffix('*')?.trim_end_matches(['*', '/', ':']);
    head.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-').then_some(head)
}

/// The resource of an ARN, or the last part of one that ends early with a wildcard, and where it begins.
fn last_part<'v>(arn: &Arn<'v>) -> (&'v str, u32) {
    if arn.is_complete() {
        return (arn.resource(), arn.range(Part::Resource).start);
    }
    let text = arn.text();
    let start = text.rfind(':').map_or(0, |at| at + 1);
    (text.get(start..).unwrap_or(""), u32::try_from(start).unwrap_or(u32::MAX))
}

/// Whether an ARN can name a resource of this type: neither of the two goes on otherwise before the first wildcard.
pub fn may_be_type(arn: &Arn<'_>, resource_type: &str) -> bool {
    let (resource, _) = last_part(arn);
    let literal = resource.split(['*', '?']).next().unwrap_or("");
    literal.starts_with(resource_type) || literal.len() < resource.len() && resource_type.starts_with(literal)
}

/// Whether the value of an `Action` takes in this action. Time is next to nothing where it does not.
pub fn takes_in(value: &str, action: &str) -> bool {
    let Some(wildcard) = memchr::memchr2(b'*', b'?', value.as_bytes()) else {
        return value.eq_ignore_ascii_case(action);
    };
    let begins = value.as_bytes().get(..wildcard).zip(action.as_bytes().get(..wildcard));
    begins.is_some_and(|(one, other)| one.eq_ignore_ascii_case(other)) && matches(value, action, Case::Ascii)
}
