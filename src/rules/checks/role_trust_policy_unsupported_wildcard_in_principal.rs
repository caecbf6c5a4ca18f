//! `role-trust-policy-unsupported-wildcard-in-principal`: `"Principal": "*"`, which IAM refuses for a role.

use crate::policy::{PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for principals.
pub const HOOKS: &[Hook] = &[Hook::Principal(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let is_lone = entry.kind == PrincipalType::Lone && entry.value.text == "*";
    let negated = statement.principal.as_ref().is_some_and(|block| block.negated);
    if is_lone && !negated {
        let rule = "role-trust-policy-unsupported-wildcard-in-principal";
        drafts.report(rule, ONLY, Spot::Node(entry.value.node));
    }
}
