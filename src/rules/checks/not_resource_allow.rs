//! `not-resource-allow`: an `Allow` on everything but some resources.

use crate::policy::{Effect, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if let Some(block) = statement.resource.as_ref().filter(|block| block.negated)
        && statement.effect == Effect::Allow
    {
        drafts.report("not-resource-allow", "found", Spot::Key(block.key));
    }
}
