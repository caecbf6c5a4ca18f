//! The policies of the five documents: what is said of each, to the byte.

use std::fs;
use std::path::{Path, PathBuf};

use arnlint::engine::{self, Input, Options, Report};
use arnlint::finding::Summary;
use arnlint::report::{self, Style};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/policies")
}

fn policies() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    assert!(files.len() >= 12, "the policies of the documents are missing");
    files
}

fn lint(path: &Path) -> Report {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let inputs = [Input::Text { name, bytes: fs::read(path).unwrap() }];
    let rules = RuleSet::new(Vec::new());
    engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &Options::default())
}

fn rendered(report: &Report) -> String {
    let summary = Summary::of(&report.findings);
    let view = report::Report {
        findings: &report.findings,
        sources: &report.sources,
        summary: &summary,
        data_date: None,
    };
    let mut out = Vec::new();
    report::write_findings(&mut out, &view, Style::default()).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_is_said_of_each_policy_stands_beside_it() {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for path in policies() {
        let is = rendered(&lint(&path));
        let beside = path.with_extension("txt");
        if update {
            fs::write(&beside, &is).unwrap();
        }
        let expected = fs::read_to_string(&beside).ok();
        if expected.as_deref() != Some(is.as_str()) {
            wrong.push(format!("{}\n{is}", beside.display()));
        }
    }
    assert!(wrong.is_empty(), "run with UPDATE=1 and read the difference:\n{}", wrong.join("\n"));
}

#[test]
fn nothing_is_said_of_the_documents_policies_once_they_are_filled_in() {
    for path in policies().iter().filter(|path| path.to_string_lossy().ends_with("-filled.json")) {
        let report = lint(path);
        let loud: Vec<&str> = report
            .findings
            .iter()
            .filter(|finding| finding.severity.rank() >= 1)
            .map(|finding| finding.message.as_str())
            .collect();
        assert!(loud.is_empty(), "{}: {loud:?}", path.display());
    }
}

#[test]
fn of_the_documents_policies_as_printed_only_what_is_to_be_replaced_is_said() {
    let as_printed = |path: &&PathBuf| {
        let name = path.to_string_lossy();
        !name.ends_with("-filled.json") && !name.ends_with("-mistakes.json")
    };
    for path in policies().iter().filter(as_printed) {
        let report = lint(path);
        let other: Vec<&str> = report
            .findings
            .iter()
            .filter(|finding| finding.severity.rank() >= 1)
            .filter(|finding| !["placeholder", "sample-value"].contains(&&*finding.rule))
            .map(|finding| finding.message.as_str())
            .collect();
        assert!(other.is_empty(), "{}: {other:?}", path.display());
    }
}
