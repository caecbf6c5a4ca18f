//! `forallvalues-with-single-valued-key`: `ForAllValues:` before a key that has one value.

use crate::aws::oidc::is_single_valued;
use crate::finding::Applicability;
use crate::json::NodeId;
use crate::policy::{Condition, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(operator) = condition.operator.filter(|operator| operator.quantifier == Quantifier::ForAll)
    else {
        return;
    };
    if !condition.key.is_known() {
        return;
    }
    let is_single = match condition.known_key() {
        Some(key) => !key.is_multivalued,
        None => is_single_valued(condition.key.text),
    };
    if !is_single {
        return;
    }
    let name = &condition.operator_key;
    // A negated operator, and one with `IfExists`, holds for an absent key as well without the prefix.
    let message = if operator.negated || operator.if_exists { "same" } else { "wider" };
    let draft = drafts.report("forallvalues-with-single-valued-key", message, Spot::Key(condition.key.node));
    draft.arg("key", condition.key.text).arg("operator", name.text);
    let is_alone = context.policy.tree.members(NodeId(name.node.0 + 1)).nth(1).is_none();
    if let Some((_, bare)) = name.text.split_once(':').filter(|_| is_alone) {
        draft.fix("bare", Applicability::Unsafe, vec![TreeEdit::Rename(name.node, bare.to_owned())]);
    }
}
