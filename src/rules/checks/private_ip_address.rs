//! `private-ip-address`: an `IpAddress` of which every value is an address that AWS never sees.

use crate::access::Cidr;
use crate::finding::Applicability;
use crate::policy::{Base, Condition, Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    all("private-ip-address", false, statement, condition, drafts);
}

/// Whether a condition compares `aws:SourceIp` in the positive or the negated way.
fn is_source(condition: &Condition<'_>, negated: bool) -> bool {
    condition.operator.is_some_and(|operator| operator.base == Base::IpAddress && operator.negated == negated)
        && condition.is_key("aws:SourceIp")
}

fn is_private(value: &Value<'_>) -> bool {
    value.is_known() && Cidr::parse(value.text).is_some_and(Cidr::is_private)
}

/// Reports a condition of which every value is private.
pub(super) fn all(
    rule: &'static str,
    negated: bool,
    statement: &Statement<'_>,
    condition: &Condition<'_>,
    drafts: &mut Drafts,
) {
    if !is_source(condition, negated)
        || !condition.unknown.is_empty()
        || !condition.values.iter().all(is_private)
    {
        return;
    }
    let Some((first, others)) = condition.values.split_first() else { return };
    let passes_without = !negated && condition.operator.is_some_and(|operator| operator.if_exists);
    let message = match statement.effect {
        _ if passes_without => "if-exists",
        Effect::Deny => "deny",
        Effect::Allow | Effect::Unknown => "allow",
    };
    let draft = drafts.report(rule, message, Spot::Node(first.node));
    draft.arg("key", condition.key.text).arg("operator", condition.operator_key.text);
    draft.arg("value", first.text);
    for value in others {
        draft.also(Spot::Node(value.node));
    }
}

/// Reports the private values of a condition that has others as well.
pub(super) fn some(
    rule: &'static str,
    negated: bool,
    statement: &Statement<'_>,
    condition: &Condition<'_>,
    drafts: &mut Drafts,
) {
    if !is_source(condition, negated) {
        return;
    }
    let mut private = condition.values.iter().filter(|value| is_private(value));
    let Some(first) = private.next() else { return };
    let others: Vec<&Value<'_>> = private.collect();
    if others.len() + 1 == condition.values.len() && condition.unknown.is_empty() {
        return;
    }
    let draft = drafts.report(rule, "mixed", Spot::Node(first.node));
    draft.arg("key", condition.key.text).arg("operator", condition.operator_key.text);
    draft.arg("value", first.text);
    let mut edits = vec![TreeEdit::Remove(first.node)];
    for value in others {
        draft.also(Spot::Node(value.node));
        edits.push(TreeEdit::Remove(value.node));
    }
    // Without a value fewer requests meet `IpAddress`, and more meet `NotIpAddress`.
    let narrows = match statement.effect {
        Effect::Allow => !negated,
        Effect::Deny => negated,
        Effect::Unknown => false,
    };
    draft.fix("remove", if narrows { Applicability::Safe } else { Applicability::Unsafe }, edits);
}
