//! `invalid-condition-data-type`: values of one condition key that are of several JSON types.

use crate::finding::Applicability;
use crate::json::Kind;
use crate::policy::{Condition, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let [first, rest @ ..] = condition.values.as_slice() else { return };
    let tree = context.policy.tree;
    let sort = |value: &Value<'_>| match tree.kind(value.node) {
        Kind::True | Kind::False => Kind::True,
        other => other,
    };
    let is_first = |value: &Value<'_>| sort(value) == sort(first);
    if context.policy.damaged || rest.iter().all(is_first) {
        return;
    }
    let mut unquoted = condition.values.iter().filter(|value| sort(value) != Kind::String);
    let Some(odd) = unquoted.next() else { return };
    let draft = drafts.report("invalid-condition-data-type", ONLY, Spot::Node(odd.node));
    draft.arg("key", condition.key.text).arg("value", odd.text);
    let mut edits = vec![quote(odd)];
    for value in unquoted {
        draft.also(Spot::Node(value.node));
        edits.push(quote(value));
    }
    draft.fix("quote", Applicability::Unsafe, edits);
}

fn quote(value: &Value<'_>) -> TreeEdit {
    TreeEdit::Replace(value.node, format!("\"{}\"", value.text))
}
