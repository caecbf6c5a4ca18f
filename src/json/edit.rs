//! Changes of a tree, rendered into edits of its text that keep the user's layout.

use std::collections::{BTreeMap, BTreeSet};

use super::children::{self, Addition};
use super::fragment::Fragment;
use super::layout;
use super::offsets::{Host, escape_into};
use super::tree::{Kind, NodeId, Tree};
use crate::finding::Edit;
use crate::text::Range;

/// A change of the tree, rendered into text by the host syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeEdit {
    /// Replaces a value by this JSON text.
    Replace(NodeId, String),
    /// Renames a member.
    Rename(NodeId, String),
    /// Replaces a range of a string's decoded text by other decoded text.
    ReplaceWithin(NodeId, Range, String),
    /// Adds a member with this name and JSON text to an object.
    Insert(NodeId, String, String),
    /// Adds this JSON text to an array; a scalar becomes a two-element array.
    Append(NodeId, String),
    /// Removes a member (by its key) or an element, with its comma.
    Remove(NodeId),
    /// Replaces a range of the tree's text that is no node, such as a comment, by this text.
    ReplaceText(Range, String),
}

/// A replacement in a tree's own text.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) range: Range,
    pub(super) text: String,
}

impl Change {
    pub(super) fn new(start: u32, end: u32, text: impl Into<String>) -> Self {
        Self { range: Range::new(start, end), text: text.into() }
    }
}

/// What happens to the children of one array or object.
#[derive(Default)]
struct Group<'e> {
    removed: BTreeSet<NodeId>,
    added: Vec<Addition<'e>>,
}

/// Renders edits that belong together, in the order of the text, not overlapping, escaped for every string that the
/// tree's text stands in.
///
/// A new value takes the layout of its neighbours: one line or many, their indentation, their line breaks. Several
/// insertions into one object or array follow each other; removed members take exactly their commas with them.
///
/// `None` where the edits cannot be made: they contradict each other, a JSON text among them is none, a node is not of
/// the kind that its edit needs, or the user's text is damaged or of another syntax at that place.
pub fn render(tree: &Tree<'_>, edits: &[TreeEdit]) -> Option<Vec<Edit>> {
    let mut changes = Vec::new();
    let mut groups: BTreeMap<NodeId, Group<'_>> = BTreeMap::new();
    let mut wrapped: BTreeMap<NodeId, Vec<Fragment<'_>>> = BTreeMap::new();
    for edit in edits {
        match edit {
            TreeEdit::Replace(node, json) => changes.push(replace(tree, *node, json)?),
            TreeEdit::Rename(key, name) => {
                let range = tree.range(*key);
                changes.push(Change { range: named(tree, *key).then_some(range)?, text: quoted(name) });
            }
            TreeEdit::ReplaceWithin(node, range, text) => changes.push(within(tree, *node, *range, text)?),
            TreeEdit::ReplaceText(range, text) => {
                changes.push(Change { range: *range, text: text.clone() });
            }
            TreeEdit::Insert(object, name, json) => {
                let value = Fragment::parse(json)?;
                let group = groups.entry(of_kind(tree, *object, Kind::Object)?).or_default();
                group.added.push(Addition { name: Some(name), value });
            }
            TreeEdit::Append(array, json) if tree.kind(*array) == Kind::Array => {
                let value = Fragment::parse(json)?;
                groups.entry(*array).or_default().added.push(Addition { name: None, value });
            }
            TreeEdit::Append(value, json) => wrapped.entry(*value).or_default().push(Fragment::parse(json)?),
            TreeEdit::Remove(node) => {
                let parent = tree.parent(*node)?;
                let is_value = tree.kind(parent) == Kind::Object && tree.kind(*node) != Kind::Key;
                let head = if is_value { NodeId(node.0.checked_sub(1)?) } else { *node };
                groups.entry(parent).or_default().removed.insert(head);
            }
        }
    }
    for (value, added) in &wrapped {
        changes.extend(wrap(tree, *value, added)?);
    }
    for (container, group) in &groups {
        changes.extend(children::change(tree, *container, &group.removed, &group.added)?);
    }
    in_file(tree, changes)
}

fn of_kind(tree: &Tree<'_>, node: NodeId, kind: Kind) -> Option<NodeId> {
    (tree.kind(node) == kind).then_some(node)
}

fn named(tree: &Tree<'_>, key: NodeId) -> bool {
    tree.kind(key) == Kind::Key && !tree.range(key).is_empty()
}

fn is_value(tree: &Tree<'_>, node: NodeId) -> bool {
    tree.kind(node) != Kind::Key && !tree.range(node).is_empty()
}

/// A JSON string with this text.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    escape_into(&mut out, text);
    out.push('"');
    out
}

fn replace(tree: &Tree<'_>, node: NodeId, json: &str) -> Option<Change> {
    let value = Fragment::parse(json)?;
    let text = layout::in_place_of(tree, is_value(tree, node).then_some(node)?, &value);
    Some(Change { range: tree.range(node), text })
}

/// A range of a string. A string that is not in double quotes, or lacks one, is written anew.
fn within(tree: &Tree<'_>, node: NodeId, range: Range, text: &str) -> Option<Change> {
    let old = tree.str(node)?;
    let (before, after) = (old.get(..range.start as usize)?, old.get(range.end as usize..)?);
    if range.end < range.start {
        return None;
    }
    if tree.host(node) == Host::JsonString {
        let mut escaped = String::with_capacity(text.len());
        escape_into(&mut escaped, text);
        return Some(Change { range: tree.within(node, range), text: escaped });
    }
    Some(Change { range: tree.range(node), text: quoted(&format!("{before}{text}{after}")) })
}

/// Puts a value that is no array into one, with the new values behind it.
fn wrap(tree: &Tree<'_>, node: NodeId, added: &[Fragment<'_>]) -> Option<[Change; 2]> {
    let range = tree.range(is_value(tree, node).then_some(node)?);
    let (before, after) = layout::around(tree, node, added);
    Some([Change::new(range.start, range.start, before), Change::new(range.end, range.end, after)])
}

/// Puts changes in order and into the file. Changes at one place become one edit, in the order in which they were made.
fn in_file(tree: &Tree<'_>, mut changes: Vec<Change>) -> Option<Vec<Edit>> {
    changes.sort_by_key(|change| (change.range.start, change.range.end));
    let mut merged: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        match merged.last_mut() {
            Some(last) if last.range.end > change.range.start => return None,
            Some(last) if last.range.start == change.range.start => {
                last.range.end = change.range.end;
                last.text.push_str(&change.text);
            }
            _ => merged.push(change),
        }
    }
    merged.into_iter().map(|change| edit(tree, change)).collect()
}

fn edit(tree: &Tree<'_>, change: Change) -> Option<Edit> {
    let hosts = tree.origin().map_or(&[][..], |origin| origin.hosts());
    let text = hosts.iter().try_fold(change.text, |text, host| host.escape(&text))?;
    Some(Edit { span: tree.span_of(change.range), text })
}
