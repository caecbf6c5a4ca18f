//! Colours, and the writer through which codespan-reporting draws: our severity words, no blanks at line ends.

use std::io;

use anstyle::{AnsiColor, Style};
use codespan_reporting::diagnostic::{LabelStyle, Severity as TheirSeverity};
use codespan_reporting::term::WriteStyle;

use crate::finding::Severity;

/// Line numbers, borders and explaining labels.
const QUIET: Style = AnsiColor::BrightBlue.on_default();

/// Headlines and words that stand out by weight alone.
pub(super) const STRONG: Style = Style::new().bold();

/// Colour of a severity. The dark variants of the sixteen colours: the bright ones are lost on white.
fn tint(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Security => AnsiColor::Magenta,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Suggestion => AnsiColor::Cyan,
    };
    color.on_default()
}

/// Colour of a severity's word.
pub(super) fn word_style(severity: Severity) -> Style {
    tint(severity).bold()
}

/// `text` in a style, or bare where `color` is off.
pub(super) fn painted(text: &str, style: Style, color: bool) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// Collects the drawing of one finding after the other.
///
/// codespan-reporting knows other severities than ours: between the calls that announce the severity and the message
/// it writes its own word, which is dropped in favour of the one written here.
#[derive(Debug)]
pub(super) struct Canvas {
    drawn: Vec<u8>,
    head: String,
    severity: Severity,
    color: bool,
    mute: bool,
    blanks: usize,
}

impl Canvas {
    /// An empty canvas.
    pub(super) fn new(color: bool) -> Self {
        Self {
            drawn: Vec::new(),
            head: String::new(),
            severity: Severity::Error,
            color,
            mute: false,
            blanks: 0,
        }
    }

    /// Clears the canvas for a finding of this severity; its header starts with `severity[rule]`.
    pub(super) fn start(&mut self, severity: Severity, rule: &str) {
        self.drawn.clear();
        self.blanks = 0;
        self.severity = severity;
        self.head.clear();
        self.head.extend([severity.word(), "[", rule, "]"]);
    }

    fn fill(&mut self) {
        self.drawn.extend(std::iter::repeat_n(b' ', self.blanks));
        self.blanks = 0;
    }

    /// What was drawn since the start.
    pub(super) fn drawn(&self) -> &[u8] {
        &self.drawn
    }

    /// A style follows: what comes next is not blank, so blanks so far are not at a line's end.
    fn switch(&mut self, style: Style) -> io::Result<()> {
        self.fill();
        if self.color {
            io::Write::write_fmt(&mut self.drawn, format_args!("{style}"))?;
        }
        Ok(())
    }
}

impl io::Write for Canvas {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.mute {
            return Ok(bytes.len());
        }
        for &byte in bytes {
            match byte {
                b' ' => self.blanks += 1,
                b'\n' => {
                    self.blanks = 0;
                    self.drawn.push(byte);
                }
                _ => {
                    self.fill();
                    self.drawn.push(byte);
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Canvas {
    fn set_header(&mut self, _: TheirSeverity) -> io::Result<()> {
        self.switch(word_style(self.severity))?;
        self.drawn.extend_from_slice(self.head.as_bytes());
        self.reset()?;
        self.mute = true;
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.mute = false;
        self.switch(STRONG)
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.switch(QUIET)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.switch(QUIET)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.switch(QUIET)
    }

    fn set_label(&mut self, _: TheirSeverity, label: LabelStyle) -> io::Result<()> {
        self.switch(match label {
            LabelStyle::Primary => tint(self.severity),
            LabelStyle::Secondary => QUIET,
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        if self.color {
            io::Write::write_fmt(&mut self.drawn, format_args!("{}", anstyle::Reset))?;
        }
        Ok(())
    }
}
