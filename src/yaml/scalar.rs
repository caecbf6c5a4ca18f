//! A scalar's text beside its source: where each decoded byte was written.

use granit_parser::ScalarStyle;

use crate::json::OffsetMap;
use crate::text::{Range, offset};

/// The map from a scalar's decoded text to its source. `range` is the scalar's, quotes included.
pub(super) fn map(decoded: &str, source: &str, range: Range, style: ScalarStyle) -> OffsetMap {
    let whole = range.of(source);
    let mut aligner = Aligner { map: OffsetMap::default(), text: whole, at: 0, base: range.start };
    let mut decoded = decoded;
    if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        // Empty lines at the head of a block stand before its range.
        let text = decoded.trim_start_matches('\n');
        aligner.push(decoded.len() - text.len(), 0);
        decoded = text;
    }
    match style {
        ScalarStyle::Literal => aligner.lines(decoded),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            aligner.at = 1;
            aligner.flow(decoded, style);
        }
        ScalarStyle::Plain | ScalarStyle::Folded => aligner.flow(decoded, style),
    }
    // A map without runs would be the identity.
    aligner.push(0, 0);
    aligner.map
}

struct Aligner<'s> {
    map: OffsetMap,
    /// The scalar's source.
    text: &'s str,
    /// Byte of it that is not used yet.
    at: usize,
    /// Where the source begins in the file.
    base: u32,
}

impl Aligner<'_> {
    fn push(&mut self, decoded: usize, source: usize) {
        self.map.push(offset(decoded), self.base.saturating_add(offset(self.at)), offset(source));
        self.at += source;
    }

    /// What is left of a text whose source does not fit: all of it stands for all that is left.
    fn give_up(&mut self, decoded: usize) {
        let rest = self.text.len().saturating_sub(self.at);
        self.push(decoded, rest);
    }

    /// A literal block: each line without its indentation.
    fn lines(&mut self, decoded: &str) {
        let mut left = decoded.len();
        for line in decoded.split_inclusive('\n') {
            let content = line.strip_suffix('\n').unwrap_or(line);
            let rest = self.text.get(self.at..).unwrap_or("");
            let end = rest.find('\n').unwrap_or(rest.len());
            let written = rest.get(..end).unwrap_or("");
            let written = written.strip_suffix('\r').unwrap_or(written);
            let Some(indent) = written.strip_suffix(content).map(str::len) else { return self.give_up(left) };
            self.at += indent;
            self.push(content.len(), content.len());
            if line.len() > content.len() {
                let length = (end - indent - content.len()) + usize::from(end < rest.len());
                self.push(1, length);
            }
            left -= line.len();
        }
    }

    /// Text that is folded: a run of blanks and line breaks stands for another one.
    fn flow(&mut self, decoded: &str, style: ScalarStyle) {
        let mut rest = decoded;
        while let Some(first) = rest.chars().next() {
            let source = self.text.get(self.at..).unwrap_or("");
            let equal = common(rest, source, style);
            if equal > 0 {
                self.push(equal, equal);
                rest = rest.get(equal..).unwrap_or("");
                continue;
            }
            let taken = match (style, source.as_bytes()) {
                (ScalarStyle::SingleQuoted, [b'\'', b'\'', ..]) => Some((1, 2)),
                (ScalarStyle::DoubleQuoted, [b'\\', b'\r', b'\n', ..] | [b'\\', b'\n', ..]) => {
                    Some((0, 1 + blanks(source.get(1..).unwrap_or(""))))
                }
                (ScalarStyle::DoubleQuoted, [b'\\', kind, ..]) => {
                    Some((first.len_utf8(), escape_length(*kind)))
                }
                _ if is_blank(first) && blanks(source) > 0 => Some(folded(rest, source, style)),
                // A line break that folds to nothing, as before an escaped one.
                _ if blanks(source) > 0 => Some((0, blanks(source))),
                _ => None,
            };
            match taken {
                Some((length, source)) => {
                    self.push(length, source);
                    rest = rest.get(length..).unwrap_or("");
                }
                None => return self.give_up(rest.len()),
            }
        }
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_blank).len()
}

/// The blanks that a run of blanks and line breaks became, and the length of that run. One break is a blank, several are
/// one break fewer; only in a folded block lines that are indented further stay as they are.
fn folded(rest: &str, source: &str, style: ScalarStyle) -> (usize, usize) {
    let run = source.get(..blanks(source)).unwrap_or("");
    let breaks = run.bytes().filter(|byte| *byte == b'\n').count();
    let most = if style == ScalarStyle::Folded { usize::MAX } else { breaks.saturating_sub(1).max(1) };
    (blanks(rest).min(most), run.len())
}

/// Bytes that both texts begin with alike: single blanks within a line too, but nothing that may be folded or escaped.
fn common(decoded: &str, source: &str, style: ScalarStyle) -> usize {
    let mut end = 0;
    for ((at, mine), theirs) in decoded.char_indices().zip(source.chars()) {
        let is_special = match style {
            ScalarStyle::SingleQuoted => theirs == '\'',
            ScalarStyle::DoubleQuoted => theirs == '\\',
            _ => false,
        };
        if mine != theirs || is_special || is_folded(mine, source.get(at..).unwrap_or("")) {
            return at;
        }
        end = at + mine.len_utf8();
    }
    end
}

/// Whether the blanks at the head of a source hold a line break, so that they are folded.
fn is_folded(character: char, source: &str) -> bool {
    is_blank(character) && source.get(..blanks(source)).is_some_and(|run| run.contains('\n'))
}

/// Bytes of the escape `\kind…`.
fn escape_length(kind: u8) -> usize {
    match kind {
        b'x' => 4,
        b'u' => 6,
        b'U' => 10,
        // A character of several bytes is never an escape of its own.
        _ => 2,
    }
}
