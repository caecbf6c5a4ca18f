//! Backslashes in strings: what they stand for, and what is wrong with them.

use super::parser::Parser;
use super::problem::ProblemKind;
use crate::text::{Range, offset};

/// What the escapes of a string were like.
#[derive(Default)]
pub(super) struct Escapes {
    pub(super) any: bool,
    /// The string's own quote where it is none of JSON's: a backslash before it is no further mistake.
    pub(super) quote: Option<char>,
    pub(super) bad: Option<Range>,
    pub(super) lone: Option<Range>,
}

impl Parser<'_> {
    /// Decodes the escape at `at` and the plain text between `from` and it; the first byte after it.
    pub(super) fn escape(&mut self, from: usize, at: usize, end: usize, escapes: &mut Escapes) -> usize {
        let text = self.text;
        escapes.any = true;
        self.strings.copy(text.get(from..at).unwrap_or_default(), from);
        if let Some(character) = self.byte(at + 1).and_then(plain).filter(|_| at + 2 <= end) {
            self.strings.escape(character, at, 2);
            return at + 2;
        }
        let escape = Escape::read(text.get(at..end).unwrap_or_default());
        if let Some(character) = escape.character {
            self.strings.escape(character, at, escape.len);
        }
        let after = at + escape.len;
        let own_quote = escapes.quote.is_some() && escapes.quote == escape.character;
        if let Some(fault) = escape.fault.filter(|_| !own_quote) {
            let range = Range::new(offset(at), offset(after));
            let slot = if fault == ProblemKind::LoneSurrogate { &mut escapes.lone } else { &mut escapes.bad };
            slot.get_or_insert(range);
        }
        after
    }

    /// Decodes a content whose end is known.
    pub(super) fn decode(&mut self, start: usize, end: usize, escapes: &mut Escapes) {
        let bytes = self.bytes.get(..end).unwrap_or_default();
        let mut from = start;
        while let Some(found) = memchr::memchr(b'\\', bytes.get(from..).unwrap_or_default()) {
            from = self.escape(from, from + found, end, escapes);
        }
        escapes.any = true;
        self.strings.copy(self.text.get(from..end).unwrap_or_default(), from);
    }
}

/// What a backslash and this letter stand for, where that is one character of ASCII.
fn plain(letter: u8) -> Option<char> {
    Some(match letter {
        b'"' | b'\\' | b'/' => char::from(letter),
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => return None,
    })
}

struct Escape {
    /// What it stands for.
    character: Option<char>,
    /// Its bytes in the text, the backslash included.
    len: usize,
    fault: Option<ProblemKind>,
}

impl Escape {
    /// Reads the escape at the start of `text`, which is none of the [`plain`] ones.
    fn read(text: &str) -> Self {
        match text.as_bytes().get(1) {
            Some(b'u') => unicode(text.as_bytes()),
            Some(b'\n' | b'\r') => Self { character: None, len: 1, fault: Some(ProblemKind::BadEscape) },
            Some(_) => {
                let character = text.chars().nth(1);
                let len = 1 + character.map_or(0, char::len_utf8);
                Self { character, len, fault: Some(ProblemKind::BadEscape) }
            }
            // The text ends with a backslash, which is part of another mistake.
            None => Self { character: None, len: 1, fault: None },
        }
    }
}

/// Reads `\uXXXX`, or two of them that are one character.
fn unicode(bytes: &[u8]) -> Escape {
    let replaced =
        |len, fault| Escape { character: Some(char::REPLACEMENT_CHARACTER), len, fault: Some(fault) };
    let Some(first) = hex(bytes, 2) else {
        let digits = bytes.iter().skip(2).take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
        return replaced(2 + digits, ProblemKind::BadEscape);
    };
    if let Some(character) = char::from_u32(first) {
        return Escape { character: Some(character), len: 6, fault: None };
    }
    let second = if bytes.get(6..8) == Some(b"\\u") { hex(bytes, 8) } else { None };
    match second {
        Some(second @ 0xDC00..=0xDFFF) if first < 0xDC00 => {
            let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            Escape { character: char::from_u32(code), len: 12, fault: None }
        }
        _ => replaced(6, ProblemKind::LoneSurrogate),
    }
}

/// Four hexadecimal digits at `at`.
fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    digits.iter().try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?))
}
