//! Integrations that go through roles and users: when a policy is meant for one, and what is known of its caller.

use std::io;
use std::path::Path;

use arnlint::cli::names;
use arnlint::config;
use arnlint::engine::{self, Input, Options};
use arnlint::finding::{Finding, PolicyKind, Severity};
use arnlint::rules::profile::case::Case;
use arnlint::rules::profile::external_id::ExternalId;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::{FileRole, Index};
use arnlint::text::{FileId, SourceFile, Sources};

/// Findings at warning or above of one policy in a file with this name, beside this `arnlint.toml`.
fn lint(file: &str, policy: &str, toml: &str) -> Vec<String> {
    findings(file, policy, toml)
        .iter()
        .filter(|finding| finding.severity.rank() >= Severity::Warning.rank())
        .map(|finding| format!("{} {}", finding.severity.word(), finding.rule))
        .collect()
}

fn findings(file: &str, policy: &str, toml: &str) -> Vec<Finding> {
    let rules = RuleSet::new(Vec::new());
    let mut read = |_: &Path| Err(io::Error::from(io::ErrorKind::NotFound));
    let mut new_file = || FileId(1);
    let source = config::Source { path: Path::new("arnlint.toml"), text: toml, file: FileId(0) };
    let loaded = config::load(source, &names(&rules), &mut read, &|_| true, &mut new_file);
    assert!(loaded.mistakes.is_empty(), "{:?}", loaded.mistakes);
    let index = Index::new(&loaded.surroundings);
    let role = |file: &str| FileRole {
        kind: None::<PolicyKind>,
        integrations: index.integrations_in(file).collect(),
        buckets: index.buckets_in(file).collect(),
        keys: Vec::new(),
    };
    let mut sources = Sources::default();
    sources.insert(FileId(0), SourceFile { name: "arnlint.toml".into(), text: toml.into() });
    let options = Options { role: Some(&role), first_id: 2, all: true, ..Options::default() };
    let inputs = [Input::Text { name: file.to_owned(), bytes: policy.as_bytes().to_vec() }];
    engine::check(&inputs, &rules, &loaded.surroundings, sources, &options).findings
}

fn declared(profile: &str, more: &str) -> String {
    format!("[[integrations]]\nprofile = \"{profile}\"\nfiles = [\"policy.json\"]\n{more}\n")
}

fn policy(statements: &[String]) -> String {
    format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{}]}}", statements.join(", "))
}

fn allow(sid: &str, actions: &str, resource: &str) -> String {
    let actions: Vec<String> = actions.split(' ').map(|action| format!("\"s3:{action}\"")).collect();
    format!(
        "{{\"Sid\": \"{sid}\", \"Effect\": \"Allow\", \"Action\": [{}], \"Resource\": \"{resource}\"}}",
        actions.join(", ")
    )
}

fn trust(principal: &str, condition: &str) -> String {
    policy(&[format!(
        "{{\"Effect\": \"Allow\", \"Principal\": {principal}, \"Action\": \"sts:AssumeRole\", \"Condition\": {condition}}}"
    )])
}

const LISTS_ONLY: &str = "arn:aws:s3:::acme-logs";

#[test]
fn an_identity_policy_is_looked_at_when_its_file_is_named_after_one_integration() {
    let text = policy(&[allow("List", "ListBucket", LISTS_ONLY)]);
    for name in ["logzio-fetcher.json", "logz.io/fetcher/policy.json", "LogzioS3Fetcher.json"] {
        assert_eq!(lint(name, &text, ""), ["warning missing-grant"], "{name}");
    }
    for name in ["policy.json", "logzio.json", "fetcher.json", "logzio-fetcher-and-logzio-archive.json"] {
        assert!(lint(name, &text, "").is_empty(), "{name}");
    }
}

#[test]
fn a_sid_means_its_statement_and_leaves_the_others_alone() {
    let text = policy(&[
        allow("LogzioFetcherList", "ListBucket", "arn:aws:s3:::acme-logs"),
        allow("LogzioFetcherGet", "GetObject DeleteObject", "arn:aws:s3:::acme-logs/*"),
        allow("Deploy", "PutObject DeleteObject", "arn:aws:s3:::acme-site/*"),
    ]);
    let found = findings("policy.json", &text, "");
    let excess: Vec<&Finding> = found.iter().filter(|finding| &*finding.rule == "excess-grant").collect();
    assert_eq!(excess.len(), 1, "{found:?}");
    assert!(excess[0].message.contains("s3:DeleteObject"));
}

#[test]
fn what_either_of_two_declared_integrations_needs_is_enough() {
    let text = policy(&[
        allow("Bucket", "ListBucket GetBucketLocation", "arn:aws:s3:::acme-logs"),
        allow("Objects", "GetObject PutObject", "arn:aws:s3:::acme-logs/*"),
    ]);
    let fetcher = declared("logzio-fetcher", "");
    assert_eq!(lint("policy.json", &text, &fetcher), ["warning excess-grant"]);
    assert!(lint("policy.json", &text, &format!("{fetcher}{}", declared("logzio-archive", ""))).is_empty());
}

#[test]
fn too_wide_a_pattern_is_reported_once_for_two_integrations() {
    let text = policy(&[
        allow("Bucket", "*", "arn:aws:s3:::acme-logs"),
        allow("Objects", "GetObject PutObject", "arn:aws:s3:::acme-logs/*"),
    ]);
    let both = format!("{}{}", declared("logzio-fetcher", ""), declared("logzio-archive", ""));
    assert_eq!(lint("policy.json", &text, &both), ["warning excess-grant"]);
}

#[test]
fn grants_in_other_buckets_than_the_declared_one_are_not_counted() {
    let text = policy(&[
        allow("Bucket", "ListBucket", "arn:aws:s3:::acme-logs"),
        allow("Objects", "GetObject", "arn:aws:s3:::acme-logs/*"),
        allow("Site", "DeleteObject", "arn:aws:s3:::acme-site/*"),
    ]);
    assert!(lint("policy.json", &text, &declared("logzio-fetcher", "bucket = \"acme-logs\"")).is_empty());
    assert_eq!(lint("policy.json", &text, &declared("logzio-fetcher", "")), ["warning excess-grant"]);
}

#[test]
fn a_list_of_modes_asks_for_what_each_of_them_needs() {
    let text = policy(&[allow("Write", "PutObject", "arn:aws:s3:::acme-logs/*")]);
    let with = |mode: &str| lint("policy.json", &text, &declared("logzio-archive", mode));
    assert!(with("mode = \"archive\"").is_empty());
    assert_eq!(with("mode = [\"archive\", \"restore\"]").len(), 2);
    assert_eq!(with("mode = \"restore\"").len(), 2);
}

#[test]
fn a_missing_grant_is_an_error_only_where_nothing_else_can_hold_it() {
    let text = policy(&[allow("Get", "GetObject", "arn:aws:s3:::acme-logs/*")]);
    let alone = declared("logzio-fetcher", "complete = true");
    assert_eq!(lint("policy.json", &text, &alone), ["error missing-grant"]);
    let beside = alone.replace("[\"policy.json\"]", "[\"policy.json\", \"more.json\"]");
    assert_eq!(lint("policy.json", &text, &beside), ["warning missing-grant"]);
    let pattern = alone.replace("[\"policy.json\"]", "[\"*.json\"]");
    assert_eq!(lint("policy.json", &text, &pattern), ["warning missing-grant"]);
}

#[test]
fn a_pattern_of_buckets_and_what_a_variable_stands_for_are_left_open() {
    let name = "logzio-fetcher.json";
    let pattern = policy(&[
        allow("Bucket", "ListBucket", "arn:aws:s3:::acme-*"),
        allow("Objects", "GetObject", "arn:aws:s3:::acme-*/*"),
        allow("One", "GetObject", "arn:aws:s3:::acme-config/logs/*"),
    ]);
    assert!(lint(name, &pattern, "").is_empty());
    let variable = policy(&[
        allow("Bucket", "ListBucket", "arn:aws:s3:::${aws:PrincipalTag/bucket}"),
        allow("Objects", "GetObject", "arn:aws:s3:::${aws:PrincipalTag/bucket}/*"),
    ]);
    assert!(lint(name, &variable, "").is_empty());
}

#[test]
fn a_role_is_known_by_the_vendors_account_or_its_external_id() {
    let good = r#"{"StringEquals": {"sts:ExternalId": "logzio:aws:extid:example0nktixxe8q"}}"#;
    let bad = r#"{"StringEquals": {"sts:ExternalId": "acme"}}"#;
    for account in
        ["\"406095609952\"", "\"arn:aws:iam::406095609952:root\"", "\"arn:aws:iam::406095609952:role/x\""]
    {
        let principal = format!("{{\"AWS\": {account}}}");
        assert!(lint("t.json", &trust(&principal, good), "").is_empty(), "{account}");
        assert_eq!(lint("t.json", &trust(&principal, bad), ""), ["warning external-id-form"], "{account}");
    }
    assert!(lint("t.json", &trust(r#"{"AWS": "arn:aws:iam::444455556666:root"}"#, bad), "").is_empty());
    let service = trust(r#"{"Service": "ec2.amazonaws.com"}"#, good);
    assert_eq!(lint("t.json", &service, ""), ["error missing-grant"]);
}

#[test]
fn a_declared_vendor_account_is_the_vendors() {
    let toml = declared("logzio-fetcher", "vendor-account = \"444455556666\"");
    let text =
        trust(r#"{"AWS": "arn:aws:iam::444455556666:root"}"#, r#"{"StringLike": {"sts:ExternalId": "*"}}"#);
    assert_eq!(lint("policy.json", &text, &toml), ["error weak-external-id"]);
    let other = trust(
        r#"{"AWS": "arn:aws:iam::777788889999:root"}"#,
        r#"{"StringEquals": {"sts:ExternalId": "acme"}}"#,
    );
    assert_eq!(lint("policy.json", &other, &toml), ["error wrong-vendor-account"]);
}

#[test]
fn a_bucket_policy_is_searched_for_what_denies_the_declared_role_only() {
    let deny = |principal: &str| {
        policy(&[format!(
            "{{\"Effect\": \"Deny\", \"Principal\": {principal}, \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::acme-logs/*\"}}"
        )])
    };
    let toml = |more: &str| declared("logzio-fetcher", more);
    assert_eq!(lint("policy.json", &deny("\"*\""), &toml("")), ["error blocked-by-deny"]);
    let role = r#"{"AWS": "arn:aws:iam::111111111111:role/logzio"}"#;
    assert!(lint("policy.json", &deny(role), &toml("")).is_empty());
    let stated = toml("role-arn = \"arn:aws:iam::111111111111:role/logzio\"");
    assert_eq!(lint("policy.json", &deny(role), &stated), ["error blocked-by-deny"]);
    let other = toml("role-arn = \"arn:aws:iam::111111111111:role/other\"");
    assert!(lint("policy.json", &deny(role), &other).is_empty());
}

#[test]
fn conditions_of_pages_ask_for_what_was_stated() {
    let mut case = Case::default();
    assert!(case.meets("!mode") && case.meets("mode?=archive"));
    assert!(!case.meets("mode=archive") && !case.meets("mode") && !case.meets("mode!"));
    case.declared.insert("mode".to_owned());
    case.stated.insert("mode".to_owned(), vec!["archive".to_owned(), "restore".to_owned()]);
    assert!(case.meets("mode=archive") && case.meets("mode=restore") && case.meets("mode!"));
    assert!(case.meets("mode?=restore") && !case.meets("!mode"));
    case.binding.insert("phase".to_owned(), "steady".to_owned());
    assert!(case.meets("phase") && case.meets("phase=steady") && !case.meets("phase?=setup"));
}

#[test]
fn an_external_id_fits_its_form_as_a_whole() {
    let known = ExternalId { starts: vec!["v:".to_owned()], published: vec!["v:Shared".to_owned()] };
    assert!(known.fits("v:a1"));
    assert!(!known.fits("v:") && !known.fits("v:a-1") && !known.fits("x:a1") && !known.fits("v:a1 "));
    assert!(known.is_published("V:shared") && !known.is_published("v:other"));
}
