//! `role-trust-policy-syntax-error-resource`: a trust policy that names a resource.

use crate::finding::Applicability;
use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = &statement.resource else { return };
    let name = context.policy.tree.str(block.key).unwrap_or("");
    let edits = vec![TreeEdit::Remove(block.key)];
    drafts
        .report("role-trust-policy-syntax-error-resource", ONLY, Spot::Node(block.node))
        .arg("name", name)
        .fix("remove", Applicability::Unsafe, edits);
}
