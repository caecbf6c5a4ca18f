//! `use-condition-key-only-with-supported-services`: a key of the owner of a VPC endpoint, for services that may lack it.

use crate::access::glob::{Case, matches};
use crate::aws::key_facts::{ENDPOINT_OWNER_SERVICES, fills_endpoint_owner, is_of_endpoint_owner};
use crate::finding::PolicyKind;
use crate::policy::{Block, Condition, Statement, Value};
use crate::rules::condition_edit::are_few;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if !is_of_endpoint_owner(condition.key.text) {
        return;
    }
    let Some(block) = statement.action.as_ref().filter(|_| are_few(statement)) else { return };
    let Some((message, value)) = unsupported(block, context.policy.kind) else { return };
    let service = value.and_then(|value| value.text.split_once(':')).map_or("", |(service, _)| service);
    let draft = drafts.report(
        "use-condition-key-only-with-supported-services",
        message,
        Spot::Key(condition.key.node),
    );
    draft.arg("key", condition.key.text).arg("service", service);
    draft
        .arg("action", value.map_or("NotAction", |value| value.text))
        .arg("date", ENDPOINT_OWNER_SERVICES.date());
    match value {
        Some(value) => draft.related(Spot::Node(value.node), "action"),
        None => draft.related(Spot::Key(block.key), "not-action"),
    };
}

/// The action that is of no service which is known to fill the key, with the name of what to say; `NotAction` is all the
/// actions of nearly all services.
fn unsupported<'b, 'a>(
    block: &'b Block<'a>,
    kind: PolicyKind,
) -> Option<(&'static str, Option<&'b Value<'a>>)> {
    let is_of_one_service = matches!(kind, PolicyKind::Bucket | PolicyKind::Resource | PolicyKind::Trust);
    if block.negated {
        return (!is_of_one_service).then_some(("every", None));
    }
    let known = || block.values.iter().filter(|value| value.is_known());
    let is_open =
        |value: &&Value<'_>| value.text.split(':').next().is_some_and(|name| name.contains(['*', '?']));
    if let Some(open) = known().find(is_open) {
        return (!is_of_one_service).then_some(("every", Some(open)));
    }
    let lacks = |value: &&Value<'_>| {
        let Some((service, _)) = value.text.split_once(':') else { return false };
        !fills_endpoint_owner(service) || matches(value.text, "iam:PassRole", Case::Ascii)
    };
    // A wildcard that covers `iam:PassRole` covers what the key is for as well.
    let lacking = known().find(|value| lacks(value) && !value.text.eq_ignore_ascii_case("iam:*"))?;
    Some(("unlisted", Some(lacking)))
}
