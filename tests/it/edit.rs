//! Tree edits as text edits that keep the user's layout.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that fails says so"
)]

mod layout;
mod property;
mod strings;

use std::borrow::Cow;

use arnlint::finding::{Edit, Step};
use arnlint::json::edit::render;
use arnlint::json::{NodeId, OffsetMap, Tree, TreeEdit, parse};
use arnlint::text::FileId;

fn tree(text: &str) -> Tree<'_> {
    parse(Cow::Borrowed(text), FileId(0), None).0
}

/// The node at a path such as `Statement/0/Action`; with `@` before the last step, the key of that member.
fn at(tree: &Tree<'_>, path: &str) -> NodeId {
    let mut node = tree.root().expect("the text holds a value");
    for step in path.split('/').filter(|step| !step.is_empty()) {
        node = match (step.parse::<usize>(), step.strip_prefix('@')) {
            (Ok(index), _) => tree.elements(node).nth(index),
            (_, Some(name)) => tree.get(node, name).map(|member| member.key),
            (_, None) => tree.value(node, step),
        }
        .unwrap_or_else(|| panic!("no {step} in {path}"));
    }
    node
}

/// The text after the edits.
fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::new();
    let mut from = 0;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        out.push_str(&text[from..start]);
        out.push_str(&edit.text);
        from = end;
    }
    out + &text[from..]
}

fn edited(text: &str, edits: impl FnOnce(&Tree<'_>) -> Vec<TreeEdit>) -> Option<String> {
    let tree = tree(text);
    Some(apply(text, &render(&tree, &edits(&tree))?))
}

fn replace(text: &str, path: &str, json: &str) -> Option<String> {
    edited(text, |tree| vec![TreeEdit::Replace(at(tree, path), json.to_owned())])
}

fn insert(text: &str, path: &str, name: &str, json: &str) -> Option<String> {
    edited(text, |tree| vec![TreeEdit::Insert(at(tree, path), name.to_owned(), json.to_owned())])
}

fn append(text: &str, path: &str, json: &str) -> Option<String> {
    edited(text, |tree| vec![TreeEdit::Append(at(tree, path), json.to_owned())])
}

fn remove(text: &str, paths: &[&str]) -> Option<String> {
    edited(text, |tree| paths.iter().map(|path| TreeEdit::Remove(at(tree, path))).collect())
}

/// The tree of the document in the string at `path`, of which only the decoded text lives on.
fn embedded(outer: &Tree<'_>, path: &str) -> (String, OffsetMap) {
    outer.embedded(at(outer, path)).expect("a string")
}

fn path_of(steps: &[Step]) -> String {
    let word = |step: &Step| match step {
        Step::Key(name) => name.clone(),
        Step::Index(index) => index.to_string(),
    };
    steps.iter().map(word).collect::<Vec<_>>().join("/")
}
