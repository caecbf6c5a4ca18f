//! How long policies may be.

use super::table::{Row, Table};

/// Longest policies; see the header of the file.
pub const QUOTAS: Table = Table::exact(include_str!("data/quotas.csv"));

/// No quota is below this number of characters.
pub const SMALLEST: usize = 2_048;

/// How long one sort of policy may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Number of characters that AWS takes.
    pub size: usize,
    /// Whether blanks and line breaks between the parts of the JSON count.
    pub counts_blanks: bool,
    /// Address of the document that says so.
    pub source: &'static str,
}

impl Quota {
    fn from_row(row: Row) -> Option<Self> {
        let size = row.field(1).parse().ok()?;
        Some(Self { size, counts_blanks: row.field(2) == "written", source: row.field(3) })
    }
}

/// The quota of a kind of policy (`identity`, `trust`, `bucket`, `scp`, `rcp`, `endpoint`) or of the policies of a
/// service's resources (`kms`).
pub fn quota(of: &str) -> Option<Quota> {
    QUOTAS.get(of).and_then(Quota::from_row)
}
