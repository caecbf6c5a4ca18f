//! `forallvalues-with-single-valued-key`: `ForAllValues:` before a key that has one value.

use crate::aws::keys::condition_key;
use crate::finding::Applicability;
use crate::json::NodeId;
use crate::policy::{Condition, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_for_all = condition.operator.is_some_and(|operator| operator.quantifier == Quantifier::ForAll);
    if !is_for_all || !condition.key.is_known() {
        return;
    }
    if condition_key(condition.key.text).is_none_or(|key| key.is_multivalued) {
        return;
    }
    let name = &condition.operator_key;
    let draft = drafts.report("forallvalues-with-single-valued-key", "found", Spot::Key(condition.key.node));
    draft.arg("key", condition.key.text).arg("operator", name.text);
    let is_alone = context.policy.tree.members(NodeId(name.node.0 + 1)).nth(1).is_none();
    if let Some((_, bare)) = name.text.split_once(':').filter(|_| is_alone) {
        draft.fix("bare", Applicability::Unsafe, vec![TreeEdit::Rename(name.node, bare.to_owned())]);
    }
}
