//! `source-account-contradiction`: a statement demands a source ARN of one account and the account of another.

use crate::access::glob::{Case, matches};
use crate::aws::identifier::is_account;
use crate::aws::{Arn, Part};
use crate::policy::{Base, Condition, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let conditions = statement.conditions();
    if conditions.len() < 2 {
        return;
    }
    let of = |name: &str| conditions.iter().find(|condition| condition.is_key(name) && compares(condition));
    let (Some(arns), Some(accounts)) = (of("aws:SourceArn"), of("aws:SourceAccount")) else { return };
    let may_agree =
        arns.values.iter().any(|arn| accounts.values.iter().any(|account| may_be_of(arn, account)));
    if may_agree {
        return;
    }
    let (Some(arn), Some(account)) = (arns.values.first(), accounts.values.first()) else { return };
    let named = Arn::split(arn.text).map_or("", |arn| arn.account());
    drafts
        .report("source-account-contradiction", "found", Spot::Node(account.node))
        .arg("account", account.text)
        .arg("named", named)
        .related(arn_spot(arn), "arn");
}

fn arn_spot(value: &Value<'_>) -> Spot {
    match value.arn() {
        Some(arn) => Spot::Within(value.node, arn.range(Part::Account)),
        None => Spot::Node(value.node),
    }
}

/// Whether a condition demands one of its values.
fn compares(condition: &Condition<'_>) -> bool {
    condition.unknown.is_empty()
        && condition.operator.is_some_and(|operator| {
            operator.demands_key()
                && !operator.negated
                && matches!(
                    operator.base,
                    Base::StringEquals | Base::StringLike | Base::ArnEquals | Base::ArnLike
                )
        })
}

/// Whether the ARN can be one of the account; yes where that is not certain.
fn may_be_of(arn: &Value<'_>, account: &Value<'_>) -> bool {
    let Some(parsed) = Arn::parse(arn.text) else { return true };
    let named = parsed.account();
    if named.is_empty() || named.contains('$') || account.text.contains('$') {
        return true;
    }
    if arn.touches_hole(parsed.range(Part::Account)) || !account.is_known() {
        return true;
    }
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'?'));
    if !plain(named) || !plain(account.text) {
        return true;
    }
    match (is_account(named), is_account(account.text)) {
        (_, true) => matches(named, account.text, Case::Exact),
        (true, false) => matches(account.text, named, Case::Exact),
        (false, false) => crate::access::glob::overlaps(named, account.text),
    }
}
