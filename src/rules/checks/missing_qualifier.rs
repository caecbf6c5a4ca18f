//! `missing-qualifier`: a key with several values, compared as if it had one.

use crate::policy::{Base, Condition, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_plain = condition
        .operator
        .is_some_and(|operator| operator.quantifier == Quantifier::None && operator.base != Base::Null);
    if !is_plain || !condition.key.is_known() {
        return;
    }
    if !condition.known_key().is_some_and(|key| key.is_multivalued) {
        return;
    }
    drafts
        .report("missing-qualifier", "found", Spot::Key(condition.key.node))
        .arg("key", condition.key.text)
        .arg("operator", condition.operator_key.text)
        .related(Spot::Key(condition.operator_key.node), "operator");
}
