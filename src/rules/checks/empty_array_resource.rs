//! `empty-array-resource`: a `Resource` or `NotResource` that lists nothing.

use crate::json::Kind;
use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let tree = context.policy.tree;
    let Some(block) = &statement.resource else { return };
    if tree.kind(block.node) == Kind::Array && tree.is_hollow(block.node) {
        let name = tree.str(block.key).unwrap_or("");
        drafts.report("empty-array-resource", ONLY, Spot::Node(block.node)).arg("name", name);
    }
}
