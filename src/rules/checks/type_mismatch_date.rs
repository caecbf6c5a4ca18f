//! `type-mismatch-date`: a value of a date operator that is no date.

use super::type_mismatch_boolean::report_others;
use crate::access::compare_dates;
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Operators that compare points in time.
pub(super) const DATE: [Base; 5] = [
    Base::DateEquals,
    Base::DateLessThan,
    Base::DateLessThanEquals,
    Base::DateGreaterThan,
    Base::DateGreaterThanEquals,
];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_date = |text: &str| compare_dates(text, text).is_some();
    report_others("type-mismatch-date", &DATE, is_date, condition, drafts);
}
