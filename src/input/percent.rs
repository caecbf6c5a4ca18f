//! Percent-encoded policies: the IAM API answers with documents as RFC 3986 encodes them.

use crate::json::OffsetMap;
use crate::text::Range;

/// Decodes a text that starts with an encoded brace, and keeps the way back to the source; any other text stays as it
/// is. A `%` that starts no byte is text, and so is an encoding that is not UTF-8.
pub(super) fn decode(text: String, map: OffsetMap) -> (String, OffsetMap) {
    let bytes = text.as_bytes();
    if !starts_with_brace(bytes) {
        return (text, map);
    }
    let (mut decoded, mut starts) = (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len()));
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = if byte == b'%' { hex_byte(bytes.get(at + 1), bytes.get(at + 2)) } else { None };
        starts.push(at);
        decoded.push(hex.unwrap_or(byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    starts.push(at);
    let Ok(decoded) = String::from_utf8(decoded) else { return (text, map) };
    let mut back = OffsetMap::default();
    let offset =
        |at: usize| u32::try_from(starts.get(at).copied().unwrap_or(bytes.len())).unwrap_or(u32::MAX);
    for (at, character) in decoded.char_indices() {
        let source = map.source(Range::new(offset(at), offset(at + character.len_utf8())));
        back.push(u32::try_from(character.len_utf8()).unwrap_or(1), source.start, source.len());
    }
    (decoded, back)
}

/// Whether the first that is no blank, encoded or not, is an encoded brace.
fn starts_with_brace(mut bytes: &[u8]) -> bool {
    loop {
        bytes = match bytes {
            [b'%', high, low, rest @ ..] => match hex_byte(Some(high), Some(low)) {
                Some(b'{') => return true,
                Some(byte) if byte.is_ascii_whitespace() => rest,
                _ => return false,
            },
            [byte, rest @ ..] if byte.is_ascii_whitespace() => rest,
            _ => return false,
        };
    }
}

fn hex_byte(high: Option<&u8>, low: Option<&u8>) -> Option<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}
