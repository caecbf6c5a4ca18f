//! Whether a statement lets in strangers: callers of other accounts, or of none, whom it does not name.

use crate::access::is_address_range;
use crate::aws::Arn;
use crate::aws::caller_keys::{CallerKey, caller_key};
use crate::policy::{
    Base, Condition, Effect, Policy, PrincipalEntry, PrincipalType, Quantifier, Statement, Value,
};
use crate::proof::{Options, Outside, Verdict, outside_access};

/// Steps that a proof may take of what is left of one statement: some 5 ms.
const FUEL: u64 = 30_000;

/// The principals by which the policy certainly lets in strangers, each with its statement.
///
/// Where a `Deny` of the policy may keep them out again, one on who calls or where from, or one for everybody, it is proved
/// that some get in all the same. None where a `Deny` asks for a key of which it is not known whether it tells callers apart.
pub fn let_in<'p>(
    policy: &'p Policy<'p>,
) -> impl Iterator<Item = (&'p Statement<'p>, &'p PrincipalEntry<'p>)> {
    let is_sure = !policy.has_duplicates && !policy.damaged;
    let allows = policy.statements.iter().enumerate().filter(move |_| is_sure);
    let found = allows.filter_map(|(at, statement)| Some((at, statement, everyone(statement)?)));
    let found = found.filter(|(_, statement, _)| {
        statement.effect == Effect::Allow
            && statement.is_exact()
            && statement.conditions().iter().all(is_met_by_strangers)
    });
    let mut kept_out = None;
    let found = found.filter(move |(at, ..)| {
        match kept_out.get_or_insert_with(|| policy.statements.iter().map(may_keep_out).max()) {
            Some(Keeps::Perhaps) => gets_past(policy, *at),
            Some(Keeps::Open) => false,
            Some(Keeps::Nobody) | None => true,
        }
    });
    found.map(|(_, statement, everyone)| (statement, everyone))
}

/// Whether some stranger whom the `Allow` at this place lets in is denied by no statement.
fn gets_past(policy: &Policy<'_>, at: usize) -> bool {
    let is_kept = |(place, statement): (usize, &Statement<'_>)| {
        (place == at || statement.effect != Effect::Allow).then_some(place)
    };
    let places: Vec<usize> = policy.statements.iter().enumerate().filter_map(is_kept).collect();
    let options = Options { fuel: FUEL, ..Options::default() };
    outside_access(&policy.part(&places), &Outside::Public, options).verdict == Verdict::Witness
}

/// Whom a statement may keep out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Keeps {
    /// No stranger.
    Nobody,
    /// Strangers, as far as callers and networks are told apart.
    Perhaps,
    /// It cannot be told.
    Open,
}

/// The principal that is everyone, if the statement has one.
fn everyone<'p>(statement: &'p Statement<'p>) -> Option<&'p PrincipalEntry<'p>> {
    let block = statement.principal.as_ref().filter(|block| !block.negated)?;
    block.entries.iter().find(|entry| {
        entry.value.text == "*" && matches!(entry.kind, PrincipalType::Lone | PrincipalType::Aws)
    })
}

fn may_keep_out(statement: &Statement<'_>) -> Keeps {
    if statement.effect == Effect::Allow {
        return Keeps::Nobody;
    }
    let conditions = statement.conditions();
    if !statement.is_exact() || conditions.iter().any(|condition| caller_key(condition.key.text).is_none()) {
        return Keeps::Open;
    }
    let is_about_callers =
        |condition: &Condition<'_>| caller_key(condition.key.text).is_some_and(|key| key.names_caller);
    let may_be_stranger = statement.principal.as_ref().is_none_or(|block| block.negated)
        || conditions.is_empty() && everyone(statement).is_some();
    if may_be_stranger || conditions.iter().any(is_about_callers) { Keeps::Perhaps } else { Keeps::Nobody }
}

/// Whether a stranger can certainly meet the condition.
pub fn is_met_by_strangers(condition: &Condition<'_>) -> bool {
    let Some(operator) = condition.operator.filter(|_| condition.key.is_known()) else { return false };
    let Some(key) = caller_key(condition.key.text) else { return false };
    if !condition.unknown.is_empty() || condition.values.is_empty() {
        return false;
    }
    if !key.names_caller {
        return true;
    }
    if operator.base == Base::Null {
        return false;
    }
    let passes_absent = operator.quantifier == Quantifier::ForAll || operator.if_exists;
    if operator.negated {
        return condition.values.iter().all(Value::is_known);
    }
    passes_absent && !key.is_always_there
        || condition.values.iter().any(|value| is_open(condition, key, value))
}

/// Whether a value of a key that names the caller takes in strangers.
fn is_open(condition: &Condition<'_>, key: CallerKey, value: &Value<'_>) -> bool {
    let text = value.text;
    if !value.is_known() || text.contains("${") {
        return false;
    }
    match condition.operator.map(|operator| operator.base) {
        Some(Base::IpAddress) => key.is_always_there && is_wide(text),
        Some(Base::Bool) => text.eq_ignore_ascii_case("false"),
        Some(Base::StringLike | Base::ArnLike | Base::ArnEquals) => {
            let any = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte == b'*');
            any(text)
                || condition.is_key("aws:PrincipalArn")
                    && Arn::parse(text).is_some_and(|arn| any(arn.account()))
        }
        _ => false,
    }
}

/// Whether a range of addresses is so wide that S3 takes it for everybody: broader than /8, in IPv6 than /32.
fn is_wide(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/').filter(|_| is_address_range(text)) else {
        return false;
    };
    let narrowest = if address.contains(':') { 32 } else { 8 };
    length.parse::<u32>().is_ok_and(|length| length < narrowest)
}
