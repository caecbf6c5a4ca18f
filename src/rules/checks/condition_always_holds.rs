//! `condition-always-holds`: a condition that was to narrow a statement and does not.

use super::condition_never_holds::{ACCOUNT_KEYS, is_no_account};
use crate::finding::{PolicyKind, Severity};
use crate::policy::{Base, Condition, Effect, PrincipalType, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "condition-always-holds";

/// Keys that requests of strangers do not have.
const NOT_OF_STRANGERS: [&str; 9] = [
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalArn",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let conditions = statement.conditions();
    if conditions.is_empty() {
        return;
    }
    for condition in conditions {
        any_address(statement, condition, drafts);
        no_account(statement, condition, drafts);
    }
    if is_for_everyone(context.policy.kind, statement) {
        absent_key(statement, drafts);
    }
}

/// `IpAddress` with every address of IPv4.
fn any_address(statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(operator) = condition.operator.filter(|operator| operator.base == Base::IpAddress) else {
        return;
    };
    if operator.negated || statement.effect != Effect::Allow {
        return;
    }
    for value in condition.values.iter().filter(|value| matches!(value.text, "0.0.0.0/0" | "::/0")) {
        drafts
            .report(RULE, "any-address", Spot::Node(value.node))
            .arg("value", value.text)
            .arg("key", condition.key.text);
    }
}

/// A negated comparison with what is no account id: the `Deny` catches every account.
fn no_account(statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(operator) = condition.operator else { return };
    let compares = operator.negated && matches!(operator.base, Base::StringEquals | Base::StringLike);
    if !compares || !ACCOUNT_KEYS.iter().any(|key| condition.is_key(key)) {
        return;
    }
    let all = condition.values.iter().all(is_no_account);
    for value in condition.values.iter().filter(|value| is_no_account(value)) {
        let message = if statement.effect == Effect::Deny { "account-denied" } else { "account" };
        let draft = drafts.report(RULE, message, Spot::Node(value.node));
        draft.arg("value", value.text).arg("key", condition.key.text);
        if all {
            draft.severity(Severity::Error);
        }
    }
}

/// Whether a statement of a resource's policy lets in everyone who meets its conditions.
fn is_for_everyone(kind: PolicyKind, statement: &Statement<'_>) -> bool {
    matches!(kind, PolicyKind::Bucket | PolicyKind::Resource)
        && statement.effect == Effect::Allow
        && statement.condition.as_ref().is_some_and(crate::policy::ConditionBlock::is_exact)
        && statement.principal.as_ref().is_some_and(|block| {
            !block.negated
                && block.entries.iter().any(|entry| {
                    entry.value.text == "*" && matches!(entry.kind, PrincipalType::Lone | PrincipalType::Aws)
                })
        })
}

/// Tests that pass where the key is absent, in a statement for everyone that demands no key at all.
fn absent_key(statement: &Statement<'_>, drafts: &mut Drafts) {
    let conditions = statement.conditions();
    let demands = |condition: &Condition<'_>| {
        let Some(operator) = condition.operator else { return true };
        let is_present = operator.base == Base::Null
            && condition.values.iter().any(|value| !value.text.eq_ignore_ascii_case("true"));
        // What every request has does not keep anyone out.
        let is_general = condition.is_key("aws:SecureTransport") || condition.is_key("s3:TlsVersion");
        is_present || (operator.demands_key() && !is_general)
    };
    if conditions.iter().any(demands) {
        return;
    }
    for condition in conditions {
        let Some(operator) = condition.operator.filter(|operator| !operator.negated) else { continue };
        let passes = operator.holds_when_absent() == Some(true);
        if !passes || !NOT_OF_STRANGERS.iter().any(|key| condition.is_key(key)) {
            continue;
        }
        let message = if operator.quantifier == Quantifier::ForAll { "for-all-values" } else { "if-exists" };
        drafts
            .report(RULE, message, Spot::Key(condition.key.node))
            .arg("key", condition.key.text)
            .arg("operator", condition.operator_key.text)
            .related(Spot::Key(condition.operator_key.node), "operator");
    }
}
