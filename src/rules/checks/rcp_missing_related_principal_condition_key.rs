//! `rcp-missing-related-principal-condition-key`: a `Deny` by a key of principals that catches AWS services as well.

use crate::finding::Applicability;
use crate::policy::{Base, Condition, ConditionBlock, Effect, Statement, Value};
use crate::rules::condition_edit::{few, with};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Keys of principals in the guide, without the ones that are about services: AWS services have no value for them that one
/// could list.
const OF_PRINCIPALS: [&str; 7] = [
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalOrgID",
    "aws:PrincipalType",
    "aws:userid",
    "aws:username",
];
/// Keys that requests of AWS services never have.
const NEVER_OF_SERVICES: [&str; 3] = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:username"];
/// How tags of principals begin.
const TAG: &str = "aws:PrincipalTag/";
/// Keys with which a statement says that it knows of AWS services.
const OF_SERVICES: [&str; 3] =
    ["aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"];
/// The key that tells them apart.
const IS_SERVICE: &str = "aws:PrincipalIsAWSService";

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_of_principals = is_tag(condition) || OF_PRINCIPALS.iter().any(|known| condition.is_key(known));
    if is_of_principals && holds_without(condition) && !leaves_services_out(statement) {
        missing(
            "rcp-missing-related-principal-condition-key",
            "false",
            context,
            statement,
            condition,
            drafts,
        );
    }
}

/// Whether the key is a tag of the principal.
fn is_tag(condition: &Condition<'_>) -> bool {
    condition.key.text.get(..TAG.len()).is_some_and(|head| head.eq_ignore_ascii_case(TAG))
}

/// Whether a statement demands a key that requests of AWS services never have.
fn leaves_services_out(statement: &Statement<'_>) -> bool {
    statement.condition.as_ref().is_some_and(|block| {
        demands_one_of(block, &NEVER_OF_SERVICES)
            || few(block).iter().any(|other| is_tag(other) && other.demands_key())
    })
}

/// Whether a condition holds for requests without its key.
pub(super) fn holds_without(condition: &Condition<'_>) -> bool {
    let is_absent = |value: &Value<'_>| value.text.eq_ignore_ascii_case("true");
    condition.operator.is_some_and(|operator| {
        operator.holds_when_absent() == Some(true)
            || (operator.base == Base::Null && condition.values.iter().any(is_absent))
    })
}

/// Whether a block demands that requests have one of these keys.
pub(super) fn demands_one_of(block: &ConditionBlock<'_>, keys: &[&str]) -> bool {
    let is_present = |value: &Value<'_>| value.text.eq_ignore_ascii_case("false");
    few(block).iter().any(|other| {
        let is_null = other.operator.is_some_and(|operator| operator.base == Base::Null);
        keys.iter().any(|key| other.is_key(key))
            && (other.demands_key() || (is_null && other.values.iter().all(is_present)))
    })
}

/// Reports a `Deny` that says nothing of AWS services, with the edit that says it.
pub(super) fn missing(
    rule: &'static str,
    wanted: &str,
    context: Context<'_>,
    statement: &Statement<'_>,
    condition: &Condition<'_>,
    drafts: &mut Drafts,
) {
    let Some(block) = statement.condition.as_ref().filter(|_| statement.effect == Effect::Deny) else {
        return;
    };
    let knows =
        |other: &Condition<'_>| !other.key.is_known() || OF_SERVICES.iter().any(|key| other.is_key(key));
    let all = few(block);
    if all.is_empty() || !block.unknown.is_empty() || all.iter().any(knows) {
        return;
    }
    let draft = drafts.report(rule, "found", Spot::Key(condition.key.node));
    draft.arg("key", condition.key.text).arg("operator", condition.operator_key.text);
    if let Some(edit) = with(context.policy, block, "BoolIfExists", IS_SERVICE, wanted) {
        draft.fix("add", Applicability::Unsafe, vec![edit]);
    }
}
