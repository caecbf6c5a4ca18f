//! The Serverless Framework: statements of its `iam` sections, and the CloudFormation resources of the service.

use std::collections::BTreeMap;

use super::cloudformation::{self, Resolver, Stack};
use super::{Found, Value, ValueKind, Written};
use crate::finding::{PolicyKind, Step};
use crate::json::{Kind, NodeId, Tree};
use crate::policy::{Container, KindFrom};

/// Where lists of statements stand, from the root on; `*` for every member.
const LISTS: [(&[&str], PolicyKind); 6] = [
    (&["provider", "iam", "role", "statements"], PolicyKind::Identity),
    (&["provider", "iamRoleStatements"], PolicyKind::Identity),
    (&["functions", "*", "iamRoleStatements"], PolicyKind::Identity),
    (&["functions", "*", "role", "statements"], PolicyKind::Identity),
    (&["provider", "apiGateway", "resourcePolicy"], PolicyKind::Resource),
    (&["provider", "resourcePolicy"], PolicyKind::Resource),
];

/// Whether a document configures a service of the framework.
pub fn is_service(tree: &Tree<'_>, root: NodeId) -> bool {
    let provider = tree.value(root, "provider");
    let named = provider.and_then(|node| tree.value(node, "name")).and_then(|node| tree.str(node));
    named == Some("aws") && (tree.value(root, "service").is_some() || tree.value(root, "functions").is_some())
}

/// The policies of a service.
pub fn policies(tree: &Tree<'_>, root: NodeId) -> Vec<Found> {
    let mut found = Vec::new();
    let (stack, world) = (Stack::empty(tree), BTreeMap::new());
    let resolver = Resolver::new(&stack, &world);
    for (path, kind) in LISTS {
        for (node, way) in reach(tree, root, path) {
            if tree.kind(node) != Kind::Array {
                continue;
            }
            let statements = resolver.value(node);
            let start = statements.range.first();
            let document = Value::new(
                statements.range,
                ValueKind::Map(vec![
                    (Value::text("Version", start), Value::text("2012-10-17", start)),
                    (Value::text("Statement", start), statements),
                ]),
            );
            let container = Container {
                kind: Some((kind, KindFrom::Container)),
                path: way,
                place: node.0,
                ..Container::default()
            };
            found.push(Found { written: Written::new(&document), container, unread: None });
        }
    }
    let resources = tree.value(root, "resources");
    let templates = resources.into_iter().chain(resources.into_iter().flat_map(|node| tree.elements(node)));
    for template in templates {
        if let Some(stack) = Stack::read_at(tree, template) {
            found.extend(cloudformation::policies(&stack));
        }
    }
    found
}

fn reach(tree: &Tree<'_>, root: NodeId, path: &[&str]) -> Vec<(NodeId, Vec<Step>)> {
    let mut reached = vec![(root, Vec::new())];
    for step in path {
        let mut next = Vec::new();
        for (node, way) in reached {
            let members = tree.members(node).filter_map(|member| Some((tree.str(member.key)?, member.value)));
            for (name, value) in members.filter(|(name, _)| *step == "*" || name == step) {
                next.push((value, [way.as_slice(), &[Step::Key(name.to_owned())]].concat()));
            }
        }
        reached = next;
    }
    reached
}
