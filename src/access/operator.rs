//! One value of a request against one value of a condition, for each operator.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::cidr::Cidr;
use super::decimal::{Decimal, compare_numbers};
use super::glob::{Case, Pattern, matches};
use super::instant::{Instant, compare_dates};
use super::request::Request;
use super::subject::{Text, parts_match};
use super::template::{Reading, Template, read};
use super::truth::{Row, Truth, Why};
use crate::policy::{Base, Value};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What came of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Compared.
    Is(Truth),
    /// The policy's value is none that the operator can read.
    BadPolicyValue,
    /// The request's value is none that the operator can read.
    BadRequestValue,
}

/// Whether the request's value `subject` matches the policy's value, by the operator without its `Not`.
pub(super) fn compare(
    base: Base,
    subject: &Text,
    value: &Value<'_>,
    variables: bool,
    request: &Request,
) -> Outcome {
    match base {
        Base::StringEquals | Base::StringLike | Base::StringEqualsIgnoreCase => {
            let reading = Reading { wildcards: base == Base::StringLike, variables, arn: false };
            Outcome::Is(text(base, subject, &read(value, reading, request)))
        }
        Base::ArnEquals | Base::ArnLike => {
            let reading = Reading { wildcards: true, variables, arn: false };
            arn(subject, &read(value, reading, request))
        }
        _ if !value.is_known() => Outcome::Is(Truth::Unknown(Why::Hole)),
        Base::Bool if variables && value.text.contains("${") => {
            Outcome::Is(Truth::disputed(Row::BoolVariable))
        }
        Base::Bool | Base::Null => typed(subject, value, truth_word, |found, wanted| found == wanted),
        Base::NumericEquals => typed(subject, value, Decimal::parse, |found, wanted| found == wanted),
        Base::NumericLessThan => typed(subject, value, Decimal::parse, |found, wanted| found < wanted),
        Base::NumericLessThanEquals => typed(subject, value, Decimal::parse, |found, wanted| found <= wanted),
        Base::NumericGreaterThan => typed(subject, value, Decimal::parse, |found, wanted| found > wanted),
        Base::NumericGreaterThanEquals => {
            typed(subject, value, Decimal::parse, |found, wanted| found >= wanted)
        }
        Base::DateEquals => typed(subject, value, Instant::parse, |found, wanted| found == wanted),
        Base::DateLessThan => typed(subject, value, Instant::parse, |found, wanted| found < wanted),
        Base::DateLessThanEquals => typed(subject, value, Instant::parse, |found, wanted| found <= wanted),
        Base::DateGreaterThan => typed(subject, value, Instant::parse, |found, wanted| found > wanted),
        Base::DateGreaterThanEquals => typed(subject, value, Instant::parse, |found, wanted| found >= wanted),
        Base::BinaryEquals => typed(subject, value, decoded, |found, wanted| found == wanted),
        Base::IpAddress => address(subject, value.text),
    }
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text).ok()
}

/// Whether the text is bytes in Base64, as values of `BinaryEquals` are.
pub fn is_base64(text: &str) -> bool {
    decoded(text).is_some()
}

/// Whether a value of a request satisfies an operator that reads numbers, dates, addresses, truth values or bytes against
/// a value of a policy; `None` where one of the two is none, and for operators on texts.
pub fn typed_holds(base: Base, found: &str, wanted: &str) -> Option<bool> {
    let numbers = || compare_numbers(found, wanted);
    let dates = || compare_dates(found, wanted);
    Some(match base {
        Base::Bool => truth_word(found)? == truth_word(wanted)?,
        Base::NumericEquals => numbers()?.is_eq(),
        Base::NumericLessThan => numbers()?.is_lt(),
        Base::NumericLessThanEquals => numbers()?.is_le(),
        Base::NumericGreaterThan => numbers()?.is_gt(),
        Base::NumericGreaterThanEquals => numbers()?.is_ge(),
        Base::DateEquals => dates()?.is_eq(),
        Base::DateLessThan => dates()?.is_lt(),
        Base::DateLessThanEquals => dates()?.is_le(),
        Base::DateGreaterThan => dates()?.is_gt(),
        Base::DateGreaterThanEquals => dates()?.is_ge(),
        Base::IpAddress => Cidr::parse(wanted)?.contains(found.parse().ok()?),
        Base::BinaryEquals => decoded(found)? == decoded(wanted)?,
        _ => return None,
    })
}

/// `true` or `false`, in any case.
pub fn truth_word(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

fn typed<T>(
    subject: &Text,
    value: &Value<'_>,
    parse: impl Fn(&str) -> Option<T>,
    holds: impl Fn(&T, &T) -> bool,
) -> Outcome {
    let Some(wanted) = parse(value.text) else { return Outcome::BadPolicyValue };
    let Text::Exact(text) = subject else { return Outcome::Is(Truth::Unknown(Why::Key)) };
    match parse(text) {
        Some(found) => Outcome::Is(holds(&found, &wanted).into()),
        None => Outcome::BadRequestValue,
    }
}

fn address(subject: &Text, block: &str) -> Outcome {
    let Some(block) = Cidr::parse(block) else { return Outcome::BadPolicyValue };
    let Text::Exact(text) = subject else { return Outcome::Is(Truth::Unknown(Why::Key)) };
    match text.parse::<IpAddr>() {
        Ok(address) => Outcome::Is(block.contains(address).into()),
        Err(_) => Outcome::BadRequestValue,
    }
}

fn text(base: Base, subject: &Text, template: &Template<'_>) -> Truth {
    let case = if base == Base::StringEqualsIgnoreCase { Case::Ascii } else { Case::Exact };
    let like = base == Base::StringLike;
    let matched = |case| match (template, subject) {
        (Template::Never, _) => Truth::False,
        (Template::Plain(text), Text::Exact(subject)) => match (like, case) {
            (true, _) => matches(text, subject, case).into(),
            (false, Case::Exact) => (text == subject).into(),
            (false, _) => Pattern::literal(text).matches(subject, case),
        },
        (Template::Plain(text), _) if like => subject.is_matched_by(text, case, Why::Key),
        _ => template_matches(template, like, subject, case),
    };
    let truth = template.doubt(matched(case));
    // What AWS folds outside ASCII is not documented.
    if case == Case::Ascii && truth.is_false() && !matched(Case::Unicode).is_false() {
        return Truth::disputed(Row::NonAsciiCase);
    }
    truth
}

fn template_matches(template: &Template<'_>, wildcards: bool, subject: &Text, case: Case) -> Truth {
    match template.pattern(wildcards) {
        Some(pattern) => subject.is_matched(&pattern, case, Why::Key),
        None => Truth::False,
    }
}

/// Both sides in six parts, each part matched on its own.
fn arn(subject: &Text, template: &Template<'_>) -> Outcome {
    if let (Template::Plain(pattern), Text::Exact(subject)) = (template, subject) {
        return plain_arn(pattern, subject);
    }
    let Some(pattern) = template.pattern(true) else { return Outcome::Is(Truth::False) };
    let subject_pattern = subject.pattern();
    let subject_parts = subject_pattern.arn_parts().filter(|_| subject_pattern.starts_with("arn:"));
    let flat = subject.is_matched(&pattern, Case::Exact, Why::Key);
    let truth = match (pattern.arn_parts(), subject_parts) {
        (None, _) if pattern.hole().is_none() => return Outcome::BadPolicyValue,
        // Either the value is no ARN, or it is not known whether it is one.
        (_, None) if subject.exact().is_some() || flat.is_false() => return Outcome::BadRequestValue,
        // A hole may hold colons: only the flat reading is sure to take in every way to fill it.
        _ if pattern.hole().is_some() => flat,
        (Some(pattern), Some(subject)) => parts_match(&pattern, &subject, Why::Key),
        _ => flat.doubted(Why::Key),
    };
    Outcome::Is(template.doubt(truth))
}

fn plain_arn(pattern: &str, subject: &str) -> Outcome {
    if pattern.splitn(6, ':').count() < 6 {
        return Outcome::BadPolicyValue;
    }
    if subject.splitn(6, ':').count() < 6 || !subject.starts_with("arn:") {
        return Outcome::BadRequestValue;
    }
    let mut parts = pattern.splitn(6, ':').zip(subject.splitn(6, ':'));
    Outcome::Is(parts.all(|(pattern, subject)| matches(pattern, subject, Case::Exact)).into())
}
