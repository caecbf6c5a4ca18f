//! Long values and many parts: the time grows with the text, not with its square.

use std::time::{Duration, Instant};

use arnlint::rules::registry::RuleSet;

use super::lint;

/// Parts of the smaller text.
const PARTS: usize = 60;

fn time(text: &str, rules: &RuleSet) -> Duration {
    let began = Instant::now();
    let report = lint(&[("policy.json", text)], rules);
    assert_eq!(report.summary.policies, 1);
    began.elapsed()
}

/// Eight times the parts may take eight times as long; 64 times is a square. The quicker of two runs counts, as other
/// tests run at the same time.
fn assert_linear(name: &str, text: &dyn Fn(usize) -> String) {
    let rules = RuleSet::new(Vec::new());
    let (small, large) = (text(PARTS), text(PARTS * 8));
    let best = |text: &str| time(text, &rules).min(time(text, &rules));
    let (small, large) = (best(&small), best(&large));
    let most = small.max(Duration::from_millis(10)) * 24;
    assert!(large < most, "{name}: {small:?}, and {large:?} for eight times as much");
}

fn list(parts: usize, part: impl Fn(usize) -> String) -> String {
    (0..parts).map(part).collect::<Vec<_>>().join(", ")
}

fn document(statements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#)
}

fn delivery(resource: &str, condition: &str) -> String {
    document(&format!(
        r#"{{"Effect": "Allow", "Principal": {{"Service": "cloudtrail.amazonaws.com"}}, "Action": "s3:PutObject", "Resource": {resource}, "Condition": {condition}}}"#
    ))
}

const TRAIL: &str =
    r#"{"StringEquals": {"aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"}}"#;

#[test]
fn many_statements() {
    let statement = |number| {
        format!(
            r#"{{"Sid": "S{number}", "Effect": "Allow", "Principal": {{"Service": "cloudtrail.amazonaws.com"}}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-logs/AWSLogs/{number:012}/*", "Condition": {TRAIL}}}"#
        )
    };
    assert_linear("statements", &|parts| document(&list(parts, statement)));
}

#[test]
fn statements_that_each_have_mistakes() {
    let statement = |_| {
        r#"{"Effect": "allow", "Principal": {"AWS": "arn:aws:iam::12:root"}, "Action": "s3:Foo", "Resource": "arn:aws:s3:::b /*"}"#
            .to_owned()
    };
    assert_linear("mistakes", &|parts| document(&list(parts, statement)));
}

#[test]
fn many_values_of_one_element() {
    let resources = |parts| format!("[{}]", list(parts, |number| format!(r#""arn:aws:s3:::b{number}/*""#)));
    assert_linear("resources", &|parts| delivery(&resources(parts), TRAIL));
    let trails = |parts| {
        let trail = |number| format!(r#""arn:aws:cloudtrail:eu-west-1:{number:012}:trail/*""#);
        format!(r#"{{"StringLike": {{"aws:SourceArn": [{}]}}}}"#, list(parts, trail))
    };
    // Each value names a caller, and each caller is held against each value as long as AWS would take the policy.
    let text = |parts: usize| delivery(r#""arn:aws:s3:::b/AWSLogs/*""#, &trails(parts));
    let rules = RuleSet::new(Vec::new());
    let (small, large) = (time(&text(400), &rules), time(&text(1_600), &rules));
    assert!(large < small * 5, "condition values: {small:?}, and {large:?} for four times as much");
    for value in ["v", "*"] {
        let tag = |number| format!(r#""aws:PrincipalTag/k{number}": "{value}""#);
        let tags = |parts| format!(r#"{{"StringLike": {{{}}}}}"#, list(parts, tag));
        assert_linear("condition keys", &|parts| delivery(r#""arn:aws:s3:::b/AWSLogs/*""#, &tags(parts)));
    }
}

#[test]
fn long_values() {
    for piece in ["*", "a?", "a*", "?", ":", "/", "<", "<a>", "${a}", "[", "${", "YOUR-", "1", "é", " "] {
        let resource =
            |parts: usize| delivery(&format!("\"arn:aws:s3:::{}\"", piece.repeat(parts * 40)), TRAIL);
        assert_linear(piece, &resource);
        let source = |parts: usize| {
            let condition =
                format!(r#"{{"StringLike": {{"aws:SourceArn": "{}"}}}}"#, piece.repeat(parts * 40));
            delivery(r#""arn:aws:s3:::b/AWSLogs/*""#, &condition)
        };
        assert_linear(piece, &source);
    }
}

#[test]
fn many_statements_that_look_at_each_other() {
    let trust = |number| {
        format!(
            r#"{{"Effect": "Allow", "Principal": {{"AWS": "arn:aws:iam::486140753397:root"}}, "Action": "sts:AssumeRole", "Condition": {{"StringEquals": {{"sts:ExternalId": "logzio:aa{number:014}"}}}}}}"#
        )
    };
    let listing = |number| {
        format!(
            r#"{{"Sid": "a b{number}", "Effect": "Allow", "Principal": "*", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "*", "Condition": {{"StringLike": {{"s3:prefix": "a{number}*"}}}}}}"#
        )
    };
    let service = |number| {
        format!(
            r#"{{"Effect": "Allow", "Principal": {{"Service": "logging.s3.amazonaws.com"}}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/{number}/*"}}"#
        )
    };
    let statements: [(&str, &dyn Fn(usize) -> String); 3] =
        [("trust", &trust), ("listing", &listing), ("service", &service)];
    for (name, statement) in statements {
        // Enough of them for pairs to outweigh all else.
        assert_linear(name, &|parts| document(&list(parts * 5, statement)));
    }
}
