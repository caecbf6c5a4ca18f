//! `invalid-partition`: an ARN of a partition that does not exist.

use crate::aws::Part;
use crate::aws::partition::{PARTITIONS, is_partition, nearest_partition, partition_of_region};
use crate::finding::{Applicability, Severity};
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::literal;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(_: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(|arn| arn.parts() > 2) else { return };
    let Some(found) = literal(value, &arn, Part::Partition).filter(|id| !is_partition(id)) else {
        return;
    };
    let by_region =
        literal(value, &arn, Part::Region).filter(|region| !region.is_empty()).and_then(partition_of_region);
    let wanted = by_region.or_else(|| nearest_partition(found)).or(found.is_empty().then_some("aws"));
    let message = if wanted.is_some() { "near" } else { "unknown" };
    let draft = drafts.report("invalid-partition", message, Spot::Node(value.node));
    draft.arg("partition", found).arg("date", PARTITIONS.date());
    match wanted {
        Some(wanted) => {
            draft.arg("wanted", wanted).fix(
                "rename",
                Applicability::Unsafe,
                vec![TreeEdit::ReplaceWithin(value.node, arn.range(Part::Partition), wanted.to_owned())],
            );
        }
        None => _ = draft.severity(Severity::Warning),
    }
}
