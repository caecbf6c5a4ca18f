//! `invalid-service-condition-key`: a condition key that its service does not have.

use super::invalid_global_condition_key::report;
use crate::aws::keys::is_documented;
use crate::policy::{Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let name = condition.key.text;
    if condition.known_key().is_some() || !condition.key.is_known() {
        return;
    }
    let Some((prefix, rest)) = name.split_once(':') else { return };
    let is_open = rest.is_empty() || rest.contains(['$', '*', '<']);
    let catalog = context.policy.catalog;
    if is_open
        || prefix.eq_ignore_ascii_case("aws")
        || catalog.service(prefix).is_none_or(|it| it.retired().is_some())
    {
        return;
    }
    if is_documented(name) {
        return;
    }
    // A family without a member, such as `s3:ExistingObjectTag/`, is another rule's.
    if catalog.key(&format!("{}/x", name.trim_end_matches('/'))).is_some() {
        return;
    }
    report(context, "invalid-service-condition-key", condition, drafts);
}
