//! `invalid-arn-prefix`: a resource that is neither `*` nor an ARN.

use crate::aws::Arn;
use crate::finding::{Applicability, PolicyKind};
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

const RULE: &str = "invalid-arn-prefix";

fn check(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let text = value.text;
    if text.starts_with(['*', '?']) || text.starts_with("arn:") || text.starts_with("${") {
        return;
    }
    let starts_in_hole = value.holes.first().is_some_and(|hole| hole.range.start == 0);
    // Queues and APIs accept paths of their own.
    let is_own_form = context.policy.kind == PolicyKind::Resource
        && (text.starts_with('/') || text.starts_with("execute-api:"));
    // Stack policies of CloudFormation look like policies of IAM and name their resources so.
    let is_stack_policy = text.starts_with("LogicalResourceId/");
    if starts_in_hole || is_own_form || is_stack_policy {
        return;
    }
    let node = Spot::Node(value.node);
    if Arn::split(text).is_some() {
        let head = Range::new(0, 4);
        drafts.report(RULE, "case", node).arg("text", text).fix(
            "lower",
            Applicability::Unsafe,
            vec![TreeEdit::ReplaceWithin(value.node, head, String::from("arn:"))],
        );
        return;
    }
    let missing = ["aws:", "aws-cn:", "aws-us-gov:"].iter().any(|head| text.starts_with(head));
    let after = |heads: &[&str]| heads.iter().find_map(|head| text.strip_prefix(head));
    let repaired = after(&["aws:arn:"])
        .map(|rest| format!("arn:aws:{rest}"))
        .or_else(|| missing.then(|| format!("arn:{text}")))
        .or_else(|| after(&["s3://", "s3:::"]).map(|rest| format!("arn:aws:s3:::{rest}")));
    match repaired {
        Some(repaired) => {
            drafts.report(RULE, "near", node).arg("text", text).arg("wanted", repaired.as_str()).fix(
                "complete",
                Applicability::Unsafe,
                vec![TreeEdit::Replace(value.node, serde_json::to_string(&repaired).unwrap_or_default())],
            );
        }
        None => _ = drafts.report(RULE, "other", node).arg("text", text),
    }
}
