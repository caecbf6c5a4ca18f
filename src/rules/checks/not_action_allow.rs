//! `not-action-allow`: an `Allow` of everything but some actions.

use crate::policy::{Effect, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if let Some(block) = statement.action.as_ref().filter(|block| block.negated)
        && statement.effect == Effect::Allow
    {
        drafts.report("not-action-allow", "found", Spot::Key(block.key));
    }
}
