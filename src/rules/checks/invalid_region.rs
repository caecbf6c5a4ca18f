//! `invalid-region`: a condition compares a region with a name that no region has.

use crate::access::glob::{Case, matches};
use crate::aws::partition::{REGIONS, RegionName, judge_region, region, regions};
use crate::aws::s3_arn::has_wildcard;
use crate::finding::{Applicability, Severity};
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

const RULE: &str = "invalid-region";

/// Keys whose values are regions.
const KEYS: [&str; 4] = ["aws:RequestedRegion", "ec2:Region", "kms:ReplicaRegion", "kms:PrimaryRegion"];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(operator) = condition.operator else { return };
    let likes = match operator.base {
        Base::StringLike => true,
        Base::StringEquals | Base::StringEqualsIgnoreCase => false,
        _ => return,
    };
    if !KEYS.iter().any(|key| condition.is_key(key)) {
        return;
    }
    for value in &condition.values {
        if !value.is_known() || value.text.contains("${") || region(value.text).is_some() {
            continue;
        }
        if has_wildcard(value.text) {
            if likes && !regions().any(|region| matches(value.text, region.name, Case::Exact)) {
                drafts
                    .report(RULE, "pattern", Spot::Node(value.node))
                    .arg("region", value.text)
                    .arg("date", REGIONS.date());
            }
            continue;
        }
        let place = Spot::Node(value.node);
        let draft = match judge_region(value.text) {
            RegionName::Known => continue,
            RegionName::Plausible => drafts.report(RULE, "new", place).severity(Severity::Warning),
            RegionName::Near(wanted) => drafts.report(RULE, "near", place).arg("wanted", wanted).fix(
                "rename",
                Applicability::Unsafe,
                vec![TreeEdit::Replace(value.node, format!("\"{wanted}\""))],
            ),
            RegionName::Unknown => drafts.report(RULE, "unknown", place),
        };
        draft.arg("region", value.text).arg("date", REGIONS.date());
    }
}
