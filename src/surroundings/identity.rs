//! Roles and users that templates declare.

use super::Fact;

/// A role or user, as far as rules ask about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Where it is declared.
    pub place: Fact<()>,
    /// Whether it is a role.
    pub is_role: bool,
    /// Logical id or address of its resource.
    pub id: String,
    /// Its name, where the template gives it one.
    pub name: Option<Fact<String>>,
    /// Whether some policy stands in it or is attached to it.
    pub has_policies: bool,
    /// Resources that hold policies of it, by logical id or address.
    pub policies: Vec<String>,
    /// A login profile of the user.
    pub login: Option<Fact<()>>,
    /// An access key of the user.
    pub access_key: Option<Fact<()>>,
}
