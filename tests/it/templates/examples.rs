//! The templates of the README: what is said of each, to the byte.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use arnlint::engine::{self, Input, Options};
use arnlint::finding::Summary;
use arnlint::input::collect::Source;
use arnlint::report::{self, Style};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

/// Two templates, two modules, and the first module as a plan.
const TEMPLATES: [&str; 5] = ["trail.yaml", "archive.json", "trail", "reader", "trail.plan.json"];

/// What is said of a template, and of how many findings.
pub(crate) fn said(name: &str) -> (usize, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates").join(name);
    let mut files: Vec<PathBuf> = if path.is_dir() {
        fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect()
    } else {
        vec![path]
    };
    files.sort();
    let input = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Input::File(Source { name, path: path.clone(), named: true })
    };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    let rules = RuleSet::new(Vec::new());
    let report =
        engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &Options::default());
    let summary = Summary::of(&report.findings);
    let view = report::Report {
        findings: &report.findings,
        sources: &report.sources,
        summary: &summary,
        data_date: None,
    };
    let mut out = Vec::new();
    report::write_findings(&mut out, &view, Style::default()).unwrap();
    (report.findings.len(), String::from_utf8(out).unwrap())
}

#[test]
fn three_mistakes_are_found_in_each_template_of_the_readme() {
    let mut all = String::new();
    for name in TEMPLATES {
        let (count, said) = said(name);
        assert_eq!(count, 3, "{name}\n{said}");
        writeln!(all, "# {name}\n\n{said}").unwrap();
    }
    crate::snapshot::check("templates/examples.txt", &all);
}
