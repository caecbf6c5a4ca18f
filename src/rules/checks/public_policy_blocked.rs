//! `public-policy-blocked`: a bucket policy lets everyone in, and the bucket's Block Public Access forbids that.

use crate::finding::PolicyKind;
use crate::policy::{Effect, Policy, PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::surroundings::{Fact, PublicAccessBlock};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "public-policy-blocked";

/// Keys by which S3 may hold a policy for not public, with fixed values; whether they do is left open here.
const LIMITING: [&str; 19] = [
    "aws:SourceIp",
    "aws:SourceArn",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:SourceVpcArn",
    "aws:SourceOwner",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:userid",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:DataAccessPointArn",
    "s3:DataAccessPointAccount",
];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if policy.kind != PolicyKind::Bucket || policy.has_duplicates || policy.damaged {
        return;
    }
    let blocks = context.role.buckets.iter().filter_map(|bucket| bucket.public_access_block.as_ref());
    for block in blocks {
        let Some((message, fact)) = setting(block) else { continue };
        let Some(everyone) = public(policy) else { return };
        let draft = drafts.report(RULE, message, Spot::Node(everyone.value.node));
        if message == "restricted"
            && let Some(other) = cut_off(policy)
        {
            draft.related(Spot::Node(other.value.node), "cut-off");
        }
        draft.related(Spot::Fact(fact.span, fact.path.clone()), "setting");
    }
}

/// The setting that is on and matters for policies: the one that refuses them first.
fn setting(block: &PublicAccessBlock) -> Option<(&'static str, &Fact<bool>)> {
    let on = |fact: &'_ Option<Fact<bool>>| fact.as_ref().is_some_and(|fact| fact.value);
    if on(&block.block_public_policy) {
        return block.block_public_policy.as_ref().map(|fact| ("refused", fact));
    }
    if on(&block.restrict_public_buckets) {
        return block.restrict_public_buckets.as_ref().map(|fact| ("restricted", fact));
    }
    None
}

/// The principal of a statement that is certain to make the policy public.
fn public<'p>(policy: &'p Policy<'p>) -> Option<&'p PrincipalEntry<'p>> {
    let is_limiting = |statement: &Statement<'_>| {
        statement.condition.as_ref().is_some_and(|block| !block.unknown.is_empty())
            || statement.conditions().iter().any(|condition| {
                !condition.key.is_known() || LIMITING.iter().any(|key| condition.is_key(key))
            })
    };
    // A `Deny` that keeps strangers out may make the whole not public.
    if policy.statements.iter().any(|statement| statement.effect != Effect::Allow && is_limiting(statement)) {
        return None;
    }
    let allows = |statement: &&Statement<'_>| {
        statement.effect == Effect::Allow && statement.is_exact() && !is_limiting(statement)
    };
    policy.statements.iter().filter(allows).find_map(|statement| {
        let block = statement.principal.as_ref().filter(|block| !block.negated)?;
        block.entries.iter().find(|entry| {
            entry.value.text == "*" && matches!(entry.kind, PrincipalType::Lone | PrincipalType::Aws)
        })
    })
}

/// A named identity of another account that the policy lets in: its access is cut as well.
fn cut_off<'p>(policy: &'p Policy<'p>) -> Option<&'p PrincipalEntry<'p>> {
    let allows = policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    let blocks = allows.filter_map(|statement| statement.principal.as_ref()).filter(|block| !block.negated);
    blocks
        .flat_map(|block| &block.entries)
        .find(|entry| entry.kind == PrincipalType::Aws && entry.value.text != "*")
}
