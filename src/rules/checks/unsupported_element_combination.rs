//! `unsupported-element-combination`: an element beside the one that it excludes.

use crate::json::Kind;
use crate::policy::{Statement, element};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let tree = context.policy.tree;
    // The model keeps the first of the two; the other one stands among what it did not understand.
    for key in statement.unknown.iter().filter(|key| tree.kind(**key) == Kind::Key) {
        let Some(name) = tree.str(*key) else { continue };
        let Some(other) = element::opposite(name) else { continue };
        let Some(first) = tree.get(statement.node, other).filter(|member| member.key < *key) else {
            continue;
        };
        drafts
            .report("unsupported-element-combination", ONLY, Spot::Key(first.key))
            .arg("first", other)
            .arg("second", name)
            .also(Spot::Key(*key));
    }
}
