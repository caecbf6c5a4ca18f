//! One value of `Resource` or `NotResource` against a request's resource.

use super::glob::{Case, Pattern, Token};
use super::request::{ArnReading, Request};
use super::subject::{Text, parts_match};
use super::template::{Reading, Template, read};
use super::truth::{Row, Truth, Why};
use crate::aws::Arn;
use crate::finding::PolicyKind;
use crate::policy::Value;

/// Whether the value names the request's resource.
pub(super) fn value(value: &Value<'_>, kind: PolicyKind, variables: bool, request: &Request) -> Truth {
    let template = read(value, Reading { wildcards: true, variables, arn: true }, request);
    let subject = request.resource();
    if subject.exact() == Some("*") {
        return no_resource(&template);
    }
    let truth = match (&template, request.arns()) {
        (Template::Never, _) => return Truth::False,
        (Template::Plain(text), ArnReading::Flat) => subject.is_matched_by(text, Case::Exact, Why::Resource),
        (_, ArnReading::Flat) => {
            let pattern = template.pattern(true).unwrap_or_default();
            subject.is_matched(&pattern, Case::Exact, Why::Resource)
        }
        (_, ArnReading::Parts) => by_parts(&template.pattern(true).unwrap_or_default(), subject),
    };
    let truth = template.doubt(truth);
    if truth.is_false() {
        return near_miss(&template, value.text, kind, request);
    }
    head_row(value).map_or(truth, |row| truth.doubted(Why::Disputed(row)))
}

/// An action that takes no resource is matched by `*` alone.
fn no_resource(template: &Template<'_>) -> Truth {
    let Some(pattern) = template.pattern(true) else { return Truth::False };
    let open = |token: &Token| matches!(token, Token::Many | Token::Hole(_));
    if pattern.is_everything() {
        Truth::True
    } else if pattern.tokens().iter().all(open) {
        pattern.hole().map_or(Truth::False, Truth::Unknown)
    } else {
        Truth::False
    }
}

fn by_parts(pattern: &Pattern, subject: &Text) -> Truth {
    let whole = subject.pattern();
    if pattern.is_everything() {
        return Truth::True;
    }
    let flat = subject.is_matched(pattern, Case::Exact, Why::Resource);
    match (pattern.arn_parts(), whole.arn_parts()) {
        // A hole may hold colons, so the parts that are written out need not be the parts that AWS will see.
        _ if flat.is_false() || pattern.hole().is_some() => flat,
        (Some(pattern), Some(subject)) => parts_match(&pattern, &subject, Why::Resource),
        (_, None) if subject.exact().is_none() => flat.doubted(Why::Resource),
        _ => Truth::False,
    }
}

/// Wildcards that AWS documents as not allowed, though the value matches when it is read as one glob.
fn head_row(value: &Value<'_>) -> Option<Row> {
    let wild = |text: &str| text.contains(['*', '?']);
    let mut parts = value.text.splitn(6, ':');
    if value.text == "*" || !value.is_known() {
        return None;
    }
    // Where the service is not written out, a wildcard before it stands for it.
    let service = parts.nth(2).unwrap_or(value.text);
    if wild(service) {
        return Some(Row::ServiceWildcard);
    }
    let resource = parts.nth(2).unwrap_or("*");
    let word = resource.split('/').next().unwrap_or("");
    (service == "iam" && resource != "*" && wild(word)).then_some(Row::TypeWildcard)
}

/// Readings that somebody claims, in which a value that does not match would.
fn near_miss(template: &Template<'_>, text: &str, kind: PolicyKind, request: &Request) -> Truth {
    let subject = request.resource();
    let parts = text.split(':').count();
    if parts < 6 && kind == PolicyKind::Identity && text.starts_with("arn:") && !text.ends_with('*') {
        let padded = format!("{text}{}", ":*".repeat(6 - parts));
        let truth = subject.is_matched_by(&padded, Case::Exact, Why::Resource);
        return if truth.is_false() { Truth::False } else { Truth::disputed(Row::ShortArn) };
    }
    let pattern = match template {
        Template::Plain(text) if subject.is_matched_by(text, Case::Ascii, Why::Resource).is_false() => {
            return Truth::False;
        }
        _ => template.pattern(true).unwrap_or_default(),
    };
    // Everything folds in the ARN of a user, elsewhere only what stands before the fifth colon.
    let colons = if subject.exact().is_some_and(|resource| !is_user(resource)) { 5 } else { usize::MAX };
    let (pattern, subject) = (fold(&pattern, colons), Text::Like(fold(&subject.pattern(), colons)));
    let truth = match request.arns() {
        ArnReading::Flat => subject.is_matched(&pattern, Case::Exact, Why::Resource),
        ArnReading::Parts => by_parts(&pattern, &subject),
    };
    if truth.is_false() { Truth::False } else { Truth::disputed(Row::ArnCase) }
}

fn is_user(resource: &str) -> bool {
    Arn::parse(resource)
        .is_some_and(|arn| arn.service().eq_ignore_ascii_case("iam") && arn.resource().starts_with("user/"))
}

/// In lower case up to the colon with this number.
fn fold(pattern: &Pattern, until: usize) -> Pattern {
    let mut colons = 0;
    let fold = |token: &Token| match token {
        Token::Char(character) if colons < until => {
            colons += usize::from(*character == ':');
            Token::Char(character.to_ascii_lowercase())
        }
        other => *other,
    };
    Pattern::new(pattern.tokens().iter().map(fold).collect())
}
