//! `invalid-variable-for-operator`: a policy variable that is compared as something else than a text or an ARN.

use crate::finding::Confidence;
use crate::policy::variable::{Seen, Variable, variables};
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let Some(operator) = condition.operator else { return };
    if takes_variables(operator.base) || !policy.has_variables() || !policy.seen_variables().has(Seen::USED) {
        return;
    }
    for value in &condition.values {
        for variable in variables(value.text).filter(Variable::is_certain) {
            let spot = Spot::Within(value.node, variable.range);
            let draft = drafts.report("invalid-variable-for-operator", "found", spot);
            draft
                .arg("operator", condition.operator_key.text)
                .arg("variable", variable.range.of(value.text))
                .related(Spot::Key(condition.operator_key.node), "operator");
            if operator.base == Base::Bool {
                draft.confidence(Confidence::Medium);
            }
        }
    }
}

/// Whether AWS replaces variables in the values of the operator.
pub(super) fn takes_variables(base: Base) -> bool {
    matches!(
        base,
        Base::StringEquals
            | Base::StringEqualsIgnoreCase
            | Base::StringLike
            | Base::ArnEquals
            | Base::ArnLike
    )
}
