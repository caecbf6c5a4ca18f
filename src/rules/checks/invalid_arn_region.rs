//! `invalid-arn-region`: the region of a resource's ARN does not exist.

use crate::aws::Part;
use crate::aws::partition::{REGIONS, RegionName, judge_region, region};
use crate::finding::{Applicability, Severity};
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::literal;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

const RULE: &str = "invalid-arn-region";

fn check(_: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(|arn| arn.is_complete() && !arn.region().is_empty()) else { return };
    let Some(found) = literal(value, &arn, Part::Region).filter(|name| region(name).is_none()) else {
        return;
    };
    // A bucket's ARN has no region at all, and an account in its place is a colon's fault.
    if found.len() == 12 && found.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let place = Spot::Node(value.node);
    let draft = match judge_region(found) {
        RegionName::Known => return,
        RegionName::Plausible => {
            let draft = drafts.report(RULE, "new", place);
            draft.severity(Severity::Warning)
        }
        RegionName::Near(wanted) => drafts.report(RULE, "near", place).arg("wanted", wanted).fix(
            "rename",
            Applicability::Unsafe,
            vec![TreeEdit::ReplaceWithin(value.node, arn.range(Part::Region), wanted.to_owned())],
        ),
        RegionName::Unknown => drafts.report(RULE, "unknown", place),
    };
    draft.arg("region", found).arg("date", REGIONS.date());
}
