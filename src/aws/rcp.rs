//! Resource control policies of AWS Organizations.

use super::table::Table;

/// Services that resource control policies cover; see the header of the file.
pub const RCP_SERVICES: Table = Table::folded(include_str!("data/rcp_services.txt"));

/// Whether resource control policies were known to cover the service with this prefix on the day of the table.
pub fn covers(service: &str) -> bool {
    RCP_SERVICES.get(service).is_some()
}
