//! `equivalent-to-null-false`: a `*` that only asks whether the key is there.

use crate::aws::caller_keys::caller_key;
use crate::finding::Applicability;
use crate::policy::{Base, Condition, Operator, Quantifier, Statement, Value};
use crate::rules::condition_edit::{Said, as_null, said};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    each(condition, |operator, value| {
        if meaning(operator) == Meaning::Present {
            null("equivalent-to-null-false", "false", context, statement, condition, value, drafts);
        }
    });
}

/// What a condition with a `*` under `StringLike` or `StringNotLike` comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It holds where the key is there.
    Present,
    /// It holds where the key is absent.
    Absent,
    /// It holds for every request.
    Always,
    /// It holds for no request.
    Never,
}

/// What a match of everything, or of nothing, leaves of an operator: what it says of a request without the key.
pub(super) fn meaning(operator: Operator) -> Meaning {
    match (operator.negated, operator.holds_when_absent() == Some(true)) {
        (false, false) => Meaning::Present,
        (true, true) => Meaning::Absent,
        (false, true) => Meaning::Always,
        (true, false) => Meaning::Never,
    }
}

/// Calls with each `*` of a condition whose operator knows wildcards.
pub(super) fn each(condition: &Condition<'_>, mut found: impl FnMut(Operator, &Value<'_>)) {
    let Some(operator) = condition.operator.filter(|operator| operator.base == Base::StringLike) else {
        return;
    };
    // What `IfExists` means for a key that is absent is documented for operators without a set prefix alone.
    let is_documented = operator.quantifier == Quantifier::None || !operator.if_exists;
    if is_documented && condition.key.is_known() {
        condition.values.iter().filter(|value| value.text == "*").for_each(|value| found(operator, value));
    }
}

/// Reports a `*` that `Null` with `wanted` would say better.
pub(super) fn null(
    rule: &'static str,
    wanted: &str,
    context: Context<'_>,
    statement: &Statement<'_>,
    condition: &Condition<'_>,
    value: &Value<'_>,
    drafts: &mut Drafts,
) {
    let Some(block) = &statement.condition else { return };
    let message = match said(block, condition.key.text, wanted) {
        Said::Same => "twice",
        Said::Nothing | Said::Other => "instead",
    };
    let draft = drafts.report(rule, message, Spot::Node(value.node));
    draft.arg("key", condition.key.text).arg("operator", condition.operator_key.text);
    draft.related(Spot::Key(condition.operator_key.node), "operator");
    // A request may hold a key of several values with none in it, and then the two may differ. What follows from the caller
    // is not known of all callers, so that nothing is proved of it.
    let quantifier = condition.operator.map_or(Quantifier::None, |operator| operator.quantifier);
    let is_single =
        quantifier == Quantifier::None && !condition.known_key().is_some_and(|key| key.is_multivalued);
    let is_proved = is_single && caller_key(condition.key.text).is_none();
    let applicability = if is_proved { Applicability::Safe } else { Applicability::Unsafe };
    if let Some(edits) = as_null(context.policy, block, condition, wanted) {
        draft.fix(if message == "twice" { "drop" } else { "move" }, applicability, edits);
    }
}
