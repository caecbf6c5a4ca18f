//! `type-mismatch-boolean`: a value of `Bool` or `Null` that is neither true nor false.

use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_word = |text: &str| text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    report_others("type-mismatch-boolean", &[Base::Bool, Base::Null], is_word, condition, drafts);
}

/// Reports the values of an operator of one of these sorts that are not of its type.
pub(super) fn report_others(
    rule: &'static str,
    bases: &[Base],
    fits: fn(&str) -> bool,
    condition: &Condition<'_>,
    drafts: &mut Drafts,
) {
    if !condition.operator.is_some_and(|operator| bases.contains(&operator.base)) {
        return;
    }
    for value in condition.values.iter().filter(|value| value.is_known()) {
        if fits(value.text) || value.text.contains("${") {
            continue;
        }
        drafts
            .report(rule, "found", Spot::Node(value.node))
            .arg("value", value.text)
            .arg("operator", condition.operator_key.text)
            .arg("key", condition.key.text);
    }
}
