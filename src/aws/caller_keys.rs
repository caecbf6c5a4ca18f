//! What condition keys say of a caller: whether a fixed value keeps strangers out.

use super::table::{Row, Table};

/// Condition keys; see the header of the file.
pub const CALLER_KEYS: Table = Table::folded(include_str!("data/caller_keys.csv"));

/// What is known of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallerKey {
    /// Whether it says who calls or where from; else whoever calls can meet it.
    pub names_caller: bool,
    /// Whether the request of a stranger has it.
    pub is_always_there: bool,
}

/// What is known of the key with this name, in any case, members of families included.
pub fn caller_key(name: &str) -> Option<CallerKey> {
    let is_whole = |row: &Row| !row.key().ends_with(['/', ':']);
    let exact = CALLER_KEYS.get(name).filter(is_whole);
    let row = exact.or_else(|| {
        let separator = name.bytes().enumerate().skip(4).find(|(_, byte)| matches!(byte, b'/' | b':'));
        let head = name.get(..=separator?.0)?;
        CALLER_KEYS.get(head).filter(|row| !is_whole(row) && name.len() > head.len())
    })?;
    Some(CallerKey { names_caller: row.field(1) == "names", is_always_there: row.field(2) == "always" })
}
