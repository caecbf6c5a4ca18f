//! `inverted-secure-transport`: a statement about encrypted transport that does the opposite of what is meant.

use crate::finding::Applicability;
use crate::policy::{Base, Condition, Effect, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if !condition.is_key("aws:SecureTransport") {
        return;
    }
    let is_bool = condition.operator.is_some_and(|operator| operator.base == Base::Bool);
    // With a further condition, a `Deny` may be about something else: old versions of TLS, for instance.
    let is_alone = statement.condition.as_ref().is_some_and(crate::policy::ConditionBlock::is_exact)
        && statement.conditions().len() == 1;
    let [value] = condition.values.as_slice() else { return };
    if !is_bool || !value.is_known() || !condition.unknown.is_empty() {
        return;
    }
    let (message, right) = match (statement.effect, value.text.to_ascii_lowercase().as_str()) {
        (Effect::Deny, "true") if is_alone => ("denied", "false"),
        (Effect::Allow, "false") => ("allowed", "true"),
        _ => return,
    };
    let draft = drafts.report("inverted-secure-transport", message, Spot::Node(value.node));
    if let Some(effect) = statement.effect_node {
        draft.related(Spot::Node(effect), "effect");
    }
    draft.fix("turn", Applicability::Unsafe, vec![TreeEdit::Replace(value.node, format!("\"{right}\""))]);
}
