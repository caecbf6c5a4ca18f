//! The report for people where the source, a span or a message is far too long.

use std::fmt::Write as _;

use arnlint::finding::Severity;
use arnlint::report::{Format, Style};

use super::build::{Run, With, finding, span};
use super::human::BUCKET;
use crate::snapshot::check;

/// One line: a policy of many statements without a blank.
pub(crate) fn minified(statements: usize) -> String {
    let mut text = String::from("{\"Version\":\"2012-10-17\",\"Statement\":[");
    for at in 0..statements {
        text.push_str(if at == 0 { "" } else { "," });
        let _ = write!(text, "{{\"Sid\":\"Read{at}\",\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":");
        let _ = write!(text, "\"arn:aws:iam::111122223333:role/reader-{at}\"}},\"Action\":\"s3:GetObject\",");
        let _ = write!(text, "\"Resource\":\"arn:aws:s3:::bucket-{at}\"}}");
    }
    text.push_str("]}");
    text
}

#[test]
fn one_endless_line_is_cut_around_the_labels() {
    let text = minified(600);
    assert!(text.len() > 92_000);
    let mut run = Run::default();
    let file = run.file("min.json", &text);
    let statement_at = text.find("{\"Sid\":\"Read300\"").unwrap();
    let statement_end = text.find(",{\"Sid\":\"Read301\"").unwrap();
    let whole = |rule: &str, message: &str| finding(Severity::Error, rule, message);
    let findings = [
        whole("near", "two labels that fit into the window")
            .at(run.find(file, "\"arn:aws:s3:::bucket-300\""), "names the bucket, not its objects")
            .related(span(file, statement_at + 102, statement_at + 116), "needs an object ARN"),
        whole("far", "two labels far from each other")
            .at(run.find(file, "\"arn:aws:s3:::bucket-500\""), "this bucket")
            .related(run.find(file, "\"arn:aws:s3:::bucket-3\""), "the same as this one"),
        whole("long", "a label longer than the window")
            .at(span(file, statement_at, statement_end), "this statement"),
        whole("all", "a label over everything").at(span(file, 0, text.len()), "this policy"),
        whole("start", "a label at the start").at(run.find(file, "\"2012-10-17\""), ""),
        whole("end", "a label at the end").at(span(file, text.len() - 1, text.len()), "the last brace"),
        whole("after", "a place after the end").at(span(file, text.len(), text.len()), "here"),
    ];
    run.findings.extend(findings);
    let report = run.text(Format::Human);
    check("report/endless-line.txt", &report);
    assert!(report.len() < 500 * run.findings.len(), "{} bytes", report.len());
}

#[test]
fn a_narrow_terminal_gets_narrow_windows() {
    let mut run = Run::default();
    let file = run.file("min.json", &minified(40));
    run.add(
        finding(Severity::Warning, "narrow", "60 columns, then fewer than can be used")
            .at(run.find(file, "\"arn:aws:s3:::bucket-30\""), "here"),
    );
    let narrow = |width| run.styled(Format::Human, Style { color: false, width });
    check("report/narrow.txt", &(narrow(60) + &narrow(0)));
}

#[test]
fn a_whole_statement_or_document_takes_a_few_lines() {
    let mut run = Run::default();
    let file = run.file("bucket.json", BUCKET);
    let mut long = String::from("{ \"Resource\": [\n");
    for at in 0..500 {
        let _ = writeln!(long, "    \"arn:aws:s3:::bucket-{at}\",");
    }
    long.push_str("    \"*\"\n  ]\n}\n");
    let other = run.file("long.json", &long);
    let open = BUCKET.find("    {\n").unwrap() + 4;
    let close = BUCKET.find("\n    }\n  ]").unwrap() + 6;
    let list = run.find(other, "[").start as usize;
    let findings = [
        finding(Severity::Error, "statement", "a statement").at(span(file, open, close), "this statement"),
        finding(Severity::Error, "document", "a whole document").at(span(file, 0, BUCKET.len()), ""),
        finding(Severity::Warning, "both", "a statement and values inside it")
            .at(span(file, open, close), "this statement")
            .related(run.find(file, "\"Allow\""), "allows")
            .related(run.find(file, "\"arn:aws:s3:::logs-example\""), "this bucket"),
        finding(Severity::Warning, "nested", "two long spans, one inside the other")
            .at(
                run.find(file, "{ \"Service\": \"cloudtrail.amazonaws.com\" },\n      \"Action\""),
                "two lines",
            )
            .related(span(file, open, close), "in this statement"),
        finding(Severity::Error, "list", "a list of 500 values with one line break more than shown")
            .at(span(other, list, long.len() - 3), "501 values"),
    ];
    run.findings.extend(findings);
    check("report/long-spans.txt", &run.text(Format::Human));
}

#[test]
fn more_labels_than_can_be_read_are_counted() {
    let mut run = Run::default();
    let text = format!("[{}1]", "1, ".repeat(5000));
    let file = run.file("many.json", &text);
    let mut many = finding(Severity::Error, "many", "too many places");
    for at in 0..5000 {
        many = many.at(span(file, 1 + 3 * at, 2 + 3 * at), "");
    }
    run.add(many);
    check("report/many-labels.txt", &run.text(Format::Human));
}

#[test]
fn endless_messages_lose_their_middle() {
    let mut run = Run::default();
    let file = run.file("a.json", "{}");
    let endless = "arn:aws:s3:::é".repeat(10_000);
    run.add(finding(Severity::Error, "long", &endless).at(span(file, 0, 2), &endless).help(&endless));
    for format in [Format::Human, Format::Concise, Format::Github] {
        let report = run.text(format);
        assert!(report.len() < 3000, "{format:?}: {} bytes", report.len());
        assert!(report.contains("arn:aws:s3:::é"), "{format:?}");
    }
    assert!(run.text(Format::Json).contains(&endless));
}

#[test]
fn many_findings_on_one_endless_line_take_time_by_what_is_shown() {
    let mut text = String::from("[");
    let mut places = Vec::new();
    for at in 0..1500 {
        let _ = write!(text, "\"é{at}{}\",", "x".repeat(8000));
        places.push((text.len() - 20, text.len() - 1));
    }
    let mut run = Run::default();
    let file = run.file("big.json", &text);
    for (start, end) in places {
        run.add(finding(Severity::Error, "many", "one of thousands").at(span(file, start, end), "here"));
    }
    let begin = std::time::Instant::now();
    for format in Format::ALL {
        run.text(format);
    }
    // Walking to each place from the start of the line would read 18 GB and more for each format.
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}
