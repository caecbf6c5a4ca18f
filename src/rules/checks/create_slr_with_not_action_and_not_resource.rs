//! `create-slr-with-not-action-and-not-resource`: `iam:CreateServiceLinkedRole` is left in by `NotAction`, on all but some resources.

use crate::policy::Statement;
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::role_grants::{Actions, CREATE_SLR, Grant, Resources};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const GRANT: Grant = Grant {
    rule: "create-slr-with-not-action-and-not-resource",
    power: &CREATE_SLR,
    actions: Actions::AllBut,
    resources: Resources::AllBut,
};

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    GRANT.report(statement, drafts);
}
