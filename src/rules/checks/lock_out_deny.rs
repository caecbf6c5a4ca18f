//! `lock-out-deny`: a `Deny` after which nobody can change the policy any more.

use crate::access::glob::{Case, matches};
use crate::aws::iam_arn::IamArn;
use crate::aws::s3_arn::S3Arn;
use crate::finding::PolicyKind;
use crate::policy::{Effect, Policy, PrincipalEntry, PrincipalType, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "lock-out-deny";

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if statement.effect != Effect::Deny || !statement.conditions().is_empty() || !statement.is_exact() {
        return;
    }
    let Some(principal) = everyone(policy, statement) else { return };
    let is_bucket = policy.kind == PolicyKind::Bucket;
    let (message, needed): (_, &[&str]) = if is_bucket {
        ("bucket", &["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"])
    } else {
        ("key", &["kms:PutKeyPolicy"])
    };
    if !needed.iter().all(|action| denies(statement, action)) || (is_bucket && !is_about_bucket(statement)) {
        return;
    }
    // An endpoint's policy denies what passes through it, not what its own account does elsewhere.
    if policy.may_be_endpoint_policy() && statement.resources().iter().any(|value| value.text == "*") {
        return;
    }
    let draft = drafts.report(RULE, message, Spot::Node(principal.value.node));
    if let Some(action) = statement.action.as_ref() {
        draft.related(Spot::Node(action.node), "action");
    }
}

/// The principal that is everyone who could change the policy: `*`, or for a key its own account.
fn everyone<'s>(policy: &Policy<'_>, statement: &'s Statement<'s>) -> Option<&'s PrincipalEntry<'s>> {
    let block = statement.principal.as_ref().filter(|block| !block.negated)?;
    block.entries.iter().find(|entry| {
        let is_aws = matches!(entry.kind, PrincipalType::Lone | PrincipalType::Aws);
        let is_owner = || policy.kind != PolicyKind::Bucket && is_own_account(policy, entry);
        is_aws && (entry.value.text == "*" || entry.kind == PrincipalType::Aws && is_owner())
    })
}

/// Whether the entry is an account that the key policy also gives all of the key, as that of its owner does.
fn is_own_account(policy: &Policy<'_>, entry: &PrincipalEntry<'_>) -> bool {
    let read = IamArn::read(entry.value.text);
    let account = read.account.of(entry.value.text);
    if !read.is_account() || !entry.value.is_known() {
        return false;
    }
    let allows = policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    allows.filter(|statement| statement.actions().iter().any(|action| action.text == "kms:*")).any(
        |statement| {
            let entries =
                statement.principal.iter().filter(|block| !block.negated).flat_map(|block| &block.entries);
            entries.into_iter().any(|other| {
                let other_read = IamArn::read(other.value.text);
                other_read.is_account() && other_read.account.of(other.value.text) == account
            })
        },
    )
}

/// Whether the statement certainly takes in the action.
fn denies(statement: &Statement<'_>, action: &str) -> bool {
    let Some(block) = &statement.action else { return false };
    let takes = block.values.iter().any(|value| matches(value.text, action, Case::Ascii));
    let is_known = block.values.iter().all(Value::is_known);
    if block.negated { is_known && !takes } else { takes }
}

/// Whether the statement certainly takes in the bucket itself, not only its objects.
fn is_about_bucket(statement: &Statement<'_>) -> bool {
    statement
        .resources()
        .iter()
        .any(|value| value.is_known() && S3Arn::parse(value.text).is_some_and(S3Arn::matches_buckets))
}
