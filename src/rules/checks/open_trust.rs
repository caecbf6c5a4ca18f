//! `open-trust`: a role that everyone may assume.

use crate::access::glob::{Case, matches};
use crate::policy::{Base, Condition, Effect, Policy, PrincipalEntry, PrincipalType, Quantifier, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::profile::external_id::{KEY, assumes};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

/// Keys whose values a stranger can bring about, by what it sends or by how it sets up its own account.
const FREE: [&str; 12] = [
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalType",
    "aws:Referer",
    "aws:RequestedRegion",
    "aws:TagKeys",
    "aws:UserAgent",
    "aws:username",
    KEY,
    "sts:RoleSessionName",
    "sts:SourceIdentity",
    "sts:TransitiveTagKeys",
];

/// Families of such keys.
const FREE_FAMILIES: [&str; 2] = ["aws:PrincipalTag/", "aws:RequestTag/"];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    if is_denied(context.policy) {
        return;
    }
    for statement in &context.policy.statements {
        for entry in statement.principal.iter().flat_map(|block| &block.entries) {
            principal(statement, entry, drafts);
        }
    }
}

fn principal(statement: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    if entry.kind != PrincipalType::Aws || entry.value.text != "*" || !assumes(statement) {
        return;
    }
    let whole = statement.condition.as_ref().is_none_or(crate::policy::ConditionBlock::is_exact);
    let negated = statement.principal.as_ref().is_some_and(|block| block.negated);
    if !whole || negated || !statement.conditions().iter().all(is_free) {
        return;
    }
    let by_id = statement.conditions().iter().find(|condition| condition.is_key(KEY));
    let message = if by_id.is_some() { "external-id" } else { "everyone" };
    let draft = drafts.report("open-trust", message, Spot::Node(entry.value.node));
    if let Some(condition) = by_id {
        draft.related(Spot::Key(condition.key.node), "external-id");
    }
}

/// Whether a condition keeps out nobody who knows it.
fn is_free(condition: &Condition<'_>) -> bool {
    let key = condition.key.text;
    let family = |head: &&str| key.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    if FREE.iter().any(|known| condition.is_key(known)) || FREE_FAMILIES.iter().any(family) {
        return true;
    }
    // A condition on who calls keeps strangers out, unless its operator or its value lets them through.
    let of_organization = condition.is_key("aws:PrincipalOrgID") || condition.is_key("aws:PrincipalOrgPaths");
    let is_arn = condition.is_key("aws:PrincipalArn");
    let Some(operator) = condition.operator else { return false };
    let wild = match operator.base {
        Base::StringEquals | Base::StringEqualsIgnoreCase => false,
        Base::StringLike | Base::ArnEquals | Base::ArnLike => true,
        _ => return false,
    };
    if !of_organization && !is_arn && !condition.is_key("aws:PrincipalAccount") {
        return false;
    }
    // An account that is in no organization has no such key; every caller has the others.
    let passes_absent = operator.if_exists || operator.quantifier == Quantifier::ForAll;
    let is_any = |text: &str| {
        let account = if is_arn { text.split(':').nth(4).unwrap_or(text) } else { text };
        ["999999999999", "o-strangerorg/r-9999/"]
            .iter()
            .any(|stranger| matches(account, stranger, Case::Exact))
    };
    operator.negated
        || (of_organization && passes_absent)
        || condition.values.iter().any(|value| wild && value.is_known() && is_any(value.text))
}

/// Whether a `Deny` speaks of assuming the role: whom it leaves is not told here.
fn is_denied(policy: &Policy<'_>) -> bool {
    let denies = policy.statements.iter().filter(|statement| statement.effect != Effect::Allow);
    denies.into_iter().any(|statement| {
        let actions = statement.actions().iter();
        statement.action.as_ref().is_none_or(|block| block.negated)
            || actions.into_iter().any(|action| matches(action.text, "sts:AssumeRole", Case::Ascii))
    })
}
