//! `weak-external-id`: a condition on the external id that lets callers in without it.

use crate::policy::{PrincipalType, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::profile::external_id::{Demand, assumes, demand, is_denied_without, report_weak};

/// Asks for the policy. Where the caller is a vendor that is known, its integration reports more severely.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    if !is_denied_without(context.policy) {
        context.policy.statements.iter().for_each(|own| statement(own, drafts));
    }
}

fn statement(statement: &Statement<'_>, drafts: &mut Drafts) {
    if statement.condition.is_none() || !assumes(statement) {
        return;
    }
    // A service sends no external id, so that a statement for both may well leave it open.
    let for_accounts = statement.principal.as_ref().is_some_and(|block| {
        let is_account = |kind| matches!(kind, PrincipalType::Aws | PrincipalType::Lone);
        !block.negated && block.entries.iter().all(|entry| is_account(entry.kind))
    });
    if !for_accounts {
        return;
    }
    if let Demand::Weak(weak) = demand(statement, &[])
        && weak.message != "forbidden"
    {
        report_weak(weak, drafts);
    }
}
