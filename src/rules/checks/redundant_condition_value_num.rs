//! `redundant-condition-value-num`: several limits in one numeric condition, of which the widest decides.

use std::cmp::Ordering;

use crate::access::compare_numbers;
use crate::finding::Applicability;
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some((first, others)) = condition.values.split_first().filter(|(_, others)| !others.is_empty())
    else {
        return;
    };
    let (wider, message) = match condition.operator.map(|operator| operator.base) {
        Some(Base::NumericLessThan | Base::NumericLessThanEquals) => (Ordering::Greater, "greatest"),
        Some(Base::NumericGreaterThan | Base::NumericGreaterThanEquals) => (Ordering::Less, "least"),
        _ => return,
    };
    if !condition.unknown.is_empty() || !first.is_known() {
        return;
    }
    let mut widest = first;
    for value in others {
        match compare_numbers(value.text, widest.text).filter(|_| value.is_known()) {
            None => return,
            Some(order) if order == wider => widest = value,
            Some(_) => {}
        }
    }
    let draft = drafts.report("redundant-condition-value-num", message, Spot::Node(first.node));
    draft.arg("operator", condition.operator_key.text).arg("key", condition.key.text);
    draft.arg("value", widest.text);
    for value in others {
        draft.also(Spot::Node(value.node));
    }
    let rest = condition.values.iter().filter(|value| value.node != widest.node);
    draft.fix("keep", Applicability::Safe, rest.map(|value| TreeEdit::Remove(value.node)).collect());
}
