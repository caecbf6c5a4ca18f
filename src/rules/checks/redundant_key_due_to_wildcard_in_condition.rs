//! `redundant-key-due-to-wildcard-in-condition`: a `*` with which a condition holds for every request.

use super::equivalent_to_null_false::{Meaning, each, meaning};
use crate::finding::Applicability;
use crate::policy::{Condition, Quantifier, Statement};
use crate::rules::condition_edit::without;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    each(condition, |operator, value| {
        let Some(block) = statement.condition.as_ref().filter(|_| meaning(operator) == Meaning::Always)
        else {
            return;
        };
        let message = if operator.quantifier == Quantifier::ForAll { "for-all-values" } else { "if-exists" };
        drafts
            .report("redundant-key-due-to-wildcard-in-condition", message, Spot::Node(value.node))
            .arg("key", condition.key.text)
            .arg("operator", condition.operator_key.text)
            .related(Spot::Key(condition.operator_key.node), "operator")
            .fix("remove", Applicability::Safe, vec![without(context.policy, block, condition)]);
    });
}
