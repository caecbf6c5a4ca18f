//! `role-trust-policy-syntax-error-notprincipal`: `NotPrincipal` in a trust policy.

use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if let Some(block) = statement.principal.as_ref().filter(|block| block.negated) {
        drafts.report("role-trust-policy-syntax-error-notprincipal", ONLY, Spot::Node(block.node));
    }
}
