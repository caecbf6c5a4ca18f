//! `invalid-condition-multiple-boolean`: `Bool` or `Null` with more than one value.

use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let [first, rest @ ..] = condition.values.as_slice() else { return };
    if rest.is_empty() {
        return;
    }
    let Some(operator) = condition.operator else { return };
    if !matches!(operator.base, Base::Bool | Base::Null) {
        return;
    }
    let same = rest.iter().all(|value| value.text.eq_ignore_ascii_case(first.text));
    let message = match operator.base {
        _ if same => "same",
        Base::Null => "null",
        _ => "bool",
    };
    drafts
        .report("invalid-condition-multiple-boolean", message, Spot::Node(condition.node))
        .arg("key", condition.key.text)
        .arg("operator", condition.operator_key.text)
        .arg("value", first.text);
}
