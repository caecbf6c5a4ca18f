//! `deny-with-unsupported-tag-condition-key-for-service`: a refusal by tag of actions that look at no tags.

use crate::policy::{Effect, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::tags;

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    tags::report(
        context,
        statement,
        Effect::Deny,
        "deny-with-unsupported-tag-condition-key-for-service",
        drafts,
    );
}
