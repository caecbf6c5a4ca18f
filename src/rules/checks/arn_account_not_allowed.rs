//! `arn-account-not-allowed`: an account in the ARN of a bucket.

use super::arn_region_not_allowed::names_bucket;
use crate::aws::Part;
use crate::finding::Applicability;
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::literal;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(_: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let found =
        value.arn().filter(|arn| arn.is_complete() && arn.service() == "s3" && !arn.account().is_empty());
    let Some(arn) = found.filter(|arn| names_bucket(value, arn)) else { return };
    let Some(account) = literal(value, &arn, Part::Account) else { return };
    drafts.report("arn-account-not-allowed", "bucket", Spot::Node(value.node)).arg("account", account).fix(
        "empty",
        Applicability::Unsafe,
        vec![TreeEdit::ReplaceWithin(value.node, arn.range(Part::Account), String::new())],
    );
}
