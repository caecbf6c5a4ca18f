//! `improve-ip-range`: a range that is written with bits of which it takes no notice.

use crate::access::Cidr;
use crate::finding::Applicability;
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if !condition.operator.is_some_and(|operator| operator.base == Base::IpAddress) {
        return;
    }
    for value in condition.values.iter().filter(|value| value.is_known()) {
        let Some(block) = Cidr::parse(value.text).filter(|block| !block.is_exact()) else { continue };
        let wanted = block.network().to_string();
        drafts
            .report("improve-ip-range", "found", Spot::Node(value.node))
            .arg("value", value.text)
            .arg("wanted", wanted.as_str())
            .fix(
                "replace",
                Applicability::Safe,
                vec![TreeEdit::Replace(value.node, format!("\"{wanted}\""))],
            );
    }
}
