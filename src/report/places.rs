//! Spans to lines and columns, with the line index of each file built once.

use std::borrow::Cow;
use std::collections::HashMap;

use super::visible::visible;
use crate::text::{FileId, LineIndex, Position, SourceFile, Sources, Span};

/// Name of a file that the run does not know.
const UNKNOWN: &str = "(unknown file)";

/// Both ends of a span as people count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Where the span starts.
    pub(super) start: Position,
    /// One past where it ends.
    pub(super) end: Position,
}

/// The files of a report with their line indexes.
#[derive(Debug)]
pub(super) struct Places<'a> {
    sources: &'a Sources,
    indexes: HashMap<FileId, LineIndex>,
}

impl<'a> Places<'a> {
    /// Indexes nothing yet.
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, indexes: HashMap::new() }
    }

    /// The file's name as given, empty where the run does not know the file.
    pub(super) fn name(&self, file: FileId) -> &'a str {
        self.sources.name(file).unwrap_or_default()
    }

    /// The file's name for people to read, on one line.
    pub(super) fn shown_name(&self, file: FileId) -> Cow<'a, str> {
        self.sources.name(file).map_or(Cow::Borrowed(UNKNOWN), |name| visible(name, usize::MAX))
    }

    /// The file and its line index; `None` where the text was not kept.
    pub(super) fn file(&mut self, file: FileId) -> Option<(&'a SourceFile, &LineIndex)> {
        let source = self.sources.get(file)?;
        let index = self.indexes.entry(file).or_insert_with(|| LineIndex::new(&source.text));
        Some((source, index))
    }

    /// Lines and columns of a span; `None` where the text was not kept.
    pub(super) fn place(&mut self, span: Span) -> Option<Place> {
        let (source, index) = self.file(span.file)?;
        let start = index.position(&source.text, span.start);
        let end = index.position(&source.text, span.end.max(span.start));
        Some(Place { start, end })
    }
}
