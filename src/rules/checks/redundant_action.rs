//! `redundant-action`: actions of a list that another one of it covers.

use crate::access::glob::Case;
use crate::policy::Statement;
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::redundant::report;

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if let Some(block) = statement.action.as_ref().filter(|block| block.values.len() > 1) {
        report("redundant-action", context.policy, block, Case::Ascii, drafts);
    }
}
