//! `pass-role-with-not-resource`: `iam:PassRole` is allowed by its name, on all but some resources.

use crate::policy::Statement;
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::role_grants::{Actions, Grant, PASS_ROLE, Resources};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const GRANT: Grant = Grant {
    rule: "pass-role-with-not-resource",
    power: &PASS_ROLE,
    actions: Actions::Exact,
    resources: Resources::AllBut,
};

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    GRANT.report(statement, drafts);
}
