//! `list-key-on-object-action`: a key that only list requests carry stands before actions on objects.

use crate::access::glob::{Case, matches};
use crate::aws::s3::reach;
use crate::policy::{Condition, Effect, Policy, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Keys of the requests that list a bucket.
const KEYS: [&str; 3] = ["s3:prefix", "s3:delimiter", "s3:max-keys"];

/// Actions of which no more are labelled.
const MOST_LABELS: usize = 3;

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_list_key = KEYS.iter().any(|key| condition.is_key(key));
    if !is_list_key || !condition.demands_key() || statement.effect != Effect::Allow {
        return;
    }
    let dead: Vec<&Value<'_>> = statement
        .actions()
        .iter()
        .filter(|action| {
            action.is_known() && reach(action.text).is_some_and(crate::aws::s3::Reach::is_object_only)
        })
        .filter(|action| !is_granted_elsewhere(context.policy, statement, action))
        .collect();
    let Some(first) = dead.first() else { return };
    let draft = drafts.report("list-key-on-object-action", "found", Spot::Key(condition.key.node));
    draft.arg("key", condition.key.text).arg("action", first.text);
    for action in dead.iter().take(MOST_LABELS) {
        draft.related(Spot::Node(action.node), "action");
    }
}

/// Whether another statement may grant the action: then this one's condition does not matter for it.
fn is_granted_elsewhere(policy: &Policy<'_>, own: &Statement<'_>, action: &Value<'_>) -> bool {
    policy.statements.iter().filter(|other| other.node != own.node && other.effect != Effect::Deny).any(
        |other| {
            let has_list_key = other
                .conditions()
                .iter()
                .any(|condition| KEYS.iter().any(|key| condition.is_key(key)) && condition.demands_key());
            let names = other.action.as_ref().is_none_or(|block| {
                block.negated
                    || block
                        .values
                        .iter()
                        .any(|value| !value.is_known() || matches(value.text, action.text, Case::Ascii))
            });
            names && !has_list_key
        },
    )
}
