//! `invalid-kms-key-value`: something else than the ARN of a KMS key where S3 gives one.

use crate::aws::Arn;
use crate::policy::{Base, Condition, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// The keys whose values are ARNs of keys, as the guide of S3 says.
const KEYS: [&str; 2] = [
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3express:x-amz-server-side-encryption-aws-kms-key-id",
];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_ours = KEYS.iter().any(|key| condition.is_key(key));
    if !is_ours || condition.operator.is_none_or(|operator| operator.base == Base::Null) {
        return;
    }
    for value in condition.values.iter().filter(|value| value.is_known()) {
        let Some(message) = mistake(value) else { continue };
        drafts
            .report("invalid-kms-key-value", message, Spot::Node(value.node))
            .arg("value", value.text)
            .arg("key", condition.key.text);
    }
}

/// What stands there instead; `None` where the value may be the ARN of a key, or a pattern or variable for one.
fn mistake(value: &Value<'_>) -> Option<&'static str> {
    let text = value.text;
    if text.is_empty() || text.contains('$') {
        return None;
    }
    let Some(arn) = value.arn().filter(Arn::is_complete) else {
        let is_pattern = text.contains(['*', '?']);
        return match () {
            () if text.starts_with("alias/") => Some("alias"),
            () if is_pattern => None,
            () if is_key_id(text) => Some("id"),
            () => Some("other"),
        };
    };
    let resource = arn.resource();
    match () {
        () if arn.service() != "kms" && !arn.service().contains(['*', '?']) => Some("other"),
        () if resource.starts_with("alias/") => Some("alias"),
        () if resource.starts_with("key/") || resource.starts_with(['*', '?']) => None,
        () if "key/".starts_with(resource.trim_end_matches(['*', '?'])) => None,
        () => Some("other"),
    }
}

/// An id of a key without the rest of its ARN: a UUID, or `mrk-` with 32 digits.
fn is_key_id(text: &str) -> bool {
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.strip_prefix("mrk-") {
        Some(rest) => rest.len() == 32 && is_hex(rest),
        None => text.len() == 36 && text.split('-').count() == 5 && text.split('-').all(is_hex),
    }
}
