//! Deciding requests: a bucket policy as people write them, a large one, one that is meant to be slow.

use std::borrow::Cow;
use std::hint::black_box;

use arnlint::access::glob;
use arnlint::access::{Context, Given, Matcher, Principal, Request, RequestError, evaluate_policy};
use arnlint::json::parse;
use arnlint::policy::{Container, lower};
use arnlint::text::FileId;
use divan::Bencher;

fn main() {
    divan::main();
}

/// Delivery of CloudTrail with three further statements.
const BUCKET: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:GetBucketAcl", "Resource": "arn:aws:s3:::logs",
     "Condition": {"StringEquals": {"aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"}}},
    {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/AWSLogs/111122223333/*",
     "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"}}},
    {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*",
     "Condition": {"StringNotEqualsIfExists": {"s3:x-amz-server-side-encryption": ["aws:kms", "AES256"]}}},
    {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/audit", "444455556666"]}, "Action": ["s3:Get*", "s3:List*"], "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]}]}"#;

/// 13,000 statements, 2 MB.
fn large() -> String {
    let statement = |number: usize| {
        format!(
            r#"{{"Effect": "Allow", "Principal": {{"AWS": "arn:aws:iam::111122223333:role/r{number}"}}, "Action": ["s3:Get*", "s3:PutObject"],
                "Resource": "arn:aws:s3:::bucket-{number}/*"}}"#
        )
    };
    let statements: Vec<_> = (0..13_000).map(statement).collect();
    format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(","))
}

/// Patterns against which a matcher that goes back at every `*` never ends.
fn hostile() -> String {
    let stars = "*a".repeat(500);
    format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:s3:::{stars}b"}}}}"#
    )
}

fn request(object: &str) -> Result<Request, RequestError> {
    let mut context = Context::new();
    for (key, value) in [
        ("aws:SourceArn", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"),
        ("aws:SourceAccount", "111122223333"),
        ("s3:x-amz-acl", "bucket-owner-full-control"),
        ("aws:SecureTransport", "true"),
    ] {
        context.set(key, Given::one(value))?;
    }
    context.set("s3:x-amz-server-side-encryption", Given::Absent)?;
    let caller = Principal::parse("cloudtrail.amazonaws.com")?;
    Request::new(caller, "s3:PutObject", format!("arn:aws:s3:::logs/{object}"), context)
}

fn ask(bencher: Bencher, text: &str, object: &str, report: bool) {
    let (tree, _) = parse(Cow::Borrowed(text), FileId(0), None);
    let (Some(root), Ok(request)) = (tree.root(), request(object)) else { return };
    let policy = lower(&tree, root, Container::default());
    bencher.bench_local(|| {
        if report {
            let matcher = Matcher::new(&policy, &request);
            for (position, statement) in policy.statements.iter().enumerate() {
                black_box(matcher.statement(position, statement));
            }
        } else {
            black_box(evaluate_policy(&policy, black_box(&request)));
        }
    });
}

const OBJECT: &str = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/01/a.json.gz";

#[divan::bench]
fn bucket_policy(bencher: Bencher) {
    ask(bencher, BUCKET, OBJECT, false);
}

#[divan::bench]
fn bucket_policy_in_full(bencher: Bencher) {
    ask(bencher, BUCKET, OBJECT, true);
}

#[divan::bench]
fn large_policy(bencher: Bencher) {
    ask(bencher, &large(), OBJECT, false);
}

#[divan::bench]
fn hostile_policy(bencher: Bencher) {
    ask(bencher, &hostile(), &"a".repeat(1_000), false);
}

#[divan::bench]
fn vague_request(bencher: Bencher) {
    let (tree, _) = parse(Cow::Borrowed(BUCKET), FileId(0), None);
    let caller = Principal::parse("cloudtrail.amazonaws.com");
    let (Some(root), Ok(caller)) = (tree.root(), caller) else { return };
    let policy = lower(&tree, root, Container::default());
    let resource = arnlint::access::Text::like("arn:aws:s3:::logs/AWSLogs/111122223333/*");
    let Ok(request) = Request::new(caller, "s3:PutObject", resource, Context::new()) else { return };
    bencher.bench_local(|| evaluate_policy(&policy, black_box(&request)));
}

/// A pattern of a policy against one that a request of an integration fits, which differ in the middle.
#[divan::bench]
fn patterns(bencher: Bencher) {
    let one = glob::Pattern::glob("arn:aws:s3:::acme-logs/*/AWSLogs/111122223333/*");
    let two = glob::Pattern::glob("arn:*:s3:::acme-logs/audit/AWSLogs/111122223333/CloudTrail/*/*.json.gz");
    bencher
        .bench_local(|| (black_box(&one).overlaps(black_box(&two)), black_box(&one).covers(black_box(&two))));
}
