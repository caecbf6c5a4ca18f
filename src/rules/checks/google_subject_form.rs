//! `google-subject-form`: a subject that no token of Google has.

use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_subject = condition.is_key("accounts.google.com:sub");
    if !is_subject && !condition.is_key("accounts.google.com:aud") {
        return;
    }
    let is_text = condition.operator.is_some_and(|operator| {
        matches!(operator.base, Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike)
    });
    for value in condition.values.iter().filter(|value| is_text && value.is_known()) {
        let text = value.text;
        let is_mail = text.contains('@');
        // The audience may be the id of an OAuth client, which holds letters, but never an address.
        let is_wrong = if is_subject { !text.bytes().all(|byte| byte.is_ascii_digit()) } else { is_mail };
        if text.contains(['*', '?', '$']) || !(is_wrong || text.is_empty()) {
            continue;
        }
        let message = match (is_mail, is_subject) {
            (true, true) => "mail",
            (true, false) => "audience",
            (false, _) => "form",
        };
        drafts
            .report("google-subject-form", message, Spot::Node(value.node))
            .arg("text", text)
            .arg("key", condition.key.text);
    }
}
