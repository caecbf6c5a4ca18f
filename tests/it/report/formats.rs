//! The formats for programs: their form, their escapes, their words.

use arnlint::finding::{Applicability, PolicyKind, Severity, Step};
use arnlint::report::Format;
use serde_json::Value;

use super::build::{Run, With, finding, span};
use super::human::BUCKET;
use crate::snapshot::check;

/// One finding with everything and one with as little as possible.
fn full() -> Run {
    let mut run = Run::default();
    let policy = run.file("policies/bucket.json", BUCKET);
    let facts = run.file("arnlint.toml", "[[bucket]]\nname = \"logs-example\"\n");
    let statement = span(policy, BUCKET.find("    {\n").unwrap() + 4, BUCKET.find("\n    }\n").unwrap() + 6);
    let mut first = finding(Severity::Security, "confused-deputy", "anyone's trail, 100% of them: \"all\"")
        .at(run.find(policy, "\"cloudtrail.amazonaws.com\""), "no `aws:SourceArn` limits this service")
        .related(run.find(facts, "\"logs-example\""), "")
        .help("add a condition on `aws:SourceArn`")
        .aws("MISSING_ARN_CONDITION")
        .policy(PolicyKind::Bucket, "Logs", vec![Step::Key("Resources".into()), Step::Index(0)])
        .fix("add the condition", Applicability::Unsafe, span(policy, 300, 300), ",\n\"ArnLike\": {}");
    first.integration = Some("cloudtrail".into());
    first.labels[0].path = vec![Step::Key("Statement".into()), Step::Index(0), Step::Key("Principal".into())];
    run.add(first);
    run.add(finding(Severity::Suggestion, "long-statement", "a statement, as a whole").at(statement, ""));
    run
}

#[test]
fn json_has_the_documented_form() {
    let run = full();
    let text = run.text(Format::Json);
    check("report/json.txt", &text);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["version"], 1);
    assert_eq!(document["tool"]["version"], env!("CARGO_PKG_VERSION"));
    let places = &document["findings"][0]["locations"];
    assert_eq!(places[0]["path"], serde_json::json!(["Statement", 0, "Principal"]));
    assert_eq!(places[1]["start"], serde_json::json!({"offset": 18, "line": 2, "column": 8}));
}

#[test]
fn json_of_a_clean_run_is_a_document_too() {
    let text = Run::default().text(Format::Json);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["findings"], serde_json::json!([]));
    assert_eq!(document["summary"]["files"], 0);
}

#[test]
fn json_keeps_every_character_and_is_plain_for_a_terminal() {
    let odd = "\u{7f}\u{9b}\u{202e}👍🏽\u{e0001}\u{2028}\\ \" \n##[x] é東";
    let mut run = Run::default();
    let file = run.file("a.json", "{}");
    run.add(finding(Severity::Error, "odd", odd).at(span(file, 0, 1), odd).help(odd));
    let text = run.text(Format::Json);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["findings"][0]["message"], odd);
    assert_eq!(document["findings"][0]["help"], odd);
    assert_eq!(document["findings"][0]["locations"][0]["label"], odd);
    assert!(text.contains("é東"));
    assert!(!text.contains(['\u{7f}', '\u{9b}', '\u{202e}', '\u{2028}', '\u{e0001}']));
}

#[test]
fn json_has_one_finding_a_line() {
    let text = full().text(Format::Json);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("  {\"rule\":")).collect();
    assert_eq!(lines.len(), 2);
    for line in lines {
        serde_json::from_str::<Value>(line.trim_end_matches([',', ']'])).unwrap();
    }
}

#[test]
fn concise_is_one_line_a_finding() {
    let mut run = full();
    let file = run.file("::warning file=x::a,b%.json", "{}");
    run.add(finding(Severity::Warning, "lines", "one\r\ntwo\nthree").at(span(file, 0, 1), ""));
    let text = run.text(Format::Concise);
    check("report/concise.txt", &text);
    assert_eq!(text.lines().count(), run.findings.len());
    assert!(!text.lines().any(|line| line.trim_start().starts_with("::")));
}

#[test]
fn concise_colours_the_word_and_the_rule() {
    let run = full();
    let style = arnlint::report::Style { color: true, ..arnlint::report::Style::default() };
    let text = run.styled(Format::Concise, style);
    let first = text.lines().next().unwrap();
    let wanted = "policies/bucket.json:7:33: \u{1b}[1m\u{1b}[95msecurity\u{1b}[0m \
                  \u{1b}[1mconfused-deputy\u{1b}[0m: anyone's trail";
    assert!(first.starts_with(wanted), "{first:?}");
}

#[test]
fn github_commands_are_escaped_and_have_columns_on_one_line_only() {
    let mut run = full();
    let file = run.file("a,b: 100%\n::error::c.json", "{}");
    run.add(
        finding(Severity::Warning, "odd,na:me%", "100% of\r\n::error::them")
            .at(span(file, 0, 1), "")
            .help("two\nlines"),
    );
    run.add(finding(Severity::Error, "empty", "a place without width").at(span(file, 1, 1), ""));
    let text = run.text(Format::Github);
    check("report/github.txt", &text);
    assert_eq!(text.lines().count(), run.findings.len());
}

#[test]
fn every_format_is_found_by_its_word() {
    for format in Format::ALL {
        assert_eq!(Format::from_word(format.word()), Some(format));
    }
    assert_eq!(Format::from_word("xml"), None);
}

#[test]
fn a_broken_pipe_is_an_error_and_nothing_worse() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let run = full();
    let summary = arnlint::report::Summary::of(&run.findings);
    let report = arnlint::report::Report {
        findings: &run.findings,
        sources: &run.sources,
        summary: &summary,
        data_date: None,
    };
    for format in Format::ALL {
        let error = arnlint::report::write(&mut Closed, format, &report, arnlint::report::Style::default())
            .unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{format:?}");
    }
}
