//! `empty-variable`: `${}` with nothing between the braces.

use crate::policy::variable::{Form, Seen, variables};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if !policy.has_variables() || !policy.seen_variables().has(Seen::EMPTY) {
        return;
    }
    for value in policy.replaced() {
        for variable in variables(value.text).filter(|variable| variable.form == Form::Empty) {
            drafts.report("empty-variable", ONLY, Spot::Within(value.node, variable.range));
        }
    }
}
