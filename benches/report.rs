//! Cost of writing reports: many small files, and one huge line with many findings.

use std::fmt::Write as _;
use std::sync::Arc;

use arnlint::finding::{Confidence, Finding, Label, Role, Severity, Target};
use arnlint::report::{Format, Report, Style, Summary, write};
use arnlint::text::{FileId, SourceFile, Sources, Span};

/// Findings of each run.
const FINDINGS: u32 = 10_000;

fn main() {
    divan::main();
}

fn finding(file: u32, start: usize, end: usize) -> Finding {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span { file: FileId(file), start: offset(start), end: offset(end) };
    Finding {
        rule: Arc::from("object-action-on-bucket"),
        family: Arc::from("actions"),
        severity: Severity::Error,
        confidence: Confidence::High,
        aws: None,
        integration: None,
        message: "`s3:PutObject` acts on objects, never on a bucket".to_owned(),
        help: Some("append `/*`".to_owned()),
        policy: None,
        labels: vec![Label {
            role: Role::Primary,
            text: Some("names the bucket, not its objects".to_owned()),
            span,
            path: Vec::new(),
            target: Target::Value,
        }],
        fixes: Vec::new(),
        fingerprint: "0123456789abcdef".to_owned(),
    }
}

/// A file of 30 lines for each finding.
fn small_files() -> (Sources, Vec<Finding>) {
    let mut text = "{\n  \"Sid\": \"é\",\n".repeat(14);
    let start = text.len() + "  \"Resource\": ".len();
    text.push_str("  \"Resource\": \"arn:aws:s3:::logs-example\"\n}\n");
    let text: Arc<str> = Arc::from(text);
    let mut sources = Sources::default();
    let findings = (0..FINDINGS).map(|file| {
        let name = Arc::from(format!("policies/{file}.json"));
        sources.insert(FileId(file), SourceFile { name, text: Arc::clone(&text) });
        finding(file, start, start + 27)
    });
    let findings = findings.collect();
    (sources, findings)
}

/// One line of about 6 MB, not all ASCII, with every finding in it.
fn one_line() -> (Sources, Vec<Finding>) {
    let mut text = String::from("[");
    let mut findings = Vec::new();
    for at in 0..FINDINGS {
        let _ = write!(text, "{{\"Sid\":\"é{at}\",\"Padding\":\"{}\",\"Resource\":", "x".repeat(550));
        let start = text.len();
        text.push_str("\"arn:aws:s3:::logs-example\"");
        findings.push(finding(0, start, text.len()));
        text.push_str("},");
    }
    let mut sources = Sources::default();
    sources.insert(FileId(0), SourceFile { name: Arc::from("big.json"), text: Arc::from(text) });
    (sources, findings)
}

fn run(bencher: divan::Bencher<'_, '_>, format: Format, (sources, findings): &(Sources, Vec<Finding>)) {
    let summary = Summary::of(findings);
    bencher.counter(divan::counter::ItemsCount::new(findings.len())).bench(|| {
        let report = Report { findings, sources, summary: &summary, data_date: None };
        write(&mut std::io::sink(), format, &report, Style::default())
    });
}

#[divan::bench(args = Format::ALL)]
fn ten_thousand_files(bencher: divan::Bencher<'_, '_>, format: Format) {
    run(bencher, format, &small_files());
}

#[divan::bench(args = Format::ALL)]
fn ten_thousand_findings_on_one_line(bencher: divan::Bencher<'_, '_>, format: Format) {
    run(bencher, format, &one_line());
}
