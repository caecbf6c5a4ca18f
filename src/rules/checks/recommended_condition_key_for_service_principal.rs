//! `recommended-condition-key-for-service-principal`: a service is held by a key that is weaker than those made for it.

use super::restrict_access_to_service_principal::SOURCE_KEYS;
use super::untrustworthy_condition_key::{HEADERS, is_for_services};
use crate::policy::{Condition, Effect, Statement};
use crate::rules::condition_edit::few;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if !HEADERS.iter().any(|key| condition.is_key(key)) {
        return;
    }
    if statement.effect != Effect::Allow || !condition.demands_key() || !is_for_services(statement) {
        return;
    }
    let is_source =
        |other: &Condition<'_>| !other.key.is_known() || SOURCE_KEYS.iter().any(|key| other.is_key(key));
    let Some(block) = statement.condition.as_ref().filter(|block| block.unknown.is_empty()) else { return };
    if few(block).is_empty() || few(block).iter().any(is_source) {
        return;
    }
    let Some(service) = statement.principal.as_ref().and_then(|block| block.entries.first()) else { return };
    drafts
        .report("recommended-condition-key-for-service-principal", "found", Spot::Key(condition.key.node))
        .arg("key", condition.key.text)
        .arg("service", service.value.text)
        .related(Spot::Node(service.value.node), "service");
}
