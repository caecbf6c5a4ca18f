//! `missing-action`: a statement with neither `Action` nor `NotAction`.

use crate::policy::Statement;
use crate::rules::absence::is_absent;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if statement.action.is_none() && is_absent(context.policy, statement, &["Action", "NotAction"]) {
        drafts.report("missing-action", ONLY, Spot::Node(statement.node));
    }
}
