//! `unmatchable-statement`: a statement whose parts rule each other out.

use crate::policy::Effect;
use crate::proof::Fact;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    for (position, fact) in context.memo.facts(policy) {
        let (Fact::NeverApplies, Some(statement)) = (fact, policy.statements.get(*position)) else {
            continue;
        };
        // Where nothing is asked but action and resource, rules on resources know why.
        let Some(block) = statement.condition.as_ref().filter(|block| !block.conditions.is_empty()) else {
            continue;
        };
        let message = if statement.effect == Effect::Deny { "denies" } else { "allows" };
        drafts.report("unmatchable-statement", message, Spot::Node(block.node));
    }
}
