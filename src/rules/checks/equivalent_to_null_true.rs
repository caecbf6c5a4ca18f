//! `equivalent-to-null-true`: a `*` that no value passes, so that only requests without the key do.

use super::equivalent_to_null_false::{Meaning, each, meaning, null};
use crate::policy::{Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    each(condition, |operator, value| {
        if meaning(operator) == Meaning::Absent {
            null("equivalent-to-null-true", "true", context, statement, condition, value, drafts);
        }
    });
}
