//! `wildcard-in-service-name`: a wildcard in the service of an ARN.

use crate::aws::Part;
use crate::aws::s3_arn::has_wildcard;
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(_: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    // Where no part follows, the wildcard stands for those as well.
    let Some(arn) = value.arn().filter(|arn| arn.parts() > 3) else { return };
    let service = arn.service();
    if !service.bytes().any(|byte| matches!(byte, b'*' | b'?'))
        || !has_wildcard(service)
        || value.touches_hole(arn.range(Part::Service))
    {
        return;
    }
    let message = if service.bytes().all(|byte| byte == b'*') { "every" } else { "some" };
    drafts.report("wildcard-in-service-name", message, Spot::Node(value.node)).arg("service", service);
}
