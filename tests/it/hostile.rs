//! Files that a page cannot hold, other encodings and line breaks among them: what the rules of the grammar say of each.

use std::fs;
use std::path::Path;

use arnlint::engine::{self, Input, Options};
use arnlint::finding::{Finding, PolicyKind, Summary};
use arnlint::report::{self, Style};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

use crate::snapshot;

const FAMILIES: [&str; 3] = ["grammar", "placeholders", "secrets"];

fn rendered(name: &str, bytes: Vec<u8>) -> String {
    let rules = RuleSet::new(Vec::new());
    let inputs = [Input::Text { name: name.to_owned(), bytes }];
    let options = Options { all: true, ..Options::default() };
    let surroundings = Surroundings::default();
    let report = engine::check(&inputs, &rules, &surroundings, Sources::default(), &options);
    let own: Vec<Finding> =
        report.findings.into_iter().filter(|finding| FAMILIES.contains(&&*finding.family)).collect();
    let summary = Summary::of(&own);
    let view =
        report::Report { findings: &own, sources: &report.sources, summary: &summary, data_date: None };
    let mut out = Vec::new();
    match report::write_findings(&mut out, &view, Style::default()) {
        Ok(()) => String::from_utf8_lossy(&out).into_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn files_of_any_bytes_are_told_what_is_wrong() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/json");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "json"))
        .collect();
    names.sort();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        let bytes = fs::read(folder.join(&name)).unwrap();
        let stem = name.strip_suffix(".json").unwrap();
        snapshot::check(&format!("../../fixtures/json/{stem}.txt"), &rendered(&name, bytes));
    }
}

#[test]
fn a_text_full_of_mistakes_is_not_told_all_of_them() {
    let statement = "{ \"Effect\": \"Allow\" \"Action\": \"s3:GetObject\" \"Resource\": \"*\" }\n";
    let text = format!("{{ \"Version\": \"2012-10-17\", \"Statement\": [{}] }}", statement.repeat(200));
    let out = rendered("policy.json", text.into_bytes());
    assert_eq!(out.matches("[json-syntax-error]").count(), 20);
}

#[test]
fn a_deep_document_is_read() {
    let text = format!(
        "{{ \"Version\": \"2012-10-17\", \"Statement\": {}{} }}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let out = rendered("policy.json", text.into_bytes());
    assert!(out.contains("[data-type-mismatch]: a statement must be an object"), "{out}");
}

#[test]
fn what_is_no_document_is_not_asked_for_its_version() {
    let rules = RuleSet::new(Vec::new());
    let inputs = [Input::Text { name: "policy.json".to_owned(), bytes: b"\xdf\x91\0\0\0\n".to_vec() }];
    let options = Options { kind: Some(PolicyKind::Endpoint), ..Options::default() };
    let report = engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &options);
    let said: Vec<&str> = report.findings.iter().map(|finding| &*finding.rule).collect();
    assert_eq!(said, ["json-syntax-error"]);
}
