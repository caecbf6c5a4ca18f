//! What can be wrong with JSON text. The words for people stand in the pages of `rules/grammar`.

use crate::text::Range;

/// One mistake in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// Where, in the tree's text.
    pub range: Range,
    /// Another place that explains it: the opening bracket of an unclosed one, the first of two equal keys.
    pub related: Option<Range>,
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
    /// The file is UTF-16, not UTF-8.
    Utf16,
    /// `// …`, `# …` or `/* … */`.
    Comment,
    /// A comma before `}` or `]`.
    TrailingComma,
    /// No comma between two members or elements.
    MissingComma,
    /// A comma with nothing between it and the last one.
    ExtraComma,
    /// No `:` after a member's name.
    MissingColon,
    /// A member without a value.
    MissingValue,
    /// A member's name that is not a string in double quotes.
    BadKey,
    /// A string in single quotes or typographic quotes.
    WrongQuotes,
    /// A string whose closing quote is missing.
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
    /// `{` or `[` without its closing partner.
    Unclosed,
    /// `}` or `]` that closes nothing, or the wrong one.
    Unopened,
    /// Something after the document.
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
