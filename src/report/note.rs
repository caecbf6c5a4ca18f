//! An answer for people: one word, a sentence and the statements that decided, drawn like a finding.

use std::io::{self, Write};

use codespan_reporting::diagnostic::Diagnostic;
use codespan_reporting::files::Error;
use codespan_reporting::term::{Config, emit_to_write_style};

use super::Style;
use super::excerpt::Excerpt;
use super::human::MOST_TEXT;
use super::paint::{Canvas, STRONG, painted};
use super::places::Places;
use super::spot::LINES_AFTER_START;
use super::visible::visible;
use crate::finding::{Label, Role, Severity, Target};
use crate::text::{Sources, Span};

/// An answer with the places that it rests on.
#[derive(Clone, Debug)]
pub struct Note<'n> {
    /// The answer in a word.
    pub word: &'n str,
    /// Whether it is the one that was hoped for: decides the colour.
    pub is_good: bool,
    /// What was asked, and why the answer is what it is.
    pub message: &'n str,
    /// Places with what stands under them.
    pub places: Vec<(Span, &'n str)>,
    /// What to do.
    pub help: Option<&'n str>,
}

/// Writes the answer. Fails only where `out` does.
pub fn write_note(out: &mut dyn Write, note: &Note<'_>, sources: &Sources, style: Style) -> io::Result<()> {
    let labels: Vec<Label> = note
        .places
        .iter()
        .map(|(span, text)| Label {
            role: Role::Primary,
            text: Some((*text).to_owned()),
            span: *span,
            path: Vec::new(),
            target: Target::Value,
        })
        .collect();
    let mut excerpt = Excerpt::of(&labels, &mut Places::new(sources), style.width);
    let help = note
        .help
        .map(|help| format!("{}: {}", painted("help", STRONG, style.color), visible(help, MOST_TEXT)));
    let diagnostic = Diagnostic::error()
        .with_message(visible(note.message, MOST_TEXT))
        .with_labels(std::mem::take(&mut excerpt.marks))
        .with_notes(help.into_iter().collect());
    let mut canvas = Canvas::new(style.color);
    canvas.start_word(if note.is_good { Severity::Suggestion } else { Severity::Error }, note.word);
    let config = Config { start_context_lines: LINES_AFTER_START, end_context_lines: 0, ..Config::default() };
    emit_to_write_style(&mut canvas, &config, &excerpt, &diagnostic).map_err(|error| match error {
        Error::Io(error) => error,
        other => io::Error::other(other),
    })?;
    out.write_all(canvas.drawn())
}
