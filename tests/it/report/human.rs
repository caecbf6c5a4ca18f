//! The report for people, as files to be read: one for each case that is hard to draw.

use arnlint::finding::{Applicability, Confidence, Finding, Severity};
use arnlint::report::{Format, Style, Summary};

use super::build::{Run, With, finding, span};
use crate::snapshot::check;

pub(crate) const BUCKET: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AWSCloudTrailWrite",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::logs-example",
      "Condition": {
        "StringEquals": { "s3:x-amz-acl": "bucket-owner-full-control" }
      }
    }
  ]
}
"#;

fn object_action(run: &Run, file: super::build::File) -> Finding {
    let resource = run.find(file, "\"arn:aws:s3:::logs-example\"");
    finding(Severity::Error, "object-action-on-bucket", "`s3:PutObject` acts on objects, never on a bucket")
        .at(resource, "names the bucket, not its objects")
        .related(run.find(file, "\"s3:PutObject\""), "needs an object ARN")
        .help("append the trail's prefix and `/*`: `arn:aws:s3:::logs-example/AWSLogs/111122223333/*`")
}

#[test]
fn labels_on_neighbouring_lines_share_one_snippet() {
    let mut run = Run::default();
    let file = run.file("policies/bucket.json", BUCKET);
    run.add(object_action(&run, file));
    check("report/neighbours.txt", &run.text(Format::Human));
}

/// A finding of each severity, and one over several lines.
fn of_each_severity() -> Run {
    let mut run = Run::default();
    let file = run.file("bucket.json", BUCKET);
    let at = |needle: &str| run.find(file, needle);
    let findings = [
        finding(Severity::Error, "missing-version", "the policy has no version")
            .at(at("\"2012-10-17\""), "")
            .aws("MISSING_VERSION"),
        finding(Severity::Security, "confused-deputy", "any trail of any account may write here")
            .at(at("\"cloudtrail.amazonaws.com\""), "no `aws:SourceArn` limits this service")
            .aws("MISSING_ARN_CONDITION")
            .help("add a condition on `aws:SourceArn`"),
        finding(Severity::Warning, "wide-resource", "the resource is wider than needed")
            .at(at("\"arn:aws:s3:::logs-example\""), "")
            .fix("append `/*`", Applicability::Unsafe, at("logs-example"), "logs-example/*"),
        Finding {
            confidence: Confidence::Low,
            ..finding(Severity::Suggestion, "empty-sid", "a statement id helps to find the statement")
                .at(at("\"AWSCloudTrailWrite\""), "this one is long")
                .fix("shorten it", Applicability::Safe, at("AWSCloudTrailWrite"), "Write")
        },
    ];
    run.findings.extend(findings);
    run.add(
        finding(Severity::Warning, "long", "several lines")
            .at(span(file, 50, 359), "this statement")
            .related(run.find(file, "\"Allow\""), "allows"),
    );
    run.summary = Some(Summary { files: 5, policies: 2, suppressed: 3, ..Summary::of(&run.findings) });
    run
}

#[test]
fn each_severity_has_its_own_word_and_the_summary_counts_them() {
    check("report/severities.txt", &of_each_severity().text(Format::Human));
}

#[test]
fn colours_are_escape_codes_around_the_same_text() {
    let run = of_each_severity();
    let colored = run.styled(Format::Human, Style { color: true, ..Style::default() });
    check("report/colour.txt", &colored.replace('\u{1b}', "␛"));
    let mut bare = String::new();
    let mut rest = colored.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(bare + rest, run.text(Format::Human));
}

#[test]
fn nothing_is_escaped_without_colour() {
    let mut run = Run::default();
    let file = run.file("bucket.json", BUCKET);
    run.add(object_action(&run, file));
    for format in Format::ALL {
        assert!(!run.text(format).contains('\u{1b}'), "{format:?}");
    }
}

#[test]
fn related_places_in_other_files_get_their_own_snippet() {
    let mut run = Run::default();
    let policy = run.file("policies/bucket.json", BUCKET);
    let facts = run.file("arnlint.toml", "[[bucket]]\nname = \"logs-example\"\nrequester-pays = true\n");
    run.add(
        finding(Severity::Error, "requester-pays", "CloudTrail cannot deliver to a Requester Pays bucket")
            .at(run.find(policy, "\"arn:aws:s3:::logs-example\""), "this bucket")
            .related(run.find(facts, "true"), "the requester pays, it is stated here")
            .related(run.find(facts, "\"logs-example\""), "")
            .help("turn Requester Pays off"),
    );
    check("report/other-file.txt", &run.text(Format::Human));
}

#[test]
fn tabs_wide_characters_and_combining_marks_keep_the_carets_in_place() {
    let mut run = Run::default();
    let text = concat!(
        "{\n",
        "\t\"Sid\":\t\"tab\",\n",
        "  \"東京\": \"日本語\",\n",
        "  \"cafe\u{301}\": \"re\u{301}sume\u{301}\",\n",
        "  \"👩\u{200d}👩\u{200d}👧\": \"👍🏽 ok\",\n",
        "  \"❤\u{fe0f}\": \"heart\",\n",
        "  \"مرحبا\": \"x\",\n",
        "  \"e\u{301}\": \"only the mark\"\n",
        "}\n",
    );
    let file = run.file("wide.json", text);
    let at = |needle: &str, label: &str| {
        finding(Severity::Warning, "aligned", "the carets stand under the quotes and what is between")
            .at(run.find(file, needle), label)
    };
    let mark = run.find(file, "e\u{301}\": \"only");
    let findings = [
        at("\"tab\"", "after two tabs"),
        at("\"日本語\"", "three wide characters"),
        at("\"re\u{301}sume\u{301}\"", "six columns between the quotes"),
        at("\"👍🏽 ok\"", "skin tone"),
        at("\"👩\u{200d}👩\u{200d}👧\"", "family"),
        at("\"heart\"", "after a variation selector"),
        at("\"x\"", ""),
        finding(Severity::Warning, "aligned", "a mark alone is underlined with its letter")
            .at(arnlint::text::Span { start: mark.start + 1, end: mark.start + 3, ..mark }, "two bytes"),
    ];
    run.findings.extend(findings);
    check("report/wide.txt", &run.text(Format::Human));
}

#[test]
fn every_kind_of_line_break_ends_a_line() {
    let mut run = Run::default();
    let text = "{\r\n  \"Version\": \"2008-10-17\",\r  \"Id\": \"lone\",\n  \"Statement\": []\r\n}";
    let file = run.file("breaks.json", text);
    let at = |needle: &str| {
        finding(Severity::Error, "line", "a value after another kind of line break")
            .at(run.find(file, needle), "here")
    };
    let findings = [
        at("\"2008-10-17\""),
        at("\"lone\""),
        at("[]"),
        finding(Severity::Error, "line", "a span that ends with its line break").at(
            {
                let start = text.find("[]").unwrap();
                span(file, start, start + 4)
            },
            "one line",
        ),
        finding(Severity::Error, "line", "a span between CR and LF").at(span(file, 2, 2), "end of line 1"),
        finding(Severity::Error, "line", "a line break alone").at(span(file, 1, 3), "no comma"),
    ];
    run.findings.extend(findings);
    check("report/line-breaks.txt", &run.text(Format::Human));
}

#[test]
fn a_byte_order_mark_is_seen_and_shifts_nothing() {
    let mut run = Run::default();
    let file = run.file("bom.json", "\u{feff}{\"Version\": \"2012-10-17\"}\n");
    let findings = [
        finding(Severity::Error, "byte-order-mark", "the file starts with a byte order mark")
            .at(span(file, 0, 3), "AWS refuses it"),
        finding(Severity::Error, "after", "a value behind it").at(run.find(file, "\"2012-10-17\""), "here"),
    ];
    run.findings.extend(findings);
    check("report/byte-order-mark.txt", &run.text(Format::Human));
}

#[test]
fn hostile_text_is_made_visible_everywhere() {
    let hostile = "\u{1b}[31mred\u{1b}]0;title\u{7}\u{8}\u{9b}2J \u{202e}gnp\u{2066} a\u{200b}b ##[set-output name=x]y \u{7f}\0";
    let mut run = Run::default();
    let file = run.file(
        "evil\u{1b}[2J\u{202e}\n::error::x.json",
        &format!("{{\n  \"Sid\": \"{hostile}\",\n  \"x\": 1\n}}\n"),
    );
    run.add(
        finding(Severity::Security, "hostile", &format!("odd text `{hostile}`\n::error::forged"))
            .at(run.find(file, "\u{202e}gnp"), &format!("label {hostile}\nsecond line"))
            .related(run.find(file, "1"), "plain")
            .help(&format!("help {hostile}\r\nsecond line")),
    );
    let report = run.text(Format::Human);
    check("report/hostile.txt", &report);
    for format in [Format::Human, Format::Concise, Format::Json] {
        let report = run.text(format);
        let active = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{2066}\u{200b}".contains(c);
        assert!(!report.contains(active), "{format:?}: {report:?}");
        assert!(!report.contains("##["), "{format:?}: {report:?}");
        let forged = |line: &str| line.trim_start().starts_with("::");
        assert!(!report.lines().any(forged), "{format:?}: {report:?}");
    }
}

#[test]
fn places_without_width_and_at_the_end_are_drawn() {
    let mut run = Run::default();
    let open = run.file("open.json", "{\n  \"Statement\": [\n");
    let bare = run.file("bare.json", "{\"a\" 1}");
    let empty = run.file("empty.json", "");
    let beyond = |rule: &str, message: &str| finding(Severity::Error, rule, message);
    let findings = [
        beyond("unclosed", "a bracket is not closed")
            .at(span(open, 19, 19), "the file ends here")
            .related(run.find(open, "["), "opened here"),
        beyond("missing-colon", "no colon after the name").at(span(bare, 4, 4), "`:` is missing"),
        beyond("end", "the end of a file without a line break").at(span(bare, 7, 7), "here"),
        beyond("beyond", "an offset past the end, and one that ends before it starts")
            .at(span(bare, 900, 950), "past the end")
            .related(span(bare, 5, 2), "backwards"),
        beyond("empty", "an empty file").at(span(empty, 0, 0), "nothing here"),
    ];
    run.findings.extend(findings);
    check("report/no-width.txt", &run.text(Format::Human));
}

#[test]
fn offsets_inside_a_character_take_the_whole_character() {
    let mut run = Run::default();
    let file = run.file("a.json", "{\"é東\": 1}");
    run.add(finding(Severity::Error, "inside", "half of each").at(span(file, 3, 5), "both"));
    assert!(run.text(Format::Human).contains("│   ^^^ both\n"), "{}", run.text(Format::Human));
}

#[test]
fn a_file_whose_text_was_not_kept_is_named() {
    let mut run = Run::default();
    let gone = run.name_only("templates/stack.yaml");
    let kept = run.file("bucket.json", BUCKET);
    let findings = [
        finding(Severity::Warning, "primary-gone", "nothing to show")
            .at(span(gone, 10, 20), "here")
            .help("look"),
        finding(Severity::Warning, "related-gone", "half to show")
            .at(run.find(kept, "\"s3:PutObject\""), "here")
            .related(span(gone, 10, 20), "declared here")
            .related(span(gone, 30, 40), ""),
        finding(Severity::Warning, "unknown", "not even a name").at(span(super::build::File(77), 1, 2), ""),
        finding(Severity::Warning, "nowhere", "no place at all"),
    ];
    run.findings.extend(findings);
    let all: String = Format::ALL.map(|format| format!("{}\n{}\n", format.word(), run.text(format))).concat();
    check("report/text-not-kept.txt", &all);
}

#[test]
fn the_summary_says_what_was_looked_at() {
    let line = |summary: Summary| {
        let run = Run { summary: Some(summary), ..Run::default() };
        run.text(Format::Human)
    };
    let clean = Summary { files: 5, policies: 2, ..Summary::default() };
    assert_eq!(line(clean), "no findings in 2 policies (5 files)\n");
    assert_eq!(line(Summary { files: 1, policies: 1, ..clean }), "no findings in 1 policy (1 file)\n");
    assert_eq!(
        line(Summary { suppressed: 4, ..clean }),
        "no findings in 2 policies (5 files), 4 suppressed\n"
    );
    assert_eq!(line(Summary { policies: 0, ..clean }), "no policies found in 5 files\n");
    let found = Summary { error: 3, warning: 1, ..clean };
    assert_eq!(line(found), "3 errors, 1 warning in 2 policies (5 files)\n");
    let all = Summary { error: 1, security: 2, warning: 2, suggestion: 1, ..clean };
    let wanted = "1 error, 2 security findings, 2 warnings, 1 suggestion in 2 policies (5 files)\n";
    assert_eq!(line(all), wanted);
    assert_eq!(line(Summary { error: 1, files: 1, ..Summary::default() }), "1 error in 1 file\n");
}
