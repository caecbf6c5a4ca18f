//! `missing-principal`: a statement with neither `Principal` nor `NotPrincipal` in a policy that needs one.

use crate::finding::PolicyKind;
use crate::policy::Statement;
use crate::rules::absence::is_absent;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "missing-principal";

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let names = ["Principal", "NotPrincipal"];
    if statement.principal.is_some() || !is_absent(context.policy, statement, &names) {
        return;
    }
    let spot = Spot::Node(statement.node);
    match context.policy.kind {
        PolicyKind::Scp => {}
        PolicyKind::Identity => declared(context, spot, drafts),
        PolicyKind::Trust => _ = drafts.report(RULE, "trust", spot),
        _ => _ = drafts.report(RULE, "resource", spot),
    }
}

/// A policy that looks like one of an identity, in a file that is stated to hold the policy of a bucket or a key.
fn declared(context: Context<'_>, spot: Spot, drafts: &mut Drafts) {
    let role = context.role;
    let (bucket, key) = (role.buckets.first(), role.keys.first());
    if let Some(bucket) = bucket {
        let draft = drafts.report(RULE, "declared-bucket", spot);
        draft.arg("bucket", bucket.name.value.as_str());
        if let Some(place) = &bucket.policy {
            draft.related(Spot::Fact(place.span, place.path.clone()), "declared");
        }
    } else if let Some(key) = key {
        let draft = drafts.report(RULE, "declared-key", spot);
        draft.arg("key", key.arn.value.as_str());
        if let Some(place) = &key.policy_file {
            draft.related(Spot::Fact(place.span, place.path.clone()), "declared");
        }
    }
}
