//! `unbounded-bucket`: a resource of a bucket policy that is not limited to the bucket.

use crate::aws::Arn;
use crate::aws::s3_arn::{S3Arn, S3Kind};
use crate::finding::Confidence;
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(context: Context<'_>, _: &Statement<'_>, block: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    if block.negated || !is_unbounded(value) {
        return;
    }
    let draft = drafts.report("unbounded-bucket", "found", Spot::Node(value.node));
    draft.arg("text", value.text);
    if context.policy.may_be_endpoint_policy() {
        draft.confidence(Confidence::Low);
    }
}

fn is_unbounded(value: &Value<'_>) -> bool {
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte == b'*');
    if all(value.text) {
        return true;
    }
    let Some(arn) = S3Arn::parse(value.text) else {
        let is_cut_short = |arn: Arn<'_>| !arn.is_complete() && arn.service() == "s3" && arn.region() == "*";
        return value.arn().is_some_and(is_cut_short);
    };
    matches!(arn.kind, S3Kind::Bucket | S3Kind::Object) && all(arn.name.of(value.text))
}
