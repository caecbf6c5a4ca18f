//! `invalid-vpc-format`: a value of `aws:SourceVpc` that is no id of a VPC.

use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if condition.is_key("aws:SourceVpc") {
        ids("invalid-vpc-format", "vpc-", "vpce-", condition, drafts);
    }
}

/// Reports values that are not the prefix with 8 or 17 letters and digits behind it.
pub(super) fn ids(
    rule: &'static str,
    prefix: &str,
    other: &str,
    condition: &Condition<'_>,
    drafts: &mut Drafts,
) {
    let compares = condition.operator.is_some_and(|operator| {
        matches!(operator.base, Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike)
    });
    for value in condition.values.iter().filter(|value| compares && value.is_known()) {
        let text = value.text;
        // Wildcards and variables are spoken of by other rules, as is what is empty.
        if text.is_empty() || text.contains(['*', '?', '$']) || is_id(text, prefix) {
            continue;
        }
        let message = match text.strip_prefix(prefix) {
            _ if is_id(text, other) => "other",
            Some(_) => "length",
            None => "form",
        };
        drafts
            .report(rule, message, Spot::Node(value.node))
            .arg("value", text)
            .arg("key", condition.key.text);
    }
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        matches!(rest.len(), 8 | 17) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
