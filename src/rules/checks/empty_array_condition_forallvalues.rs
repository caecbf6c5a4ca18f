//! `empty-array-condition-forallvalues`: a condition key with an empty list of values under `ForAllValues:`.

use crate::json::Kind;
use crate::policy::{Condition, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let tree = context.policy.tree;
    let Some(operator) = condition.operator else { return };
    let is_ours = operator.quantifier == Quantifier::ForAll;
    if is_ours && tree.kind(condition.node) == Kind::Array && tree.is_hollow(condition.node) {
        drafts
            .report("empty-array-condition-forallvalues", ONLY, Spot::Node(condition.node))
            .arg("key", condition.key.text);
    }
}
