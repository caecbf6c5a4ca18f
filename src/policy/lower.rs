//! Tree to model. Total: whatever the tree holds, a policy comes out, and what was not understood is named in it.

use std::cell::OnceCell;

use super::condition::{Condition, ConditionBlock, Operator};
use super::placeholder::{Place, find_at};
use super::principal::{PrincipalBlock, PrincipalEntry, PrincipalType};
use super::statement::{Block, Effect, Statement};
use super::value::Value;
use super::{KindFrom, Policy, Version, kind};
use crate::aws::Catalog;
use crate::finding::{PolicyKind, Step};
use crate::json::tree::flag;
use crate::json::{Kind, NodeId, Tree};

/// What is known about a document from outside it.
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// The kind and who said so; `None` to go by content.
    pub kind: Option<(PolicyKind, KindFrom)>,
    /// A name.
    pub name: Option<String>,
    /// Where it stands in the file.
    pub path: Vec<Step>,
    /// The bucket whose policy it is, as a template names it: with `${…}` for what is not known.
    pub bucket: Option<String>,
    /// Whether the text around or inside it had syntax mistakes.
    pub damaged: bool,
    /// Number of the node in the file's tree that holds it: its order in the file.
    pub place: u32,
}

/// Reads the document at `root`, beside the facts that arnlint carries.
pub fn lower<'a>(tree: &'a Tree<'a>, root: NodeId, container: Container) -> Policy<'a> {
    lower_with(tree, root, container, Catalog::built_in())
}

/// Reads the document at `root`, beside other facts about services.
pub fn lower_with<'a>(
    tree: &'a Tree<'a>,
    root: NodeId,
    container: Container,
    catalog: &'a Catalog,
) -> Policy<'a> {
    let mut policy = Policy {
        tree,
        catalog,
        root,
        kind: PolicyKind::Identity,
        kind_from: KindFrom::Content,
        name: container.name,
        path: container.path,
        version: Version::Missing,
        version_node: None,
        id: None,
        statements: Vec::new(),
        unknown: Vec::new(),
        has_duplicates: has_duplicates(tree, root),
        damaged: container.damaged,
        seen: OnceCell::new(),
    };
    if tree.kind(root) != Kind::Object {
        policy.unknown.push(root);
    }
    for member in tree.members(root) {
        match tree.str(member.key) {
            Some("Version") => {
                policy.version_node = Some(member.value);
                policy.version = match tree.str(member.value) {
                    Some("2012-10-17") => Version::V2012,
                    Some("2008-10-17") => Version::V2008,
                    _ => Version::Other,
                };
            }
            Some("Id") => match scalar(tree, member.value, Place::Name) {
                Some(value) => policy.id = Some(value),
                None => policy.unknown.push(member.key),
            },
            Some("Statement") => statements(tree, member.value, &mut policy),
            _ => policy.unknown.push(member.key),
        }
    }
    let (kind, from) =
        container.kind.unwrap_or_else(|| (kind::from_content(&policy.statements), KindFrom::Content));
    policy.kind = kind;
    policy.kind_from = from;
    policy
}

fn has_duplicates(tree: &Tree<'_>, root: NodeId) -> bool {
    (root.0..tree.after(root).0).any(|id| tree.flags(NodeId(id)) & flag::DUPLICATE != 0)
}

fn statements<'a>(tree: &'a Tree<'a>, node: NodeId, policy: &mut Policy<'a>) {
    match tree.kind(node) {
        Kind::Object => {
            policy.statements.push(statement(tree, node, policy.statements.len(), policy.catalog));
        }
        Kind::Array => {
            for (index, element) in tree.elements(node).enumerate() {
                if tree.kind(element) == Kind::Object {
                    policy.statements.push(statement(tree, element, index, policy.catalog));
                } else {
                    policy.unknown.push(element);
                }
            }
        }
        _ => policy.unknown.push(node),
    }
}

fn statement<'a>(tree: &'a Tree<'a>, node: NodeId, index: usize, catalog: &'a Catalog) -> Statement<'a> {
    let mut statement = Statement {
        node,
        index,
        sid: None,
        effect: Effect::Unknown,
        effect_node: None,
        principal: None,
        action: None,
        resource: None,
        condition: None,
        unknown: Vec::new(),
    };
    for member in tree.members(node) {
        let (key, value) = (member.key, member.value);
        let name = tree.str(key).unwrap_or("");
        match name {
            "Sid" => match scalar(tree, value, Place::Name) {
                Some(sid) => statement.sid = Some(sid),
                None => statement.unknown.push(key),
            },
            "Effect" => {
                statement.effect_node = Some(value);
                statement.effect = match tree.str(value) {
                    Some("Allow") => Effect::Allow,
                    Some("Deny") => Effect::Deny,
                    _ => Effect::Unknown,
                };
            }
            "Principal" | "NotPrincipal" if statement.principal.is_none() => {
                statement.principal = Some(principal(tree, key, value, name == "NotPrincipal"));
            }
            "Action" | "NotAction" if statement.action.is_none() => {
                statement.action = Some(block(tree, key, value, name == "NotAction", Place::Name));
            }
            "Resource" | "NotResource" if statement.resource.is_none() => {
                statement.resource = Some(block(tree, key, value, name == "NotResource", Place::Resource));
            }
            "Condition" if statement.condition.is_none() => {
                statement.condition = Some(condition(tree, key, value, catalog));
            }
            _ => statement.unknown.push(key),
        }
    }
    statement
}

/// A scalar with its placeholders; `None` for arrays, objects, null and what could not be read.
fn scalar<'a>(tree: &'a Tree<'a>, node: NodeId, place: Place<'_>) -> Option<Value<'a>> {
    let text = tree.scalar(node)?;
    let holes = if tree.kind(node) == Kind::String { find_at(text, place) } else { Vec::new() };
    Some(Value::new(node, text, holes))
}

/// The scalars of a one-or-many value, and what is none.
fn one_or_many<'a>(tree: &'a Tree<'a>, node: NodeId, place: Place<'_>) -> (Vec<Value<'a>>, Vec<NodeId>) {
    // An array of scalars has as many elements as nodes behind it.
    let most = (tree.after(node).0 - node.0).saturating_sub(1).max(1) as usize;
    let (mut values, mut unknown) = (Vec::with_capacity(most), Vec::new());
    let mut take = |node| match scalar(tree, node, place) {
        Some(value) => values.push(value),
        None => unknown.push(node),
    };
    if tree.kind(node) == Kind::Array {
        tree.elements(node).for_each(&mut take);
    } else {
        take(node);
    }
    (values, unknown)
}

fn block<'a>(tree: &'a Tree<'a>, key: NodeId, node: NodeId, negated: bool, place: Place<'_>) -> Block<'a> {
    let (values, unknown) = one_or_many(tree, node, place);
    Block { key, node, negated, values, unknown }
}

fn principal<'a>(tree: &'a Tree<'a>, key: NodeId, node: NodeId, negated: bool) -> PrincipalBlock<'a> {
    let mut block = PrincipalBlock { key, node, negated, entries: Vec::new(), unknown: Vec::new() };
    if tree.kind(node) != Kind::Object {
        let (values, unknown) = one_or_many(tree, node, Place::Principal);
        let lone = |value| PrincipalEntry { kind: PrincipalType::Lone, key: None, value };
        block.entries.extend(values.into_iter().map(lone));
        block.unknown = unknown;
        return block;
    }
    for member in tree.members(node) {
        let kind = match tree.str(member.key) {
            Some("AWS") => PrincipalType::Aws,
            Some("Service") => PrincipalType::Service,
            Some("Federated") => PrincipalType::Federated,
            Some("CanonicalUser") => PrincipalType::CanonicalUser,
            _ => PrincipalType::Unknown,
        };
        let (values, unknown) = one_or_many(tree, member.value, Place::Principal);
        block.entries.extend(values.into_iter().map(|value| PrincipalEntry {
            kind,
            key: Some(member.key),
            value,
        }));
        block.unknown.extend(unknown);
    }
    block
}

fn condition<'a>(tree: &'a Tree<'a>, key: NodeId, node: NodeId, catalog: &'a Catalog) -> ConditionBlock<'a> {
    let mut block = ConditionBlock { key, node, conditions: Vec::new(), unknown: Vec::new() };
    if tree.kind(node) != Kind::Object {
        block.unknown.push(node);
    }
    for operator in tree.members(node) {
        if tree.kind(operator.value) != Kind::Object {
            block.unknown.push(operator.value);
        }
        let name = tree.str(operator.key).unwrap_or("");
        for member in tree.members(operator.value) {
            let key = tree.str(member.key).unwrap_or("");
            let (values, unknown) = one_or_many(tree, member.value, Place::Condition(key));
            block.conditions.push(Condition {
                operator: Operator::parse(name),
                operator_key: Value::new(operator.key, name, Vec::new()),
                key: Value::new(member.key, key, find_at(key, Place::Name)),
                node: member.value,
                values,
                unknown,
                known: OnceCell::new(),
                catalog,
            });
        }
    }
    block
}
