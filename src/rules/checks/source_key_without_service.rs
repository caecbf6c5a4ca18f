//! `source-key-without-service`: a key that only AWS services send stands before users, roles and accounts.

use super::restrict_access_to_service_principal::SOURCE_KEYS;
use crate::aws::iam_arn::{IamArn, IamKind};
use crate::finding::Applicability;
use crate::policy::{Condition, Effect, PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_source_key = SOURCE_KEYS.iter().any(|key| condition.is_key(key));
    if !is_source_key || !condition.demands_key() || statement.effect != Effect::Allow {
        return;
    }
    let Some(block) = statement.principal.as_ref().filter(|block| !block.negated && block.is_exact()) else {
        return;
    };
    if block.entries.is_empty() || !block.entries.iter().all(is_identity) {
        return;
    }
    let Some(first) = block.entries.first() else { return };
    drafts
        .report("source-key-without-service", "found", Spot::Key(condition.key.node))
        .arg("key", condition.key.text)
        .arg("principal", first.value.text)
        .related(Spot::Node(first.value.node), "principal")
        .fix("remove", Applicability::Unsafe, vec![TreeEdit::Remove(condition.key.node)]);
}

/// Whether a principal is certain to be a user, a role or an account.
fn is_identity(entry: &PrincipalEntry<'_>) -> bool {
    let kind = IamArn::read(entry.value.text).kind;
    entry.kind == PrincipalType::Aws
        && (entry.value.is_known() || kind != IamKind::Other)
        && matches!(
            kind,
            IamKind::Account
                | IamKind::Root
                | IamKind::User
                | IamKind::Role
                | IamKind::AssumedRole
                | IamKind::FederatedUser
        )
}
