//! `irrelevant-condition-key-in-policy`: a key that is the same for every request that the policy is asked about.

use crate::aws::key_facts::constant;
use crate::finding::Applicability;
use crate::policy::{Base, Condition, KindFrom, Statement};
use crate::rules::condition_edit::without;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(what) = constant(condition.key.text) else { return };
    // With a variable it is compared with something that changes: `${aws:PrincipalAccount}`.
    let is_fixed = condition.operator.is_some_and(|operator| operator.base != Base::Null)
        && condition.unknown.is_empty()
        && condition.values.iter().all(|value| value.is_known() && !value.text.contains("${"));
    // Policies of endpoints look like those of resources, but for what they are about.
    let is_about_all = statement.resources().iter().any(|value| value.text == "*");
    let may_be_of_endpoint = context.policy.kind_from == KindFrom::Content && is_about_all;
    if !is_fixed || may_be_of_endpoint || context.policy.may_be_endpoint_policy() {
        return;
    }
    let Some(block) = &statement.condition else { return };
    drafts
        .report("irrelevant-condition-key-in-policy", "found", Spot::Key(condition.key.node))
        .arg("key", condition.key.text)
        .arg("what", what)
        .fix("remove", Applicability::Unsafe, vec![without(context.policy, block, condition)]);
}
