//! `for-all-values-without-key`: a grant under `ForAllValues:` that also holds where the request has no such key.

use crate::finding::Applicability;
use crate::policy::{Base, Condition, Effect, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Keys that a request may lack though the grant is meant for those that have them. Keys of a service are mostly there
/// whenever its action is.
const LOOPHOLES: [&str; 5] = [
    "aws:CalledVia",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceNamesList",
    "aws:ResourceOrgPaths",
    "aws:SourceOrgPaths",
];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(operator) = condition.operator else { return };
    if operator.quantifier != Quantifier::ForAll || statement.effect != Effect::Allow {
        return;
    }
    let Some(block) = statement.condition.as_ref().filter(|block| block.unknown.is_empty()) else { return };
    // A request without tags sets none: what is missing here does no harm.
    let is_tags = condition.is_key("aws:TagKeys");
    let is_sure = condition.key.is_known() && condition.unknown.is_empty() && !condition.values.is_empty();
    if is_tags || !is_sure || condition.values.iter().any(|value| value.text == "*") {
        return;
    }
    if block.conditions.iter().any(|other| demands(other, condition)) {
        return;
    }
    let is_loophole = LOOPHOLES.iter().any(|known| condition.is_key(known));
    let message = if is_loophole { "loophole" } else { "unsure" };
    let draft = drafts.report("for-all-values-without-key", message, Spot::Key(condition.operator_key.node));
    draft.arg("key", condition.key.text).related(Spot::Key(condition.key.node), "key");
    let nulls =
        block.conditions.iter().any(|other| other.operator.is_none_or(|other| other.base == Base::Null));
    if !nulls {
        let name = condition.key.text.replace(['"', '\\'], "");
        let null = format!("{{\"{name}\": \"false\"}}");
        let edit = TreeEdit::Insert(block.node, "Null".to_owned(), null);
        draft.fix("null", Applicability::Unsafe, vec![edit]);
    }
}

/// Whether another condition of the statement holds only where the request has the key.
fn demands(other: &Condition<'_>, condition: &Condition<'_>) -> bool {
    if !other.key.is_known() {
        return true;
    }
    if !other.is_key(condition.key.text) {
        return false;
    }
    match other.operator {
        None => true,
        Some(operator) if operator.base == Base::Null => {
            other.values.iter().any(|value| !value.is_known() || value.text.eq_ignore_ascii_case("false"))
        }
        Some(operator) => operator.demands_key(),
    }
}
