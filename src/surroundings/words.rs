//! Words for messages about stated facts: the nearest known name, a long value cut short.

use crate::aws;

/// The question `did you mean …?` with the known name that is nearest to the word, if one is near.
///
/// One slip is forgiven for each three letters, and always one; case, and `_` for `-`, are no slips.
pub fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let word = word.replace('_', "-");
    let slips = (word.len() / 3).max(1);
    aws::nearest(&word, known, slips).map(|name| format!("did you mean `{name}`?"))
}

/// The value for a message: its start where it is long.
pub fn short(value: &str) -> String {
    let mut start: String = value.chars().take(60).collect();
    if start.len() < value.len() {
        start.push('…');
    }
    start
}

/// Words in a row: `a`, `b` or `c`.
pub fn either(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
