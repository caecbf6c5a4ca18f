//! Templates of CloudFormation and SAM, read from YAML or JSON alike.

mod conditions;
mod deliveries;
mod facts;
mod functions;
mod identities;
mod names;
mod order;
mod policies;
mod resolve;
mod sam;
mod sites;
mod synthetic;

pub(in crate::template) use deliveries::of_arn;
pub use facts::scope;
pub use policies::policies;
pub use resolve::Resolver;

use std::collections::HashMap;

use crate::json::{Kind, NodeId, Tree};

/// A resource of a template.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// The key that names it.
    pub key: NodeId,
    /// Its object.
    pub node: NodeId,
    /// Its properties; `None` where it has none.
    pub properties: Option<NodeId>,
}

/// A template with its sections.
#[derive(Debug)]
pub struct Stack<'t> {
    /// The tree that holds it.
    pub tree: &'t Tree<'t>,
    /// Resources by logical id.
    pub resources: HashMap<&'t str, Resource>,
    /// Logical ids in the order of the template.
    pub order: Vec<&'t str>,
    parameters: HashMap<&'t str, NodeId>,
    conditions: HashMap<&'t str, NodeId>,
    mappings: Option<NodeId>,
}

impl<'t> Stack<'t> {
    /// The template that a document is, if it is one: its resources have types of the form `Vendor::Service::Thing`.
    pub fn read(tree: &'t Tree<'t>) -> Option<Self> {
        Self::read_at(tree, tree.root()?)
    }

    /// The template at a node of a document.
    pub fn read_at(tree: &'t Tree<'t>, root: NodeId) -> Option<Self> {
        let section = tree.value(root, "Resources").filter(|node| tree.kind(*node) == Kind::Object)?;
        let mut stack = Self {
            tree,
            resources: HashMap::new(),
            order: Vec::new(),
            parameters: members(tree, tree.value(root, "Parameters")),
            conditions: members(tree, tree.value(root, "Conditions")),
            mappings: tree.value(root, "Mappings"),
        };
        for member in tree.members(section) {
            let Some(name) = tree.str(member.key) else { continue };
            let properties = tree.value(member.value, "Properties");
            let resource = Resource { key: member.key, node: member.value, properties };
            if stack.resources.insert(name, resource).is_none() {
                stack.order.push(name);
            }
        }
        let is_typed = |resource: &Resource| {
            tree.value(resource.node, "Type")
                .and_then(|node| tree.str(node))
                .is_some_and(|name| name.matches("::").count() >= 1)
        };
        stack.resources.values().any(is_typed).then_some(stack)
    }

    /// A template without sections, for a policy that stands alone.
    pub fn empty(tree: &'t Tree<'t>) -> Self {
        Self {
            tree,
            resources: HashMap::new(),
            order: Vec::new(),
            parameters: HashMap::new(),
            conditions: HashMap::new(),
            mappings: None,
        }
    }

    /// The type of a resource.
    pub fn kind(&self, resource: &Resource) -> &'t str {
        self.tree.value(resource.node, "Type").and_then(|node| self.tree.str(node)).unwrap_or("")
    }

    /// The resources in the order of the template, with their logical ids.
    pub fn resources(&self) -> impl Iterator<Item = (&'t str, Resource)> {
        self.order.iter().filter_map(|name| Some((*name, *self.resources.get(name)?)))
    }
}

fn members<'t>(tree: &'t Tree<'t>, section: Option<NodeId>) -> HashMap<&'t str, NodeId> {
    let all = section.into_iter().flat_map(|node| tree.members(node));
    all.filter_map(|member| Some((tree.str(member.key)?, member.value))).collect()
}
