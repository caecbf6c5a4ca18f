//! `unsupported-action-in-policy`: an action in a bucket policy that works on nothing of the bucket.

use crate::aws::s3::reach;
use crate::finding::PolicyKind;
use crate::policy::{Block, KindFrom, Policy, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for actions.
pub const HOOKS: &[Hook] = &[Hook::Action(check)];

const RULE: &str = "unsupported-action-in-policy";

/// Whether the policy is certain to be a bucket's: its content alone does not tell it from that of an endpoint.
pub(super) fn is_bucket_policy(policy: &Policy<'_>) -> bool {
    policy.kind == PolicyKind::Bucket && policy.kind_from != KindFrom::Content
}

/// Whether an action of S3 works on no resource.
pub(super) fn works_on_nothing(value: &Value<'_>) -> bool {
    reach(value.text).is_some_and(crate::aws::s3::Reach::is_nothing)
}

fn check(context: Context<'_>, _: &Statement<'_>, block: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    if block.negated || !value.is_known() || !is_bucket_policy(context.policy) {
        return;
    }
    let Some((prefix, _)) = value.text.split_once(':') else { return };
    let Some(service) = context.policy.catalog.service(prefix) else { return };
    let message = if service.name() == "s3" {
        if !works_on_nothing(value) {
            return;
        }
        "nothing"
    } else if service.name().starts_with("s3") {
        return;
    } else {
        "service"
    };
    drafts
        .report(RULE, message, Spot::Node(value.node))
        .arg("action", value.text)
        .arg("service", service.name());
}
