//! `pass-role-with-star-in-action-and-resource`: `iam:PassRole` is allowed by an action with a wildcard, on every role.

use crate::policy::Statement;
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::role_grants::{Actions, Grant, PASS_ROLE, Resources};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const GRANT: Grant = Grant {
    rule: "pass-role-with-star-in-action-and-resource",
    power: &PASS_ROLE,
    actions: Actions::Pattern,
    resources: Resources::Every,
};

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    GRANT.report(statement, drafts);
}
