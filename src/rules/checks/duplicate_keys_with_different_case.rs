//! `duplicate-keys-with-different-case`: one condition key twice under one operator, spelled in two ways.

use std::collections::HashMap;

use crate::json::NodeId;
use crate::policy::{Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    // The last spelling of each key under each operator.
    let mut spelled: HashMap<(NodeId, String), &Condition<'_>> = HashMap::new();
    for condition in statement.conditions().iter().filter(|condition| condition.key.is_known()) {
        let key = (condition.operator_key.node, condition.key.text.to_ascii_lowercase());
        let Some(first) = spelled.insert(key, condition) else { continue };
        if first.key.text != condition.key.text {
            drafts
                .report(
                    "duplicate-keys-with-different-case",
                    crate::rules::page::ONLY,
                    Spot::Key(condition.key.node),
                )
                .arg("key", condition.key.text)
                .arg("first", first.key.text)
                .related(Spot::Key(first.key.node), "first");
        }
    }
}
