//! Actions whose answer is a credential.

use super::table::{Row, Table};

/// The actions; see the header of the file.
pub const CREDENTIAL_ACTIONS: Table = Table::folded(include_str!("data/credential_actions.csv"));

/// An action that hands out or sets a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialAction {
    /// Its name, such as `sts:AssumeRole`.
    pub name: &'static str,
    /// What it gives, as a part of a sentence.
    pub gives: &'static str,
}

impl CredentialAction {
    fn from_row(row: Row) -> Self {
        Self { name: row.key(), gives: row.field(1) }
    }
}

/// The action with this name, in any case.
pub fn credential_action(name: &str) -> Option<CredentialAction> {
    CREDENTIAL_ACTIONS.get(name).map(CredentialAction::from_row)
}

/// Every such action whose name begins so, in any case.
pub fn beginning(head: &str) -> impl Iterator<Item = CredentialAction> {
    CREDENTIAL_ACTIONS.beginning(head).map(CredentialAction::from_row)
}
