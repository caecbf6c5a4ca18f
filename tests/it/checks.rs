//! Checks in code: near misses that must stay silent, traps of the policy language, and hostile sizes.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use arnlint::engine::{self, Input, Options};
use arnlint::finding::{PolicyKind, Role};
use arnlint::policy::{Container, lower};
use arnlint::rules::draft::Drafts;
use arnlint::rules::hook::Context;
use arnlint::rules::overlap::Memo;
use arnlint::rules::registry::RuleSet;
use arnlint::rules::walk::Plan;
use arnlint::surroundings::{FileRole, Index, Surroundings};
use arnlint::text::{FileId, Sources};

/// What the rule reports on a policy: the text under each primary label, without quotes.
fn found(rule: &str, kind: PolicyKind, policy: &str) -> Vec<String> {
    let rules = RuleSet::new(Vec::new());
    let inputs = [Input::Text { name: "policy.json".to_owned(), bytes: policy.as_bytes().to_vec() }];
    let options = Options { kind: Some(kind), all: true, ..Options::default() };
    let report = engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &options);
    let findings = report.findings.iter().filter(|finding| *finding.rule == *rule);
    findings
        .flat_map(|finding| finding.labels.iter().filter(|label| label.role == Role::Primary))
        .map(|label| label.span.range().of(policy).trim_matches('"').to_owned())
        .collect()
}

/// The families of rules that are looked at here.
const FAMILIES: [&str; 5] = ["actions", "conditions", "principals", "resources", "s3"];

fn identity(rule: &str, statement: &str) -> Vec<String> {
    found(rule, PolicyKind::Identity, &format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#))
}

fn bucket(rule: &str, statements: &str) -> Vec<String> {
    found(rule, PolicyKind::Bucket, &format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#))
}

fn allow(action: &str, resource: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": {action}, "Resource": {resource}}}"#)
}

fn condition(condition: &str) -> String {
    format!(
        r#"{{"Effect": "Allow", "Principal": {{"Service": "cloudtrail.amazonaws.com"}}, "Action": "s3:GetBucketAcl",
            "Resource": "arn:aws:s3:::acme", "Condition": {condition}}}"#
    )
}

#[test]
fn an_action_is_dead_only_where_no_resource_can_match() {
    let rule = "action-resource-mismatch";
    for (action, resource) in [
        (r#""s3:ListBucket""#, r#""*""#),
        (r#""s3:ListBucket""#, r#""arn:aws:s3:::b*""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:::b*""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:::buck?t/k""#),
        (r#""s3:ListBucket""#, r#""arn:aws:s3::*:acme""#),
        (r#""s3:ListBucket""#, r#""arn:*:s3:::acme""#),
        (r#""s3:ListBucket""#, r#""arn:aws:s3:::${aws:PrincipalTag/Bucket/Name}""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:::${aws:PrincipalTag/Bucket}""#),
        (r#""s3:GetObject""#, r#""${BucketArn}/*""#),
        (r#""s3:ListBucket""#, r#""${BucketArn}/*""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:::${Bucket}""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:::{MANIFEST_KEY}""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:*""#),
        (r#""s3:*""#, r#""arn:aws:s3:::acme""#),
        (r#""s3:Get*""#, r#""arn:aws:s3:::acme""#),
        (r#""s3:NewAction""#, r#""arn:aws:s3:::acme""#),
        (r#"["s3:ListBucket", "s3:GetObject"]"#, r#"["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"]"#),
        (r#""s3:ListBucket""#, r#""arn:aws:s3:eu-central-1:111122223333:accesspoint/x""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:eu-central-1:111122223333:accesspoint/x/*""#),
        (r#""s3:ListAllMyBuckets""#, r#""arn:aws:s3:::*""#),
        (r#""s3:GetObject""#, r#""acme/*""#),
    ] {
        assert!(identity(rule, &allow(action, resource)).is_empty(), "{action} on {resource}");
    }
    let not_resource = r#"{"Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::acme"}"#;
    assert!(identity(rule, not_resource).is_empty());
    for (action, resource, wanted) in [
        (r#""S3:listbucket""#, r#""arn:aws:s3:::${Bucket}/*""#, "arn:aws:s3:::${Bucket}/*"),
        (r#""s3:GetObject""#, r#""arn:aws:s3:::<BUCKET_NAME>""#, "arn:aws:s3:::<BUCKET_NAME>"),
        (
            r#""s3:GetObject""#,
            r#""arn:aws:s3:eu-central-1:111122223333:accesspoint/x""#,
            "arn:aws:s3:eu-central-1:111122223333:accesspoint/x",
        ),
        (r#"["s3:GetObject", "s3:ListBucket"]"#, r#""arn:aws:s3:::acme""#, "s3:GetObject"),
    ] {
        assert_eq!(identity(rule, &allow(action, resource)), [wanted], "{action} on {resource}");
    }
}

#[test]
fn a_condition_restricts_a_service_only_when_it_can_fail() {
    let rule = "restrict-access-to-service-principal";
    for restricting in [
        r#"{"StringEquals": {"aws:SourceAccount": "111122223333"}}"#,
        r#"{"ArnLike": {"AWS:sourcearn": "arn:aws:cloudtrail:*:111122223333:trail/*"}}"#,
        r#"{"StringLike": {"aws:SourceArn": "<TRAIL_ARN>"}}"#,
        r#"{"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-exampleorgid/*"}}"#,
    ] {
        assert!(bucket(rule, &condition(restricting)).is_empty(), "{restricting}");
    }
    for open in [
        r#"{"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}"#,
        r#"{"StringLike": {"aws:SourceArn": "*"}}"#,
        r#"{"StringNotEquals": {"aws:SourceAccount": "111122223333"}}"#,
        r#"{"Null": {"aws:SourceArn": "false"}}"#,
        r#"{"Bool": {"aws:SecureTransport": "true"}}"#,
    ] {
        assert_eq!(bucket(rule, &condition(open)), ["cloudtrail.amazonaws.com"], "{open}");
    }
    let denied = r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::acme",
        "Condition": {"StringNotEqualsIfExists": {"aws:SourceAccount": "111122223333"}}}"#;
    assert!(bucket(rule, &format!("{}, {denied}", condition("{}"))).is_empty());
}

#[test]
fn partitions_are_held_against_each_other_by_what_is_certain() {
    let rule = "mixed-partitions";
    let resources = |list: &str| identity(rule, &allow(r#""s3:GetObject""#, list));
    assert!(
        resources(r#"["arn:aws:s3:::a/*", "arn:aws-cn:s3:::a/*", "arn:aws-us-gov:s3:::a/*"]"#).is_empty()
    );
    assert!(
        resources(r#"["arn:aws:s3:::a/*", "arn:${AWS::Partition}:s3:::b/*", "arn:*:s3:::b/*"]"#).is_empty()
    );
    assert_eq!(resources(r#"["arn:aws:s3:::a/*", "arn:aws:s3:::b/*", "arn:aws-cn:s3:::c/*"]"#), ["aws-cn"]);
    assert_eq!(resources(r#"["arn:aws:s3:::a/*", "arn:aws-cn:s3:::c/*"]"#), ["aws-cn", "aws"]);
    // An ARN whose region confirms its partition outweighs any number of others.
    let confirmed = r#"["arn:aws:s3:::a/*", "arn:aws:s3:::b/*", "arn:aws-cn:sqs:cn-north-1:111122223333:q"]"#;
    assert_eq!(resources(confirmed), ["aws", "aws"]);
}

#[test]
fn two_placeholders_may_become_one_bucket() {
    let rule = "several-buckets";
    let policy = |one: &str, two: &str| {
        bucket(
            rule,
            &format!(
                r#"{{"Effect": "Allow", "Principal": {{"AWS": "111122223333"}}, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::{one}"}},
                   {{"Effect": "Allow", "Principal": {{"AWS": "111122223333"}}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::{two}/*"}}"#
            ),
        )
    };
    for (one, two) in [
        ("acme", "acme"),
        ("acme", "acm*"),
        ("<BUCKET>", "<NAME>"),
        ("acme-logs", "<BUCKET>"),
        ("acme-logs", "acme-${Stage}"),
        ("${aws:username}", "acme"),
    ] {
        assert!(policy(one, two).is_empty(), "{one} and {two}");
    }
    for (one, two) in [("acme", "acne"), ("<BUCKET>", "<BUCKET>-other"), ("acme-logs", "other-${Stage}")] {
        assert_eq!(policy(one, two).len(), 2, "{one} and {two}");
    }
}

#[test]
fn conditions_that_can_be_met_together_are_left_alone() {
    let rule = "condition-never-holds";
    for possible in [
        r#"{"StringEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}, "StringLike": {"aws:PrincipalOrgID": "o-a*"}}"#,
        r#"{"StringEquals": {"aws:x": ["a", "b"]}, "StringNotEquals": {"aws:x": "a"}}"#,
        r#"{"Null": {"aws:x": "true"}, "StringEqualsIfExists": {"aws:x": "a"}}"#,
        r#"{"StringEqualsIfExists": {"aws:x": "a"}, "StringLikeIfExists": {"aws:x": "b"}}"#,
        r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}, "ForAnyValue:StringLike": {"aws:TagKeys": "b"}}"#,
        r#"{"StringEquals": {"aws:x": "${aws:username}"}, "StringLike": {"aws:x": "b"}}"#,
        r#"{"StringEquals": {"aws:SourceAccount": "<ACCOUNT>"}}"#,
        r#"{"NumericLessThan": {"s3:max-keys": "10"}, "NumericGreaterThan": {"s3:max-keys": "9"}}"#,
        r#"{"ArnLike": {"aws:SourceArn": "*"}}"#,
    ] {
        assert!(bucket(rule, &condition(possible)).is_empty(), "{possible}");
    }
    for (impossible, at) in [
        (r#"{"StringEquals": {"aws:x": "a"}, "StringNotLike": {"aws:X": "*"}}"#, "aws:X"),
        (
            r#"{"NumericLessThan": {"s3:max-keys": "10"}, "NumericGreaterThan": {"s3:max-keys": "10"}}"#,
            "s3:max-keys",
        ),
        (r#"{"StringEquals": {"aws:SourceAccount": ["111122223333", "1234"]}}"#, "1234"),
    ] {
        assert_eq!(bucket(rule, &condition(impossible)), [at], "{impossible}");
    }
}

#[test]
fn a_wildcard_inside_a_variable_or_a_hole_is_no_wildcard() {
    let rule = "wildcard-without-like-operator";
    for fine in [
        r#"{"StringEquals": {"s3:prefix": "${*}"}}"#,
        r#"{"StringEquals": {"s3:prefix": "{{ any * }}"}}"#,
        r#"{"StringLike": {"s3:prefix": "*"}}"#,
        r#"{"ArnEquals": {"aws:SourceArn": "arn:aws:cloudtrail:*:111122223333:trail/*"}}"#,
    ] {
        assert!(bucket(rule, &condition(fine)).is_empty(), "{fine}");
    }
    let mixed = r#"{"StringEquals": {"s3:prefix": "{{ any }}/*"}}"#;
    assert_eq!(bucket(rule, &condition(mixed)), ["{{ any }}/*"]);
}

#[test]
fn large_policies_are_checked_in_time_that_grows_with_their_size() {
    let seconds = |count: usize| {
        let (mut resources, mut keys) = (String::new(), String::new());
        for number in 0..count {
            let comma = if number > 0 { "," } else { "" };
            let partition = if number % 2 == 0 { "aws" } else { "aws-cn" };
            write!(resources, "{comma}\"arn:{partition}:s3:::bucket-{number}/*\"").unwrap();
            write!(keys, "{comma}\"aws:PrincipalTag/{number}\": \"1111-2222-3333*\"").unwrap();
        }
        let policy = format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Principal": {{"AWS": "111122223333"}},
                "Action": ["s3:GetObject", "s3:GetObjct"], "Resource": [{resources}],
                "Condition": {{"StringEquals": {{{keys}}}, "StringLike": {{{keys}}}}}}}}}"#
        );
        let (tree, _) = arnlint::json::parse(policy.as_str().into(), FileId(0), None);
        let policy = lower(&tree, tree.root().unwrap(), Container::default());
        let surroundings = Surroundings::default();
        let mut rules = RuleSet::new(Vec::new());
        rules.apply(&|rule| FAMILIES.contains(&&*rule.family), &|_| None);
        let index = Index::new(&surroundings);
        let role = FileRole { kind: Some(PolicyKind::Bucket), ..FileRole::default() };
        let context = Context {
            policy: &policy,
            surroundings: &surroundings,
            index: &index,
            role: &role,
            file: "policy.json",
            memo: &Memo::default(),
        };
        let mut drafts = Drafts::default();
        let start = Instant::now();
        assert!(Plan::new(&rules).policy(context, arnlint::rules::walk::Part::All, &mut drafts).is_empty());
        assert!(drafts.list.len() > count);
        start.elapsed()
    };
    seconds(200);
    let (small, large) = (seconds(1_000), seconds(8_000));
    let most = small.max(Duration::from_millis(20)) * 40;
    assert!(large < most, "{small:?} for 1,000 values, {large:?} for 8,000");
}
