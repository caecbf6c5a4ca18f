//! `arn-region-not-allowed`: a region in the ARN of something that has none.

use crate::aws::s3_arn::{S3Arn, S3Kind};
use crate::aws::{Arn, Part};
use crate::finding::Applicability;
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::{Habit, habit, literal};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(|arn| arn.is_complete() && !arn.region().is_empty()) else { return };
    let Some(region) = literal(value, &arn, Part::Region) else { return };
    let is_bucket = arn.service() == "s3" && names_bucket(value, &arn);
    if !is_bucket && habit(context, value, &arn, Part::Region) != Habit::Never {
        return;
    }
    let message = if is_bucket { "bucket" } else { "service" };
    let draft = drafts.report("arn-region-not-allowed", message, Spot::Node(value.node));
    draft.arg("region", region).arg("service", arn.service()).fix(
        "empty",
        Applicability::Unsafe,
        vec![TreeEdit::ReplaceWithin(value.node, arn.range(Part::Region), String::new())],
    );
}

/// Sorts of S3 resources whose ARNs have a region and an account.
const SORTS: [&str; 7] =
    ["accesspoint", "job", "storage-lens", "storage-lens-group", "access-grants", "async-request", "outpost"];

/// Whether what follows the account is certain to be the name of a bucket, not one of the other sorts of S3 resources.
pub(super) fn names_bucket(value: &Value<'_>, arn: &Arn<'_>) -> bool {
    let is_other = S3Arn::parse(value.text).is_some_and(|read| read.kind == S3Kind::Other);
    let resource = arn.resource();
    let head = resource.split(['/', ':']).next().unwrap_or("");
    let range = crate::text::Range::new(
        arn.range(Part::Resource).start,
        arn.range(Part::Resource).start + crate::aws::arn::offset(head.len()),
    );
    is_other
        && !head.is_empty()
        && !head.contains(['*', '?', '$'])
        && !value.touches_hole(range)
        && !SORTS.contains(&head)
}
