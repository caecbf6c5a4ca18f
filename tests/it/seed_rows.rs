//! Every statement of the five documents is covered: `fixtures/seed_rows/*.csv` names rule and examples for each row.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use arnlint::cli::names;
use arnlint::engine::{self, Input, Options};
use arnlint::examples;
use arnlint::finding::{Finding, Severity};
use arnlint::rules::page::{Expect, Page};
use arnlint::rules::registry::{PAGES, RuleSet};
use arnlint::surroundings::Surroundings;
use arnlint::text::{FileId, Sources};

/// One line of the table.
struct Row {
    id: String,
    severity: String,
    rule: String,
    failing: String,
    passing: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rows() -> Vec<Row> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join("fixtures/seed_rows")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut rows = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "csv")) {
        let text = fs::read_to_string(file).unwrap();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("row,severity,rule,failing,passing,note"), "{}", file.display());
        for line in lines {
            let mut parts = line.splitn(6, ',').map(str::to_owned);
            let mut next = || parts.next().unwrap_or_else(|| panic!("{}: {line}", file.display()));
            let (id, severity, rule) = (next(), next(), next());
            let (failing, passing) = (next(), next());
            rows.push(Row { id, severity, rule, failing, passing });
        }
    }
    rows
}

/// Ids of the table of the documents' statements: document and first and last number.
const DOCUMENTS: [(&str, u32, u32); 6] =
    [("CF", 1, 21), ("LF", 1, 35), ("CT", 1, 53), ("SD", 1, 25), ("LA", 1, 23), ("XS", 1, 11)];

#[test]
fn every_row_stands_in_the_table_once() {
    let rows = rows();
    let mut seen = BTreeSet::new();
    for row in &rows {
        assert!(seen.insert(row.id.clone()), "{} stands twice", row.id);
    }
    for (document, first, last) in DOCUMENTS {
        for number in first..=last {
            let id = format!("{document}{number:03}");
            assert!(seen.remove(&id), "{id} is missing");
        }
    }
    assert!(seen.is_empty(), "unknown rows: {seen:?}");
}

#[test]
fn only_guards_lack_a_rule() {
    for row in rows() {
        let is_guard = row.severity == "-";
        assert_eq!(
            is_guard,
            row.rule.is_empty() || row.failing.is_empty(),
            "{}: a guard has no failing example",
            row.id
        );
        assert!(!row.passing.is_empty(), "{} has no passing example", row.id);
    }
}

#[test]
fn the_failing_examples_are_reported_and_the_passing_ones_are_not() {
    let mut cache = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows() {
        if !row.failing.is_empty() {
            let findings = findings(&row.failing, &mut cache);
            let severity = Severity::from_word(&row.severity);
            let hit = findings
                .iter()
                .any(|finding| *finding.rule == *row.rule && Some(finding.severity) == severity);
            if !hit {
                let found: Vec<String> =
                    findings.iter().map(|one| format!("{} {}", one.severity.word(), one.rule)).collect();
                wrong.push(format!(
                    "{}: {} is not reported as {} {}, but as {found:?}",
                    row.id, row.failing, row.severity, row.rule
                ));
            }
        }
        if !row.passing.is_empty() {
            let findings = findings(&row.passing, &mut cache);
            let loud = |finding: &&Finding| {
                if row.rule.is_empty() { finding.severity.rank() >= 1 } else { *finding.rule == *row.rule }
            };
            if let Some(finding) = findings.iter().find(loud) {
                wrong.push(format!(
                    "{}: {} is reported: {} {}",
                    row.id, row.passing, finding.rule, finding.message
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Findings of `rules/…/name.md fail 2` or of a file.
fn findings(place: &str, cache: &mut BTreeMap<String, Vec<Finding>>) -> Vec<Finding> {
    if let Some(known) = cache.get(place) {
        return known.clone();
    }
    let rules = RuleSet::new(Vec::new());
    let found = match place.split_once(".md ") {
        Some((page, example)) => of_example(page, example, &rules),
        None => of_file(place, &rules),
    };
    cache.insert(place.to_owned(), found.clone());
    found
}

fn of_example(page: &str, example: &str, rules: &RuleSet) -> Vec<Finding> {
    let name = Path::new(page).file_name().unwrap().to_str().unwrap();
    let built_in = PAGES.iter().find(|page| page.name == name).unwrap_or_else(|| panic!("no page {page}"));
    let (page, _) = Page::read(built_in.name, built_in.family, built_in.text, FileId(0));
    let (kind, number) = example.split_once(' ').unwrap_or_else(|| panic!("{}: {example}", page.name));
    let expect = if kind == "fail" { Expect::Fail } else { Expect::Pass };
    let number: usize = number.parse().unwrap();
    let examples: Vec<_> = page.examples.iter().filter(|example| example.expect == expect).collect();
    let example = examples.get(number - 1).unwrap_or_else(|| panic!("{} has no {kind} {number}", page.name));
    examples::findings(built_in.text, example, rules, &names(rules))
}

fn of_file(path: &str, rules: &RuleSet) -> Vec<Finding> {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let inputs = [Input::Text { name: path.to_owned(), bytes }];
    let options = Options { all: true, ..Options::default() };
    engine::check(&inputs, rules, &Surroundings::default(), Sources::default(), &options).findings
}
