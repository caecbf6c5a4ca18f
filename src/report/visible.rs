//! Characters that a terminal would act on or hide are written so that they can be seen and do nothing.
//!
//! Policies, file names and messages built from them may come from strangers. Besides terminals, one more reader of
//! a log obeys text: a runner of GitHub Actions takes `##[command]` anywhere on a line for an order.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

/// How one character is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// As it is.
    Plain(char),
    /// As its code point, `<U+202E>`.
    Code(char),
}

impl Shown {
    /// The way to show `character` after the two characters in `before`.
    pub(super) fn new(character: char, before: [char; 2]) -> Self {
        match character {
            // The control pictures stand in the order of the control characters, one column wide each.
            '\0'..='\u{1f}' => {
                Self::Plain(char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'))
            }
            // Also stands for each byte of a file that is not UTF-8.
            '\u{7f}' => Self::Plain('\u{fffd}'),
            '[' if before == ['#', '#'] => Self::Code(character),
            _ if is_hidden(character) => Self::Code(character),
            _ => Self::Plain(character),
        }
    }

    /// Columns that it takes.
    pub(super) fn columns(self) -> usize {
        match self {
            Self::Plain(character) => character.width().unwrap_or(0),
            Self::Code(character) if u32::from(character) > 0xffff => 9,
            Self::Code(_) => 8,
        }
    }

    /// Appends it.
    pub(super) fn push(self, out: &mut String) {
        match self {
            Self::Plain(character) => out.push(character),
            Self::Code(character) => {
                // Writing into a string cannot fail.
                let _ = write!(out, "<U+{:04X}>", u32::from(character));
            }
        }
    }
}

/// Whether a character has no look of its own, changes the order of others, or joins with its neighbour in a way that
/// terminals disagree about.
///
/// These are Unicode's default ignorable code points, the C1 controls, the two separators of lines and paragraphs, and
/// the skin tones.
fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether nothing in `text` needs another look, decided fast for plain ASCII and rightly for everything else.
pub(super) fn is_plain(text: &str) -> bool {
    let printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    (printable || text.chars().all(|character| !character.is_control() && !is_hidden(character)))
        && !text.contains("##[")
}

/// One line of text with every character visible. A text of more than `limit` characters loses its middle.
pub(super) fn visible(text: &str, limit: usize) -> Cow<'_, str> {
    let short = text.len() <= limit || text.chars().nth(limit).is_none();
    if short && is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().min(limit.saturating_mul(4)));
    if short {
        push_visible(text, &mut out);
    } else {
        let nth = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
        let from_end = |count: usize| text.char_indices().nth_back(count).map_or(0, |(at, _)| at);
        push_visible(text.get(..nth(limit * 2 / 3)).unwrap_or_default(), &mut out);
        out.push_str(" … ");
        push_visible(text.get(from_end(limit / 3)..).unwrap_or_default(), &mut out);
    }
    Cow::Owned(out)
}

fn push_visible(text: &str, out: &mut String) {
    let mut before = ['\0'; 2];
    for character in text.chars() {
        Shown::new(character, before).push(out);
        before = [before[1], character];
    }
}

/// The characters of `text` that a terminal or a log reader may act on, with their offsets.
pub(super) fn active(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = ['\0'; 2];
    text.char_indices().filter(move |&(_, character)| {
        let active = Shown::new(character, before) != Shown::Plain(character);
        before = [before[1], character];
        active
    })
}
