//! `missing-arn-field`: an ARN with fewer than six parts.

use crate::aws::Arn;
use crate::finding::Applicability;
use crate::policy::{Block, HoleKind, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

const RULE: &str = "missing-arn-field";

fn check(_: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(|arn| !arn.is_complete()) else { return };
    // A wildcard takes in what is missing, and what fills a hole may hold colons.
    let may_hold_colons = value
        .holes
        .iter()
        .any(|hole| hole.kind == HoleKind::Interpolation || hole.range.of(value.text).contains(':'));
    if value.text.ends_with('*') && !is_bucket_form(&arn, value)
        || may_hold_colons
        || value.text.contains("${")
    {
        return;
    }
    let node = Spot::Node(value.node);
    if is_bucket_form(&arn, value)
        && let Some((_, name)) = value.text.rsplit_once(':')
    {
        let wanted = format!("arn:{}:s3:::{name}", arn.partition());
        drafts.report(RULE, "bucket", node).arg("text", value.text).arg("wanted", wanted.as_str()).fix(
            "complete",
            Applicability::Unsafe,
            vec![TreeEdit::Replace(value.node, serde_json::to_string(&wanted).unwrap_or_default())],
        );
        return;
    }
    drafts.report(RULE, "short", node).arg("text", value.text).arg("parts", arn.parts().to_string());
}

/// Whether the ARN is that of a bucket or of objects with colons left out: a name stands where a region or an account
/// would.
fn is_bucket_form(arn: &Arn<'_>, value: &Value<'_>) -> bool {
    let name = value.text.rsplit(':').next().unwrap_or("");
    arn.service() == "s3" && arn.parts() > 3 && !name.is_empty() && !name.starts_with('*')
}
