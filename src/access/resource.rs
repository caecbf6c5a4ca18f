//! One value of `Resource` or `NotResource` against a request's resource.

use super::glob::{Case, Pattern, Token, matches};
use super::request::{ArnReading, Request};
use super::subject::{Text, parts_match};
use super::template::{Reading, Template, read};
use super::truth::{Row, Truth, Why};
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
        return near_miss(&template, value.text, kind, subject);
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
    let service = parts.nth(2).unwrap_or("*");
    if wild(service) {
        return Some(Row::ServiceWildcard);
    }
    let resource = parts.nth(2).unwrap_or("*");
    let word = resource.split('/').next().unwrap_or("");
    (service == "iam" && resource != "*" && wild(word)).then_some(Row::TypeWildcard)
}

/// Readings that somebody claims, in which a value that does not match would.
fn near_miss(template: &Template<'_>, text: &str, kind: PolicyKind, subject: &Text) -> Truth {
    let Some(resource) = subject.exact() else { return Truth::False };
    let parts = text.split(':').count();
    let is_short = parts < 6 && text.starts_with("arn:") && !text.ends_with('*');
    if is_short && kind == PolicyKind::Identity {
        let padded = format!("{text}{}", ":*".repeat(6 - parts));
        return if matches(&padded, resource, Case::Exact) {
            Truth::disputed(Row::ShortArn)
        } else {
            Truth::False
        };
    }
    let folded = match template {
        Template::Plain(text) => matches(text, resource, Case::Ascii),
        Template::Filled(pattern, _) => pattern.may_match(resource, Case::Ascii),
        Template::Never => false,
    };
    if !folded {
        return Truth::False;
    }
    let pattern = template.pattern(true).unwrap_or_default();
    let is_user = resource.split(':').nth(2).is_some_and(|service| service.eq_ignore_ascii_case("iam"))
        && resource.split(':').nth(5).is_some_and(|part| part.starts_with("user/"));
    if is_user || fold_head(&pattern).may_match(&fold_head_of(resource), Case::Exact) {
        return Truth::disputed(Row::ArnCase);
    }
    Truth::False
}

/// The first five parts of an ARN in lower case.
fn fold_head(pattern: &Pattern) -> Pattern {
    let mut colons = 0;
    let fold = |token: &Token| {
        colons += u8::from(*token == Token::Char(':') && colons < 5);
        match token {
            Token::Char(character) if colons < 5 => Token::Char(character.to_ascii_lowercase()),
            other => *other,
        }
    };
    Pattern::new(pattern.tokens().iter().map(fold).collect())
}

fn fold_head_of(text: &str) -> String {
    let mut colons = 0;
    text.chars()
        .map(|character| {
            colons += u8::from(character == ':' && colons < 5);
            if colons < 5 { character.to_ascii_lowercase() } else { character }
        })
        .collect()
}
