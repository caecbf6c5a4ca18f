//! `missing-version`: no `Version`, or the one of 2008.

use super::variable_unsupported_in_version::{current, start, used};
use crate::finding::Applicability;
use crate::json::Kind;
use crate::policy::{Policy, Version};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "missing-version";

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let (spot, message) = match (policy.version, policy.version_node) {
        (Version::Missing, _) if policy.tree.kind(policy.root) == Kind::Object => {
            (Spot::Text(start(policy)), "missing")
        }
        (Version::V2008, Some(node)) => (Spot::Node(node), "old"),
        _ => return,
    };
    // What a variable is taken for is another rule's, with the same cure.
    if used(policy).next().is_some() {
        return;
    }
    // A hole may be filled with a variable.
    let applicability = if may_hold_variable(policy) { Applicability::Unsafe } else { Applicability::Safe };
    drafts.report(RULE, message, spot).fix("current", applicability, vec![current(policy)]);
}

/// Whether any value has what begins a variable, or is not fully known.
fn may_hold_variable(policy: &Policy<'_>) -> bool {
    !policy.is_exact() || policy.values().any(|(_, value)| !value.is_known() || value.text.contains("${"))
}
