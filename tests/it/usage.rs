//! Rules that hold facts against integrations: where they report, how often, and when they stay silent.

use std::path::Path;

use arnlint::config::{self, Loaded};
use arnlint::engine::{self, Input, Options, Report};
use arnlint::finding::Finding;
use arnlint::rules::address;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::{Fact, FileRole, Index, Integration};
use arnlint::text::{FileId, Range, Sources};

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::391854517948:user/cloudflare-logpush"},
    "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-logs/cdn/*"}]}"#;

fn load(text: &str) -> Loaded {
    let rules = RuleSet::new(Vec::new());
    let mut read = |_: &Path| Err(std::io::Error::from(std::io::ErrorKind::NotFound));
    let mut new_file = || FileId(1);
    let source = config::Source { path: Path::new("arnlint.toml"), text, file: FileId(0) };
    let loaded = config::load(source, &arnlint::cli::names(&rules), &mut read, &|_| true, &mut new_file);
    assert!(loaded.mistakes.is_empty(), "{:?}", loaded.mistakes);
    loaded
}

fn lint(config: &str, files: &[&str], rules: &RuleSet, declared: &[Integration]) -> Report {
    let loaded = load(config);
    let index = Index::new(&loaded.surroundings);
    let role = |file: &str| FileRole {
        integrations: index.integrations_in(file).chain(declared).collect(),
        buckets: index.buckets_in(file).collect(),
        ..FileRole::default()
    };
    let options = Options { role: Some(&role), first_id: 1, ..Options::default() };
    let inputs: Vec<Input> = files
        .iter()
        .map(|name| Input::Text { name: (*name).to_owned(), bytes: POLICY.as_bytes().to_vec() })
        .collect();
    engine::check(&inputs, rules, &loaded.surroundings, Sources::default(), &options)
}

fn of<'r>(report: &'r Report, rule: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| &*finding.rule == rule).collect()
}

fn rules() -> RuleSet {
    RuleSet::new(Vec::new())
}

const FACTS: &str = "[[buckets]]\nname = \"acme-logs\"\nregion = \"cn-north-1\"\n";

#[test]
fn a_declared_use_is_reported_once_for_all_files() {
    let config = format!(
        "{FACTS}[[integrations]]\nprofile = \"cloudflare-logpush\"\ndestination = \"s3://acme-logs\"\n"
    );
    let report = lint(&config, &["a.json", "b.json"], &rules(), &[]);
    let found = of(&report, "unsupported-partition");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span().map(|span| span.file), Some(FileId(0)), "it stands at the fact");
    assert_eq!(found[0].policy, None);
}

#[test]
fn a_use_that_only_a_policy_tells_of_is_reported_in_the_policy_beside_the_fact() {
    let report = lint(FACTS, &["a.json", "b.json"], &rules(), &[]);
    let found = of(&report, "unsupported-partition");
    assert_eq!(found.len(), 2, "each policy lets the vendor in");
    let files: Vec<FileId> = found[0].labels.iter().map(|label| label.span.file).collect();
    assert_eq!(files, [FileId(1), FileId(0)]);
}

#[test]
fn a_declaration_on_the_command_line_is_no_place_to_point_at() {
    let stated = |text: &str| Fact {
        value: text.to_owned(),
        span: Range::default().in_file(FileId(u32::MAX)),
        path: Vec::new(),
    };
    let integration = Integration {
        profile: stated("cloudflare-logpush"),
        files: Vec::new(),
        set: [("bucket".to_owned(), vec![stated("acme-logs")])].into(),
        complete: false,
    };
    let report = lint(FACTS, &["a.json"], &rules(), &[integration]);
    let found = of(&report, "unsupported-partition");
    assert_eq!(found.len(), 1);
    assert!(found[0].labels.iter().all(|label| label.span.file != FileId(u32::MAX)));
}

#[test]
fn a_rule_finds_integrations_whose_own_findings_are_off() {
    let mut rules = rules();
    rules.apply(&|rule| rule.name == "unsupported-partition", &|_| None);
    let report = lint(FACTS, &["a.json"], &rules, &[]);
    assert_eq!(of(&report, "unsupported-partition").len(), 1);
    assert_eq!(report.findings.len(), 1);
}

#[test]
fn nothing_is_said_of_buckets_that_no_integration_uses() {
    let config = "[[buckets]]\nname = \"acme-other\"\nregion = \"cn-north-1\"\nrequester-pays = true\nlifecycle = []\n";
    let report = lint(config, &["a.json"], &rules(), &[]);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

#[test]
fn nothing_is_said_where_no_fact_is_stated() {
    let config = "[[buckets]]\nname = \"acme-logs\"\n[[trails]]\nname = \"main\"\nbucket = \"acme-logs\"\n\
        [[integrations]]\nprofile = \"cloudflare-logpush\"\ndestination = \"s3://acme-logs/cdn\"\n";
    let report = lint(config, &["a.json"], &rules(), &[]);
    let found: Vec<&str> = report.findings.iter().map(|finding| &*finding.rule).collect();
    assert_eq!(found, ["shared-bucket"], "two producers are stated, and nothing else");
}

#[test]
fn addresses_of_buckets_are_told_from_other_addresses() {
    let bucket = |text: &str| address::of_url(text).map(|address| (address.bucket, address.key));
    let wanted = |bucket: &str, key: &str| Some((bucket.to_owned(), key.to_owned()));
    assert_eq!(bucket("https://acme.s3.eu-west-1.amazonaws.com/a/b?x=y"), wanted("acme", "a/b"));
    assert_eq!(bucket("https://acme.logs.s3.amazonaws.com"), wanted("acme.logs", ""));
    assert_eq!(bucket("https://s3-us-west-2.amazonaws.com/acme/a"), wanted("acme", "a"));
    assert_eq!(bucket("http://acme.s3.dualstack.us-east-1.amazonaws.com/"), wanted("acme", ""));
    assert_eq!(bucket("https://acme.s3.cn-north-1.amazonaws.com.cn/a"), wanted("acme", "a"));
    assert_eq!(bucket("https://s3.amazonaws.com/"), None);
    assert_eq!(bucket("https://logs.example.com/acme"), None);
    assert_eq!(bucket("https://sqs.eu-west-1.amazonaws.com/111122223333/queue"), None);
    assert_eq!(bucket("acme.s3.amazonaws.com"), None);
}

#[test]
fn a_trail_is_met_by_the_facts_of_its_bucket_only() {
    let config = "[[buckets]]\nname = \"acme-logs\"\nrequester-pays = true\n\
        [[trails]]\nname = \"main\"\nbucket = \"acme-trail-logs\"\n";
    let report = lint(config, &["a.json"], &rules(), &[]);
    assert!(of(&report, "requester-pays").is_empty(), "Logpush's page asks for nothing of the kind");
    let config = "[[buckets]]\nname = \"acme-trail-logs\"\nrequester-pays = true\n\
        [[trails]]\nname = \"main\"\nbucket = \"acme-trail-logs\"\n\
        [[trails]]\nname = \"second\"\nbucket = \"acme-trail-logs\"\n";
    let report = lint(config, &["a.json"], &rules(), &[]);
    assert_eq!(of(&report, "requester-pays").len(), 1, "two trails, one value at fault");
}
