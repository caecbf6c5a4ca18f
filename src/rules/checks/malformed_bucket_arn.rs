//! `malformed-bucket-arn`: the ARN of a bucket with a colon too many, or with another ARN in it.

use crate::aws::Part;
use crate::finding::Applicability;
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

const RULE: &str = "malformed-bucket-arn";

fn check(_: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(|arn| arn.is_complete() && arn.service() == "s3") else { return };
    if !arn.region().is_empty() || !arn.account().is_empty() {
        return;
    }
    let place = arn.range(Part::Resource);
    let resource = arn.resource();
    if resource.starts_with("arn:") {
        let head = Range::new(0, place.start);
        drafts
            .report(RULE, "doubled", Spot::Within(value.node, head))
            .arg("text", head.of(value.text))
            .arg("inner", resource)
            .fix(
                "strip",
                Applicability::Unsafe,
                vec![TreeEdit::ReplaceWithin(value.node, head, String::new())],
            );
        return;
    }
    let colons = resource.bytes().take_while(|byte| *byte == b':').count();
    if let Ok(colons @ 1..) = u32::try_from(colons) {
        let extra = Range::new(place.start, place.start + colons);
        drafts.report(RULE, "colon", Spot::Within(value.node, extra)).arg("text", value.text).fix(
            "strip-colon",
            Applicability::Unsafe,
            vec![TreeEdit::ReplaceWithin(value.node, extra, String::new())],
        );
        return;
    }
    let name_end = resource.find('/').unwrap_or(resource.len());
    let colon = resource.get(..name_end).and_then(|name| name.find(':'));
    let Some(at) = colon.and_then(|at| u32::try_from(at).ok()) else { return };
    let range = Range::new(place.start + at, place.start + at + 1);
    if value.touches_hole(range) || resource.contains("${") {
        return;
    }
    drafts.report(RULE, "colon-for-slash", Spot::Within(value.node, range)).arg("text", value.text);
}
