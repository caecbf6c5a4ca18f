//! Actions of the services that the integrations name: kms, s3, sns, sqs and sts.

use super::nearest::{nearest, slips_allowed};
use super::table::{Row, Table};

/// Actions; see the header of the file.
pub const ACTIONS: Table = Table::folded(include_str!("data/actions.csv"));
/// Names of API operations that are no actions; see the header of the file.
pub const OPERATIONS: Table = Table::folded(include_str!("data/operations.csv"));

/// The access level that the Service Authorization Reference gives an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccessLevel {
    /// Sees which things exist.
    List,
    /// Sees what is in them.
    Read,
    /// Makes, changes or removes them.
    Write,
    /// Changes their tags only.
    Tagging,
    /// Changes who may do what.
    Permissions,
}

/// One action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its name as the reference spells it, such as `s3:GetObject`.
    pub name: &'static str,
    row: Row,
}

/// An operation of an API whose name is no action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its name as a policy would wrongly write it, such as `s3:ListObjectsV2`.
    pub name: &'static str,
    /// Address of the document that names the right action.
    pub source: &'static str,
    actions: &'static str,
}

impl Action {
    fn from_row(row: Row) -> Self {
        Self { name: row.key(), row }
    }

    /// Its access level.
    pub fn level(self) -> AccessLevel {
        match self.row.field(1) {
            "List" => AccessLevel::List,
            "Read" => AccessLevel::Read,
            "Tagging" => AccessLevel::Tagging,
            "Permissions" => AccessLevel::Permissions,
            _ => AccessLevel::Write,
        }
    }

    /// The resource types that the action can be limited to, in the words of the reference; none where it matches
    /// the resource `*` only.
    pub fn resource_types(self) -> impl Iterator<Item = &'static str> {
        self.row.field(2).split(' ').filter(|name| *name != "-")
    }

    /// Whether the action can be limited to resources of this type.
    pub fn takes(self, resource_type: &str) -> bool {
        self.resource_types().any(|known| known == resource_type)
    }
}

impl Operation {
    /// The actions that allow the operation, the one for what it writes first.
    pub fn actions(self) -> impl Iterator<Item = &'static str> {
        self.actions.split(' ')
    }
}

/// The action with this name, written with its service and in any case.
pub fn action(name: &str) -> Option<Action> {
    ACTIONS.get(name).map(Action::from_row)
}

/// Every action of a service, such as `s3`.
pub fn actions_of(service: &str) -> impl Iterator<Item = Action> {
    let is_whole = move |action: &Action| action.name.as_bytes().get(service.len()) == Some(&b':');
    ACTIONS.beginning(service).map(Action::from_row).filter(is_whole)
}

/// Whether the table holds all actions of this service, so that a name it lacks is not an action.
pub fn covers(service: &str) -> bool {
    ["kms", "s3", "sns", "sqs", "sts"].iter().any(|known| known.eq_ignore_ascii_case(service))
}

/// The API operation with this name that is no action, in any case.
pub fn operation(name: &str) -> Option<Operation> {
    let row = OPERATIONS.get(name)?;
    Some(Operation { name: row.key(), actions: row.field(1), source: row.field(2) })
}

/// The action that `name` may be a slip of: `None` where it is one, holds a wildcard or belongs to another service.
pub fn nearest_action(name: &str) -> Option<&'static str> {
    let (service, word) = name.split_once(':')?;
    if !covers(service) || name.contains(['*', '?', '$']) || action(name).is_some() {
        return None;
    }
    nearest(name, actions_of(service).map(|action| action.name), slips_allowed(word.len()))
}
