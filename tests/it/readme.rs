//! The README shows what the program says today.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use arnlint::engine::{self, Input, Options};
use arnlint::finding::Summary;
use arnlint::report::{self, Style};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text with the part between two marks replaced.
fn with_part(text: &str, name: &str, part: &str) -> String {
    let open =
        text.find(&format!("<!-- {name}")).unwrap_or_else(|| panic!("the README has no mark `{name}`"));
    let start = open + text.get(open..).unwrap().find("-->\n").unwrap() + 4;
    let end = text.find(&format!("<!-- /{name} -->")).unwrap_or_else(|| panic!("no end of `{name}`"));
    format!("{}{part}{}", text.get(..start).unwrap(), text.get(end..).unwrap())
}

fn rule_table() -> String {
    let rules = RuleSet::new(Vec::new());
    let mut table = String::new();
    let mut family = String::new();
    for (_, rule) in rules.all() {
        if rule.family != family {
            family = rule.family.to_string();
            write!(table, "\n### {family}\n\n| rule | severity | what it finds |\n|---|---|---|\n").unwrap();
        }
        let summary = rule.page().summary.replace('|', "\\|");
        let path = format!("rules/{}/{}.md", rule.family, rule.name);
        let severity = rule.severity().word();
        let off = if rule.is_default() { "" } else { ", off by default" };
        writeln!(table, "| [`{}`]({path}) | {severity}{off} | {summary} |", rule.name).unwrap();
    }
    format!("{table}\n")
}

fn sample_output() -> String {
    let name = "fixtures/policies/cloudtrail-mistakes.json";
    let inputs =
        [Input::Text { name: "bucket-policy.json".to_owned(), bytes: fs::read(root().join(name)).unwrap() }];
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
    format!("\n```text\n{}\n```\n\n", String::from_utf8(out).unwrap().trim_end())
}

/// What `--diff` prints for a seeded policy.
fn sample_diff() -> String {
    let text = fs::read_to_string(root().join("fixtures/policies/logzio-fetcher-mistakes.json")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("reader-policy.json"), text).unwrap();
    let run = crate::cli::arnlint(
        folder.path(),
        &["check", "--diff", "--unsafe-fixes", "--profile", "logzio-fetcher", "reader-policy.json"],
    );
    assert_eq!(run.code, 1, "{}", run.err);
    format!("\n```diff\n{}\n```\n\n", run.out.trim_end())
}

#[test]
fn the_readme_is_current() {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let current = with_part(&with_part(&text, "rules", &rule_table()), "output", &sample_output());
    let (_, template) = crate::templates::said("trail.yaml");
    let current = with_part(&current, "template", &format!("\n```text\n{}\n```\n\n", template.trim_end()));
    let current = with_part(&current, "fixes", &sample_diff());
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        fs::write(&path, &current).unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    assert!(text == current, "README.md is not current: run with UPDATE=1 and read the difference");
}

#[test]
fn every_file_that_the_readme_names_exists() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    let named =
        text.split('`').filter(|word| word.contains('/') && !word.contains([' ', '<', '\n', '*', ':']));
    for name in named {
        let is_path =
            ["src/", "rules/", "tools/", "fixtures/", "tests/"].iter().any(|head| name.starts_with(head));
        assert!(!is_path || Path::new(&root().join(name)).exists(), "`{name}`");
    }
}
