//! The policy model: what a document says, every part with its node, nothing dropped.

pub mod condition;
pub mod element;
pub mod intrinsic;
pub mod kind;
pub mod lower;
pub mod placeholder;
pub mod principal;
pub mod statement;
pub mod value;
pub mod variable;
pub mod walk;

pub use condition::{Base, Condition, ConditionBlock, Operator, Quantifier};
pub use lower::{Container, lower, lower_with};
pub use principal::{PrincipalBlock, PrincipalEntry, PrincipalType};
pub use statement::{Block, Effect, Statement};
pub use value::{Hole, HoleKind, Value};

use std::cell::OnceCell;

use crate::aws::Catalog;
use crate::finding::{PolicyKind, PolicyRef, Step};
use crate::json::{NodeId, Tree};

/// The `Version` element, which decides whether `${…}` is a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `2012-10-17`
    V2012,
    /// `2008-10-17`
    V2008,
    /// No `Version`: AWS then assumes 2008-10-17.
    Missing,
    /// Any other value, which AWS refuses.
    Other,
}

/// Where the policy's kind comes from; shown by `--verbose`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindFrom {
    /// `--kind`
    Flag,
    /// `arnlint.toml`
    Config,
    /// The answer or resource that holds the policy.
    Container,
    /// The document's own elements.
    Content,
}

/// One policy document.
#[derive(Clone, Debug)]
pub struct Policy<'a> {
    /// The tree that holds it.
    pub tree: &'a Tree<'a>,
    /// Facts about services that it is held against.
    pub catalog: &'a Catalog,
    /// The document's object.
    pub root: NodeId,
    /// Which kind of policy it is.
    pub kind: PolicyKind,
    /// Who said so.
    pub kind_from: KindFrom,
    /// A name given by its container.
    pub name: Option<String>,
    /// Where it stands in the file; empty for a bare document.
    pub path: Vec<Step>,
    /// The `Version` element.
    pub version: Version,
    /// The node of `Version`'s value.
    pub version_node: Option<NodeId>,
    /// The `Id` element.
    pub id: Option<Value<'a>>,
    /// The statements that are objects, in order.
    pub statements: Vec<Statement<'a>>,
    /// Members and values of the document that were not understood (keys for members).
    pub unknown: Vec<NodeId>,
    /// Some object inside the document names a member twice: what AWS would make of it is not defined.
    pub has_duplicates: bool,
    /// The text had mistakes, so that parts may be missing from the model.
    pub damaged: bool,
    /// Which variables it holds, looked for when it is first asked.
    seen: OnceCell<variable::Seen>,
}

impl<'a> Policy<'a> {
    /// The policy as it would be deployed: a name that only looks as if somebody meant to replace it, such as
    /// `MyExampleBucket`, is taken for what is meant. Tokens with braces, brackets or blanks, which no name has, stay open.
    #[must_use]
    pub fn as_written(&self) -> Policy<'a> {
        let mut policy = self.clone();
        for statement in &mut policy.statements {
            let blocks = [&mut statement.action, &mut statement.resource].into_iter().flatten();
            let entries = statement.principal.iter_mut().flat_map(|block| &mut block.entries);
            let conditions = statement.condition.iter_mut().flat_map(|block| &mut block.conditions);
            blocks
                .flat_map(|block| &mut block.values)
                .chain(entries.map(|entry| &mut entry.value))
                .chain(conditions.flat_map(|condition| &mut condition.values))
                .for_each(Value::take_names);
        }
        policy
    }

    /// The policy with the statements at these places only, in this order.
    #[must_use]
    pub fn part(&self, places: &[usize]) -> Policy<'a> {
        Policy {
            name: self.name.clone(),
            path: self.path.clone(),
            id: self.id.clone(),
            statements: places.iter().filter_map(|at| self.statements.get(*at).cloned()).collect(),
            unknown: self.unknown.clone(),
            seen: OnceCell::new(),
            ..*self
        }
    }
}

impl Policy<'_> {
    /// How findings name this policy.
    pub fn reference(&self) -> PolicyRef {
        PolicyRef { kind: self.kind, name: self.name.clone(), path: self.path.clone() }
    }

    /// Whether `${…}` in values is a policy variable.
    pub fn has_variables(&self) -> bool {
        self.version == Version::V2012
    }

    /// What kinds of `${…}` it holds, whatever its version makes of them.
    pub fn seen_variables(&self) -> variable::Seen {
        *self.seen.get_or_init(|| variable::Seen::look(self))
    }

    /// Whether a document that looks like a bucket policy may as well be the policy of a VPC endpoint: nobody said what
    /// it is, and every statement is about everyone, as those of endpoints are.
    pub fn may_be_endpoint_policy(&self) -> bool {
        let everyone = |entry: &PrincipalEntry<'_>| entry.value.text == "*";
        self.kind_from == KindFrom::Content
            && self.kind != PolicyKind::Identity
            && self.statements.iter().all(|statement| {
                statement.principal.as_ref().is_some_and(|block| block.entries.iter().all(everyone))
            })
    }

    /// Whether the model holds all that the document says.
    pub fn is_exact(&self) -> bool {
        !self.has_duplicates
            && !self.damaged
            && self.unknown.is_empty()
            && self.statements.iter().all(Statement::is_exact)
    }
}
