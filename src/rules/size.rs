//! How long a policy is as AWS counts it.

use super::draft::{Draft, Drafts, Spot, TreeEdit};
use crate::aws::quotas::{Quota, SMALLEST, quota};
use crate::finding::Applicability;
use crate::policy::{HoleKind, Policy};

/// A policy that is longer than AWS takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    /// Number of characters that count.
    pub size: usize,
    /// What AWS takes.
    pub quota: Quota,
    /// Whether it is short enough without the blanks between its parts.
    pub by_blanks: bool,
}

/// By how much the policy is longer than the quota for policies of this sort, if it is.
pub fn excess(policy: &Policy<'_>, of: &str) -> Option<Excess> {
    let text = text_of(policy);
    if text.len() <= SMALLEST || policy.damaged {
        return None;
    }
    let quota = quota(of)?;
    if text.len() <= quota.size {
        return None;
    }
    if !quota.counts_blanks {
        let size: usize = text.as_bytes().chunks(CHUNK).map(counted).sum();
        if size.saturating_sub(open(policy)) <= quota.size {
            return None;
        }
        return (size > quota.size).then_some(Excess { size, quota, by_blanks: false });
    }
    let compact = compact(text).chars().count();
    if text.len().saturating_sub(open(policy)) <= quota.size {
        return None;
    }
    if compact > quota.size {
        return Some(Excess { size: compact, quota, by_blanks: false });
    }
    // A policy that is part of another file is not sent as it stands there.
    let size = text.chars().count();
    let as_sent = policy.tree.root() == Some(policy.root);
    (as_sent && size > quota.size).then_some(Excess { size, quota, by_blanks: true })
}

/// Reports that the policy is longer than the quota for policies of this sort: message `long`, or `blanks` where it
/// is short enough without them.
pub fn report<'d>(
    rule: &'static str,
    policy: &Policy<'_>,
    of: &str,
    drafts: &'d mut Drafts,
) -> Option<&'d mut Draft> {
    let excess = excess(policy, of)?;
    let message = if excess.by_blanks { "blanks" } else { "long" };
    let draft = drafts.report(rule, message, Spot::Node(policy.root));
    draft.arg("size", grouped(excess.size)).arg("quota", grouped(excess.quota.size));
    if excess.by_blanks && policy.tree.comments().is_empty() {
        let edit = TreeEdit::ReplaceText(policy.tree.range(policy.root), compact(text_of(policy)));
        draft.fix("compact", Applicability::Safe, vec![edit]);
    }
    Some(draft)
}

/// Bytes of references that a template's program replaces, perhaps by nothing.
fn open(policy: &Policy<'_>) -> usize {
    let values = policy.replaced().chain(policy.not_replaced().map(|(_, value)| value));
    let holes = values.flat_map(|value| &value.holes).filter(|hole| hole.kind == HoleKind::Interpolation);
    holes.map(|hole| hole.range.len() as usize).sum()
}

fn text_of<'p>(policy: &'p Policy<'_>) -> &'p str {
    policy.tree.range(policy.root).of(policy.tree.text())
}

/// The text without the blanks between its parts. Those inside strings stay.
pub fn compact(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for character in json.chars() {
        if !in_string && matches!(character, ' ' | '\n' | '\r' | '\t') {
            continue;
        }
        text.push(character);
        in_string ^= character == '"' && !escaped;
        escaped = in_string && character == '\\' && !escaped;
    }
    text
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
