//! `invalid-date-value`: a date that is written as a number.

use super::type_mismatch_date::DATE;
use crate::access::{compare_dates, date_of_seconds};
use crate::finding::Applicability;
use crate::policy::{Condition, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if !condition.operator.is_some_and(|operator| DATE.contains(&operator.base)) {
        return;
    }
    // The one key whose own values are such numbers.
    if condition.is_key("aws:EpochTime") {
        return;
    }
    for value in condition.values.iter().filter(|value| value.is_known()) {
        if !value.text.is_empty() && value.text.bytes().all(|byte| byte.is_ascii_digit()) {
            number(value, condition, drafts);
        }
    }
}

fn number(value: &Value<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let (message, date) = meant(value.text);
    let draft = drafts.report("invalid-date-value", message, Spot::Node(value.node));
    draft.arg("value", value.text).arg("operator", condition.operator_key.text);
    if let Some(date) = date {
        let edit = TreeEdit::Replace(value.node, format!("\"{date}\""));
        let (title, applicability) = match message {
            "seconds" => ("date", Applicability::Safe),
            "year" => ("year", Applicability::Unsafe),
            _ => ("date", Applicability::Unsafe),
        };
        draft.arg("date", date).fix(title, applicability, vec![edit]);
    }
}

/// What the digits may have been meant as, and the date that this is.
fn meant(text: &str) -> (&'static str, Option<String>) {
    match text.len() {
        4 => ("year", Some(format!("{text}-01-01"))),
        // Eight digits of seconds are a day of the seventies; as a date without hyphens they are one of our time.
        8 if text.starts_with("20") || text.starts_with("19") => {
            let part = |from, to| text.get(from..to).unwrap_or("");
            let date = format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8));
            if compare_dates(&date, &date).is_some() { ("joined", Some(date)) } else { seconds(text) }
        }
        // Ten digits are seconds of our time, thirteen are milliseconds, as JavaScript counts.
        13 => match date_of_seconds(text.get(..text.len() - 3).unwrap_or("")) {
            Some(date) => ("milliseconds", Some(date)),
            None => ("number", None),
        },
        _ => seconds(text),
    }
}

fn seconds(text: &str) -> (&'static str, Option<String>) {
    match date_of_seconds(text) {
        Some(date) => ("seconds", Some(date)),
        None => ("number", None),
    }
}
