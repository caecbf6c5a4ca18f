//! `missing-statement`: a policy without statements.

use crate::json::Kind;
use crate::policy::element;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "missing-statement";

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let (policy, tree) = (context.policy, context.policy.tree);
    if policy.damaged || !policy.statements.is_empty() || tree.kind(policy.root) != Kind::Object {
        return;
    }
    match tree.value(policy.root, "Statement") {
        Some(value) if tree.is_hollow(value) && tree.kind(value) == Kind::Array => {
            drafts.report(RULE, "empty", Spot::Node(value));
        }
        Some(_) => {}
        None => {
            let names = policy.unknown.iter().filter_map(|key| tree.str(*key));
            let misspelt = |name| element::meant(name, &element::DOCUMENT) == Some("Statement");
            if !names.clone().any(misspelt) {
                drafts.report(RULE, "missing", Spot::Node(policy.root));
            }
        }
    }
}
