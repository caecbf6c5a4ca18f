//! `invalid-arn-service-case`: the service of an ARN with a capital letter.

use crate::aws::Part;
use crate::finding::Applicability;
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(_: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn() else { return };
    let service = arn.service();
    let has_capital = service.bytes().any(|byte| byte.is_ascii_uppercase());
    if !has_capital || service.contains("${") || value.touches_hole(arn.range(Part::Service)) {
        return;
    }
    let wanted = service.to_ascii_lowercase();
    let edit = TreeEdit::ReplaceWithin(value.node, arn.range(Part::Service), wanted.clone());
    drafts
        .report("invalid-arn-service-case", crate::rules::page::ONLY, Spot::Node(value.node))
        .arg("service", service)
        .arg("wanted", wanted)
        .fix("lower", Applicability::Unsafe, vec![edit]);
}
