//! `unknown-region`: the region of an ARN in a condition does not exist.

use crate::aws::Part;
use crate::aws::partition::{REGIONS, RegionName, judge_region, region};
use crate::policy::{Condition, Statement};
use crate::rules::arns::literal;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

const RULE: &str = "unknown-region";

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    for value in &condition.values {
        let Some(arn) = value.arn().filter(|arn| arn.is_complete() && !arn.region().is_empty()) else {
            continue;
        };
        let Some(found) = literal(value, &arn, Part::Region).filter(|name| region(name).is_none()) else {
            continue;
        };
        let place = Spot::Within(value.node, arn.range(Part::Region));
        let draft = match judge_region(found) {
            RegionName::Known => continue,
            RegionName::Plausible => drafts.report(RULE, "new", place),
            RegionName::Near(wanted) => drafts.report(RULE, "near", place).arg("wanted", wanted),
            RegionName::Unknown => drafts.report(RULE, "unknown", place),
        };
        draft.arg("region", found).arg("date", REGIONS.date());
    }
}
