//! `type-mismatch-number`: a value of a numeric operator that is no number.

use super::type_mismatch_boolean::report_others;
use crate::access::compare_numbers;
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Operators that compare numbers.
pub(super) const NUMERIC: [Base; 5] = [
    Base::NumericEquals,
    Base::NumericLessThan,
    Base::NumericLessThanEquals,
    Base::NumericGreaterThan,
    Base::NumericGreaterThanEquals,
];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_number = |text: &str| compare_numbers(text, text).is_some();
    report_others("type-mismatch-number", &NUMERIC, is_number, condition, drafts);
}
