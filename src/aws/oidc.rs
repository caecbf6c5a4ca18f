//! Claims of the tokens of web identity providers as condition keys.

use super::keys::claim;
use super::table::Table;

/// Claims that have one value; see the header of the file.
pub const CLAIMS: Table = Table::folded(include_str!("data/oidc_claims.csv"));

/// The provider of GitHub's workflows.
pub const GITHUB: &str = "token.actions.githubusercontent.com";

/// What is known about a key that says for whom a token is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The provider's tokens have one audience.
    Single,
    /// The provider is in no table: its tokens may have several.
    Unsure,
}

/// What is known about the key if it is the audience of a provider's tokens; `None` for every other key.
pub fn audience(key: &str) -> Option<Audience> {
    // Most keys are told apart by their last letters.
    let tail = key.get(key.len().checked_sub(3)?..)?;
    if !tail.eq_ignore_ascii_case("aud") {
        return None;
    }
    let read = claim(key)?;
    if !["aud", "oaud"].iter().any(|name| name.eq_ignore_ascii_case(read.claim)) {
        return None;
    }
    Some(if is_single_valued(key) { Audience::Single } else { Audience::Unsure })
}

/// Whether the key is a claim that is known to have one value.
pub fn is_single_valued(key: &str) -> bool {
    key.contains(':') && CLAIMS.get(key).is_some()
}
