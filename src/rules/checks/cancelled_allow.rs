//! `cancelled-allow`: a statement that allows what is denied as a whole.

use crate::policy::PrincipalType;
use crate::proof::Fact;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    for (position, fact) in context.memo.facts(policy) {
        let (Fact::Cancelled { by }, Some(statement)) = (fact, policy.statements.get(*position)) else {
            continue;
        };
        // That a service is kept out is told beside the `Deny`, with what the service does.
        let block = statement.principal.as_ref();
        if block.is_some_and(|block| block.entries.iter().any(|entry| entry.kind == PrincipalType::Service)) {
            continue;
        }
        let place = statement.effect_node.unwrap_or(statement.node);
        let draft = drafts.report("cancelled-allow", ONLY, Spot::Node(place));
        for other in by.iter().filter_map(|at| policy.statements.get(*at)) {
            draft.related(Spot::Node(other.effect_node.unwrap_or(other.node)), "deny");
        }
    }
}
