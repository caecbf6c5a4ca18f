//! `unsupported-action-for-condition-key`: a condition on a key that some actions of the statement do not know.

use crate::aws::key_facts::actions_of;
use crate::aws::s3_arn::has_wildcard;
use crate::finding::Confidence;
use crate::policy::{Base, Condition, Statement, Value};
use crate::rules::condition_edit::are_few;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(actions) = actions_of(condition.key.text).filter(|_| are_few(statement)) else { return };
    let Some(operator) = condition.operator.filter(|operator| operator.base != Base::Null) else { return };
    let is_lacking =
        |value: &&Value<'_>| value.is_known() && !has_wildcard(value.text) && actions.excludes(value.text);
    let mut lacking = statement.actions().iter().filter(is_lacking);
    let Some(first) = lacking.next() else { return };
    let message = if operator.demands_key() { "never" } else { "always" };
    let draft = drafts.report("unsupported-action-for-condition-key", message, Spot::Node(first.node));
    draft.arg("key", condition.key.text).arg("action", first.text);
    for value in lacking {
        draft.also(Spot::Node(value.node));
    }
    draft.also(Spot::Node(condition.node));
    if actions.is_hearsay() {
        draft.confidence(Confidence::Low).help("hearsay");
    }
}
