//! How long a policy is as IAM counts it.

use crate::policy::Policy;

/// Number of characters of the policy's text, blanks and line breaks aside, where it is more than `quota`.
pub fn above(policy: &Policy<'_>, quota: usize) -> Option<usize> {
    let text = policy.tree.range(policy.root).of(policy.tree.text());
    if text.len() <= quota || policy.damaged {
        return None;
    }
    let count = text.chars().filter(|character| !character.is_whitespace()).count();
    (count > quota).then_some(count)
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
