//! `invalid-arn-resource`: the last part of an ARN names no resource.

use crate::aws::catalog::{ResourceType, Service};
use crate::aws::{Arn, Part};
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::literal;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

const RULE: &str = "invalid-arn-resource";

/// What stands in the place of a resource of IAM besides its types: the account itself.
const ROOT: &str = "root";

fn check(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(Arn::is_complete) else { return };
    let is_iam = arn.service() == "iam";
    if !is_iam && !arn.resource().is_empty() {
        return;
    }
    if arn.resource().is_empty() {
        // A wildcard before it shows that a pattern was meant, which AWS lets pass.
        let is_pattern = value.text.contains(['*', '?', '$']);
        if !is_pattern && literal(value, &arn, Part::Resource).is_some() {
            drafts.report(RULE, "empty", Spot::Node(value.node)).arg("text", value.text);
        }
        return;
    }
    let resource = arn.range(Part::Resource);
    let word = arn.resource().split('/').next().unwrap_or("");
    let length = u32::try_from(word.len()).unwrap_or(u32::MAX);
    let range = Range::new(resource.start, resource.start.saturating_add(length));
    let is_open = word.contains(['*', '?', '$', '{', '<']) || value.touches_hole(range);
    if is_open || word == ROOT || word.is_empty() {
        return;
    }
    let types = context.policy.catalog.service("iam").into_iter().flat_map(Service::resource_types);
    let mut words = types.flat_map(ResourceType::arns).filter_map(|template| {
        let arn = Arn::parse(template)?;
        arn.resource().split('/').next()
    });
    if !words.any(|known| known == word) {
        drafts.report(RULE, "iam", Spot::Node(value.node)).arg("text", value.text).arg("word", word);
    }
}
