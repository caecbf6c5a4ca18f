//! `Principal` and `NotPrincipal`.

use super::value::Value;
use crate::json::NodeId;

/// The type of one principal value: the member's name in a principal map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrincipalType {
    /// `"Principal": "*"`: everyone; also any other lone string, which AWS refuses.
    Lone,
    /// `AWS`
    Aws,
    /// `Service`
    Service,
    /// `Federated`
    Federated,
    /// `CanonicalUser`
    CanonicalUser,
    /// A name that AWS does not know.
    Unknown,
}

/// One principal value with its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalEntry<'a> {
    /// Its type.
    pub kind: PrincipalType,
    /// The node of the type's name; `None` for a lone string.
    pub key: Option<NodeId>,
    /// The value.
    pub value: Value<'a>,
}

/// The whole element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalBlock<'a> {
    /// The member's name.
    pub key: NodeId,
    /// The member's value as written.
    pub node: NodeId,
    /// Whether it is `NotPrincipal`.
    pub negated: bool,
    /// Its values in order.
    pub entries: Vec<PrincipalEntry<'a>>,
    /// Parts that were not understood.
    pub unknown: Vec<NodeId>,
}

impl PrincipalBlock<'_> {
    /// Whether every part was understood.
    pub fn is_exact(&self) -> bool {
        self.unknown.is_empty() && self.entries.iter().all(|entry| entry.kind != PrincipalType::Unknown)
    }
}
