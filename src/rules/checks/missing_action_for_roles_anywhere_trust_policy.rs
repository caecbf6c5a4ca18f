//! `missing-action-for-roles-anywhere-trust-policy`: IAM Roles Anywhere without all that it needs to come in.

use crate::access::glob::{Case, matches};
use crate::finding::Applicability;
use crate::json::NodeId;
use crate::policy::{Effect, PrincipalType, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const SERVICE: &str = "rolesanywhere.amazonaws.com";

/// What the service does each time it assumes a role (IAM Roles Anywhere user guide, trust model).
const NEEDED: [&str; 3] = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let statements = context.policy.statements.iter();
    let trusting = statements.filter_map(|statement| Some((statement, service(statement)?)));
    let Some((first, node)) = trusting.clone().next() else { return };
    let Some(block) = first.action.as_ref() else { return };
    // What one statement lacks another may grant.
    let is_open = |statement: &Statement<'_>| {
        let block = statement.action.as_ref();
        block.is_none_or(|block| {
            block.negated || !block.is_exact() || !block.values.iter().all(Value::is_known)
        })
    };
    if context.policy.damaged || trusting.clone().any(|(statement, _)| is_open(statement)) {
        return;
    }
    let granted = |needed: &str| {
        let mut actions = trusting.clone().flat_map(|(statement, _)| statement.actions());
        actions.any(|action| matches(action.text, needed, Case::Ascii))
    };
    let missing: Vec<&str> = NEEDED.into_iter().filter(|needed| !granted(needed)).collect();
    if missing.is_empty() {
        return;
    }
    let words: Vec<String> = missing.iter().map(|action| format!("`{action}`")).collect();
    let edits = missing.iter().map(|action| TreeEdit::Append(block.node, format!("\"{action}\"")));
    drafts
        .report("missing-action-for-roles-anywhere-trust-policy", ONLY, Spot::Node(block.node))
        .arg("missing", words.join(" and "))
        .related(Spot::Node(node), "service")
        .fix("add", Applicability::Unsafe, edits.collect());
}

/// Where an `Allow` names IAM Roles Anywhere.
fn service(statement: &Statement<'_>) -> Option<NodeId> {
    let block = statement.principal.as_ref().filter(|block| !block.negated)?;
    let entry = block.entries.iter().find(|entry| {
        entry.kind == PrincipalType::Service && entry.value.is_known() && entry.value.text == SERVICE
    })?;
    (statement.effect == Effect::Allow).then_some(entry.value.node)
}
