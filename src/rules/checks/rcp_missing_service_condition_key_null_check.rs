//! `rcp-missing-service-condition-key-null-check`: a `Deny` that also catches services which do not say for whom they call.

use super::rcp_missing_related_principal_condition_key::{demands_one_of, holds_without};
use super::restrict_access_to_service_principal::SOURCE_KEYS;
use crate::finding::Applicability;
use crate::policy::{Condition, Effect, Statement};
use crate::rules::condition_edit::{few, with};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_source = SOURCE_KEYS.iter().any(|key| condition.is_key(key));
    if !is_source || statement.effect != Effect::Deny || !holds_without(condition) {
        return;
    }
    let Some(block) = &statement.condition else { return };
    let all = few(block);
    let is_unclear = !block.unknown.is_empty() || all.iter().any(|other| !other.key.is_known());
    if all.is_empty() || is_unclear || demands_one_of(block, &SOURCE_KEYS) {
        return;
    }
    let draft =
        drafts.report("rcp-missing-service-condition-key-null-check", "found", Spot::Key(condition.key.node));
    draft.arg("key", condition.key.text).arg("operator", condition.operator_key.text);
    if let Some(edit) = with(context.policy, block, "Null", "aws:SourceAccount", "false") {
        draft.fix("add", Applicability::Unsafe, vec![edit]);
    }
}
