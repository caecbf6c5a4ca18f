//! `invalid-service`: an ARN, a condition key or a value of `aws:CalledVia` of a service that does not exist.

use crate::aws::Part;
use crate::aws::catalog::{Catalog, Service};
use crate::aws::keys::claim;
use crate::aws::nearest::{nearest, slips_allowed};
use crate::finding::{Applicability, Severity};
use crate::policy::{Block, Condition, Statement, Value};
use crate::rules::arns::literal;
use crate::rules::draft::{Draft, Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for resources and conditions.
pub const HOOKS: &[Hook] = &[Hook::Resource(resource), Hook::Condition(condition)];

const RULE: &str = "invalid-service";

/// What keys begin with that is no service: the global ones, and those of logins.
const PREFIXES: [&str; 2] = ["aws", "saml"];

fn resource(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let catalog = context.policy.catalog;
    let Some(arn) = value.arn() else { return };
    let Some(service) = literal(value, &arn, Part::Service) else { return };
    // Upper-case letters and blanks are told by other rules.
    if service.is_empty() || catalog.knows_prefix(service) || !is_name(service) {
        return;
    }
    let edit =
        |wanted: &str| TreeEdit::ReplaceWithin(value.node, arn.range(Part::Service), wanted.to_owned());
    report(catalog, "arn", service, Spot::Node(value.node), drafts, edit);
}

fn condition(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if condition.known_key().is_some() || !condition.key.is_known() {
        return;
    }
    let catalog = context.policy.catalog;
    let name = condition.key.text;
    let Some((prefix, rest)) = name.split_once(':') else { return };
    let is_other = PREFIXES.iter().any(|known| known.eq_ignore_ascii_case(prefix)) || claim(name).is_some();
    if rest.is_empty() || is_other || !is_name(prefix) || catalog.knows_prefix(prefix) {
        return;
    }
    let node = condition.key.node;
    let edit = |wanted: &str| TreeEdit::Rename(node, format!("{wanted}:{rest}"));
    report(catalog, "key", prefix, Spot::Key(node), drafts, edit);
}

/// Whether a text could be the prefix of a service: anything else is not meant as one.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn report<'d>(
    catalog: &Catalog,
    place: &str,
    service: &str,
    spot: Spot,
    drafts: &'d mut Drafts,
    edit: impl Fn(&str) -> TreeEdit,
) -> &'d mut Draft {
    let known = catalog.services().filter(|known| known.retired().is_none());
    let wanted = nearest(service, known.map(Service::name), slips_allowed(service.len()));
    let message = match (place, wanted.is_some()) {
        ("arn", true) => "arn-near",
        ("arn", false) => "arn",
        (_, true) => "key-near",
        (_, false) => "key",
    };
    let draft = drafts.report(RULE, message, spot);
    draft.arg("service", service).arg("date", catalog.date());
    let one_slip =
        wanted.is_some_and(|wanted| strsim::osa_distance(&service.to_ascii_lowercase(), wanted) <= 1);
    if !one_slip {
        draft.severity(Severity::Warning);
    }
    if let Some(wanted) = wanted {
        draft.arg("wanted", wanted).fix("rename", Applicability::Unsafe, vec![edit(wanted)]);
    }
    draft
}
