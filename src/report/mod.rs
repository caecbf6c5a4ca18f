//! Findings and sources to text for people and programs.

mod concise;
mod excerpt;
mod github;
mod human;
mod json;
mod note;
mod paint;
mod places;
mod spot;
mod visible;
mod window;

use std::io::{self, BufWriter, Write};

use crate::finding::Finding;
pub use crate::finding::Summary;
use crate::text::Sources;
pub use note::{Note, write_note};
use places::Places;

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people: the source with carets under the values meant, notes, and a summary at the end.
    #[default]
    Human,
    /// One line a finding: `file:line:column: severity rule: message`.
    Concise,
    /// One JSON document, stable from the first release.
    Json,
    /// Workflow commands that GitHub Actions turns into annotations.
    Github,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Human, Self::Concise, Self::Json, Self::Github];

    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Github => "github",
        }
    }

    /// Reads the word back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// How text for people looks. Programs' formats take no notice of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether ANSI colours are written; without them no escape code is.
    pub color: bool,
    /// Columns that a line of source may take; longer ones are cut around what is underlined.
    pub width: usize,
}

impl Default for Style {
    /// No colour, 100 columns.
    fn default() -> Self {
        Self { color: false, width: 100 }
    }
}

/// Everything that a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// In the order in which they are written.
    pub findings: &'a [Finding],
    /// The files that they point into.
    pub sources: &'a Sources,
    /// What the run looked at.
    pub summary: &'a Summary,
    /// Day of the service facts, `YYYY-MM-DD`; JSON only.
    pub data_date: Option<&'a str>,
}

/// Writes the report to `out`, buffered. Fails only where `out` does.
pub fn write(out: &mut dyn Write, format: Format, report: &Report<'_>, style: Style) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    let mut places = Places::new(report.sources);
    match format {
        Format::Human => human::write(&mut out, report, &mut places, style)?,
        Format::Concise => concise::write(&mut out, report, &mut places, style)?,
        Format::Json => json::write(&mut out, report, &mut places)?,
        Format::Github => github::write(&mut out, report, &mut places)?,
    }
    out.flush()
}

/// A text on one line in which every character can be seen and none does anything to a terminal.
pub fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    visible::visible(text, usize::MAX)
}

/// Writes the findings for people, without the summary line.
pub fn write_findings(out: &mut dyn Write, report: &Report<'_>, style: Style) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    human::write_findings(&mut out, report, &mut Places::new(report.sources), style)?;
    out.flush()
}
