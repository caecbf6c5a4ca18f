//! Text to tree: what a caller may ask for, and where the answer differs from `serde_json`'s.

use std::borrow::Cow;

use super::offsets::OffsetMap;
use super::parser::Parser;
use super::problem::{LIMIT, Problem, ProblemKind, Problems};
use super::strings::Strings;
use super::tree::Tree;
use crate::text::{Encoding, FileId, FileText, Range, offset};

/// What is allowed beside JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Nothing: comments and trailing commas are understood and reported.
    #[default]
    Json,
    /// Comments and trailing commas, as some editors write them.
    JsonWithComments,
}

impl Dialect {
    /// Whether a comma may stand before a closing bracket.
    pub(super) fn allows_comma(self) -> bool {
        self == Self::JsonWithComments
    }

    /// Whether comments may stand between tokens.
    pub(super) fn allows_comments(self) -> bool {
        self == Self::JsonWithComments
    }
}

/// Parses a text that stands in `file`; `origin` maps it to the file where it was decoded from a string.
///
/// There is always a tree. The text is JSON if and only if no [`Problem`] is a syntax mistake
/// ([`Problem::is_syntax`]). One mistake of the user gives one problem as far as that can be told; of each kind the
/// first hundred are kept, in the order of the text.
///
/// Where this differs from what `serde_json` accepts as a `Value`:
/// - a byte order mark before the document is reported, but is no syntax mistake;
/// - a number is text: `1e400` is a number here, `serde_json` refuses what an `f64` cannot hold;
/// - any depth of nesting is read, `serde_json` stops at 128;
/// - members with equal names are all kept and reported, `serde_json` keeps the last one.
///
/// Time and memory grow linearly with the text. A text that 32-bit offsets cannot address is [`ProblemKind::TooLarge`].
pub fn parse(text: Cow<'_, str>, file: FileId, origin: Option<OffsetMap>) -> (Tree<'_>, Vec<Problem>) {
    parse_as(text, file, origin, Dialect::Json)
}

/// As [`parse`], in another dialect.
pub fn parse_as(
    text: Cow<'_, str>,
    file: FileId,
    origin: Option<OffsetMap>,
    dialect: Dialect,
) -> (Tree<'_>, Vec<Problem>) {
    if u32::try_from(text.len()).is_err() {
        return unread(text, file, origin, ProblemKind::TooLarge, 0);
    }
    let parts = Parser::new(&text, dialect).run();
    let tree = Tree::from_strings(text, file, origin, parts.nodes, parts.strings);
    (tree.with_comments(parts.comments), parts.problems.in_order())
}

/// Parses a whole file, and reports what [`decode`](crate::text::decode) found in its bytes: each run of bytes that
/// are not UTF-8, or, as the only problem, that the file is in UTF-16 or UTF-32.
pub fn parse_file(file: &FileText, id: FileId, dialect: Dialect) -> (Tree<'_>, Vec<Problem>) {
    let text = Cow::Borrowed(file.text.as_str());
    match file.encoding {
        Encoding::Utf16 => return unread(text, id, None, ProblemKind::Utf16, 2),
        Encoding::Utf32 => return unread(text, id, None, ProblemKind::Utf16, 4),
        Encoding::Utf8 => {}
    }
    let (tree, mut problems) = parse_as(text, id, None, dialect);
    if !file.invalid.is_empty() && problems.iter().all(|problem| problem.kind != ProblemKind::TooLarge) {
        problems.retain(|problem| !is_same_mistake(problem, &file.invalid));
        let bad = |range: &Range| Problem { kind: ProblemKind::InvalidUtf8, range: *range, related: None };
        problems.extend(file.invalid.iter().take(LIMIT as usize).map(bad));
        problems.sort_by_key(|problem| problem.range.start);
    }
    (tree, problems)
}

/// A text that was not read, for one reason.
fn unread(
    text: Cow<'_, str>,
    file: FileId,
    origin: Option<OffsetMap>,
    kind: ProblemKind,
    len: usize,
) -> (Tree<'_>, Vec<Problem>) {
    let mut problems = Problems::default();
    problems.add(kind, Range::new(0, offset(text.floor_char_boundary(len))), None);
    (Tree::from_strings(text, file, origin, Vec::new(), Strings::default()), problems.in_order())
}

/// Whether a problem only says that a substitute for a bad byte has no meaning where it stands.
fn is_same_mistake(problem: &Problem, invalid: &[Range]) -> bool {
    let is_word = matches!(
        problem.kind,
        ProblemKind::Unexpected
            | ProblemKind::BadWord
            | ProblemKind::BadKey
            | ProblemKind::BadNumber
            | ProblemKind::BadEscape
            | ProblemKind::TrailingText
    );
    let at = invalid.partition_point(|bad| bad.end <= problem.range.start);
    is_word && invalid.get(at).is_some_and(|bad| bad.start < problem.range.end)
}
