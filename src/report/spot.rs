//! Where a label lies on the lines of its file, and which of those lines are shown.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::finding::Label;
use crate::text::LineIndex;

/// Lines shown after the first one of a longer span.
pub(super) const LINES_AFTER_START: usize = 2;

/// A label's span with its lines; offsets lie on character boundaries inside the lines.
#[derive(Debug)]
pub(super) struct Spot<'f> {
    pub(super) label: &'f Label,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) first_line: usize,
    pub(super) last_line: usize,
}

impl<'f> Spot<'f> {
    /// Fits a label's span to the text: inside it, on character boundaries, and off the line ends at both sides.
    pub(super) fn new(label: &'f Label, text: &str, index: &LineIndex) -> Self {
        let mut start = (label.span.start as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (label.span.end as usize).clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let first_line = index.line_of(offset(start));
        // A span that ends with a line break ends on the line that it breaks.
        let last_line = index.line_of(offset(end.saturating_sub(1).max(start)));
        let start = start.min(line_range(first_line, text, index).end);
        let end = end.min(line_range(last_line, text, index).end).max(start);
        Self { label, start, end, first_line, last_line }
    }

    fn is_long(&self) -> bool {
        self.last_line > self.first_line
    }
}

/// The real lines that carry a label, in order.
pub(super) fn lines_of(spots: &[Spot<'_>]) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    for spot in spots {
        lines.extend([spot.first_line, spot.last_line]);
        if spot.is_long() {
            lines.extend(spot.first_line..spot.last_line.min(spot.first_line + LINES_AFTER_START + 1));
        }
    }
    lines
}

/// Bytes of a line without its line break.
pub(super) fn line_range(line: usize, text: &str, index: &LineIndex) -> Range<usize> {
    let start = index.line_start(line).map_or(text.len(), |start| start as usize);
    let end = index.line_start(line + 1).map_or(text.len(), |end| end as usize);
    let content = text.get(start..end).unwrap_or_default();
    let content = content.strip_suffix('\n').unwrap_or(content);
    let content = content.strip_suffix('\r').unwrap_or(content);
    start..start + content.len()
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
