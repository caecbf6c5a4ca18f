//! `rcp-syntax-error-allow`: a resource control policy with an `Allow` of its own.

use crate::policy::{Effect, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if statement.effect == Effect::Allow && !is_full_access(statement) {
        let node = statement.effect_node.unwrap_or(statement.node);
        drafts.report("rcp-syntax-error-allow", ONLY, Spot::Node(node));
    }
}

/// Whether the statement is that of `RCPFullAWSAccess`: everything for everyone.
fn is_full_access(statement: &Statement<'_>) -> bool {
    let everyone = statement.principal.as_ref().is_none_or(|block| {
        !block.negated && block.entries.iter().all(|entry| entry.value.text == "*" || !entry.value.is_known())
    });
    let all_resources = statement.resources().iter().any(|value| value.text == "*" || !value.is_known());
    everyone && all_resources && statement.condition.is_none()
}
