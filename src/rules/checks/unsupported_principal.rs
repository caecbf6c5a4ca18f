//! `unsupported-principal`: `Principal` in a policy of an identity.

use crate::finding::Applicability;
use crate::json::tree::flag;
use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = &statement.principal else { return };
    let tree = context.policy.tree;
    let draft = drafts.report("unsupported-principal", "identity", Spot::Node(block.node));
    draft.arg("name", tree.str(block.key).unwrap_or(""));
    if tree.flags(block.key) & flag::UNCLOSED == 0 {
        draft.fix("remove", Applicability::Unsafe, vec![TreeEdit::Remove(block.key)]);
    }
}
