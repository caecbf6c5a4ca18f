//! `unsupported-global-condition-key`: `aws:ARN` where it never was a key.

use super::deprecated_global_condition_key::report;
use crate::finding::PolicyKind;
use crate::policy::{Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if condition.is_key("aws:ARN") && context.policy.kind != PolicyKind::Identity {
        report("unsupported-global-condition-key", statement, condition, drafts);
    }
}
