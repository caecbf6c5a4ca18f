//! `restrict-access-to-service-principal`: a service is let in for whomever it works, though it says for whom.

use crate::access::glob::{Case, matches};
use crate::aws::service_principal::{Class, classify};
use crate::aws::source_keys::{Sender, sender};
use crate::policy::{Base, Condition, Effect, Policy, PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "restrict-access-to-service-principal";

/// Keys that say for whom a service calls.
pub(super) const SOURCE_KEYS: [&str; 4] =
    ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    if is_denied_elsewhere(context.policy) {
        return;
    }
    for statement in &context.policy.statements {
        for entry in statement.principal.iter().flat_map(|block| &block.entries) {
            principal(statement, entry, drafts);
        }
    }
}

fn principal(statement: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let is_allow = statement.effect == Effect::Allow && entry.kind == PrincipalType::Service;
    if !is_allow || !entry.value.is_known() || statement.principal.as_ref().is_some_and(|block| block.negated)
    {
        return;
    }
    let name = match classify(entry.value.text) {
        Class::Known(known) => known.name,
        Class::Regional { base, .. } | Class::China { base, .. } => base.name,
        Class::NearMiss { .. } | Class::Unknown => return,
    };
    let Some(sender) = sender(name) else { return };
    if !sends_for(sender, statement) || is_restricted(statement) {
        return;
    }
    drafts
        .report(RULE, "open", Spot::Node(entry.value.node))
        .arg("service", entry.value.text)
        .arg("arn-service", sender.arn_service);
}

/// Whether every action of the statement is one for which the service is known to send the keys.
fn sends_for(sender: Sender, statement: &Statement<'_>) -> bool {
    let actions = statement.actions();
    !actions.is_empty()
        && actions.iter().all(|action| {
            action.is_known() && sender.actions().any(|known| matches(known, action.text, Case::Ascii))
        })
}

fn is_source_key(condition: &Condition<'_>) -> bool {
    SOURCE_KEYS.iter().any(|key| condition.is_key(key))
}

/// Whether some condition ties the call to one whom the service works for, or may do so.
fn is_restricted(statement: &Statement<'_>) -> bool {
    let Some(block) = &statement.condition else { return false };
    !block.unknown.is_empty()
        || block.conditions.iter().any(|condition| {
            let context_of_key = condition
                .key
                .text
                .get(..22)
                .is_some_and(|head| head.eq_ignore_ascii_case("kms:EncryptionContext:"));
            // Keys of the service itself, such as `ses:Referer` of old, may tie the call down as well.
            let may_tie = is_source_key(condition)
                || context_of_key
                || condition.is_key("aws:Referer")
                || condition.is_key("aws:SourceOwner")
                || condition.is_key("kms:CallerAccount")
                || !condition.key.is_known();
            may_tie && ties(condition)
        })
}

/// Whether a condition can fail: a positive test that the key must pass, and not with just any value.
fn ties(condition: &Condition<'_>) -> bool {
    let Some(operator) = condition.operator else { return true };
    let everything = |text: &str| !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'*' | b':'));
    // A `*` that is no wildcard lets in nobody, which another rule says.
    let is_literal = matches!(operator.base, Base::StringEquals | Base::StringEqualsIgnoreCase);
    operator.demands_key()
        && (is_literal
            || !condition.unknown.is_empty()
            || !condition.values.iter().any(|value| value.is_known() && everything(value.text)))
}

/// Whether a `Deny` speaks of the same keys: what it leaves open is not decided here.
fn is_denied_elsewhere(policy: &Policy<'_>) -> bool {
    policy.statements.iter().any(|statement| {
        statement.effect != Effect::Allow && statement.conditions().iter().any(is_source_key)
    })
}
