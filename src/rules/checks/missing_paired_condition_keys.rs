//! `missing-paired-condition-keys`: a key that tells little without another one that is not there.

use crate::aws::key_facts::partners;
use crate::policy::{Condition, Effect, Statement};
use crate::rules::condition_edit::few;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(mut partners) = partners(condition.key.text).filter(|_| statement.effect == Effect::Allow)
    else {
        return;
    };
    let Some(block) = &statement.condition else { return };
    let is_there =
        |partner: &str| few(block).iter().any(|other| other.is_key(partner) || !other.key.is_known());
    if !condition.demands_key()
        || !block.unknown.is_empty()
        || few(block).is_empty()
        || partners.clone().any(is_there)
    {
        return;
    }
    let Some(partner) = partners.next() else { return };
    drafts
        .report("missing-paired-condition-keys", "alone", Spot::Key(condition.key.node))
        .arg("key", condition.key.text)
        .arg("partner", partner);
}
