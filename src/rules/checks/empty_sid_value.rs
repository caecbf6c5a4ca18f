//! `empty-sid-value`: a `Sid` without a text.

use crate::finding::Applicability;
use crate::json::{Kind, NodeId};
use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(sid) = &statement.sid else { return };
    if sid.text.is_empty() && context.policy.tree.kind(sid.node) == Kind::String {
        // The name of a member is the node before its value.
        let key = NodeId(sid.node.0.saturating_sub(1));
        let edits = vec![TreeEdit::Remove(key)];
        drafts.report("empty-sid-value", ONLY, Spot::Node(sid.node)).fix(
            "remove",
            Applicability::Safe,
            edits,
        );
    }
}
