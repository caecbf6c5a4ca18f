//! `invalid-service-condition-key`: a condition key that its service does not have.

use super::invalid_global_condition_key::report;
use crate::aws::keys::{condition_key, covers};
use crate::policy::{Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let name = condition.key.text;
    let Some((service, rest)) = name.split_once(':') else { return };
    let is_open = !condition.key.is_known() || rest.is_empty() || rest.contains(['$', '*', '<']);
    if is_open || service.eq_ignore_ascii_case("aws") || !covers(service) || condition.known_key().is_some() {
        return;
    }
    // A family without a member, such as `s3:ExistingObjectTag/`, is another rule's.
    if condition_key(&format!("{}/x", name.trim_end_matches('/'))).is_some() {
        return;
    }
    report("invalid-service-condition-key", condition, drafts);
}
