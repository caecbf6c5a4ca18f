//! `data-type-mismatch`: a value of another JSON type than its element has.

use crate::finding::Applicability;
use crate::json::{Kind, NodeId, Tree};
use crate::policy::{Block, Condition, Policy, Statement, intrinsic};
use crate::rules::draft::{Draft, Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy, its statements and its conditions.
pub const HOOKS: &[Hook] = &[Hook::Policy(document), Hook::Statement(statement), Hook::Condition(condition)];

const RULE: &str = "data-type-mismatch";

fn document(context: Context<'_>, drafts: &mut Drafts) {
    let (policy, tree) = (context.policy, context.policy.tree);
    // What a mistake of the text tore apart is often of another type than it was meant to be.
    if policy.damaged {
        return;
    }
    if policy.version_node.is_some_and(|node| is_no_string(tree, node)) {
        policy.version_node.into_iter().for_each(|node| string(tree, node, "Version", drafts));
    }
    if let Some(id) = policy.id.as_ref().filter(|id| tree.kind(id.node) != Kind::String) {
        string(tree, id.node, "Id", drafts);
    }
    for node in &policy.unknown {
        match tree.kind(*node) {
            Kind::Key if tree.str(*node) == Some("Id") => {
                let value = NodeId(node.0 + 1);
                if is_no_string(tree, value) {
                    string(tree, value, "Id", drafts);
                }
            }
            Kind::Key | Kind::Unknown => {}
            _ if *node == policy.root => _ = drafts.report(RULE, "document", Spot::Node(*node)),
            _ if intrinsic::is_intrinsic(tree, *node) => {}
            _ if tree.value(policy.root, "Statement") == Some(*node) => {
                drafts.report(RULE, "statements", Spot::Node(*node));
            }
            _ => _ = drafts.report(RULE, "statement", Spot::Node(*node)),
        }
    }
}

fn statement(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let (policy, tree) = (context.policy, context.policy.tree);
    if policy.damaged {
        return;
    }
    if let Some(sid) = statement.sid.as_ref().filter(|sid| tree.kind(sid.node) != Kind::String) {
        string(tree, sid.node, "Sid", drafts);
    }
    for key in statement.unknown.iter().filter(|key| tree.str(**key) == Some("Sid")) {
        let value = NodeId(key.0 + 1);
        if is_no_string(tree, value) {
            string(tree, value, "Sid", drafts);
        }
    }
    if let Some(node) = statement.effect_node.filter(|node| is_no_string(tree, *node)) {
        string(tree, node, "Effect", drafts);
    }
    for block in [&statement.action, &statement.resource].into_iter().flatten() {
        strings(tree, block, drafts);
    }
    principal(policy, statement, drafts);
    if let Some(block) = &statement.condition {
        for node in &block.unknown {
            let name = if *node == block.node { Some("Condition") } else { tree.str(NodeId(node.0 - 1)) };
            if is_wrong(tree, *node) {
                drafts.report(RULE, "object", Spot::Node(*node)).arg("element", name.unwrap_or(""));
            }
        }
    }
}

fn condition(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let tree = context.policy.tree;
    if context.policy.damaged {
        return;
    }
    for node in condition.unknown.iter().filter(|node| is_wrong(tree, **node)) {
        let message = if tree.kind(*node) == Kind::Null { "null" } else { "value" };
        drafts.report(RULE, message, Spot::Node(*node)).arg("element", condition.key.text);
    }
}

fn strings(tree: &Tree<'_>, block: &Block<'_>, drafts: &mut Drafts) {
    let name = tree.str(block.key).unwrap_or("");
    for value in block.values.iter().filter(|value| tree.kind(value.node) != Kind::String) {
        string(tree, value.node, name, drafts);
    }
    for node in block.unknown.iter().filter(|node| is_wrong(tree, **node)) {
        let message = if tree.kind(*node) == Kind::Null { "null" } else { "strings" };
        drafts.report(RULE, message, Spot::Node(*node)).arg("element", name);
    }
}

fn principal(policy: &Policy<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let tree = policy.tree;
    let Some(block) = statement.principal.as_ref().filter(|block| tree.kind(block.node) == Kind::Object)
    else {
        return;
    };
    for entry in block.entries.iter().filter(|entry| tree.kind(entry.value.node) != Kind::String) {
        let draft = drafts.report(RULE, "principal-number", Spot::Node(entry.value.node));
        quote(draft, tree, entry.value.node);
    }
    let name = tree.str(block.key).unwrap_or("");
    for node in block.unknown.iter().filter(|node| is_wrong(tree, **node)) {
        let message = if tree.kind(*node) == Kind::Null { "null" } else { "strings" };
        drafts.report(RULE, message, Spot::Node(*node)).arg("element", name);
    }
}

/// Reports a value that must be a string and is none.
fn string(tree: &Tree<'_>, node: NodeId, element: &str, drafts: &mut Drafts) {
    let is_scalar = tree.scalar(node).is_some();
    let message = if is_scalar { "unquoted" } else { "string" };
    let draft = drafts.report(RULE, message, Spot::Node(node));
    draft.arg("element", element);
    if is_scalar {
        quote(draft, tree, node);
    }
}

/// Offers to put a number or boolean into quotes.
fn quote(draft: &mut Draft, tree: &Tree<'_>, node: NodeId) {
    let quoted = format!("\"{}\"", tree.scalar(node).unwrap_or(""));
    let edits = vec![TreeEdit::Replace(node, quoted.clone())];
    draft.arg("quoted", quoted).fix("quote", Applicability::Unsafe, edits);
}

fn is_no_string(tree: &Tree<'_>, node: NodeId) -> bool {
    tree.kind(node) != Kind::String && is_wrong(tree, node)
}

/// Whether the node is what it seems: neither unreadable nor a function of a template.
fn is_wrong(tree: &Tree<'_>, node: NodeId) -> bool {
    tree.kind(node) != Kind::Unknown && !intrinsic::is_intrinsic(tree, node)
}
