//! `empty-array-principal`: a type of principals that lists none.

use crate::json::Kind;
use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let tree = context.policy.tree;
    let members = statement.principal.iter().flat_map(|block| tree.members(block.node));
    for member in members {
        if tree.kind(member.value) == Kind::Array && tree.is_hollow(member.value) {
            let name = tree.str(member.key).unwrap_or("");
            drafts.report("empty-array-principal", ONLY, Spot::Node(member.value)).arg("name", name);
        }
    }
}
