//! `empty-object-condition`: a `Condition` or an operator in it that compares nothing.

use crate::finding::Applicability;
use crate::json::Kind;
use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "empty-object-condition";

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let tree = context.policy.tree;
    let Some(block) = &statement.condition else { return };
    let is_empty = |node| tree.kind(node) == Kind::Object && tree.is_hollow(node);
    if is_empty(block.node) {
        drafts.report(RULE, "condition", Spot::Node(block.node)).fix(
            "remove",
            Applicability::Unsafe,
            vec![TreeEdit::Remove(block.key)],
        );
    }
    // Without its only operator the whole element is empty.
    let is_only = tree.members(block.node).count() == 1;
    for operator in tree.members(block.node).filter(|operator| is_empty(operator.value)) {
        let name = tree.str(operator.key).unwrap_or("");
        drafts.report(RULE, "operator", Spot::Node(operator.value)).arg("operator", name).fix(
            "remove",
            Applicability::Unsafe,
            vec![TreeEdit::Remove(if is_only { block.key } else { operator.key })],
        );
    }
}
