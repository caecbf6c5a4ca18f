//! `missing-brace-in-variable`: `${` that nothing closes.

use crate::finding::Applicability;
use crate::policy::variable::{Form, Seen, is_variable, variables};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if !policy.has_variables() || !policy.seen_variables().has(Seen::OPEN) {
        return;
    }
    for value in policy.replaced() {
        for variable in variables(value.text).filter(|variable| variable.form == Form::Open) {
            // What fills a hole may close it.
            if !value.is_known_after(variable.range.start) {
                continue;
            }
            let text = variable.range.of(value.text);
            let inner = text.get(2..).unwrap_or("");
            let is_key = is_variable(inner);
            let spot = Spot::Within(value.node, variable.range);
            let draft =
                drafts.report("missing-brace-in-variable", if is_key { "key" } else { "other" }, spot);
            draft.arg("text", text);
            if is_key {
                let end = Range::new(variable.range.end, variable.range.end);
                let edit = TreeEdit::ReplaceWithin(value.node, end, "}".to_owned());
                draft.arg("closed", format!("{text}}}")).fix("close", Applicability::Unsafe, vec![edit]);
            }
        }
    }
}
