//! The report for people: source with carets, notes, and what was found in all.

use std::fmt::Write as _;
use std::io::{self, Write};

use codespan_reporting::diagnostic::Diagnostic;
use codespan_reporting::files::Error;
use codespan_reporting::term::{Config, emit_to_write_style};

use super::excerpt::Excerpt;
use super::paint::{Canvas, STRONG, painted, tint};
use super::places::Places;
use super::spot::LINES_AFTER_START;
use super::visible::visible;
use super::{Report, Style, Summary};
use crate::finding::{Applicability, Confidence, Finding, Severity};

/// Characters of a message or a help text shown at most.
pub(super) const MOST_TEXT: usize = 600;

/// Writes every finding and the summary line.
pub(super) fn write(
    out: &mut impl Write,
    report: &Report<'_>,
    places: &mut Places<'_>,
    style: Style,
) -> io::Result<()> {
    write_findings(out, report, places, style)?;
    writeln!(out, "{}", summary_line(report.summary, style.color))
}

/// Writes every finding.
pub(super) fn write_findings(
    out: &mut impl Write,
    report: &Report<'_>,
    places: &mut Places<'_>,
    style: Style,
) -> io::Result<()> {
    let config = Config { start_context_lines: LINES_AFTER_START, end_context_lines: 0, ..Config::default() };
    let mut canvas = Canvas::new(style.color);
    for finding in report.findings {
        let mut excerpt = Excerpt::new(finding, places, style.width);
        let mut diagnostic = Diagnostic::error()
            .with_message(visible(&finding.message, MOST_TEXT))
            .with_labels(std::mem::take(&mut excerpt.marks));
        diagnostic.notes = notes(finding, &excerpt, style.color);
        canvas.start(finding.severity, &visible(&finding.rule, MOST_TEXT));
        emit_to_write_style(&mut canvas, &config, &excerpt, &diagnostic).map_err(|error| match error {
            Error::Io(error) => error,
            other => io::Error::other(other),
        })?;
        out.write_all(canvas.drawn())?;
    }
    Ok(())
}

fn notes(finding: &Finding, excerpt: &Excerpt, color: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |kind: &str, text: &str| {
        notes.push(format!("{}: {text}", painted(kind, STRONG, color)));
    };
    for (file, text) in &excerpt.elsewhere {
        match text {
            Some(text) => note("in", &format!("{file}: {text}")),
            None => note("in", file),
        }
    }
    if excerpt.omitted > 0 {
        note("note", &format!("{} not shown", counted(excerpt.omitted, "more place", "s")));
    }
    if let Some(help) = &finding.help {
        note("help", &visible(help, MOST_TEXT));
    }
    for fix in &finding.fixes {
        let kind = match fix.applicability {
            Applicability::Safe => "fix",
            Applicability::Unsafe => "unsafe fix",
            Applicability::Shown => continue,
        };
        note(kind, &visible(&fix.title, MOST_TEXT));
    }
    if let Some(code) = finding.aws.as_deref().filter(|code| !is_named_after(&finding.rule, code)) {
        note("note", &format!("IAM Access Analyzer calls this `{}`", visible(code, MOST_TEXT)));
    }
    if finding.confidence == Confidence::Low {
        note("note", "low confidence");
    }
    notes
}

/// Whether the rule's name already says the code: `missing-version` and `MISSING_VERSION`.
fn is_named_after(rule: &str, code: &str) -> bool {
    rule.len() == code.len()
        && rule.bytes().zip(code.bytes()).all(|pair| match pair {
            (b'-', b'_') => true,
            (ours, theirs) => ours.eq_ignore_ascii_case(&theirs),
        })
}

/// `3 errors, 1 warning in 2 policies (5 files)`.
fn summary_line(summary: &Summary, color: bool) -> String {
    let mut line = String::new();
    for severity in [Severity::Error, Severity::Security, Severity::Warning, Severity::Suggestion] {
        let count = summary.count(severity);
        if count == 0 {
            continue;
        }
        if !line.is_empty() {
            line.push_str(", ");
        }
        let word = match severity {
            Severity::Security => "security finding",
            other => other.word(),
        };
        line.push_str(&painted(&counted(count, word, "s"), tint(severity), color));
    }
    let files = counted(summary.files, "file", "s");
    let policies = match summary.policies {
        1 => "1 policy".to_owned(),
        count => format!("{count} policies"),
    };
    // Writing into a string cannot fail.
    let _ = match (line.is_empty(), summary.policies) {
        (true, 0) => write!(line, "no policies found in {files}"),
        (true, _) => write!(line, "no findings in {policies} ({files})"),
        (false, 0) => write!(line, " in {files}"),
        (false, _) => write!(line, " in {policies} ({files})"),
    };
    if summary.suppressed > 0 {
        let _ = write!(line, ", {} suppressed", summary.suppressed);
    }
    line
}

fn counted(count: usize, word: &str, plural: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { plural })
}
