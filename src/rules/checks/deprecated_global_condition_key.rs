//! `deprecated-global-condition-key`: `aws:ARN` in the policy of an identity.

use crate::finding::{Applicability, PolicyKind};
use crate::policy::{Condition, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if condition.is_key("aws:ARN") && context.policy.kind == PolicyKind::Identity {
        report("deprecated-global-condition-key", statement, condition, drafts);
    }
}

/// Reports the key with the one that took its place.
pub(super) fn report(
    rule: &'static str,
    statement: &Statement<'_>,
    condition: &Condition<'_>,
    drafts: &mut Drafts,
) {
    let draft = drafts.report(rule, ONLY, Spot::Key(condition.key.node));
    draft.arg("key", condition.key.text);
    // Beside a condition of the same operator on the new key, the old one would double it.
    let is_taken = statement.conditions().iter().any(|other| {
        other.operator_key.node == condition.operator_key.node && other.is_key("aws:PrincipalArn")
    });
    if !is_taken {
        let edit = TreeEdit::Rename(condition.key.node, "aws:PrincipalArn".to_owned());
        draft.fix("principal", Applicability::Unsafe, vec![edit]);
    }
}
