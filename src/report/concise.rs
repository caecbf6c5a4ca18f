//! One line a finding, for editors, `grep` and quick looks.

use std::io::{self, Write};

use super::human::MOST_TEXT;
use super::paint::{STRONG, painted, tint};
use super::places::Places;
use super::visible::visible;
use super::{Report, Style};
use crate::finding::Finding;

/// Writes one line for every finding.
pub(super) fn write(
    out: &mut impl Write,
    report: &Report<'_>,
    places: &mut Places<'_>,
    style: Style,
) -> io::Result<()> {
    for finding in report.findings {
        // A runner of GitHub Actions obeys a line that starts with two colons, and this one starts with a file's name.
        let name = finding.span().map_or("", |span| places.name(span.file));
        if name.trim_start().starts_with("::") {
            out.write_all(b"./")?;
        }
        write_line(out, finding, places, style.color)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes `file:line:column: severity rule: message` without a line break, and without line and column where the text
/// of the file was not kept.
pub(super) fn write_line(
    out: &mut impl Write,
    finding: &Finding,
    places: &mut Places<'_>,
    color: bool,
) -> io::Result<()> {
    if let Some(span) = finding.span() {
        write!(out, "{}:", places.shown_name(span.file))?;
        if let Some(place) = places.place(span) {
            write!(out, "{}:{}:", place.start.line, place.start.column)?;
        }
        out.write_all(b" ")?;
    }
    let rule = visible(&finding.rule, MOST_TEXT);
    let message = visible(&finding.message, MOST_TEXT);
    let word = finding.severity.word();
    if color {
        let word = painted(word, tint(finding.severity), true);
        let rule = painted(&rule, STRONG, true);
        return write!(out, "{word} {rule}: {message}");
    }
    write!(out, "{word} {rule}: {message}")
}
