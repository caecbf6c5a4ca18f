//! Blanks in values that AWS compares letter by letter: spaces, tabs, line breaks and characters that nobody sees.

use crate::text::{Range, offset};

/// Whether a character is a blank or invisible.
pub fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether the text may hold a blank: the cheap test before the others.
pub fn may_have_blank(text: &str) -> bool {
    text.bytes().any(|byte| byte <= b' ' || byte >= 0x80)
}

/// The blanks at the start of the text, if there are any. A text of blanks only has none.
pub fn leading(text: &str) -> Option<Range> {
    let tail = text.trim_start_matches(is_blank);
    let range = Range::new(0, offset(text.len() - tail.len()));
    (!range.is_empty() && !tail.is_empty()).then_some(range)
}

/// The blanks at the end of the text, if there are any. A text of blanks only has none.
pub fn trailing(text: &str) -> Option<Range> {
    let head = text.trim_end_matches(is_blank);
    let range = Range::new(offset(head.len()), offset(text.len()));
    (!range.is_empty() && !head.is_empty()).then_some(range)
}

/// The first run of blanks that begins in this range of the text.
pub fn first_in(text: &str, range: Range) -> Option<Range> {
    let at = range.of(text).find(is_blank)?;
    let start = range.start.saturating_add(offset(at));
    let rest = text.get(start as usize..)?;
    let end = rest.find(|character| !is_blank(character)).unwrap_or(rest.len());
    Some(Range::new(start, start.saturating_add(offset(end))))
}
