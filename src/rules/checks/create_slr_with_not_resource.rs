//! `create-slr-with-not-resource`: `iam:CreateServiceLinkedRole` is allowed by its name, on all but some resources.

use crate::policy::Statement;
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::role_grants::{Actions, CREATE_SLR, Grant, Resources};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const GRANT: Grant = Grant {
    rule: "create-slr-with-not-resource",
    power: &CREATE_SLR,
    actions: Actions::Exact,
    resources: Resources::AllBut,
};

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    GRANT.report(statement, drafts);
}
