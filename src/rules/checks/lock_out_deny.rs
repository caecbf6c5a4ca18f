//! `lock-out-deny`: a `Deny` after which nobody can change the policy any more.

use std::cell::OnceCell;

use crate::access::glob::{Case, matches};
use crate::aws::iam_arn::IamArn;
use crate::aws::s3_arn::S3Arn;
use crate::finding::PolicyKind;
use crate::policy::{Effect, Policy, PrincipalEntry, PrincipalType, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "lock-out-deny";

/// What is asked of the whole policy, once for all of its statements.
#[derive(Default)]
struct Whole {
    may_be_endpoint: OnceCell<bool>,
    owner: OnceCell<Option<String>>,
}

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let whole = Whole::default();
    let denies = policy.statements.iter().filter(|statement| statement.effect == Effect::Deny);
    for statement in denies.filter(|statement| statement.conditions().is_empty() && statement.is_exact()) {
        let is_bucket = policy.kind == PolicyKind::Bucket;
        let (message, needed): (_, &[&str]) = if is_bucket {
            ("bucket", &["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"])
        } else {
            ("key", &["kms:PutKeyPolicy"])
        };
        if !needed.iter().all(|action| denies_action(statement, action))
            || (is_bucket && !is_about_bucket(statement))
        {
            continue;
        }
        let Some(principal) = everyone(policy, statement, &whole) else { continue };
        // An endpoint's policy denies what passes through it, not what its own account does elsewhere.
        if statement.resources().iter().any(|value| value.text == "*")
            && *whole.may_be_endpoint.get_or_init(|| policy.may_be_endpoint_policy())
        {
            continue;
        }
        let draft = drafts.report(RULE, message, Spot::Node(principal.value.node));
        if let Some(action) = statement.action.as_ref() {
            draft.related(Spot::Node(action.node), "action");
        }
    }
}

/// The principal that is everyone who could change the policy: `*`, or for a key its own account.
fn everyone<'s>(
    policy: &Policy<'_>,
    statement: &'s Statement<'s>,
    whole: &Whole,
) -> Option<&'s PrincipalEntry<'s>> {
    let block = statement.principal.as_ref().filter(|block| !block.negated)?;
    block.entries.iter().find(|entry| match entry.kind {
        PrincipalType::Lone | PrincipalType::Aws if entry.value.text == "*" => true,
        PrincipalType::Aws if policy.kind != PolicyKind::Bucket && entry.value.is_known() => {
            let account = account_of(entry.value.text);
            account.is_some() && whole.owner.get_or_init(|| owner(policy)).as_deref() == account
        }
        _ => false,
    })
}

/// The account that a principal names as a whole.
fn account_of(text: &str) -> Option<&str> {
    let read = IamArn::read(text);
    read.is_account().then(|| read.account.of(text))
}

/// The account to which the key policy gives all of the key, as its owner's.
fn owner(policy: &Policy<'_>) -> Option<String> {
    let allows = policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    let whole = allows.filter(|statement| statement.actions().iter().any(|action| action.text == "kms:*"));
    let blocks = whole.filter_map(|statement| statement.principal.as_ref()).filter(|block| !block.negated);
    blocks.flat_map(|block| &block.entries).find_map(|entry| account_of(entry.value.text)).map(str::to_owned)
}

/// Whether the statement certainly takes in the action.
fn denies_action(statement: &Statement<'_>, action: &str) -> bool {
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
