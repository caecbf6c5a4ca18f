//! `federated-principal-not-supported`: an identity provider in the policy of a resource.

use crate::finding::PolicyKind;
use crate::policy::{KindFrom, PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for principals.
pub const HOOKS: &[Hook] = &[Hook::Principal(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    if entry.kind != PrincipalType::Federated {
        return;
    }
    // A trust policy without the usual actions looks like the policy of some resource.
    if context.policy.kind_from == KindFrom::Content && statement.resource.is_none() {
        return;
    }
    let policy = match context.policy.kind {
        PolicyKind::Bucket => "a bucket policy",
        PolicyKind::Endpoint => "the policy of a VPC endpoint",
        _ => "the policy of a resource",
    };
    let draft = drafts.report("federated-principal-not-supported", ONLY, Spot::Node(entry.value.node));
    draft.arg("policy", policy);
}
