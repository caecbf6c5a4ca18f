//! `duplicate-keys-with-different-case`: one condition key twice under one operator, spelled in two ways.

use crate::policy::{Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let conditions = statement.conditions();
    let mut rest = conditions;
    while let Some((condition, later)) = rest.split_first() {
        // Conditions of one operator stand side by side.
        let mut same =
            later.iter().take_while(|other| other.operator_key.node == condition.operator_key.node);
        if let Some(twin) = same.find(|other| is_twin(condition, other)) {
            drafts
                .report(
                    "duplicate-keys-with-different-case",
                    crate::rules::page::ONLY,
                    Spot::Key(twin.key.node),
                )
                .arg("key", twin.key.text)
                .arg("first", condition.key.text)
                .related(Spot::Key(condition.key.node), "first");
        }
        rest = later;
    }
}

fn is_twin(one: &Condition<'_>, other: &Condition<'_>) -> bool {
    one.key.text != other.key.text
        && one.key.text.eq_ignore_ascii_case(other.key.text)
        && one.key.is_known()
        && other.key.is_known()
}
