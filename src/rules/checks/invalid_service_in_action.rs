//! `invalid-service-in-action`: an action of a service that does not exist.

use crate::aws::action::REFUSED_SERVICES;
use crate::aws::catalog::Service;
use crate::aws::nearest::{nearest, slips_allowed};
use crate::aws::s3_arn::has_wildcard;
use crate::finding::{Applicability, Severity};
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for actions.
pub const HOOKS: &[Hook] = &[Hook::Action(check)];

const RULE: &str = "invalid-service-in-action";

fn check(context: Context<'_>, _: &Statement<'_>, block: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let catalog = context.policy.catalog;
    // Nearly every value ends here.
    if value.is_current_action(catalog) {
        return;
    }
    let Some(colon) = memchr::memchr(b':', value.text.as_bytes()) else { return };
    let Some(prefix) = value.text.get(..colon) else { return };
    if let Some(service) = catalog.service(prefix) {
        if let (Some(month), Some(_)) = (service.retired(), REFUSED_SERVICES.get(prefix)) {
            let draft = drafts.report(RULE, "closed", Spot::Node(value.node));
            draft.arg("text", value.text).arg("service", prefix).arg("month", month.to_string());
        }
        return;
    }
    let range = Range::new(0, u32::try_from(colon).unwrap_or(u32::MAX));
    let is_open = has_wildcard(prefix) || prefix.contains('$') || value.touches_hole(range);
    // An ARN in the place of an action, or a URL, is no slip in the name of a service.
    let is_name =
        prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b' '));
    let is_arn = prefix.eq_ignore_ascii_case("arn");
    let trimmed = prefix.trim();
    if is_open || !is_name || trimmed.is_empty() || is_arn || catalog.knows_prefix(trimmed) {
        return;
    }
    let known = catalog.services().filter(|service| service.retired().is_none());
    let wanted = nearest(trimmed, known.map(Service::name), slips_allowed(trimmed.len()));
    let message = if wanted.is_some() { "near" } else { "unknown" };
    let draft = drafts.report(RULE, message, Spot::Node(value.node));
    draft.arg("text", value.text).arg("service", prefix).arg("date", catalog.date());
    if block.negated {
        draft.label("excludes-nothing");
    }
    let Some(wanted) = wanted else {
        draft.severity(Severity::Warning);
        return;
    };
    let edit = TreeEdit::ReplaceWithin(value.node, range, wanted.to_owned());
    draft.arg("wanted", wanted).fix("rename", Applicability::Unsafe, vec![edit]);
    // One slip from a service is a slip at any age of the facts.
    if strsim::osa_distance(&trimmed.to_ascii_lowercase(), wanted) > 1 {
        draft.severity(Severity::Warning);
    }
}
