//! `missing-effect`: a statement that says neither `Allow` nor `Deny`.

use crate::policy::Statement;
use crate::rules::absence::is_absent;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if statement.effect_node.is_none() && is_absent(context.policy, statement, &["Effect"]) {
        drafts.report("missing-effect", ONLY, Spot::Node(statement.node));
    }
}
