//! JSON text to spanned tree.
#![expect(clippy::unwrap_used, reason = "a test that fails says so")]

mod bytes;
mod limits;
mod recovery;
mod strings;
mod suite;
mod template;
mod tree;

use std::borrow::Cow;

use arnlint::json::{Kind, NodeId, Problem, Tree, parse};
use arnlint::text::FileId;
use serde_json::Value;

fn read(text: &str) -> (Tree<'_>, Vec<Problem>) {
    parse(Cow::Borrowed(text), FileId(0), None)
}

/// Each problem as its kind and the text under it.
fn told(text: &str) -> Vec<String> {
    read(text).1.iter().map(|problem| format!("{:?} `{}`", problem.kind, problem.range.of(text))).collect()
}

/// As [`told`], with the byte where it is told and the text of the other place.
fn told_where(text: &str) -> Vec<String> {
    let related = |problem: &Problem| match problem.related {
        Some(range) => format!(" because of `{}` at {}", range.of(text), range.start),
        None => String::new(),
    };
    let told = |problem: &Problem| {
        let (kind, range) = (problem.kind, problem.range);
        format!("{kind:?} `{}` at {}{}", range.of(text), range.start, related(problem))
    };
    read(text).1.iter().map(told).collect()
}

/// What could be read, as JSON; values that are not known are `"?"`, scalars without quotes are text.
fn understood(text: &str) -> Value {
    let (tree, _) = read(text);
    tree.root().map_or(Value::Null, |root| value(&tree, root))
}

fn value(tree: &Tree<'_>, id: NodeId) -> Value {
    match tree.kind(id) {
        Kind::Null => Value::Null,
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Number => {
            let text = tree.range(id).of(tree.text());
            serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
        }
        Kind::String | Kind::Key => Value::String(tree.str(id).unwrap().to_owned()),
        Kind::Unknown => Value::String("?".to_owned()),
        Kind::Array => tree.elements(id).map(|element| value(tree, element)).collect(),
        Kind::Object => Value::Object(
            tree.members(id)
                .map(|member| (tree.str(member.key).unwrap().to_owned(), value(tree, member.value)))
                .collect(),
        ),
    }
}

/// Every node with its kind, in order, as the text under it.
fn nodes(text: &str) -> Vec<(Kind, String)> {
    let (tree, _) = read(text);
    let ids = (0..u32::try_from(tree.len()).unwrap()).map(NodeId);
    ids.map(|id| (tree.kind(id), tree.range(id).of(text).to_owned())).collect()
}
