//! `untrustworthy-condition-key`: a condition on what the caller can write into a header as he likes.

use crate::policy::{Base, Condition, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Keys that hold headers of the request.
pub(super) const HEADERS: [&str; 2] = ["aws:Referer", "aws:UserAgent"];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if !HEADERS.iter().any(|key| condition.is_key(key)) {
        return;
    }
    let Some(operator) = condition.operator.filter(|operator| operator.base != Base::Null) else { return };
    if is_for_services(statement) {
        return;
    }
    let message = if operator.negated { "negated" } else { "positive" };
    drafts
        .report("untrustworthy-condition-key", message, Spot::Key(condition.key.node))
        .arg("key", condition.key.text);
}

/// Whether a statement is about AWS services alone: these fill the key by themselves.
pub(super) fn is_for_services(statement: &Statement<'_>) -> bool {
    statement.principal.as_ref().is_some_and(|block| {
        !block.negated
            && !block.entries.is_empty()
            && block.entries.iter().all(|entry| entry.kind == PrincipalType::Service)
    })
}
