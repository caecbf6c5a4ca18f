//! `invalid-service-principal-format`: a value of a key that holds service principals, in a form that none has.

use crate::aws::service_principal::service_principal;
use crate::policy::{Base, Condition, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Keys whose values are the services that called for someone, as `<service>.amazonaws.com`.
const CALLERS: [&str; 3] = ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"];

const DOMAIN: &str = ".amazonaws.com";

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let length = condition.key.text.len();
    if !matches!(length, 13 | 14 | 17 | 18) || condition.operator.is_none_or(|one| one.base == Base::Null) {
        return;
    }
    let labels = if condition.is_key("kms:ViaService") {
        2
    } else if CALLERS.iter().any(|key| condition.is_key(key)) {
        1
    } else {
        return;
    };
    for value in condition.values.iter().filter(|value| is_other(value, labels)) {
        let message = if labels == 2 { "region" } else { "label" };
        drafts
            .report("invalid-service-principal-format", message, Spot::Node(value.node))
            .arg("key", condition.key.text)
            .arg("value", value.text);
    }
}

/// Whether a value certainly is not of the form with this number of labels before the domain. With wildcards and variables
/// any form may come out, China has a domain of its own, and what has the right number of labels in odd letters is a
/// placeholder more often than a service, unless a service is called so in small letters.
fn is_other(value: &Value<'_>, labels: usize) -> bool {
    let text = value.text;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    if !value.is_known() || !text.bytes().all(is_plain) {
        return false;
    }
    let Some(name) = text.strip_suffix(DOMAIN) else {
        // Other partitions have domains of their own.
        let is_known_slip = !text.contains('.') || text.ends_with(".amazon.com");
        return is_known_slip && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    };
    if name.bytes().filter(|byte| *byte == b'.').count() + 1 != labels {
        return true;
    }
    let is_shouted = labels == 1 && name.bytes().any(|byte| byte.is_ascii_uppercase());
    is_shouted && service_principal(&text.to_ascii_lowercase()).is_some()
}
