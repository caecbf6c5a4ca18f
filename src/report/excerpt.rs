//! The few lines of source that one finding shows, as the file table that codespan-reporting reads.
//!
//! A finding's files are rebuilt in small: only lines that are shown, long ones cut, every character visible. The
//! table translates: offsets are those of the small text, line and column numbers those of the real file.

use std::collections::BTreeSet;
use std::ops::Range;

use codespan_reporting::diagnostic::{Label as Mark, LabelStyle};
use codespan_reporting::files::{Error, Files, Location};
use unicode_width::UnicodeWidthChar;

use super::places::Places;
use super::spot::{Spot, line_range, lines_of};
use super::visible::visible;
use super::window;
use crate::finding::{Finding, Label, Role};
use crate::text::{FileId, LineIndex};

/// Labels shown at most; a finding with more says how many there are.
const MOST_LABELS: usize = 12;

/// Characters of a label's text shown at most.
const MOST_TEXT: usize = 200;

/// Columns that line numbers and borders take.
const GUTTER: usize = 8;

/// What one finding shows of its files.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    files: Vec<Small>,
    /// Labels over the small texts.
    pub(super) marks: Vec<Mark<usize>>,
    /// Labels in files whose text was not kept: the file's name and the label's text.
    pub(super) elsewhere: Vec<(String, Option<String>)>,
    /// Labels left out because there are too many.
    pub(super) omitted: usize,
}

/// One file in small.
#[derive(Debug, Default)]
struct Small {
    name: String,
    text: String,
    lines: Vec<Line>,
    /// Where the finding stands in this file.
    location: (usize, usize),
}

/// One line of a small file.
#[derive(Debug)]
struct Line {
    number: usize,
    range: Range<usize>,
}

impl Excerpt {
    /// Collects what `finding` points at, in lines of about `width` columns, gutter included.
    pub(super) fn new(finding: &Finding, places: &mut Places<'_>, width: usize) -> Self {
        Self::of(&finding.labels, places, width)
    }

    /// The same for labels alone.
    pub(super) fn of(labels: &[Label], places: &mut Places<'_>, width: usize) -> Self {
        let mut excerpt = Self::default();
        let mut labels: Vec<&Label> = labels.iter().collect();
        labels.sort_by_key(|label| label.role);
        excerpt.omitted = labels.len().saturating_sub(MOST_LABELS);
        labels.truncate(MOST_LABELS);

        let mut done: Vec<FileId> = Vec::new();
        for label in &labels {
            let file = label.span.file;
            if done.contains(&file) {
                continue;
            }
            done.push(file);
            let of_file = labels.iter().copied().filter(|label| label.span.file == file);
            excerpt.add_file(file, of_file, places, width.saturating_sub(GUTTER));
        }
        excerpt
    }

    fn add_file<'f>(
        &mut self,
        file: FileId,
        labels: impl Iterator<Item = &'f Label>,
        places: &mut Places<'_>,
        width: usize,
    ) {
        let name = places.shown_name(file).into_owned();
        let Some((source, index)) = places.file(file) else {
            self.elsewhere.extend(labels.map(|label| (name.clone(), text_of(label))));
            return;
        };
        let text: &str = &source.text;
        let spots: Vec<Spot<'_>> = labels.map(|label| Spot::new(label, text, index)).collect();
        let location = spots.first().map_or((1, 1), |spot| {
            let position = index.position(text, spot.label.span.start);
            (position.line as usize, position.column as usize)
        });
        let mut small = Small { name, location, ..Small::default() };
        let mut marks: Vec<Range<usize>> = spots.iter().map(|_| 0..0).collect();
        for line in lines_of(&spots) {
            small.skip_to(line, text, index, width);
            small.add_line(line, text, index, width, &spots, &mut marks);
        }
        let at = self.files.len();
        for (spot, range) in spots.iter().zip(marks) {
            let style = match spot.label.role {
                Role::Primary => LabelStyle::Primary,
                Role::Related => LabelStyle::Secondary,
            };
            let range = small.with_width(range);
            let mark = Mark::new(style, at, range);
            self.marks.push(mark.with_message(text_of(spot.label).unwrap_or_default()));
        }
        self.files.push(small);
    }

    fn small(&self, file: usize) -> Result<&Small, Error> {
        self.files.get(file).ok_or(Error::FileMissing)
    }
}

impl Small {
    /// Fills the gap before the real line `line`: one line is shown, more become a break.
    fn skip_to(&mut self, line: usize, text: &str, index: &LineIndex, width: usize) {
        let Some(last) = self.lines.last() else { return };
        let skipped = line.saturating_sub(last.number);
        if skipped == 1 {
            self.add_line(line - 1, text, index, width, &[], &mut []);
        } else if skipped > 1 {
            // A break is drawn where line numbers of the table differ by more than two.
            for _ in 0..2 {
                self.push_line(line);
            }
        }
    }

    fn push_line(&mut self, line: usize) {
        let start = self.lines.last().map_or(0, |line| line.range.end + 1);
        self.lines.push(Line { number: line + 1, range: start..self.text.len() });
        self.text.push('\n');
    }

    /// Adds the real line `line` and notes where the spots that start or end on it lie.
    fn add_line(
        &mut self,
        line: usize,
        text: &str,
        index: &LineIndex,
        width: usize,
        spots: &[Spot<'_>],
        marks: &mut [Range<usize>],
    ) {
        let range = line_range(line, text, index);
        let starts = spots.iter().filter(|spot| spot.first_line == line).map(|spot| spot.start);
        let ends = spots.iter().filter(|spot| spot.last_line == line).map(|spot| spot.end);
        let points: BTreeSet<usize> = starts.chain(ends).map(|at| at.saturating_sub(range.start)).collect();
        let points: Vec<usize> = points.into_iter().collect();
        let shown = window::show(text.get(range.clone()).unwrap_or_default(), &points, width, &mut self.text);
        let find = |at: usize| {
            let found = points.binary_search(&at.saturating_sub(range.start)).ok();
            found.and_then(|found| shown.get(found)).copied().unwrap_or_default()
        };
        for (spot, mark) in spots.iter().zip(marks) {
            if spot.first_line == line {
                mark.start = find(spot.start);
            }
            if spot.last_line == line {
                mark.end = find(spot.end);
            }
        }
        self.push_line(line);
    }

    /// Moves the start of a range that takes no column, such as one combining mark, back to a character that does.
    fn with_width(&self, range: Range<usize>) -> Range<usize> {
        let has_width = |character: char| character.width().unwrap_or(0) > 0;
        let covered = self.text.get(range.clone()).unwrap_or_default();
        if covered.is_empty() || covered.chars().any(has_width) {
            return range;
        }
        let before = self.text.get(..range.start).unwrap_or_default();
        let base = before.char_indices().rev().find(|(_, character)| has_width(*character));
        base.map_or(range.clone(), |(at, _)| at..range.end)
    }
}

fn text_of(label: &Label) -> Option<String> {
    label.text.as_deref().map(|text| visible(text, MOST_TEXT).into_owned())
}

impl<'a> Files<'a> for Excerpt {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, file: usize) -> Result<&'a str, Error> {
        Ok(&self.small(file)?.name)
    }

    fn source(&'a self, file: usize) -> Result<&'a str, Error> {
        Ok(&self.small(file)?.text)
    }

    fn line_index(&'a self, file: usize, at: usize) -> Result<usize, Error> {
        let lines = &self.small(file)?.lines;
        Ok(lines.partition_point(|line| line.range.start <= at).saturating_sub(1))
    }

    fn line_number(&'a self, file: usize, line: usize) -> Result<usize, Error> {
        let lines = &self.small(file)?.lines;
        lines.get(line).map(|line| line.number).ok_or(Error::LineTooLarge { given: line, max: lines.len() })
    }

    fn line_range(&'a self, file: usize, line: usize) -> Result<Range<usize>, Error> {
        let lines = &self.small(file)?.lines;
        let found = lines.get(line).map(|line| line.range.clone());
        found.ok_or(Error::LineTooLarge { given: line, max: lines.len() })
    }

    fn location(&'a self, file: usize, _at: usize) -> Result<Location, Error> {
        let (line_number, column_number) = self.small(file)?.location;
        Ok(Location { line_number, column_number })
    }
}
