//! `foranyvalue-with-audience-claim-type`: `ForAnyValue:` before an audience, of which a token has one.

use crate::aws::oidc::{Audience, audience};
use crate::finding::Applicability;
use crate::json::NodeId;
use crate::policy::{Condition, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(operator) = condition.operator.filter(|operator| operator.quantifier == Quantifier::ForAny)
    else {
        return;
    };
    if audience(condition.key.text) != Some(Audience::Single) {
        return;
    }
    let name = &condition.operator_key;
    let draft = drafts.report("foranyvalue-with-audience-claim-type", ONLY, Spot::Key(condition.key.node));
    draft.arg("key", condition.key.text).arg("operator", name.text);
    let Some((_, bare)) = name.text.split_once(':') else { return };
    let tree = context.policy.tree;
    let is_alone = tree.members(NodeId(name.node.0 + 1)).nth(1).is_none();
    let mut others = statement.conditions().iter();
    if is_alone && !others.any(|other| other.operator_key.text.eq_ignore_ascii_case(bare)) {
        // A negated operator, and one with `IfExists`, holds for a token without the claim once the prefix is gone.
        let is_same = !operator.negated && !operator.if_exists;
        let (title, applicability) =
            if is_same { ("same", Applicability::Safe) } else { ("wider", Applicability::Unsafe) };
        draft.fix(title, applicability, vec![TreeEdit::Rename(name.node, bare.to_owned())]);
    }
}
