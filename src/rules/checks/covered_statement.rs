//! `covered-statement`: a statement that adds nothing to the others.

use crate::finding::Applicability;
use crate::policy::Effect;
use crate::proof::{Fact, say_the_same};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    for (position, fact) in context.memo.covers(policy) {
        let (Fact::Covered { by }, Some(statement)) = (fact, policy.statements.get(*position)) else {
            continue;
        };
        // Copies of one statement are another rule's.
        if let [only] = by.as_slice()
            && policy.statements.get(*only).is_some_and(|other| say_the_same(policy, other, statement))
        {
            continue;
        }
        let message = if statement.effect == Effect::Deny { "denies" } else { "allows" };
        let place = statement.effect_node.unwrap_or(statement.node);
        let draft = drafts.report("covered-statement", message, Spot::Node(place));
        for other in by.iter().filter_map(|at| policy.statements.get(*at)) {
            draft.related(Spot::Node(other.effect_node.unwrap_or(other.node)), "kept");
        }
        draft.fix("remove", Applicability::Safe, vec![TreeEdit::Remove(statement.node)]);
    }
}
