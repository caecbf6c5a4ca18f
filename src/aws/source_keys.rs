//! Which services say for whom they call: `aws:SourceArn` and `aws:SourceAccount` in their requests.

use super::table::{Row, Table};

/// Services that send the keys; see the header of the file.
pub const SENDERS: Table = Table::exact(include_str!("data/source_keys.csv"));

/// A service that sends the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The service principal, without a region.
    pub name: &'static str,
    /// Third part of the ARNs that it sends; empty where it sends an account only.
    pub arn_service: &'static str,
    /// Address of the document that says so.
    pub source: &'static str,
    actions: &'static str,
}

impl Sender {
    fn from_row(row: Row) -> Self {
        let arn_service = if row.field(2) == "-" { "" } else { row.field(2) };
        Self { name: row.key(), actions: row.field(1), arn_service, source: row.field(3) }
    }

    /// Patterns of the actions with which it sends them.
    pub fn actions(self) -> impl Iterator<Item = &'static str> {
        self.actions.split(' ')
    }
}

/// What is known of the service with exactly this name.
pub fn sender(name: &str) -> Option<Sender> {
    SENDERS.get(name).map(Sender::from_row)
}
