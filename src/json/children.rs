//! Members and elements that come and go, with exactly the commas that go with them.

use std::collections::BTreeSet;

use super::edit::{Change, quoted};
use super::fragment::Fragment;
use super::layout::{Style, gap_before, indent_of, is_blank, is_plain_gap};
use super::tree::{Kind, NodeId, Tree, flag};
use crate::text::{Range, offset};

/// A new member or element.
pub(super) struct Addition<'e> {
    pub(super) name: Option<&'e str>,
    pub(super) value: Fragment<'e>,
}

/// A run of neighbours that are removed: the first and last of them, and what stays on both sides.
struct Removal {
    first: NodeId,
    last: NodeId,
    before: Option<NodeId>,
    after: Option<NodeId>,
}

/// Removes children of an array or object and adds others at its end.
pub(super) fn change(
    tree: &Tree<'_>,
    container: NodeId,
    removed: &BTreeSet<NodeId>,
    added: &[Addition<'_>],
) -> Option<Vec<Change>> {
    let brackets = if tree.kind(container) == Kind::Object { ('{', '}') } else { ('[', ']') };
    let text = tree.range(container).of(tree.text());
    let sound = tree.flags(container) & flag::UNCLOSED == 0;
    if !(sound && text.starts_with(brackets.0) && text.ends_with(brackets.1)) {
        return None;
    }
    let mut changes = Vec::new();
    let mut placed = added.is_empty();
    for removal in removals(tree, container, removed) {
        if removal.after.is_none() && !placed {
            placed = true;
            let style = Style::of(tree, container);
            changes.push(Change {
                range: Range::new(tree.range(removal.first).start, end_of(tree, removal.last)),
                text: list(tree, container, &style, added),
            });
        } else {
            remove(tree, container, &removal, &mut changes);
        }
    }
    if !placed {
        changes.extend(append(tree, container, added));
    }
    Some(changes)
}

fn removals(tree: &Tree<'_>, container: NodeId, removed: &BTreeSet<NodeId>) -> Vec<Removal> {
    let mut runs: Vec<Removal> = Vec::new();
    for head in removed {
        let after = tree.next_child(container, *head);
        match runs.last_mut() {
            Some(run) if run.after == Some(*head) => (run.last, run.after) = (*head, after),
            _ => {
                let before = tree.previous_child(container, *head);
                runs.push(Removal { first: *head, last: *head, before, after });
            }
        }
    }
    runs
}

fn end_of(tree: &Tree<'_>, head: NodeId) -> u32 {
    tree.range(tree.body(head)).end
}

fn remove(tree: &Tree<'_>, container: NodeId, removal: &Removal, changes: &mut Vec<Change>) {
    let text = tree.text();
    let (start, end) = (tree.range(removal.first).start, end_of(tree, removal.last));
    if let Some(after) = removal.after {
        let gap = Range::new(end, tree.range(after).start);
        let end = match comma(tree, gap) {
            _ if is_plain_gap(gap.of(text)) => gap.end,
            // A comment behind the comma may be about what stays.
            Some(comma) => after_spaces(text, comma + 1),
            None => end,
        };
        changes.push(Change::new(start, end, ""));
        return;
    }
    let Some(before) = removal.before else {
        let whole = tree.range(container);
        let inside = Range::new(whole.start + 1, whole.end.saturating_sub(1));
        let trailing = comma(tree, Range::new(end, inside.end)).map_or(end, |comma| comma + 1);
        let bare = is_blank(Range::new(inside.start, start).of(text))
            && is_blank(Range::new(trailing, inside.end).of(text));
        let range = if bare { inside } else { Range::new(start, trailing) };
        changes.push(Change { range, text: String::new() });
        return;
    };
    let gap = Range::new(end_of(tree, before), start);
    match comma(tree, gap) {
        Some(comma) if !is_plain_gap(gap.of(text)) => {
            changes.push(Change::new(comma, comma + 1, ""));
            changes.push(Change::new(before_spaces(text, start).max(comma + 1), end, ""));
        }
        _ => changes.push(Change::new(gap.start, end, "")),
    }
}

/// The first comma of a gap that is not part of a comment.
fn comma(tree: &Tree<'_>, gap: Range) -> Option<u32> {
    let comments = tree.comments();
    let mut next = comments.partition_point(|comment| comment.end <= gap.start);
    for (at, byte) in gap.of(tree.text()).bytes().enumerate() {
        let at = gap.start.saturating_add(offset(at));
        while comments.get(next).is_some_and(|comment| comment.end <= at) {
            next += 1;
        }
        if byte == b',' && comments.get(next).is_none_or(|comment| at < comment.start) {
            return Some(at);
        }
    }
    None
}

fn after_spaces(text: &str, at: u32) -> u32 {
    let rest = text.as_bytes().get(at as usize..).unwrap_or_default();
    at + offset(rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
}

fn before_spaces(text: &str, at: u32) -> u32 {
    let rest = text.as_bytes().get(..at as usize).unwrap_or_default();
    at - offset(rest.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
}

/// Adds behind the last child, or into an empty pair of brackets.
fn append(tree: &Tree<'_>, container: NodeId, added: &[Addition<'_>]) -> Vec<Change> {
    let style = Style::of(tree, container);
    let pieces = list(tree, container, &style, added);
    let Some(last) = tree.last_child(container) else {
        let whole = tree.range(container);
        let (before, after) = style.inside_empty(tree, container);
        let inside = Range::new(whole.start + 1, whole.end.saturating_sub(1));
        return vec![Change { range: inside, text: format!("{before}{pieces}{after}") }];
    };
    let separator = style.separator(tree, container);
    let end = end_of(tree, last);
    // A comment that stands behind the last child on its line stays with it.
    let comments = tree.comments();
    let comment = comments.get(comments.partition_point(|comment| comment.start < end));
    let comment = comment.filter(|comment| {
        let between = Range::new(end, comment.start).of(tree.text());
        between.bytes().all(|byte| matches!(byte, b' ' | b'\t')) && comment.end < tree.range(container).end
    });
    match (comment, separator.split_once(',')) {
        (Some(comment), Some((_, rest))) if indent_of(rest).is_some() => {
            vec![Change::new(end, end, ","), Change::new(comment.end, comment.end, format!("{rest}{pieces}"))]
        }
        _ => vec![Change::new(end, end, format!("{separator}{pieces}"))],
    }
}

/// The new children with commas between them.
fn list(tree: &Tree<'_>, container: NodeId, style: &Style<'_>, added: &[Addition<'_>]) -> String {
    let separator = style.separator(tree, container);
    let indent = style.child_indent(tree, container);
    let mut out = String::new();
    for (at, addition) in added.iter().enumerate() {
        if at > 0 {
            out.push_str(&separator);
        }
        if let Some(name) = addition.name {
            out.push_str(&quoted(name));
            out.push_str(&style.colon);
        }
        addition.value.write(&mut out, style, indent.as_deref());
    }
    out
}

/// The separator that stands before the last child, if it has nothing but blanks and a comma.
pub(super) fn last_gap<'t>(tree: &'t Tree<'_>, container: NodeId) -> Option<&'t str> {
    let last = tree.last_child(container)?;
    tree.previous_child(container, last)?;
    Some(gap_before(tree, container, last)).filter(|gap| is_plain_gap(gap))
}
