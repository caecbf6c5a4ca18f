//! What documents say of single condition keys: their partners, the actions and services that know them, and those that
//! say nothing in the policy of a resource.

use super::table::{Row, Table};

/// Keys that mean little without another one; see the header of the file.
pub const PAIRED_KEYS: Table = Table::folded(include_str!("data/paired_keys.csv"));
/// Keys of which some action must be allowed as well; see the header of the file.
pub const NEEDED_ACTIONS: Table = Table::folded(include_str!("data/needed_actions.csv"));
/// Keys that only some actions of a service know; see the header of the file.
pub const ACTIONS_OF_KEYS: Table = Table::folded(include_str!("data/actions_of_keys.csv"));
/// Services that fill the keys of the owner of a VPC endpoint; see the header of the file.
pub const ENDPOINT_OWNER_SERVICES: Table = Table::folded(include_str!("data/endpoint_owner_services.csv"));
/// Keys that are the same in every request for a resource; see the header of the file.
pub const CONSTANT_KEYS: Table = Table::folded(include_str!("data/constant_keys.csv"));

/// The keys that say who owns the VPC endpoint of a request.
const ENDPOINT_OWNER_KEYS: [&str; 3] = ["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"];

/// The row of a key in a table of few keys: most keys differ from all of them in length.
fn exact(table: Table, lengths: u64, key: &str) -> Option<Row> {
    let shift = u32::try_from(key.len()).ok()?;
    (lengths.checked_shr(shift)? & 1 == 1).then(|| table.get(key))?
}

/// The row of a key, or of the family it belongs to: a name that ends in `/` or `:`.
fn member(table: Table, lengths: u64, key: &str) -> Option<Row> {
    exact(table, lengths, key).or_else(|| {
        let end = memchr::memrchr2(b'/', b':', key.as_bytes())? + 1;
        exact(table, lengths, key.get(..end).filter(|head| head.len() < key.len())?)
    })
}

/// Keys of which one must stand beside this one.
pub fn partners(key: &str) -> Option<impl Iterator<Item = &'static str> + Clone> {
    const LENGTHS: u64 = PAIRED_KEYS.lengths();
    exact(PAIRED_KEYS, LENGTHS, key).map(|row| row.field(1).split(' '))
}

/// The action without which a key means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The action.
    pub action: &'static str,
    /// Whether another statement of a trust policy may allow it: it is asked for beside the action of the call. If not,
    /// it is the only action that knows the key.
    pub is_beside: bool,
}

/// The action that a key needs.
pub fn needed_action(key: &str) -> Option<Needed> {
    const LENGTHS: u64 = NEEDED_ACTIONS.lengths();
    let row = member(NEEDED_ACTIONS, LENGTHS, key)?;
    Some(Needed { action: row.field(1), is_beside: row.field(2) == "beside" })
}

/// Which actions know a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyActions {
    row: Row,
}

impl KeyActions {
    /// Whether it is the word of AWS's validator alone, and not of a guide.
    pub fn is_hearsay(self) -> bool {
        self.row.field(1) == "not"
    }

    /// Whether an action certainly does not know the key.
    pub fn excludes(self, action: &str) -> bool {
        let is_listed = self.row.field(2).split(' ').any(|known| known.eq_ignore_ascii_case(action));
        if self.is_hearsay() {
            return is_listed;
        }
        let service = self.row.field(2).split(':').next().unwrap_or("");
        let is_of_service = action
            .split_once(':')
            .is_some_and(|(prefix, name)| prefix.eq_ignore_ascii_case(service) && !name.is_empty());
        is_of_service && !is_listed
    }
}

/// What is known of the actions that know a key.
pub fn actions_of(key: &str) -> Option<KeyActions> {
    const LENGTHS: u64 = ACTIONS_OF_KEYS.lengths();
    member(ACTIONS_OF_KEYS, LENGTHS, key).map(|row| KeyActions { row })
}

/// Whether a key says who owns the VPC endpoint of a request.
pub fn is_of_endpoint_owner(key: &str) -> bool {
    ENDPOINT_OWNER_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// Whether a service, given by the prefix of its actions, is known to fill the keys of the owner of a VPC endpoint.
pub fn fills_endpoint_owner(service: &str) -> bool {
    ENDPOINT_OWNER_SERVICES.get(service).is_some()
}

/// What a key says of a resource that is the same for all requests.
pub fn constant(key: &str) -> Option<&'static str> {
    const LENGTHS: u64 = CONSTANT_KEYS.lengths();
    exact(CONSTANT_KEYS, LENGTHS, key).map(|row| row.field(1))
}
