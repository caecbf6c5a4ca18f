//! Checks of values and keys of conditions: near misses that must stay silent, and dates that stay the same.

use std::cmp::Ordering;

use arnlint::access::{compare_dates, date_of_seconds};
use arnlint::engine::{self, Input, Options};
use arnlint::finding::PolicyKind;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

/// The rules that are looked at here.
const RULES: [&str; 14] = [
    "invalid-condition-data-type",
    "invalid-condition-key-format",
    "invalid-condition-multiple-boolean",
    "invalid-date-value",
    "invalid-kms-key-value",
    "invalid-variable-for-operator",
    "invalid-vpc-format",
    "invalid-vpce-format",
    "missing-tag-key-in-condition",
    "null-with-if-exists",
    "null-with-qualifier",
    "type-mismatch-string",
    "variable-usage-too-permissive",
    "wildcard-usage-too-permissive",
];

/// The names of those rules that report a condition of an `Allow` or `Deny`.
fn found(kind: PolicyKind, effect: &str, condition: &str) -> Vec<String> {
    let text = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "{effect}", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::acme-exports/*", "Condition": {condition}}}]}}"#
    );
    let rules = RuleSet::new(Vec::new());
    let inputs = [Input::Text { name: "policy.json".to_owned(), bytes: text.into_bytes() }];
    let options = Options { kind: Some(kind), all: true, ..Options::default() };
    let report = engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &options);
    let names = report.findings.iter().map(|finding| finding.rule.to_string());
    names.filter(|name| RULES.contains(&name.as_str())).collect()
}

#[test]
fn what_is_not_known_or_belongs_to_other_rules_is_left_alone() {
    for condition in [
        r#"{"StringEquals": {"aws:SourceVpc": "${vpc_id}"}}"#,
        r#"{"StringEquals": {"aws:SourceVpc": "<vpc-id>"}}"#,
        r#"{"StringEquals": {"aws:SourceVpc": "{{ vpc }}"}}"#,
        r#"{"StringEquals": {"aws:SourceVpc": ""}}"#,
        r#"{"Null": {"aws:SourceVpc": "true"}}"#,
        r#"{"StringEquals": {"AWS:SOURCEVPCE": "vpce-1a2b3c4d"}}"#,
        r#"{"StringEquals": {"${prefix}": "audit"}}"#,
        r#"{"StringEquals": {"<key>": "audit"}}"#,
        r#"{"Bool": {"aws:SecureTransport": true}}"#,
        r#"{"NumericEquals": {"s3:max-keys": [1, 2]}}"#,
        r#"{"DateLessThan": {"aws:CurrentTime": "2026-12-31T23:59:59+01:00"}}"#,
        r#"{"DateLessThan": {"aws:CurrentTime": "${deadline}"}}"#,
        r#"{"NumericLessThan": {"aws:EpochTime": "1798761599"}}"#,
        r#"{"BinaryEquals": {"aws:PrincipalTag/seal": "${seal}"}}"#,
        r#"{"StringEquals": {"aws:ResourceTag/": "${AWS::StackName}"}, "Null": {"aws:TagKeys": "false"}}"#,
        r#"{"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:*:111122223333:key/*"}}"#,
        r#"{"StringLike": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "*"}}"#,
        r#"{"Null": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "true"}}"#,
        r#"{"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}}"#,
        r#"{"StringNotLike": {"aws:PrincipalOrgID": "o-*"}}"#,
        r#"{"StringLike": {"aws:userid": "*:deploy"}}"#,
        r#"{"StringLike": {"aws:PrincipalOrgID": "${org}*"}}"#,
        r#"{"IpAddress": {"aws:SourceIp": "${office}"}}"#,
    ] {
        let silent: Vec<String> = found(PolicyKind::Bucket, "Allow", condition)
            .into_iter()
            // A tag without a key is one whatever the value is, and a wildcard in an id is one behind a hole, too.
            .filter(|rule| !(condition.contains("ResourceTag/\"") && rule == "missing-tag-key-in-condition"))
            .filter(|rule| !(condition.contains("${org}") && rule == "wildcard-usage-too-permissive"))
            .collect();
        assert!(silent.is_empty(), "{condition}: {silent:?}");
    }
}

#[test]
fn only_statements_that_rely_on_a_condition_are_held_to_it() {
    let (bucket, rule) = (PolicyKind::Bucket, "wildcard-usage-too-permissive");
    let like = r#"{"StringLike": {"aws:SourceVpce": "vpce-*"}}"#;
    let unlike = r#"{"StringNotLike": {"aws:SourceVpce": "vpce-*"}}"#;
    assert_eq!(found(bucket, "Allow", like), [rule]);
    assert_eq!(found(bucket, "Deny", unlike), [rule]);
    assert!(found(bucket, "Deny", like).is_empty());
    assert!(found(bucket, "Allow", unlike).is_empty());
    assert!(found(PolicyKind::Identity, "Allow", like).is_empty());
}

#[test]
fn the_run_of_letters_before_each_wildcard_of_a_subject_counts() {
    for (subject, reported) in [
        ("repo:*", true),
        ("repo:acme/*", false),
        ("repo:acme@*/app@*:ref:refs/heads/main", true),
        ("repo:acme@*/apps@*:ref:refs/heads/main", false),
        ("repo:acme/exports:*:*", true),
        ("*", true),
        ("repo:acme/exports:ref:refs/heads/main", false),
        ("${sub}*", false),
    ] {
        let key = "token.actions.githubusercontent.com:sub";
        let condition = format!(r#"{{"StringLike": {{"{key}": "{subject}"}}}}"#);
        let rules = found(PolicyKind::Trust, "Allow", &condition);
        assert_eq!(rules.iter().any(|rule| rule == "wildcard-usage-too-permissive"), reported, "{subject}");
    }
}

#[test]
fn seconds_and_the_date_written_for_them_are_one_point_in_time() {
    for seconds in (0..60_000).map(|step: u64| step * 4_223_371 + step % 61) {
        let text = seconds.to_string();
        // Four digits are no number of seconds to the reader of dates.
        let Some(date) = date_of_seconds(&text) else { continue };
        if text.len() != 4 {
            assert_eq!(compare_dates(&text, &date), Some(Ordering::Equal), "{text} {date}");
        }
    }
    assert_eq!(date_of_seconds("253402300799").as_deref(), Some("9999-12-31T23:59:59Z"));
    assert_eq!(date_of_seconds("253402300800"), None);
    assert_eq!(date_of_seconds("99999999999999999999999"), None);
}
