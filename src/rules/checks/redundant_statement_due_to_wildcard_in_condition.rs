//! `redundant-statement-due-to-wildcard-in-condition`: a `*` with which a condition holds for no request.

use super::equivalent_to_null_false::{Meaning, each, meaning};
use crate::policy::{Condition, Effect, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    each(condition, |operator, value| {
        if meaning(operator) != Meaning::Never {
            return;
        }
        let message = match statement.effect {
            Effect::Allow => "allow",
            Effect::Deny => "deny",
            Effect::Unknown => return,
        };
        drafts
            .report("redundant-statement-due-to-wildcard-in-condition", message, Spot::Node(value.node))
            .arg("key", condition.key.text)
            .arg("operator", condition.operator_key.text)
            .related(Spot::Key(condition.operator_key.node), "operator");
    });
}
