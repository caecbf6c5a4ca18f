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

/// Colour of a severity's word and of its carets.
///
/// Of the sixteen colours every terminal has, those that are legible on black and on white in the usual palettes: dark
/// magenta is lost on black, bright yellow and bright cyan on white.
pub(super) fn tint(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Security => AnsiColor::BrightMagenta,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Suggestion => AnsiColor::Cyan,
    };
    color.on_default().bold()
}

/// `text` in a style, or bare where `color` is off.
pub(super) fn painted(text: &str, style: Style, color: bool) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// Collects the drawing of one finding after the other.
///
/// codespan-reporting knows other severities than ours: between the calls that announce the severity and the message
/// it writes its own word, which is dropped in favour of the one written here. It also colours the source and the
/// labels' texts; here only the marks are coloured, and what is to be read stays in the terminal's own colour.
#[derive(Debug)]
pub(super) struct Canvas {
    drawn: Vec<u8>,
    head: String,
    severity: Severity,
    color: bool,
    blanks: usize,
    marks: Marks,
    /// Whether a style is on.
    lit: bool,
    part: Part,
}

/// What is being drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Their word for the severity: dropped.
    TheirWord,
    /// A line of source, in which only boxes are marks.
    Source,
    /// Anything else.
    Other,
}

/// Whether a label is being drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    /// No, or its marks are done.
    No,
    /// Its style was announced.
    Next(Style),
    /// Its marks are being drawn in that style.
    Drawn,
}

impl Canvas {
    /// An empty canvas.
    pub(super) fn new(color: bool) -> Self {
        Self {
            drawn: Vec::new(),
            head: String::new(),
            severity: Severity::Error,
            color,
            blanks: 0,
            marks: Marks::No,
            lit: false,
            part: Part::Other,
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

    /// Clears the canvas for an answer; its header starts with the word.
    pub(super) fn start_word(&mut self, severity: Severity, word: &str) {
        self.start(severity, "");
        self.head.clear();
        self.head.push_str(word);
    }

    /// What was drawn since the start.
    pub(super) fn drawn(&self) -> &[u8] {
        &self.drawn
    }

    fn fill(&mut self) {
        self.drawn.extend(std::iter::repeat_n(b' ', self.blanks));
        self.blanks = 0;
    }

    /// A style follows: what comes next is not blank, so blanks so far are not at a line's end.
    fn switch(&mut self, style: Style) -> io::Result<()> {
        self.fill();
        if self.color {
            self.lit = true;
            io::Write::write_fmt(&mut self.drawn, format_args!("{style}"))?;
        }
        Ok(())
    }

    /// Lights the first mark of a label, and puts the light out at the first character that is none.
    fn light(&mut self, character: char) -> io::Result<()> {
        let is_mark = matches!(character, '\u{2500}'..='\u{257f}')
            || (self.part != Part::Source && matches!(character, '^' | '-' | '\''));
        match self.marks {
            Marks::Next(style) if is_mark => {
                self.marks = Marks::Drawn;
                self.switch(style)
            }
            Marks::Drawn if !is_mark => self.reset(),
            Marks::Next(_) if character != ' ' => self.reset(),
            Marks::No | Marks::Next(_) | Marks::Drawn => Ok(()),
        }
    }
}

impl io::Write for Canvas {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.part == Part::TheirWord {
            return Ok(bytes.len());
        }
        for character in String::from_utf8_lossy(bytes).chars() {
            self.light(character)?;
            match character {
                ' ' => self.blanks += 1,
                '\n' => {
                    self.blanks = 0;
                    self.part = Part::Other;
                    self.drawn.push(b'\n');
                }
                _ => {
                    self.fill();
                    self.drawn.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
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
        self.switch(tint(self.severity))?;
        self.drawn.extend_from_slice(self.head.as_bytes());
        self.reset()?;
        self.part = Part::TheirWord;
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.part = Part::Other;
        self.switch(STRONG)
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.part = Part::Source;
        self.switch(QUIET)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.switch(QUIET)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.switch(QUIET)
    }

    fn set_label(&mut self, _: TheirSeverity, label: LabelStyle) -> io::Result<()> {
        self.marks = Marks::Next(match label {
            LabelStyle::Primary => tint(self.severity),
            LabelStyle::Secondary => QUIET,
        });
        Ok(())
    }

    fn reset(&mut self) -> io::Result<()> {
        self.marks = Marks::No;
        if std::mem::take(&mut self.lit) {
            io::Write::write_fmt(&mut self.drawn, format_args!("{}", anstyle::Reset))?;
        }
        Ok(())
    }
}
