//! The JSON document: one object, a finding a line, the same bytes for the same run.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::Report;
use super::places::{Place, Places};
use super::visible::{active, is_plain};
use crate::finding::{Applicability, Confidence, Finding, Label, PolicyRef, Role, Severity, Step, Target};
use crate::text::Position;

/// Version of the document's form. Additions leave it as it is.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Tool<'a> {
    name: &'a str,
    version: &'a str,
    data_date: Option<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    family: &'a str,
    severity: Severity,
    confidence: Confidence,
    aws: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    policy: Option<&'a PolicyRef>,
    locations: Vec<Location<'a>>,
    fixes: Vec<Fix<'a>>,
    fingerprint: &'a str,
    integration: Option<&'a str>,
}

#[derive(Serialize)]
struct Location<'a> {
    role: Role,
    label: Option<&'a str>,
    file: &'a str,
    path: &'a [Step],
    target: Target,
    start: Point,
    end: Point,
}

/// Line and column are 0 where the text of the file was not kept: every real one is at least 1.
#[derive(Serialize)]
struct Point {
    offset: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

/// Writes the document, one finding after the other.
pub(super) fn write<'a>(
    out: &mut impl Write,
    report: &Report<'a>,
    places: &mut Places<'a>,
) -> io::Result<()> {
    write!(out, "{{\"version\":{VERSION},\n \"tool\":")?;
    let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    value(out, &Tool { name, version, data_date: report.data_date })?;
    out.write_all(b",\n \"findings\":[")?;
    for (at, finding) in report.findings.iter().enumerate() {
        out.write_all(if at == 0 { b"\n  " } else { b",\n  " })?;
        value(out, &entry(finding, places))?;
    }
    out.write_all(b"],\n \"summary\":")?;
    value(out, report.summary)?;
    out.write_all(b"}\n")
}

fn value(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Inert)).map_err(io::Error::from)
}

fn entry<'a>(finding: &'a Finding, places: &mut Places<'a>) -> Entry<'a> {
    Entry {
        rule: &finding.rule,
        family: &finding.family,
        severity: finding.severity,
        confidence: finding.confidence,
        aws: finding.aws.as_deref(),
        message: &finding.message,
        help: finding.help.as_deref(),
        file: finding.span().map_or("", |span| places.name(span.file)),
        policy: finding.policy.as_ref(),
        locations: finding.labels.iter().map(|label| location(label, places)).collect(),
        fixes: finding.fixes.iter().map(|fix| self::fix(fix, places)).collect(),
        fingerprint: &finding.fingerprint,
        integration: finding.integration.as_deref(),
    }
}

fn location<'a>(label: &'a Label, places: &mut Places<'a>) -> Location<'a> {
    let unknown = Position { line: 0, column: 0 };
    let place = places.place(label.span).unwrap_or(Place { start: unknown, end: unknown });
    Location {
        role: label.role,
        label: label.text.as_deref(),
        file: places.name(label.span.file),
        path: &label.path,
        target: label.target,
        start: point(label.span.start, place.start),
        end: point(label.span.end, place.end),
    }
}

fn point(offset: u32, position: Position) -> Point {
    Point { offset, line: position.line, column: position.column }
}

fn fix<'a>(fix: &'a crate::finding::Fix, places: &Places<'a>) -> Fix<'a> {
    let edits = fix.edits.iter().map(|edit| Edit {
        file: places.name(edit.span.file),
        start: edit.span.start,
        end: edit.span.end,
        text: &edit.text,
    });
    Fix { title: &fix.title, applicability: fix.applicability, edits: edits.collect() }
}

/// `serde_json`'s compact form, but characters that a terminal or a log reader may act on are escaped as well.
struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if is_plain(fragment) {
            return out.write_all(fragment.as_bytes());
        }
        let mut written = 0;
        for (at, character) in active(fragment) {
            out.write_all(fragment.get(written..at).unwrap_or_default().as_bytes())?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            written = at + character.len_utf8();
        }
        out.write_all(fragment.get(written..).unwrap_or_default().as_bytes())
    }
}
