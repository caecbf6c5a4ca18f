//! `arn-account-not-allowed`: an account in the ARN of a bucket.

use super::arn_region_not_allowed::names_bucket;
use crate::aws::Part;
use crate::finding::Applicability;
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::{Habit, habit, literal};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(|arn| arn.is_complete() && !arn.account().is_empty()) else { return };
    let is_bucket = arn.service() == "s3";
    if is_bucket && !names_bucket(value, &arn) {
        return;
    }
    let Some(account) = literal(value, &arn, Part::Account) else { return };
    if !is_bucket && habit(context, value, &arn, Part::Account) != Habit::Never {
        return;
    }
    let message = if is_bucket { "bucket" } else { "service" };
    let draft = drafts.report("arn-account-not-allowed", message, Spot::Node(value.node));
    draft.arg("account", account).arg("service", arn.service()).fix(
        "empty",
        Applicability::Unsafe,
        vec![TreeEdit::ReplaceWithin(value.node, arn.range(Part::Account), String::new())],
    );
}
