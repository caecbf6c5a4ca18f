//! Tokens without delimiters: words that say the name of the place where they stand.

use super::taker::Taker;
use super::words::{
    holds, is_account_id, is_camel, is_crosses, is_one_of, is_organization_id, is_shouted, last_two,
    may_be_identifier, names_itself, words,
};
use crate::aws::arn::{Arn, Part, offset};
use crate::text::Range;

/// Calls back with each piece of `range` between the given bytes.
fn pieces(text: &str, range: Range, separators: &[u8], mut each: impl FnMut(Range)) {
    let mut start = range.start;
    for (at, byte) in range.of(text).bytes().enumerate() {
        if separators.contains(&byte) {
            let end = range.start + offset(at);
            each(Range::new(start, end));
            start = end + 1;
        }
    }
    each(Range::new(start, range.end));
}

/// The range without wildcards at its ends: `*account-id*` is emphasis that came along from a document.
fn without_stars(text: &str, range: Range) -> Range {
    let part = range.of(text);
    let bytes = part.as_bytes();
    if bytes.first() != Some(&b'*') && !matches!(bytes.last(), Some(b'*' | b'?')) {
        return range;
    }
    let tail = part.trim_start_matches('*');
    let mut body = tail.trim_end_matches(['*', '?']);
    if body.len() < tail.len() {
        body = body.trim_end_matches(['-', '_']);
    }
    let start = range.start + offset(part.len() - tail.len());
    Range::new(start, start + offset(body.len()))
}

/// What documents write in the place of the partition.
const PARTITION_WORDS: [&str; 3] = ["partition", "aws-partition", "aws_partition"];
/// What documents write in the place of the service.
const SERVICE_WORDS: [&str; 4] = ["service", "service-name", "service_name", "servicename"];

/// The tokens in an ARN.
pub(super) fn arn_fields(arn: &Arn<'_>, take: &mut Taker<'_>) {
    let text = arn.text();
    // Most fields are what they should be, which is quickly seen.
    if arn.partition() != "aws" {
        field(arn, Part::Partition, |part| is_one_of(part, &PARTITION_WORDS), take);
    }
    if arn.service().starts_with(['s', 'S']) {
        field(arn, Part::Service, |part| is_one_of(part, &SERVICE_WORDS), take);
    }
    if !matches!(arn.region(), "" | "*") {
        field(arn, Part::Region, is_region_word, take);
        shell_variable(text, arn.range(Part::Region), take);
    }
    if !matches!(arn.account(), "" | "*") {
        field(arn, Part::Account, is_account_word, take);
        shell_variable(text, arn.range(Part::Account), take);
    }
    if !arn.is_complete() {
        return;
    }
    if arn.service() == "s3" && arn.region().is_empty() && arn.account().is_empty() {
        s3_resource(text, arn.range(Part::Resource), take);
    } else {
        resource(arn, take);
    }
}

fn field(arn: &Arn<'_>, part: Part, is_placeholder: fn(&str) -> bool, take: &mut Taker<'_>) {
    let range = without_stars(arn.text(), arn.range(part));
    if range.len() > 2 && is_placeholder(range.of(arn.text())) && !take.is_marked(range) {
        take.token(range, true);
    }
}

/// No region of AWS has the word in its name.
pub(super) fn is_region_word(field: &str) -> bool {
    holds(field, "region") && !field.contains('$')
}

/// An account's id has digits only, but for a few words of AWS's own, none of which speaks of accounts.
pub(super) fn is_account_word(field: &str) -> bool {
    if field.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let crosses = field.bytes().filter(|byte| matches!(byte, b'x' | b'X')).count();
    let is_form =
        crosses >= 3 && field.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'x' | b'X'));
    !field.contains(['$', '/'])
        && (holds(field, "account") || holds(field, "acct") || field.contains("EXAMPLE") || is_form)
}

/// `$ACCOUNT` in a field that can hold no dollar sign: a shell or make fills it in.
fn shell_variable(text: &str, range: Range, take: &mut Taker<'_>) {
    let Some(name) = range.of(text).strip_prefix('$') else { return };
    let name = name.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(name);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name && !take.is_marked(range) {
        take.interpolation(range);
    }
}

fn s3_resource(text: &str, range: Range, take: &mut Taker<'_>) {
    let slash =
        memchr::memchr(b'/', range.of(text).as_bytes()).map_or(range.end, |at| range.start + offset(at));
    let bucket = without_stars(text, Range::new(range.start, slash));
    shell_variable(text, bucket, take);
    if !bucket.is_empty() && !take.is_marked(bucket) {
        bucket_field(text, bucket, take);
    }
    if slash < range.end {
        pieces(text, Range::new(slash + 1, range.end), b"/", |piece| {
            // What stands before the sign in `accountid=account-id` is the name of a partition of a table.
            let sign = memchr::memrchr(b'=', piece.of(text).as_bytes());
            let value = sign.map_or(piece.start, |at| piece.start + offset(at) + 1);
            let piece = without_stars(text, Range::new(value, piece.end));
            if is_key_word(piece.of(text)) && !take.is_marked(piece) {
                take.token(piece, false);
            }
        });
    }
}

fn bucket_field(text: &str, range: Range, take: &mut Taker<'_>) {
    let name = range.of(text);
    let is_valid = name.bytes().all(|byte| !byte.is_ascii_uppercase() && byte != b'_' && byte != b' ');
    if names_itself(name, "bucket") || is_crosses(name) {
        take.token(range, !is_valid);
        return;
    }
    if is_valid {
        return;
    }
    // A capital is wrong in a bucket's name, so a part of the name may be the placeholder: `logs-BUCKET_NAME`.
    let mut hit = None;
    pieces(text, range, b"-.", |piece| {
        let part = piece.of(text);
        if hit.is_none() && (is_bucket_role(part) || names_itself(part, "bucket")) {
            hit = Some(piece);
        }
    });
    let shouted = ["BUCKET-NAME", "BUCKET_NAME"].iter().find_map(|token| {
        let at = range.start + offset(name.find(token)?);
        Some(Range::new(at, at + offset(token.len())))
    });
    if let Some(piece) = shouted.or(hit) {
        take.token(piece, true);
    } else if is_shouted(name) && ends_in(name, &["bucket", "id", "name"]) && !holds(name, "example") {
        take.token(range, true);
    }
}

pub(super) fn ends_in(token: &str, endings: &[&str]) -> bool {
    last_two(token).1.is_some_and(|word| is_one_of(word, endings))
}

/// What documents say before `Bucket` when they mean the reader's own.
const BUCKET_ROLES: [&str; 17] = [
    "my",
    "your",
    "the",
    "some",
    "source",
    "destination",
    "target",
    "manifest",
    "report",
    "object",
    "output",
    "input",
    "log",
    "logs",
    "logging",
    "result",
    "results",
];

/// `myBucket`, `myOrganizationBucket`, `DestinationBucket`: two words or more of which the last is `Bucket`.
fn is_bucket_role(part: &str) -> bool {
    is_camel(part)
        && ends_in(part, &["bucket"])
        && words(part).next().is_some_and(|word| is_one_of(word, &BUCKET_ROLES))
}

/// Words in an object's key. Keys are free text: only what can hardly be a folder's name.
fn is_key_word(piece: &str) -> bool {
    let could_be = may_be_identifier(piece) || piece.ends_with("refix") || piece.starts_with("optional");
    if !could_be {
        return false;
    }
    let first_two = |first: &str, second: &str| {
        let mut parts = words(piece);
        parts.next().is_some_and(|word| word == first)
            && parts.next().is_some_and(|word| second.is_empty() || word == second)
    };
    let is_own = is_camel(piece) && first_two("my", "") && ends_in(piece, &["prefix", "id", "name"]);
    let is_optional = is_camel(piece) && first_two("optional", "");
    let is_object = is_shouted(piece) && is_object_name(piece);
    is_account_id(piece) || is_organization_id(piece) || is_own || is_optional || is_object
}

fn is_object_name(piece: &str) -> bool {
    let (before, last) = last_two(piece);
    last == Some("NAME")
        && before
            .is_some_and(|word| is_one_of(word, &["object", "key", "file", "folder", "prefix", "bucket"]))
}

/// Resources of other services: `type/name` and `type:name`, where the name says that it is the name of a `type`.
fn resource(arn: &Arn<'_>, take: &mut Taker<'_>) {
    let text = arn.text();
    let range = arn.range(Part::Resource);
    // Parameters and secrets have paths of the user's own, in which a name may follow its like.
    let depth = if has_own_paths(arn.service()) { 2 } else { 4 };
    let mut before: Option<Range> = None;
    let mut number = 0;
    pieces(text, range, b"/:", |piece| {
        let token = without_stars(text, piece);
        let part = token.of(text);
        let kind = match before {
            Some(kind) => kind.of(text),
            None => own_kind(arn.service()),
        };
        if !part.is_empty()
            && number < depth
            && is_own_name(arn.service(), kind, part)
            && !take.is_marked(token)
        {
            take.token(token, false);
        }
        before = Some(piece);
        number += 1;
    });
}

/// What a resource is whose ARN does not say its type.
fn own_kind(service: &str) -> &str {
    match service {
        "s3" => "bucket",
        "sns" => "topic",
        "sqs" => "queue",
        "execute-api" => "api",
        "codecommit" => "repository",
        _ => "",
    }
}

fn is_own_name(service: &str, kind: &str, part: &str) -> bool {
    let is_stream = service == "logs" && kind == "log-stream";
    if !is_stream && !may_be_identifier(part) {
        return part.starts_with("name-of-");
    }
    // `log-group` is a group: its last word counts.
    let noun = last_two(kind).1.unwrap_or("");
    if !noun.is_empty() && names_itself(part, noun) {
        return true;
    }
    if is_stream {
        let head = part.split('_').next().unwrap_or("");
        return is_account_id(head) && head.len() > 4 && head.len() == part.len();
    }
    !has_own_names(service)
        && is_shouted(part)
        && ends_in(part, &["name", "id", "arn"])
        && !holds(part, "example")
}

/// Whether things of this service are often called after variables: `DB_NAME` is a real parameter.
fn has_own_names(service: &str) -> bool {
    has_own_paths(service) || matches!(service, "iot" | "dynamodb")
}

fn has_own_paths(service: &str) -> bool {
    matches!(service, "ssm" | "secretsmanager" | "appconfig")
}
