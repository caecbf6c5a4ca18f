//! `mfa-loophole`: a condition on multi-factor authentication that access keys slip through.

use crate::finding::Applicability;
use crate::policy::{Base, Condition, Effect, Policy, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const KEY: &str = "aws:MultiFactorAuthPresent";

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let mut covered = None;
    for statement in &context.policy.statements {
        for condition in statement.conditions().iter().filter(|condition| is_about_it(condition)) {
            if let Some(message) = loophole(statement, condition)
                && !(message == "denied" && *covered.get_or_insert_with(|| is_covered(context.policy)))
            {
                report(statement, condition, message, drafts);
            }
        }
    }
}

fn is_about_it(condition: &Condition<'_>) -> bool {
    condition.key.text.len() == KEY.len() && condition.is_key(KEY) && condition.key.is_known()
}

/// What is wrong with a condition on the key, by the name of its message.
fn loophole(statement: &Statement<'_>, condition: &Condition<'_>) -> Option<&'static str> {
    let (Some(operator), [value]) = (condition.operator, condition.values.as_slice()) else { return None };
    if operator.quantifier != Quantifier::None || !value.is_known() || !condition.unknown.is_empty() {
        return None;
    }
    let is_false = value.text.eq_ignore_ascii_case("false");
    if !is_false && !value.text.eq_ignore_ascii_case("true") {
        return None;
    }
    match (statement.effect, operator.base, operator.if_exists) {
        (Effect::Deny, Base::Bool, false) if is_false => Some("denied"),
        (Effect::Allow, Base::Bool, true) if !is_false && !has(statement, Base::Null) => Some("allowed"),
        (Effect::Allow, Base::Bool, _) if is_false => Some("without"),
        (Effect::Allow, Base::Null, _) if is_false && !has(statement, Base::Bool) => Some("present"),
        _ => None,
    }
}

fn report(statement: &Statement<'_>, condition: &Condition<'_>, message: &'static str, drafts: &mut Drafts) {
    let draft = drafts.report("mfa-loophole", message, Spot::Key(condition.operator_key.node));
    condition.values.iter().for_each(|value| {
        draft.related(Spot::Node(value.node), "value");
    });
    let is_alone = statement.conditions().iter().all(|other| {
        other.operator_key.node != condition.operator_key.node || other.key.node == condition.key.node
    });
    // The other keys of the operator would be compared otherwise as well, and a name may stand but once.
    let takes = |name: &str| {
        is_alone
            && !statement.conditions().iter().any(|other| other.operator_key.text.eq_ignore_ascii_case(name))
    };
    let (title, name) = match message {
        "denied" => ("if-exists", "BoolIfExists"),
        "allowed" => ("bare", "Bool"),
        _ => return,
    };
    if takes(name) {
        let edit = TreeEdit::Rename(condition.operator_key.node, name.to_owned());
        draft.fix(title, Applicability::Unsafe, vec![edit]);
    }
}

/// Whether some `Deny` of the policy speaks of requests without the key, so that the policy knows of them.
fn is_covered(policy: &Policy<'_>) -> bool {
    let denies = policy.statements.iter().filter(|statement| statement.effect != Effect::Allow);
    denies.flat_map(Statement::conditions).any(|condition| {
        is_about_it(condition)
            && condition.operator.is_none_or(|operator| operator.base == Base::Null || operator.if_exists)
    })
}

/// Whether the statement also compares the key in this way, or in one that is not known.
fn has(statement: &Statement<'_>, base: Base) -> bool {
    let same = |condition: &Condition<'_>| {
        condition.is_key(KEY) && condition.operator.is_none_or(|operator| operator.base == base)
    };
    statement.conditions().iter().any(same)
}
