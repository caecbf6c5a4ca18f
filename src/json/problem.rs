//! What can be wrong with JSON text. The words for people stand in the pages of `rules/grammar`.

use crate::text::Range;

/// One mistake in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// Where, in the tree's text. Empty where something is missing: the place where it should stand.
    pub range: Range,
    /// Another place that explains it: the opening bracket of an unclosed one, the first of two equal keys.
    pub related: Option<Range>,
}

impl Problem {
    /// Whether the text is not JSON because of it. A byte order mark and repeated names are JSON of doubtful meaning.
    pub fn is_syntax(&self) -> bool {
        !matches!(self.kind, ProblemKind::ByteOrderMark | ProblemKind::DuplicateKey)
    }
}

/// Kinds of mistakes in JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Nothing but blanks.
    Empty,
    /// The file starts with a byte order mark.
    ByteOrderMark,
    /// A byte that is not UTF-8.
    InvalidUtf8,
    /// The file is UTF-16 or UTF-32, not UTF-8.
    Utf16,
    /// `// …`, `# …` or `/* … */`.
    Comment,
    /// A comma before `}` or `]`.
    TrailingComma,
    /// No comma between two members or elements.
    MissingComma,
    /// A comma with nothing between it and the last one, or before the first value; a run of them is one mistake.
    ExtraComma,
    /// No `:` after a member's name, or `=` in its place.
    MissingColon,
    /// A member without a value; the range is its name.
    MissingValue,
    /// A member's name that is not a string in double quotes.
    BadKey,
    /// A string in single quotes or typographic quotes.
    WrongQuotes,
    /// A string whose closing quote is missing; it is taken to end with its line, before commas and closing brackets.
    UnterminatedString,
    /// A raw line break, tab or other control character inside a string.
    ControlCharacter,
    /// A backslash sequence that JSON does not know.
    BadEscape,
    /// `\uD800` to `\uDFFF` without its partner.
    LoneSurrogate,
    /// A number that JSON does not allow: leading zero, `+`, `.5`, `NaN`, hex.
    BadNumber,
    /// A word that is not `true`, `false` or `null`, such as `True` or `None`.
    BadWord,
    /// `{` or `[` without its closing partner; the range is where that is missed, `related` the opening bracket.
    Unclosed,
    /// `}` or `]` that closes nothing, or the wrong one; then `related` is the bracket it was taken to close.
    Unopened,
    /// Something after the document; the range is its first line.
    TrailingText,
    /// `${…}`, `%{…}` or `{{…}}` where a value should stand: the file is a template.
    Template,
    /// A character that has no meaning here.
    Unexpected,
    /// The text is larger than 4 GiB less one byte.
    TooLarge,
    /// Two members of one object have the same name; the range is the later name.
    DuplicateKey,
}

impl ProblemKind {
    /// A few words for people, where no page has a sentence for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "nothing but blanks",
            Self::ByteOrderMark => "a byte order mark",
            Self::InvalidUtf8 => "a byte that is not UTF-8",
            Self::Utf16 => "the encoding is not UTF-8",
            Self::Comment => "a comment",
            Self::TrailingComma => "a comma behind the last value",
            Self::MissingComma => "a comma is missing",
            Self::ExtraComma => "a comma too many",
            Self::MissingColon => "a colon is missing",
            Self::MissingValue => "a member without a value",
            Self::BadKey => "a name that is not in double quotes",
            Self::WrongQuotes => "quotes of another kind",
            Self::UnterminatedString => "a string without its closing quote",
            Self::ControlCharacter => "a control character in a string",
            Self::BadEscape => "an unknown backslash sequence",
            Self::LoneSurrogate => "half of a surrogate pair",
            Self::BadNumber => "a number that JSON does not allow",
            Self::BadWord => "a word that is no value",
            Self::Unclosed => "a bracket is not closed",
            Self::Unopened => "a bracket closes nothing",
            Self::TrailingText => "text behind the document",
            Self::Template => "a template expression",
            Self::Unexpected => "an unexpected character",
            Self::TooLarge => "the text is too large",
            Self::DuplicateKey => "a name that stands twice",
        }
    }
}

/// How many mistakes of one kind are kept: a text with more is of another kind than the one it is read as.
pub(super) const LIMIT: u32 = 100;

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    counts: [u32; ProblemKind::DuplicateKey as usize + 1],
}

impl Problems {
    /// Keeps a mistake unless [`LIMIT`] of its kind were kept.
    pub(super) fn add(&mut self, kind: ProblemKind, range: Range, related: Option<Range>) {
        let Some(count) = self.counts.get_mut(kind as usize) else { return };
        *count += 1;
        if *count <= LIMIT {
            self.list.push(Problem { kind, range, related });
        } else {
            *count = LIMIT;
        }
    }

    /// Whether a mistake was found that says more than that there is a comment or a byte order mark.
    pub(super) fn any_mistake(&self) -> bool {
        self.list
            .iter()
            .any(|problem| !matches!(problem.kind, ProblemKind::Comment | ProblemKind::ByteOrderMark))
    }

    /// In the order of the text. A string that was read twice tells its mistakes once.
    pub(super) fn in_order(mut self) -> Vec<Problem> {
        self.list.sort_by_key(|problem| problem.range.start);
        self.list.dedup();
        self.list
    }
}
