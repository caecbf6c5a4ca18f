//! Files, byte spans and positions: the vocabulary every other room points with.

mod any_of;

pub use any_of::AnyOf;

use std::collections::BTreeMap;
use std::sync::Arc;

/// Names one file of a run; an index into [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range of one file, `end` exclusive. Offsets count bytes of the file as it is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the offsets belong to.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A byte range without a file: what a tree over one text works with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Range {
    /// The range `start..end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Number of bytes covered.
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether no byte is covered.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Where the range begins, as a range of no bytes.
    #[must_use]
    pub fn first(self) -> Self {
        Self { start: self.start, end: self.start }
    }

    /// The text that the range covers, empty where it does not lie on character boundaries of `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Puts the range into a file.
    pub fn in_file(self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.end }
    }
}

impl Span {
    /// The span's offsets without the file.
    pub fn range(self) -> Range {
        Range { start: self.start, end: self.end }
    }
}

/// A place as people count: both numbers start at 1, the column counts Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1. Lines end at `\n`, `\r\n` or a lone `\r`.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values.
    pub column: u32,
}

/// One file as read: its name as the user gave it and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as given on the command line or found in a folder, `/` between its parts.
    pub name: Arc<str>,
    /// The text. Bytes that are not UTF-8 were replaced one for one, so that offsets stay those of the file.
    pub text: Arc<str>,
}

/// How the bytes of a file were meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, perhaps with a few bytes that are not.
    #[default]
    Utf8,
    /// Two bytes a character: a byte order mark or the pattern of NUL bytes says so. The text is not readable.
    Utf16,
    /// Four bytes a character. The text is not readable.
    Utf32,
}

/// The bytes of a file as text.
#[derive(Clone, Debug, Default)]
pub struct FileText {
    /// The text, as long as the file: each byte that is not UTF-8 became one [`SUBSTITUTE`].
    pub text: String,
    /// Where substitutes stand, in order; neighbours are one range.
    pub invalid: Vec<Range>,
    /// How the bytes were meant.
    pub encoding: Encoding,
}

impl FileText {
    /// What the file is instead of UTF-8; `None` where it is UTF-8.
    pub fn not_utf8(&self) -> Option<&'static str> {
        match self.encoding {
            Encoding::Utf16 | Encoding::Utf32 => Some("UTF-16 or UTF-32, not UTF-8"),
            Encoding::Utf8 if self.invalid.is_empty() => None,
            Encoding::Utf8 => Some("not UTF-8"),
        }
    }
}

/// Stands for one byte that is not UTF-8. One byte long, allowed in JSON strings, and no wildcard of a policy.
pub const SUBSTITUTE: u8 = 0x7F;

/// Reads the bytes of a file. Valid UTF-8 is not copied; offsets into the text are always offsets into the file.
pub fn decode(bytes: Vec<u8>) -> FileText {
    let encoding = encoding_of(&bytes);
    let mut bytes = match String::from_utf8(bytes) {
        Ok(text) => return FileText { text, invalid: Vec::new(), encoding },
        Err(error) => error.into_bytes(),
    };
    let mut invalid: Vec<Range> = Vec::new();
    let mut at = 0usize;
    for chunk in bytes.utf8_chunks() {
        let start = at.saturating_add(chunk.valid().len());
        at = start.saturating_add(chunk.invalid().len());
        let (from, to) = (offset(start), offset(at));
        match invalid.last_mut() {
            Some(last) if last.end == from => last.end = to,
            _ if from < to => invalid.push(Range::new(from, to)),
            _ => {}
        }
    }
    for range in &invalid {
        if let Some(bad) = bytes.get_mut(range.start as usize..range.end as usize) {
            bad.fill(SUBSTITUTE);
        }
    }
    // Only a file beyond the reach of 32-bit offsets can still hold a bad byte here; no rule reads such a text.
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    FileText { text, invalid, encoding }
}

/// UTF-16 and UTF-32 by byte order mark, else by the NUL bytes of the first ASCII characters: JSON, YAML and HCL in
/// UTF-8 cannot begin so.
fn encoding_of(bytes: &[u8]) -> Encoding {
    match bytes {
        [0, 0, 0xFE, 0xFF, ..] | [0xFF, 0xFE, 0, 0, ..] => Encoding::Utf32,
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => Encoding::Utf16,
        [0, 0, 0, first, ..] | [first, 0, 0, 0, ..] if *first != 0 => Encoding::Utf32,
        [0, first, 0, second, ..] | [first, 0, second, 0, ..] if *first != 0 && *second != 0 => {
            Encoding::Utf16
        }
        _ => Encoding::Utf8,
    }
}

/// A byte count as an offset; what 32 bits cannot hold becomes the largest offset.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The files of a run that may be pointed at.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Option<SourceFile>>,
    names: BTreeMap<FileId, Arc<str>>,
}

impl Sources {
    /// Adds or replaces the file with this id.
    pub fn insert(&mut self, id: FileId, file: SourceFile) {
        let at = id.0 as usize;
        if self.files.len() <= at {
            self.files.resize(at + 1, None);
        }
        if let Some(slot) = self.files.get_mut(at) {
            *slot = Some(file);
        }
    }

    /// The file with this id, if its text was kept.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize).and_then(Option::as_ref)
    }

    /// Adds the name of a file whose text is not kept: reports can still say which file they mean.
    pub fn insert_name(&mut self, id: FileId, name: Arc<str>) {
        self.names.insert(id, name);
    }

    /// The name of the file with this id, whether its text was kept or not.
    pub fn name(&self, id: FileId) -> Option<&str> {
        let kept = self.get(id).map(|file| &*file.name);
        kept.or_else(|| self.names.get(&id).map(|name| &**name))
    }
}

/// Byte offset to line and column for one text.
///
/// A look-up costs the same wherever the offset lies, so that many positions on one endless line stay cheap.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Bytes that continue a character, counted from the start of the text up to each block; empty for ASCII.
    continued: Vec<u32>,
}

/// Bytes between two counts of [`LineIndex::continued`].
const BLOCK: usize = 512;

impl LineIndex {
    /// Scans `text` once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        let mut continued = Vec::new();
        if !text.is_ascii() {
            let mut sum = 0;
            for block in bytes.chunks(BLOCK) {
                continued.push(sum);
                sum = continuation_bytes(block).saturating_add(sum);
            }
            continued.push(sum);
        }
        Self { starts, continued }
    }

    /// Number of lines; at least one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// First byte of the line with this zero-based number.
    pub fn line_start(&self, line: usize) -> Option<u32> {
        self.starts.get(line).copied()
    }

    /// Zero-based number of the line that holds `offset`.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Line and column of a byte offset into the indexed `text`; an offset past the end is taken as the end.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let end = offset.min(u32::try_from(text.len()).unwrap_or(u32::MAX));
        let line = self.line_of(end);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let continued = self.continued_before(text, end).saturating_sub(self.continued_before(text, start));
        Position {
            line: u32::try_from(line + 1).unwrap_or(u32::MAX),
            column: end.saturating_sub(start).saturating_sub(continued).saturating_add(1),
        }
    }

    /// Bytes before `offset` that continue a character and so begin no column.
    fn continued_before(&self, text: &str, offset: u32) -> u32 {
        let block = offset as usize / BLOCK;
        let Some(before) = self.continued.get(block) else { return 0 };
        let rest = text.as_bytes().get(block * BLOCK..offset as usize).unwrap_or_default();
        before.saturating_add(continuation_bytes(rest))
    }
}

fn continuation_bytes(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|byte| (**byte & 0xC0) == 0x80).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
