//! `unsupported-resource-arn-in-policy`: a resource of another service in a bucket policy.

use super::unsupported_action_in_policy::is_bucket_policy;
use crate::aws::Part;
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::literal;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(context: Context<'_>, _: &Statement<'_>, block: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    if block.negated || !is_bucket_policy(context.policy) {
        return;
    }
    let Some(arn) = value.arn().filter(crate::aws::Arn::is_complete) else { return };
    let Some(service) = literal(value, &arn, Part::Service) else { return };
    if service.starts_with("s3") || context.policy.catalog.service(service).is_none() {
        return;
    }
    drafts
        .report("unsupported-resource-arn-in-policy", ONLY, Spot::Node(value.node))
        .arg("resource", value.text)
        .arg("service", service);
}
