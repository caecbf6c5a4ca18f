//! `invalid-action`: the name of no action, or a pattern that matches none.

use crate::access::glob::{Case, matches};
use crate::aws::action::{ACTIONS, action, actions_of, covers, nearest_action, operation};
use crate::aws::s3_arn::has_wildcard;
use crate::finding::{Applicability, Severity};
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for actions.
pub const HOOKS: &[Hook] = &[Hook::Action(check)];

const RULE: &str = "invalid-action";

fn check(_: Context<'_>, _: &Statement<'_>, block: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let colon = memchr::memchr(b':', value.text.as_bytes());
    let Some((service, rest)) = colon.and_then(|at| value.text.split_at_checked(at)) else { return };
    let name = rest.get(1..).unwrap_or("");
    if !covers(service.trim_start()) || name == "*" || !value.is_known() || action(value.text).is_some() {
        return;
    }
    let list: Vec<&str> = value.text.split([',', ' ']).filter(|part| !part.is_empty()).collect();
    if list.len() > 1 && list.iter().all(|part| action(part).is_some() || has_wildcard(part)) {
        let draft = drafts.report(RULE, "list", Spot::Node(value.node)).arg("text", value.text);
        if block.node == value.node {
            let text = serde_json::to_string(&list).unwrap_or_default();
            draft.fix("split", Applicability::Unsafe, vec![TreeEdit::Replace(value.node, text)]);
        }
        return;
    }
    if has_wildcard(value.text) {
        if !name.contains("${") && !actions_of(service).any(|known| covered(value.text, known.name)) {
            report(drafts, block, value, "pattern").arg("service", service);
        }
        return;
    }
    if let Some(operation) = operation(value.text) {
        let actions: Vec<&str> = operation.actions().collect();
        let draft = report(drafts, block, value, "operation");
        draft.arg("wanted", actions.join("` and `")).arg("source", operation.source);
        if let [only] = actions.as_slice() {
            draft.fix("rename", Applicability::Unsafe, vec![replaced(value, only)]);
        }
        return;
    }
    let Some(wanted) =
        nearest_action(value.text.trim()).or_else(|| action(value.text.trim()).map(|it| it.name))
    else {
        report(drafts, block, value, "unknown").arg("service", service).severity(Severity::Warning);
        return;
    };
    let one_slip = strsim::osa_distance(&value.text.to_ascii_lowercase(), &wanted.to_ascii_lowercase()) <= 1;
    let draft = report(drafts, block, value, "near").arg("wanted", wanted);
    if !one_slip {
        draft.severity(Severity::Warning);
    }
    draft.fix("rename", Applicability::Unsafe, vec![replaced(value, wanted)]);
}

fn covered(pattern: &str, name: &str) -> bool {
    matches(pattern, name, Case::Ascii)
}

fn replaced(value: &Value<'_>, wanted: &str) -> TreeEdit {
    TreeEdit::Replace(value.node, format!("\"{wanted}\""))
}

fn report<'d>(
    drafts: &'d mut Drafts,
    block: &Block<'_>,
    value: &Value<'_>,
    message: &'static str,
) -> &'d mut crate::rules::draft::Draft {
    let draft = drafts.report(RULE, message, Spot::Node(value.node));
    draft.arg("text", value.text).arg("date", ACTIONS.date());
    if block.negated {
        draft.label("excludes-nothing");
    }
    draft
}
