//! `public-bucket-policy`: a bucket policy that lets anyone in.

use crate::aws::s3_arn::S3Arn;
use crate::finding::Confidence;
use crate::policy::{Policy, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::strangers;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let mut endpoint = None;
    for (statement, everyone) in strangers::let_in(policy) {
        let resources = statement.resources();
        // The policy that an endpoint has where nobody wrote one, and its like.
        let (may_be_endpoint, names_several) = *endpoint.get_or_insert_with(|| {
            let may_be = policy.may_be_endpoint_policy();
            (may_be, may_be && names_several(policy))
        });
        if may_be_endpoint && (names_several || resources.iter().any(|value| value.text == "*")) {
            continue;
        }
        let message = what(statement);
        let draft = drafts.report("public-bucket-policy", message, Spot::Node(everyone.value.node));
        if let Some(action) = statement.action.as_ref() {
            draft.related(Spot::Node(action.node), "action");
        }
        if may_be_endpoint {
            draft.confidence(Confidence::Medium);
        }
    }
}

/// Whether the policy names more than one bucket, which a bucket policy has no use for.
fn names_several(policy: &Policy<'_>) -> bool {
    let mut values = policy.statements.iter().flat_map(Statement::resources);
    let name = |value: &Value<'_>| S3Arn::parse(value.text).map(|arn| arn.name.of(value.text).to_owned());
    let first = values.next().and_then(name);
    values.any(|value| name(value) != first)
}

/// The name of the message for what strangers can do.
fn what(statement: &Statement<'_>) -> &'static str {
    let actions = statement.actions();
    let all = |heads: &[&str]| {
        let is_one = |action: &Value<'_>| {
            let begins = |head: &&str| {
                action.text.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
            };
            action.is_known() && heads.iter().any(begins)
        };
        !actions.is_empty() && actions.iter().all(is_one)
    };
    if all(&["s3:GetObject"]) {
        "read"
    } else if all(&["s3:Get", "s3:List"]) {
        "list"
    } else {
        "change"
    }
}
