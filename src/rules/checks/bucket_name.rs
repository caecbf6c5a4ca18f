//! `bucket-name`: a resource names a bucket that cannot exist.

use crate::aws::bucket_name::{NameRule, violations};
use crate::aws::s3_arn::{S3Arn, S3Kind};
use crate::finding::{Confidence, PolicyKind, Severity};
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = S3Arn::parse(value.text) else { return };
    let name = arn.name.of(value.text);
    if !matches!(arn.kind, S3Kind::Bucket | S3Kind::Object) || name.is_empty() || is_plain(name) {
        return;
    }
    // A wildcard may take in the slash, so that what follows it may be part of the key.
    let known = name.find(['*', '?']).and_then(|at| name.get(..=at)).unwrap_or(name);
    let start = arn.name.start;
    let holes: Vec<Range> = value
        .holes
        .iter()
        .filter(|hole| hole.range.end > start)
        .map(|hole| Range::new(hole.range.start.saturating_sub(start), hole.range.end - start))
        .collect();
    let Some(first) = violations(known, &holes).into_iter().find(|found| is_told(found.rule, name)) else {
        return;
    };
    let place = Range::new(start + first.range.start, start + first.range.end);
    let draft = drafts.report("bucket-name", message(first.rule), Spot::Within(value.node, place));
    draft.arg("name", name).arg("text", place.of(value.text));
    if is_old(first.rule) {
        draft.confidence(Confidence::Medium);
        if known.len() < name.len() || known.ends_with(['*', '?']) {
            // A pattern in several spellings may be meant to catch whatever there is.
            draft.severity(Severity::Suggestion);
        }
    } else if context.policy.kind == PolicyKind::Bucket {
        draft.severity(Severity::Error);
    }
}

/// Most names: no rule can be broken, so nothing is looked at.
fn is_plain(name: &str) -> bool {
    let edge = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (3..=63).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && edge(name.bytes().next())
        && edge(name.bytes().next_back())
        && !name.starts_with("xn--")
        && !name.starts_with("sthree-")
        && !name.contains("--")
        && !name.ends_with("-s3alias")
}

/// Rules that buckets of us-east-1 from before March 2018 may break.
fn is_old(rule: NameRule) -> bool {
    matches!(rule, NameRule::UpperCase | NameRule::Underscore | NameRule::TooLong)
}

/// Names of the documents, and names with words in capitals, are samples to be replaced: another rule's.
fn is_told(rule: NameRule, name: &str) -> bool {
    match rule {
        NameRule::DemoPrefix => false,
        NameRule::UpperCase | NameRule::Underscore => {
            !name.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_uppercase))
        }
        _ => true,
    }
}

fn message(rule: NameRule) -> &'static str {
    match rule {
        NameRule::TooShort => "short",
        NameRule::TooLong => "long",
        NameRule::UpperCase | NameRule::Underscore => "old",
        NameRule::Character => "character",
        NameRule::Beginning | NameRule::Ending | NameRule::AdjacentDots => "punctuation",
        NameRule::IpAddress => "address",
        NameRule::ReservedPrefix | NameRule::DemoPrefix | NameRule::ReservedSuffix => "reserved",
    }
}
