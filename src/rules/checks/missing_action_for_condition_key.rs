//! `missing-action-for-condition-key`: a key without the action that gives it a meaning.

use crate::access::glob::{Case, matches};
use crate::aws::key_facts::{Needed, needed_action};
use crate::finding::{Applicability, PolicyKind};
use crate::policy::{Base, Block, Condition, Effect, Policy, Statement, Value};
use crate::rules::condition_edit::are_few;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Statements of a policy up to which all are looked at for each finding.
const MOST_STATEMENTS: usize = 256;

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if statement.effect != Effect::Allow {
        return;
    }
    let Some(needed) = needed_action(condition.key.text).filter(|_| demands(condition) && are_few(statement))
    else {
        return;
    };
    let Some(block) = statement.action.as_ref().filter(|block| !may_allow(block, needed.action)) else {
        return;
    };
    if needed.is_beside && !is_of_role(context.policy, block, needed) {
        return;
    }
    let message = if needed.is_beside { "beside" } else { "only" };
    let draft = drafts.report("missing-action-for-condition-key", message, Spot::Key(condition.key.node));
    draft.arg("key", condition.key.text).arg("action", needed.action);
    draft.related(Spot::Key(block.key), "actions");
    if needed.is_beside {
        let edit = TreeEdit::Append(block.node, format!("\"{}\"", needed.action));
        draft.fix("add", Applicability::Unsafe, vec![edit]);
    }
}

/// Whether a condition can hold only for a request that has the key.
fn demands(condition: &Condition<'_>) -> bool {
    let Some(operator) = condition.operator else { return false };
    let is_present = |value: &Value<'_>| value.text.eq_ignore_ascii_case("false");
    operator.demands_key()
        || (operator.base == Base::Null
            && condition.unknown.is_empty()
            && !condition.values.is_empty()
            && condition.values.iter().all(is_present))
}

/// Whether an element allows an action, or cannot be read well enough to tell.
fn may_allow(block: &Block<'_>, action: &str) -> bool {
    block.negated
        || !block.is_exact()
        || block.values.is_empty()
        || block.values.iter().any(|value| !value.is_known() || matches(value.text, action, Case::Ascii))
}

/// Whether a statement of a trust policy lets assume the role, and no statement allows what is asked for beside it.
fn is_of_role(policy: &Policy<'_>, block: &Block<'_>, needed: Needed) -> bool {
    let assumes = |value: &Value<'_>| {
        value.text.get(..14).is_some_and(|head| head.eq_ignore_ascii_case("sts:AssumeRole"))
    };
    policy.kind == PolicyKind::Trust
        && !policy.damaged
        && policy.statements.len() <= MOST_STATEMENTS
        && block.values.iter().any(assumes)
        && !policy.statements.iter().any(|statement| {
            statement.effect != Effect::Deny
                && statement.action.as_ref().is_some_and(|block| may_allow(block, needed.action))
        })
}
