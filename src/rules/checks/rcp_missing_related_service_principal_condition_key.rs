//! `rcp-missing-related-service-principal-condition-key`: a `Deny` by a key of AWS services that catches everyone else.

use super::rcp_missing_related_principal_condition_key::{demands_one_of, holds_without, missing};
use super::restrict_access_to_service_principal::SOURCE_KEYS;
use crate::policy::{Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if !SOURCE_KEYS.iter().any(|key| condition.is_key(key)) || !holds_without(condition) {
        return;
    }
    // Only requests of services have the keys: who demands one catches nobody else.
    if statement.condition.as_ref().is_some_and(|block| demands_one_of(block, &SOURCE_KEYS)) {
        return;
    }
    missing(
        "rcp-missing-related-service-principal-condition-key",
        "true",
        context,
        statement,
        condition,
        drafts,
    );
}
