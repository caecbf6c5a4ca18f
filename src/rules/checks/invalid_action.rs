//! `invalid-action`: the name of no action, or a pattern that matches none.

use crate::access::expand::expand_in;
use crate::aws::action::{Operation, nearest_action, operation};
use crate::aws::catalog::{Action, Month};
use crate::aws::s3_arn::has_wildcard;
use crate::finding::{Applicability, Severity};
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Draft, Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for actions.
pub const HOOKS: &[Hook] = &[Hook::Action(check)];

const RULE: &str = "invalid-action";

fn check(context: Context<'_>, _: &Statement<'_>, block: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let catalog = context.policy.catalog;
    if value.text == "*" {
        return;
    }
    if value.is_current_action(catalog) {
        return;
    }
    if let Some(action) = value.action(catalog) {
        if let Some(month) = action.retired() {
            retired(context, block, value, action, month, drafts);
        }
        return;
    }
    let colon = memchr::memchr(b':', value.text.as_bytes());
    let Some((prefix, rest)) = colon.and_then(|at| value.text.split_at_checked(at)) else { return };
    let name = rest.get(1..).unwrap_or("");
    let Some(service) = catalog.service(prefix.trim_start()) else { return };
    if name == "*" || !value.is_known() || service.retired().is_some() {
        return;
    }
    let list: Vec<&str> = value.text.split([',', ' ']).filter(|part| !part.is_empty()).collect();
    if list.len() > 1 && list.iter().all(|part| catalog.action(part).is_some() || has_wildcard(part)) {
        let draft = drafts.report(RULE, "list", Spot::Node(value.node)).arg("text", value.text);
        if block.node == value.node {
            let text = serde_json::to_string(&list).unwrap_or_default();
            draft.fix("split", Applicability::Unsafe, vec![TreeEdit::Replace(value.node, text)]);
        }
        return;
    }
    if has_wildcard(value.text) {
        if !name.contains("${") && expand_in(service, name).next().is_none() {
            let draft = report(context, block, value, "pattern", drafts);
            draft.arg("service", service.name()).severity(Severity::Warning);
        }
        return;
    }
    if let Some(operation) = operation(value.text) {
        other_name(context, block, value, operation, drafts);
        return;
    }
    let trimmed = value.text.trim();
    let Some(wanted) = nearest_action(catalog, trimmed).or_else(|| catalog.action(trimmed).map(Action::name))
    else {
        report(context, block, value, "unknown", drafts)
            .arg("service", service.name())
            .severity(Severity::Warning);
        return;
    };
    let one_slip = strsim::osa_distance(&value.text.to_ascii_lowercase(), &wanted.to_ascii_lowercase()) <= 1;
    let draft = report(context, block, value, "near", drafts).arg("wanted", wanted);
    if !one_slip {
        draft.severity(Severity::Warning);
    }
    draft.fix("rename", Applicability::Unsafe, vec![replaced(value, wanted)]);
}

/// A name that the reference had. What is gone with its whole service is another rule's; policies of `iot` look like
/// policies of IAM, and still have the actions that moved to another service.
fn retired(
    context: Context<'_>,
    block: &Block<'_>,
    value: &Value<'_>,
    action: Action<'_>,
    month: Month,
    drafts: &mut Drafts,
) {
    let service = action.service();
    if service.retired().is_some() || service.name() == "iot" {
        return;
    }
    match operation(value.text) {
        Some(operation) => other_name(context, block, value, operation, drafts),
        None => {
            let draft = report(context, block, value, "retired", drafts);
            draft.arg("month", month.to_string()).severity(Severity::Warning);
        }
    }
}

/// The name of an operation of the API.
fn other_name(
    context: Context<'_>,
    block: &Block<'_>,
    value: &Value<'_>,
    operation: Operation,
    drafts: &mut Drafts,
) {
    let actions: Vec<&str> = operation.actions().collect();
    let message = if actions.is_empty() { "bare-operation" } else { "operation" };
    let draft = report(context, block, value, message, drafts);
    draft.arg("wanted", actions.join("` and `")).arg("source", operation.source);
    if let [only] = actions.as_slice() {
        draft.fix("rename", Applicability::Unsafe, vec![replaced(value, only)]);
    }
}

fn replaced(value: &Value<'_>, wanted: &str) -> TreeEdit {
    TreeEdit::Replace(value.node, format!("\"{wanted}\""))
}

fn report<'d>(
    context: Context<'_>,
    block: &Block<'_>,
    value: &Value<'_>,
    message: &'static str,
    drafts: &'d mut Drafts,
) -> &'d mut Draft {
    let draft = drafts.report(RULE, message, Spot::Node(value.node));
    draft.arg("text", value.text).arg("date", context.policy.catalog.date());
    if block.negated {
        draft.label("excludes-nothing");
    }
    draft
}
