//! `variable-unsupported-in-element`: a policy variable in `Action` or `Principal`, where AWS replaces none.

use crate::policy::variable::{Seen, Variable, variables};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if !policy.seen_variables().has(Seen::ELSEWHERE) {
        return;
    }
    for (element, value) in policy.not_replaced() {
        for variable in variables(value.text).filter(Variable::is_certain) {
            let message = if element.ends_with("Principal") { "principal" } else { "action" };
            drafts
                .report("variable-unsupported-in-element", message, Spot::Within(value.node, variable.range))
                .arg("variable", variable.range.of(value.text))
                .arg("element", element);
        }
    }
}
