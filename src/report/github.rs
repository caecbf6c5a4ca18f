//! Workflow commands that GitHub Actions shows as annotations beside the changed lines.
//!
//! What the runner does with them: it drops the columns of a command with two different lines, so such a command has
//! none; `%`, CR and LF are escaped in the text, `:` and `,` also in properties. Columns count from 1. The documentation
//! leaves open whether the end column is exclusive; it is written as if it were.

use std::borrow::Cow;
use std::io::{self, Write};

use super::human::MOST_TEXT;
use super::places::Places;
use super::visible::visible;
use super::{Report, concise};
use crate::finding::{Finding, Severity};

/// Characters of a rule's name in a title, of which GitHub takes 255.
const MOST_TITLE: usize = 200;

/// What is escaped in the value of a property.
const PROPERTY: &[char] = &['%', '\r', '\n', ':', ','];

/// What is escaped in the text after the second `::`.
const DATA: &[char] = &['%', '\r', '\n'];

/// Writes one workflow command for every finding.
pub(super) fn write(out: &mut impl Write, report: &Report<'_>, places: &mut Places<'_>) -> io::Result<()> {
    let mut text = Vec::new();
    for finding in report.findings {
        write_command(out, finding, places)?;
        // Not every annotation is shown, and a log shows the text alone: it says again where.
        text.clear();
        concise::write_line(&mut text, finding, places, false)?;
        if let Some(help) = &finding.help {
            write!(text, "\nhelp: {}", visible(help, MOST_TEXT))?;
        }
        writeln!(out, "{}", escaped(&String::from_utf8_lossy(&text), DATA))?;
    }
    Ok(())
}

/// Writes the command up to its text.
fn write_command(out: &mut impl Write, finding: &Finding, places: &mut Places<'_>) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error | Severity::Security => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "notice",
    };
    write!(out, "::{command} ")?;
    if let Some(span) = finding.span() {
        let name = places.name(span.file);
        if !name.is_empty() {
            write!(out, "file={},", escaped(name, PROPERTY))?;
        }
        if let Some(place) = places.place(span) {
            let (start, end) = (place.start, place.end);
            write!(out, "line={},endLine={},", start.line, end.line)?;
            if start.line == end.line {
                write!(out, "col={},endColumn={},", start.column, end.column)?;
            }
        }
    }
    let title = format!("{}[{}]", finding.severity.word(), visible(&finding.rule, MOST_TITLE));
    write!(out, "title={}::", escaped(&title, PROPERTY))
}

fn escaped<'t>(text: &'t str, special: &[char]) -> Cow<'t, str> {
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            ':' if special.contains(&':') => out.push_str("%3A"),
            ',' if special.contains(&',') => out.push_str("%2C"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}
