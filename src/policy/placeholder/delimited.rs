//! Tokens that delimiters mark: `<…>`, `[…]`, `{…}`, `*** … ***`, `your …`, and the forms of template languages.

use super::words::{is_camel, is_one_of, words};
use super::{Place, Token, TokenKind};
use crate::aws::arn::offset;
use crate::policy::variable::is_variable;
use crate::text::Range;

/// The longest text between two delimiters that is taken for a token.
const LONGEST: usize = 100;

/// The tokens in the text, in order. What they break is not known here.
pub(super) fn tokens(text: &str, place: Place<'_>) -> Vec<Token> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    // Names and comments such as `Sid` may well speak of yours.
    let with_your = place != Place::Name;
    if !may_hold_token(bytes, with_your) {
        return found;
    }
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let read = match byte {
            b'$' => dollar(text, at),
            b'{' => brace(text, at),
            b'<' => angle(text, at),
            b'[' => bracket(text, at),
            b'%' => percent(text, at),
            b'*' => stars(text, at),
            b'y' | b'Y' if with_your => your(text, at),
            _ => Read::Nothing,
        };
        match read {
            Read::Nothing => at += 1,
            Read::Skip(end) => at = end.max(at + 1),
            Read::Token(kind, end) => {
                let range = Range::new(offset(at), offset(end));
                found.push(Token { range, kind, breaks: false });
                at = end.max(at + 1);
            }
        }
    }
    found
}

/// A quick look: most values hold none of the bytes that a token needs.
fn may_hold_token(bytes: &[u8], with_your: bool) -> bool {
    // Written without a branch, so that it is done on many bytes at once.
    let opens = bytes.iter().fold(false, |seen, byte| seen | matches!(byte, b'{' | b'<' | b'['));
    let follows = |at: usize, text: &[u8]| {
        bytes.get(at..at + text.len()).is_some_and(|part| part.eq_ignore_ascii_case(text))
    };
    opens
        || memchr::memchr_iter(b'*', bytes).any(|at| follows(at, b"***"))
        || (with_your && memchr::memchr2_iter(b'y', b'Y', bytes).any(|at| follows(at, b"your")))
}

enum Read {
    /// No token begins here.
    Nothing,
    /// A policy variable or the like, up to this byte: not to be looked into.
    Skip(usize),
    /// A token up to this byte.
    Token(TokenKind, usize),
}

/// The text from `from` up to `closing`, if it is near.
fn until<'a>(text: &'a str, from: usize, closing: &str) -> Option<(&'a str, usize)> {
    let tail = text.as_bytes().get(from..)?;
    let window = tail.get(..tail.len().min(LONGEST + closing.len()))?;
    let end = from + memchr::memmem::find(window, closing.as_bytes())?;
    Some((text.get(from..end)?, end + closing.len()))
}

fn dollar(text: &str, at: usize) -> Read {
    if text.as_bytes().get(at + 1) != Some(&b'{') {
        return Read::Nothing;
    }
    let Some(end) = balanced_end(text.as_bytes(), at + 1) else { return Read::Nothing };
    let inner = text.get(at + 2..end - 1).unwrap_or("");
    if is_variable(inner) {
        return Read::Skip(end);
    }
    Read::Token(TokenKind::Interpolation, end)
}

/// The byte after the `}` that closes the `{` at `open`, looked for among the next few hundred bytes.
fn balanced_end(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    let window = bytes.get(open..bytes.len().min(open + 4 * LONGEST))?;
    for (at, byte) in window.iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(open + at + 1);
        }
    }
    None
}

/// Nouns that make the word between single braces or brackets a placeholder for people.
const NOUNS: [&str; 31] = [
    "account",
    "arn",
    "bucket",
    "domain",
    "function",
    "group",
    "id",
    "key",
    "kms",
    "manifest",
    "name",
    "optional",
    "org",
    "organization",
    "partition",
    "path",
    "policy",
    "prefix",
    "project",
    "queue",
    "region",
    "resource",
    "role",
    "service",
    "stack",
    "table",
    "topic",
    "trail",
    "user",
    "username",
    "your",
];

fn has_noun(inner: &str) -> bool {
    words(inner).any(|word| is_one_of(word, &NOUNS))
}

fn is_identifier(inner: &str) -> bool {
    inner.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b' '))
}

fn brace(text: &str, at: usize) -> Read {
    if text.as_bytes().get(at + 1) == Some(&b'{') {
        return match until(text, at + 2, "}}") {
            Some((_, end)) => Read::Token(TokenKind::Interpolation, end),
            None => Read::Nothing,
        };
    }
    match until(text, at + 1, "}") {
        Some((inner, end)) if is_identifier(inner) => {
            let kind = if has_noun(inner) { TokenKind::Brace } else { TokenKind::Interpolation };
            Read::Token(kind, end)
        }
        _ => Read::Nothing,
    }
}

fn angle(text: &str, at: usize) -> Read {
    if text.as_bytes().get(at + 1) == Some(&b'%') {
        return match until(text, at + 2, "%>") {
            Some((_, end)) => Read::Token(TokenKind::Interpolation, end),
            None => Read::Nothing,
        };
    }
    match until(text, at + 1, ">") {
        Some((inner, end))
            if !inner.contains(['<', '\n'])
                && inner.trim_start().bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric())
                && inner.bytes().any(|byte| byte.is_ascii_alphabetic()) =>
        {
            Read::Token(TokenKind::Angle, end)
        }
        _ => Read::Nothing,
    }
}

/// `[a-z]` and `[0-9]` are attempts at character classes, `[prefix]`, `[STACK_NAME]` and `[my prefix]` are not.
fn bracket(text: &str, at: usize) -> Read {
    let Some((inner, end)) = until(text, at + 1, "]") else { return Read::Nothing };
    if !is_identifier(inner) || !inner.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()) {
        return Read::Nothing;
    }
    let has_long_word =
        words(inner).any(|word| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_phrase = has_long_word
        && (inner.contains(['_', ' '])
            || is_camel(inner)
            || inner.bytes().all(|byte| !byte.is_ascii_lowercase()));
    if !is_phrase && !has_noun(inner) {
        return Read::Nothing;
    }
    // `[optional] prefix/`: what is optional stands behind the bracket.
    let window = text.len().min(end + LONGEST);
    let tail = text.get(end..window).unwrap_or("");
    let behind = tail.find(['/', ':', '*']).map_or(tail, |cut| tail.get(..cut).unwrap_or(""));
    let end =
        if behind.starts_with(' ') && is_identifier(behind.trim_start()) { end + behind.len() } else { end };
    Read::Token(TokenKind::Bracket, end)
}

fn percent(text: &str, at: usize) -> Read {
    if text.as_bytes().get(at + 1) != Some(&b'{') {
        return Read::Nothing;
    }
    match balanced_end(text.as_bytes(), at + 1) {
        Some(end) => Read::Token(TokenKind::Interpolation, end),
        None => Read::Nothing,
    }
}

/// `*** replication source bucket ***`: three stars or more, a blank, words, and stars again.
fn stars(text: &str, at: usize) -> Read {
    let tail = text.get(at..).unwrap_or("");
    let opening = tail.bytes().take_while(|byte| *byte == b'*').count();
    if opening < 3 {
        return Read::Skip(at + opening);
    }
    let Some((inner, end)) = until(text, at + opening, "***") else { return Read::Skip(at + opening) };
    if !inner.starts_with(' ') || !is_identifier(inner.trim()) {
        return Read::Skip(at + opening);
    }
    let closing = text.get(end..).unwrap_or("").bytes().take_while(|byte| *byte == b'*').count();
    Read::Token(TokenKind::Stars, end + closing)
}

/// `your-bucket`, `YOUR_BUCKET`, `yourBucketArn`, `your key ARN`. In small letters the word must begin its part of the
/// value: `for-your-team` is a name.
fn your(text: &str, at: usize) -> Read {
    let tail = text.get(at..).unwrap_or("");
    let Some((word, rest)) = tail.split_at_checked(4) else { return Read::Nothing };
    if !word.eq_ignore_ascii_case("your") {
        return Read::Nothing;
    }
    let shouted = word == "YOUR";
    let before = at.checked_sub(1).and_then(|previous| text.as_bytes().get(previous)).copied();
    let begins = match before {
        None | Some(b':' | b'/' | b'=' | b',' | b' ' | b'*') => true,
        Some(byte) => shouted && !byte.is_ascii_alphanumeric(),
    };
    let next = rest.bytes().next().unwrap_or(b':');
    if !begins || !(matches!(next, b'-' | b'_' | b' ') || next.is_ascii_uppercase()) {
        return Read::Nothing;
    }
    let is_inside = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || (next == b' ' && byte == b' ')
    };
    let len = rest.bytes().take_while(|byte| is_inside(*byte)).count();
    if rest.bytes().take(len).filter(u8::is_ascii_alphanumeric).count() < 2 {
        return Read::Nothing;
    }
    Read::Token(TokenKind::Your, at + 4 + len)
}
