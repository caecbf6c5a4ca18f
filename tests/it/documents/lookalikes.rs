//! JSON that is no policy: silent in a folder walk, whatever words it has in common with one.

use std::fs;
use std::path::Path;

use arnlint::engine::{Input, Options, Report, check};
use arnlint::input::collect::{Filter, Scope, collect};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

/// Lints a folder as `arnlint check FOLDER` does.
fn walk(folder: &Path) -> Report {
    let scope = Scope { covers: &|_| true, leaves_out: std::sync::Arc::new(|_| false), any_ending: false };
    let (sources, failures) = collect(&[folder.to_owned()], &Filter::default(), &scope);
    assert!(failures.is_empty(), "{failures:?}");
    let inputs: Vec<Input> = sources.into_iter().map(Input::File).collect();
    let (rules, options) = (RuleSet::new(Vec::new()), Options { all: true, ..Options::default() });
    check(&inputs, &rules, &Surroundings::default(), Sources::default(), &options)
}

/// Lints one text as if its file was named.
fn named(text: &str) -> Report {
    let inputs = [Input::Text { name: "x.json".to_owned(), bytes: text.as_bytes().to_vec() }];
    let rules = RuleSet::new(Vec::new());
    check(&inputs, &rules, &Surroundings::default(), Sources::default(), &Options::default())
}

#[track_caller]
fn assert_silent(texts: &[(&str, &str)]) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in texts {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let report = walk(folder.path());
    assert_eq!(report.summary.files, texts.len());
    assert_eq!(report.policies, []);
    let messages: Vec<String> =
        report.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.message)).collect();
    assert_eq!(messages, [] as [String; 0]);
}

const PLAIN: [(&str, &str); 13] = [
    ("package.json", r#"{"name": "x", "version": "1.0.0", "scripts": {"test": "jest"}, "dependencies": {}}"#),
    ("empty-object.json", "{}"),
    ("list.json", "[1, 2, 3]"),
    ("text.json", "\"Statement Effect Action\""),
    ("empty.json", ""),
    (
        "lifecycle.json",
        r#"{"Rules": [{"ID": "x", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}]}"#,
    ),
    (
        "signed-url.json",
        r#"{"Statement": [{"Resource": "https://d111111abcdef8.cloudfront.net/x", "Condition": {"DateLessThan": {"AWS:EpochTime": 1767290400}}}]}"#,
    ),
    (
        "web-acl.json",
        r#"{"Name": "x", "Priority": 0, "Action": {"Block": {}}, "Statement": {"ByteMatchStatement": {"SearchString": "x"}}}"#,
    ),
    ("bucket-location.json", r#"{"LocationConstraint": "eu-west-1"}"#),
    (
        "list-policies.json",
        r#"{"Policies": [{"PolicyName": "x", "Arn": "arn:aws:iam::111122223333:policy/x"}]}"#,
    ),
    (
        "stack-policy.json",
        r#"{"Statement": [{"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "LogicalResourceId/Database"}]}"#,
    ),
    (
        "other-cloud.json",
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:*", "Resource": "acs:oss:*:*:*"}]}"#,
    ),
    (
        "data-protection.json",
        r#"{"Name": "x", "Version": "2021-06-01", "Statement": [{"DataDirection": "Inbound", "Principal": ["*"], "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/Name"], "Operation": {"Deny": {}}}]}"#,
    ),
];

#[test]
fn other_json_is_silent_in_a_folder() {
    assert_silent(&PLAIN);
}

#[test]
fn damaged_json_of_other_kinds_is_silent_in_a_folder() {
    assert_silent(&[
        ("tsconfig.json", "{\n  // the compiler\n  \"compilerOptions\": {\"strict\": true,},\n}"),
        ("broken.json", "{\"a\": [1, 2"),
        ("not.json", "just words about a Statement"),
        ("lines.json", "{\"a\": 1}\n{\"a\": 2}\n"),
    ]);
}

#[test]
fn the_lookalikes_of_the_documentation_are_silent_in_a_folder() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora/docs.dev.jsonl");
    let Ok(rows) = fs::read_to_string(path) else {
        println!("skipped: no {path}");
        return;
    };
    let rows: Vec<serde_json::Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let lookalikes: Vec<(String, &str)> = rows
        .iter()
        .filter(|row| row["verdict"] == "lookalike")
        .enumerate()
        .map(|(at, row)| (format!("{at}.json"), row["text"].as_str().unwrap()))
        .collect();
    assert!(lookalikes.len() > 10, "{}", lookalikes.len());
    let texts: Vec<(&str, &str)> = lookalikes.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    assert_silent(&texts);
}

#[test]
fn a_named_file_without_a_policy_is_told_once() {
    for (name, text) in PLAIN.iter().filter(|(_, text)| !text.is_empty()) {
        let report = named(text);
        let rules: Vec<&str> = report.findings.iter().map(|finding| &*finding.rule).collect();
        assert_eq!(rules, ["no-policy"], "{name}");
    }
}

#[test]
fn a_damaged_policy_in_a_folder_is_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let text = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}";
    fs::write(folder.path().join("policy.json"), text).unwrap();
    assert_eq!(walk(folder.path()).policies.len(), 1);
}

#[test]
fn a_policy_is_one_whatever_is_wrong_with_it() {
    for text in [
        r#"{"Version": "2012-10-17"}"#,
        r#"{"Version": "2012-10-17", "Statement": []}"#,
        r#"{"Version": "2012-10-17", "Statement": "x"}"#,
        r#"{"Statement": {"Effect": "Allow"}}"#,
        r#"{"statement": [{"effect": "Allow", "action": "s3:*"}]}"#,
        r#"{"Statements": [{"Effect": "Allow", "Action": "s3:*"}]}"#,
        r#"{" Statement ": [{" Effect ": "Allow"}]}"#,
        r#"{"Version": "2012-10-18", "Statement": [{"Resource": "*"}]}"#,
        r#"{"Version": 1, "Statement": [{"NotPrincipal": "*"}]}"#,
    ] {
        assert_eq!(super::found(text).len(), 1, "{text}");
    }
}
