//! `redundant-principal-in-role-trust-policy`: a session beside the role that it is a session of.

use std::collections::HashMap;

use crate::aws::Arn;
use crate::finding::Applicability;
use crate::json::{Kind, NodeId};
use crate::policy::{PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

/// Partition, account and name of a role. Its path does not count: an account has one role of a name.
type Role<'a> = (&'a str, &'a str, &'a str);

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = statement.principal.as_ref().filter(|block| !block.negated) else { return };
    let named = |entry: &&PrincipalEntry<'_>| entry.kind == PrincipalType::Aws && entry.value.is_known();
    if block.entries.len() < 2 || !block.entries.iter().filter(named).any(|entry| session(entry).is_some()) {
        return;
    }
    let entries = block.entries.iter().filter(named);
    let roles: HashMap<Role<'_>, &PrincipalEntry<'_>> =
        entries.clone().filter_map(|entry| Some((role(entry)?, entry))).collect();
    for entry in entries {
        let Some(parent) = session(entry).and_then(|role| roles.get(&role)) else { continue };
        let draft =
            drafts.report("redundant-principal-in-role-trust-policy", ONLY, Spot::Node(entry.value.node));
        draft.arg("session", entry.value.text).arg("role", parent.value.text);
        draft.related(Spot::Node(parent.value.node), "role");
        let in_list = entry.key.is_some_and(|key| context.policy.tree.kind(NodeId(key.0 + 1)) == Kind::Array);
        if in_list {
            draft.fix("remove", Applicability::Unsafe, vec![TreeEdit::Remove(entry.value.node)]);
        }
    }
}

/// The role that the value names.
fn role<'a>(entry: &PrincipalEntry<'a>) -> Option<Role<'a>> {
    let arn = entry.value.arn().filter(|arn| arn.is_complete() && arn.service() == "iam")?;
    let name = arn.resource().strip_prefix("role/")?;
    whole(arn, name.rsplit('/').next().unwrap_or(name))
}

/// The role of the session that the value names. AWS's own example writes `iam` where sessions have `sts`.
fn session<'a>(entry: &PrincipalEntry<'a>) -> Option<Role<'a>> {
    let arn = entry.value.arn().filter(|arn| arn.is_complete() && matches!(arn.service(), "sts" | "iam"))?;
    let (name, _) = arn.resource().strip_prefix("assumed-role/")?.split_once('/')?;
    whole(arn, name)
}

fn whole<'a>(arn: Arn<'a>, name: &'a str) -> Option<Role<'a>> {
    (!name.is_empty() && !arn.account().is_empty()).then_some((arn.partition(), arn.account(), name))
}
