//! The role or user of a template that a policy belongs to.

use super::hook::Context;
use crate::finding::Step;
use crate::surroundings::Identity;

/// The resource that a policy stands in: its logical id, or its address in Terraform.
fn resource(context: Context<'_>) -> Option<String> {
    let key = |at: usize| match context.policy.path.get(at) {
        Some(Step::Key(key)) => Some(key.as_str()),
        _ => None,
    };
    match key(0)? {
        "Resources" | "planned_values" => key(1).map(str::to_owned),
        "resource" => Some(format!("{}.{}", key(1)?, key(2)?)),
        _ => None,
    }
}

/// The role whose trust policy it is.
pub(super) fn role(context: Context<'_>) -> Option<&Identity> {
    let resource = resource(context)?;
    context.surroundings.identities.iter().find(|identity| identity.is_role && identity.id == resource)
}

/// The users that have the policy.
pub(super) fn users(context: Context<'_>) -> impl Iterator<Item = &Identity> {
    let resource = resource(context).unwrap_or_default();
    let users = context.surroundings.identities.iter().filter(|identity| !identity.is_role);
    users.filter(move |identity| identity.policies.contains(&resource))
}
