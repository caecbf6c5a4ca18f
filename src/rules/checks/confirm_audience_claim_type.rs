//! `confirm-audience-claim-type`: a set operator on an audience that may have one value.

use crate::aws::oidc::{Audience, audience};
use crate::policy::{Condition, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let message = match condition.operator.map(|operator| operator.quantifier) {
        Some(Quantifier::ForAny) => "any",
        Some(Quantifier::ForAll) => "all",
        Some(Quantifier::None) | None => return,
    };
    let name = condition.operator_key.text;
    let (Some(Audience::Unsure), Some((_, bare))) = (audience(condition.key.text), name.split_once(':'))
    else {
        return;
    };
    drafts
        .report("confirm-audience-claim-type", message, Spot::Key(condition.key.node))
        .arg("key", condition.key.text)
        .arg("operator", name)
        .arg("bare", bare);
}
