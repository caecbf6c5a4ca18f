//! Actions: what a name in `Action` is to AWS.

use super::catalog::{self, Catalog};
use super::nearest::{nearest, slips_allowed};
use super::table::{Row, Table};

pub use super::catalog::Level as AccessLevel;

/// Names of API operations that are no actions; see the header of the file.
pub const OPERATIONS: Table = Table::folded(include_str!("data/operations.csv"));

/// Closed services whose actions AWS's own validator refuses; see the header of the file.
pub const REFUSED_SERVICES: Table = Table::folded(include_str!("data/refused_services.csv"));

/// An action of the facts that arnlint carries.
pub type Action = catalog::Action<'static>;

/// An operation of an API whose name is no action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its name as a policy would wrongly write it, such as `s3:ListObjectsV2`.
    pub name: &'static str,
    /// Address of the document that names the right action.
    pub source: &'static str,
    actions: &'static str,
}

impl Operation {
    fn from_row(row: Row) -> Self {
        Self { name: row.key(), actions: row.field(1), source: row.field(2) }
    }

    /// The actions that allow the operation, the one for what it writes first.
    pub fn actions(self) -> impl Iterator<Item = &'static str> {
        self.actions.split(' ').filter(|name| *name != "-")
    }
}

/// The action with this name in the facts that arnlint carries, written with its service and in any case; retired ones
/// too.
pub fn action(name: &str) -> Option<Action> {
    Catalog::built_in().action(name)
}

/// Every action of a service, such as `s3`, in the facts that arnlint carries.
pub fn actions_of(service: &str) -> impl Iterator<Item = Action> {
    let service = Catalog::built_in().service(service);
    service.into_iter().flat_map(catalog::Service::actions).filter(|action| action.retired().is_none())
}

/// The API operation with this name that is no action, in any case.
pub fn operation(name: &str) -> Option<Operation> {
    OPERATIONS.get(name).map(Operation::from_row)
}

/// The action that `name` may be a slip of: `None` where it is one, holds a wildcard or belongs to another service.
pub fn nearest_action<'c>(catalog: &'c Catalog, name: &str) -> Option<&'c str> {
    let (prefix, word) = name.split_once(':')?;
    if name.contains(['*', '?', '$']) || catalog.action(name).is_some() {
        return None;
    }
    let current = catalog.service(prefix)?.actions().filter(|action| action.retired().is_none());
    nearest(name, current.map(catalog::Action::name), slips_allowed(word.len()))
}
