//! Searches over bytes, eight at a time in safe code.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;
const SPACES: u64 = 0x2020_2020_2020_2020;
const TWOS: u64 = 0x0202_0202_0202_0202;
const BANGS: u64 = 0x2121_2121_2121_2121;
const BACKSLASHES: u64 = 0x5C5C_5C5C_5C5C_5C5C;

fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

/// Position of the lowest non-zero byte of a non-zero word, which is the first in the text.
fn lowest(word: u64) -> usize {
    (word.trailing_zeros() / 8) as usize
}

/// First position from `at` that is no blank of JSON: space, line feed, carriage return or tab.
#[inline]
pub(super) fn after_blanks(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(byte) if *byte <= b' ' => after_many(bytes, at),
        _ => at,
    }
}

fn after_many(bytes: &[u8], at: usize) -> usize {
    let mut rest = bytes.get(at..).unwrap_or_default();
    while let [b' ' | b'\n' | b'\r' | b'\t', after @ ..] = rest {
        rest = after;
        while let Some((word, after)) = rest.split_first_chunk() {
            let other = u64::from_le_bytes(*word) ^ SPACES;
            if other != 0 {
                rest = rest.get(lowest(other)..).unwrap_or_default();
                break;
            }
            rest = after;
        }
    }
    bytes.len() - rest.len()
}

/// First position from `at` of a quote, a backslash or a control character; the length of `bytes` where there is none.
#[expect(
    clippy::inline_always,
    reason = "runs once for each string, most of which are shorter than the call"
)]
#[inline(always)]
pub(super) fn string_stop(bytes: &[u8], at: usize) -> usize {
    let mut rest = bytes.get(at..).unwrap_or_default();
    while let Some((word, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        // With its second bit flipped a quote joins the control characters: all below 0x21. A byte that is a hit
        // borrows from the bytes above it, so only the lowest hit is sure to be one. It is the one wanted.
        let low = (word ^ TWOS).wrapping_sub(BANGS);
        let backslash = (word ^ BACKSLASHES).wrapping_sub(ONES);
        let hits = (low | backslash) & !word & HIGHS;
        if hits != 0 {
            return bytes.len() - rest.len() + lowest(hits);
        }
        rest = after;
    }
    let stop = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len());
    bytes.len() - rest.len() + stop
}

/// End of the longest JSON number that begins at `at`; `None` where none does.
#[inline]
pub(super) fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at + usize::from(bytes.get(at) == Some(&b'-'));
    end = match bytes.get(end) {
        Some(b'0') => end + 1,
        Some(b'1'..=b'9') => after_digits(bytes, end + 1),
        _ => return None,
    };
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = after_digits(bytes, end + 2);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            end = after_digits(bytes, end + 2 + sign);
        }
    }
    Some(end)
}

fn after_digits(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// A number that is the same for equal quoted strings, and rarely for others: the first and last eight bytes of the
/// string at `start..end`, its length mixed in. `None` where eight bytes would leave the text.
#[inline]
pub(super) fn signature(bytes: &[u8], start: usize, end: usize) -> Option<u64> {
    let len = end.saturating_sub(start);
    let head = eight(bytes, start)?;
    if len < 8 {
        let unwanted = 64 - 8 * u32::try_from(len).unwrap_or(0);
        return Some(head.checked_shl(unwanted).unwrap_or(0));
    }
    let tail = eight(bytes, end - 8)?;
    let len = u64::try_from(len).unwrap_or(0);
    Some(head ^ tail.rotate_left(29) ^ len.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}
