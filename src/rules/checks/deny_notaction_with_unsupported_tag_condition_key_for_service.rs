//! `deny-notaction-with-unsupported-tag-condition-key-for-service`: a refusal by tag of all actions but some.

use crate::policy::{Effect, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::tags;

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    tags::report_not_action(
        statement,
        Effect::Deny,
        "deny-notaction-with-unsupported-tag-condition-key-for-service",
        drafts,
    );
}
