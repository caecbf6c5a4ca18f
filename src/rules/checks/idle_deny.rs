//! `idle-deny`: a `Deny` of what nothing allows.

use crate::proof::Fact;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    for (position, fact) in context.memo.facts(policy) {
        let (Fact::Idle, Some(statement)) = (fact, policy.statements.get(*position)) else { continue };
        drafts.report("idle-deny", ONLY, Spot::Node(statement.effect_node.unwrap_or(statement.node)));
    }
}
