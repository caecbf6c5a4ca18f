//! `missing-arn-region`: no region in the ARN of something that has one.

use crate::aws::Part;
use crate::finding::Applicability;
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::{Habit, habit, literal};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(|arn| arn.is_complete() && arn.region().is_empty()) else { return };
    if literal(value, &arn, Part::Region).is_none()
        || habit(context, value, &arn, Part::Region) != Habit::Always
    {
        return;
    }
    drafts.report("missing-arn-region", ONLY, Spot::Node(value.node)).arg("service", arn.service()).fix(
        "any",
        Applicability::Unsafe,
        vec![TreeEdit::ReplaceWithin(value.node, arn.range(Part::Region), String::from("*"))],
    );
}
