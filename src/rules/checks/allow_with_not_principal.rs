//! `allow-with-not-principal`: an `Allow` for everyone who is not named.

use crate::policy::{Effect, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = statement.principal.as_ref().filter(|block| block.negated) else { return };
    if statement.effect == Effect::Allow {
        let message = if statement.condition.is_some() { "condition" } else { "everyone" };
        drafts.report("allow-with-not-principal", message, Spot::Node(block.node));
    }
}
