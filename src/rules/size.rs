//! How long a policy is as IAM counts it.

use crate::policy::Policy;

/// Number of characters of the policy's text, blanks and line breaks aside, where it is more than `quota`.
pub fn above(policy: &Policy<'_>, quota: usize) -> Option<usize> {
    let text = policy.tree.range(policy.root).of(policy.tree.text());
    if text.len() <= quota || policy.damaged {
        return None;
    }
    let count: usize = text.as_bytes().chunks(CHUNK).map(counted).sum();
    (count > quota).then_some(count)
}

/// Bytes whose count fits into one byte.
const CHUNK: usize = 128;

/// Number of characters that count in at most [`CHUNK`] bytes. A byte that continues a character is no character; sums of
/// bytes are what the compiler turns into wide steps.
fn counted(bytes: &[u8]) -> usize {
    let is_counted = |byte: u8| {
        let is_blank = matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        u8::from(!is_blank) & u8::from((byte & 0xC0) != 0x80)
    };
    usize::from(bytes.iter().fold(0u8, |count, byte| count.wrapping_add(is_counted(*byte))))
}

/// The number with commas between groups of three digits, as the quotas are written.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
