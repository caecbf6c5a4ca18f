//! `condition-never-holds`: conditions of one statement that no request can meet together, and values that no key has.

use std::cmp::Ordering;

use crate::access::glob::{Case, covers, matches, overlaps};
use crate::access::{compare_dates, compare_numbers};
use crate::aws::identifier::{AccountShape, account_shape};
use crate::finding::{Confidence, Severity};
use crate::policy::{Base, Condition, Quantifier, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "condition-never-holds";

/// Pairs of values that are compared; longer lists are left alone.
const MOST_PAIRS: usize = 4096;

/// Conditions on one key that are compared with each other.
const MOST_OF_ONE_KEY: usize = 32;

/// Keys whose values are account ids.
pub(super) const ACCOUNT_KEYS: [&str; 8] = [
    "aws:SourceAccount",
    "aws:PrincipalAccount",
    "aws:ResourceAccount",
    "aws:SourceOwner",
    "aws:VpceAccount",
    "s3:ResourceAccount",
    "s3:DataAccessPointAccount",
    "kms:CallerAccount",
];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let conditions = statement.conditions();
    if conditions.is_empty() || context.policy.has_duplicates {
        return;
    }
    for condition in conditions {
        lone(condition, drafts);
    }
    if conditions.len() < 2 {
        return;
    }
    let mut sorted: Vec<(String, &Condition<'_>)> =
        conditions.iter().map(|condition| (condition.key.text.to_ascii_lowercase(), condition)).collect();
    sorted.sort_by(|(one, _), (two, _)| one.cmp(two));
    for same in sorted.chunk_by(|(one, _), (two, _)| one == two) {
        for (at, (_, one)) in same.iter().enumerate().take(MOST_OF_ONE_KEY) {
            same.iter().skip(at + 1).take(MOST_OF_ONE_KEY).for_each(|(_, two)| pair(one, two, drafts));
        }
    }
}

/// Values that the key of a condition never has.
fn lone(condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(operator) = condition.operator.filter(|operator| operator.demands_key() && !operator.negated)
    else {
        return;
    };
    match operator.base {
        Base::StringEquals | Base::StringLike if ACCOUNT_KEYS.iter().any(|key| condition.is_key(key)) => {
            let bad = |value: &&Value<'_>| is_no_account(value);
            let all = condition.values.iter().all(|value| is_no_account(value));
            for value in condition.values.iter().filter(bad) {
                let draft = drafts.report(RULE, "account", Spot::Node(value.node));
                draft.arg("key", condition.key.text).arg("value", value.text);
                if !all {
                    draft.severity(Severity::Warning);
                }
            }
        }
        Base::ArnEquals | Base::ArnLike => {
            for value in condition.values.iter().filter(|value| is_short_arn(value)) {
                drafts
                    .report(RULE, "short-arn", Spot::Node(value.node))
                    .arg("key", condition.key.text)
                    .arg("operator", condition.operator_key.text)
                    .arg("value", value.text)
                    .severity(Severity::Warning)
                    .confidence(Confidence::Medium);
            }
        }
        _ => {}
    }
}

/// Digits in the place of an account id that are none.
pub(super) fn is_no_account(value: &Value<'_>) -> bool {
    value.is_known() && matches!(account_shape(value.text), AccountShape::WrongLength | AccountShape::Grouped)
}

fn is_short_arn(value: &Value<'_>) -> bool {
    value.is_known() && value.arn().is_some_and(|arn| !arn.is_complete()) && !value.text.contains("${")
}

/// Two conditions on one key, both of which a request must meet.
fn pair(one: &Condition<'_>, two: &Condition<'_>, drafts: &mut Drafts) {
    let (Some(first), Some(second)) = (one.operator, two.operator) else { return };
    if !is_known(one) || !is_known(two) {
        return;
    }
    let (test, null) = match (first.base, second.base) {
        (Base::Null, Base::Null) => return,
        (Base::Null, _) => (two, Some(one)),
        (_, Base::Null) => (one, Some(two)),
        _ => (two, None),
    };
    if let Some(null) = null {
        let absent = null.values.iter().all(|value| value.text.eq_ignore_ascii_case("true"));
        if absent && test.demands_key() {
            report("null", test, null, drafts);
        }
        return;
    }
    let is_single = [first, second].iter().all(|operator| operator.quantifier == Quantifier::None)
        && !one.known_key().is_some_and(|key| key.is_multivalued);
    let is_demanded = first.demands_key() || second.demands_key();
    if !is_single || !is_demanded || one.values.len().saturating_mul(two.values.len()) > MOST_PAIRS {
        return;
    }
    let impossible = match (first.negated, second.negated) {
        (false, false) => disjoint(one, two) || apart(one, two),
        (false, true) => excluded(one, two),
        (true, false) => excluded(two, one),
        (true, true) => false,
    };
    if impossible {
        report("pair", two, one, drafts);
    }
}

fn report(message: &'static str, at: &Condition<'_>, other: &Condition<'_>, drafts: &mut Drafts) {
    drafts
        .report(RULE, message, Spot::Key(at.key.node))
        .arg("key", at.key.text)
        .arg("operator", at.operator_key.text)
        .arg("other", other.operator_key.text)
        .related(Spot::Key(other.key.node), "other");
}

fn is_known(condition: &Condition<'_>) -> bool {
    condition.unknown.is_empty()
        && !condition.values.is_empty()
        && condition.values.iter().all(|value| value.is_known() && !value.text.contains('$'))
}

/// Whether `*` and `?` are wildcards in the values of a condition; `None` where texts are not what is compared.
fn wild(condition: &Condition<'_>) -> Option<bool> {
    match condition.operator?.base {
        Base::StringEquals => Some(false),
        Base::StringLike | Base::ArnEquals | Base::ArnLike => Some(true),
        _ => None,
    }
}

/// Whether no text is among the values of both.
fn disjoint(one: &Condition<'_>, two: &Condition<'_>) -> bool {
    let (Some(one_wild), Some(two_wild)) = (wild(one), wild(two)) else { return false };
    let meet = |left: &str, right: &str| match (one_wild, two_wild) {
        (false, false) => left == right,
        (true, false) => matches(left, right, Case::Exact),
        (false, true) => matches(right, left, Case::Exact),
        (true, true) => overlaps(left, right),
    };
    !one.values.iter().any(|left| two.values.iter().any(|right| meet(left.text, right.text)))
}

/// Whether the second condition leaves out every value that the first allows.
fn excluded(allowed: &Condition<'_>, refused: &Condition<'_>) -> bool {
    let (Some(allowed_wild), Some(refused_wild)) = (wild(allowed), wild(refused)) else { return false };
    let is_out = |value: &str, out: &str| match (allowed_wild, refused_wild) {
        (false, false) => value == out,
        (false, true) => matches(out, value, Case::Exact),
        (true, false) => value == out && !value.contains(['*', '?']),
        (true, true) => covers(out, value),
    };
    allowed.values.iter().all(|value| refused.values.iter().any(|out| is_out(value.text, out.text)))
}

/// The side of a limit, and whether the limit itself is allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Lower(bool),
    Upper(bool),
}

type Compare = fn(&str, &str) -> Option<Ordering>;

fn bound(condition: &Condition<'_>) -> Option<(Bound, Compare)> {
    let numbers: Compare = compare_numbers;
    let dates: Compare = compare_dates;
    match condition.operator?.base {
        Base::NumericLessThan => Some((Bound::Upper(false), numbers)),
        Base::NumericLessThanEquals => Some((Bound::Upper(true), numbers)),
        Base::NumericGreaterThan => Some((Bound::Lower(false), numbers)),
        Base::NumericGreaterThanEquals => Some((Bound::Lower(true), numbers)),
        Base::DateLessThan => Some((Bound::Upper(false), dates)),
        Base::DateLessThanEquals => Some((Bound::Upper(true), dates)),
        Base::DateGreaterThan => Some((Bound::Lower(false), dates)),
        Base::DateGreaterThanEquals => Some((Bound::Lower(true), dates)),
        _ => None,
    }
}

/// Whether the one demands more than the other allows: numbers or dates.
fn apart(one: &Condition<'_>, two: &Condition<'_>) -> bool {
    let (Some((first, compare)), Some((second, other))) = (bound(one), bound(two)) else { return false };
    if !std::ptr::fn_addr_eq(compare, other) {
        return false;
    }
    let (lower, upper, both) = match (first, second) {
        (Bound::Lower(low), Bound::Upper(high)) => (one, two, low && high),
        (Bound::Upper(high), Bound::Lower(low)) => (two, one, low && high),
        _ => return false,
    };
    lower.values.iter().all(|low| {
        upper.values.iter().all(|high| match compare(low.text, high.text) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => !both,
            Some(Ordering::Less) | None => false,
        })
    })
}
