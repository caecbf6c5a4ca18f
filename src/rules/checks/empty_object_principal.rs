//! `empty-object-principal`: a `Principal` without any type of principals.

use crate::json::Kind;
use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let tree = context.policy.tree;
    let Some(block) = &statement.principal else { return };
    if tree.kind(block.node) == Kind::Object && tree.is_hollow(block.node) {
        let name = tree.str(block.key).unwrap_or("");
        drafts.report("empty-object-principal", ONLY, Spot::Node(block.node)).arg("name", name);
    }
}
