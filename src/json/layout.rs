//! The layout of the user's text around a place.

use std::borrow::Cow;

use super::children::last_gap;
use super::fragment::Fragment;
use super::tree::{Kind, NodeId, Tree};
use crate::text::Range;

/// How many nodes are looked at to learn the user's habits.
const NEAR: u32 = 256;

/// How far the beginning of a line is searched.
const LINE: usize = 4096;

/// How the user writes.
pub(super) struct Style<'t> {
    /// Line break.
    pub(super) newline: &'t str,
    /// What a line is indented by against the line of its bracket.
    pub(super) unit: &'t str,
    /// Colon with the blanks around it.
    pub(super) colon: Cow<'t, str>,
    /// Comma and blank on one line.
    pub(super) comma: &'t str,
    /// Whether arrays of scalars stand on one line.
    pub(super) inline_arrays: bool,
}

pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

/// Whether a text is one comma and blanks.
pub(super) fn is_plain_gap(text: &str) -> bool {
    text.split_once(',').is_some_and(|(before, after)| is_blank(before) && is_blank(after))
}

/// The blanks after the last line break of a text that ends with them; `None` where it has no line break.
pub(super) fn indent_of(text: &str) -> Option<&str> {
    text.rsplit_once(['\n', '\r']).map(|(_, indent)| indent).filter(|indent| is_blank(indent))
}

/// What stands between a child and the one before it, or the opening bracket.
pub(super) fn gap_before<'t>(tree: &'t Tree<'_>, container: NodeId, child: NodeId) -> &'t str {
    let before = match tree.previous_child(container, child) {
        Some(previous) => tree.range(tree.body(previous)).end,
        None => tree.range(container).start.saturating_add(1),
    };
    Range::new(before, tree.range(child).start).of(tree.text())
}

/// Indentation of the first child, if it stands on a line of its own.
fn first_indent<'t>(tree: &'t Tree<'_>, container: NodeId) -> Option<&'t str> {
    indent_of(gap_before(tree, container, tree.first_child(container)?))
}

/// Indentation of the line that `at` stands on.
fn line_indent<'t>(tree: &'t Tree<'_>, at: u32) -> &'t str {
    let head = tree.text().get(..at as usize).unwrap_or_default();
    let near = head.len().saturating_sub(LINE);
    let start = head.as_bytes().iter().skip(near).rposition(|byte| matches!(byte, b'\n' | b'\r'));
    let line = head.get(start.map_or(near, |start| near + start + 1)..).unwrap_or_default();
    let indent = line.find(|other| other != ' ' && other != '\t').unwrap_or(line.len());
    if start.is_none() && near > 0 { "" } else { line.get(..indent).unwrap_or_default() }
}

impl<'t> Style<'t> {
    /// The layout of an array or object, and of the text around it where it has none of its own.
    pub(super) fn of(tree: &'t Tree<'_>, container: NodeId) -> Self {
        let parent = tree.parent(container);
        let holders = [Some(container), parent, tree.root()];
        let spread = holders.into_iter().flatten().find_map(|holder| {
            let lead = gap_before(tree, holder, tree.first_child(holder)?);
            Some((holder, lead, indent_of(lead)?))
        });
        let (newline, unit) = spread.map_or(("\n", "  "), |(holder, lead, indent)| {
            let around = line_indent(tree, tree.range(holder).start);
            let unit = indent.strip_prefix(around).filter(|unit| !unit.is_empty()).unwrap_or("  ");
            let newline = lead.find(['\n', '\r']).and_then(|at| lead.get(at..)).unwrap_or_default();
            let newline = ["\r\n", "\r"].into_iter().find(|kind| newline.starts_with(kind)).unwrap_or("\n");
            (newline, unit)
        });
        let colon = colon(tree, container);
        let comma = match last_gap(tree, container) {
            Some(gap) if indent_of(gap).is_none() => gap,
            _ if colon == ":" => ",",
            _ => ", ",
        };
        Self { newline, unit, colon, comma, inline_arrays: inline_arrays(tree, container) }
    }

    /// What stands between two children of this array or object.
    pub(super) fn separator(&self, tree: &Tree<'_>, container: NodeId) -> String {
        match (last_gap(tree, container), self.child_indent(tree, container)) {
            (Some(gap), _) => gap.to_owned(),
            (None, Some(indent)) => format!(",{}{indent}", self.newline),
            (None, None) => self.comma.to_owned(),
        }
    }

    /// Indentation of the children; `None` where they stand on one line.
    pub(super) fn child_indent(&self, tree: &Tree<'_>, container: NodeId) -> Option<String> {
        if let Some(last) = tree.last_child(container) {
            return indent_of(gap_before(tree, container, last)).map(str::to_owned);
        }
        let whole = tree.range(container);
        let is_spread = whole.of(tree.text()).contains(['\n', '\r'])
            || tree.parent(container).is_some_and(|parent| first_indent(tree, parent).is_some())
                && !(self.inline_arrays && tree.kind(container) == Kind::Array);
        is_spread.then(|| format!("{}{}", line_indent(tree, whole.start), self.unit))
    }

    /// What stands between the brackets of an empty array or object and its first children.
    pub(super) fn inside_empty(&self, tree: &Tree<'_>, container: NodeId) -> (String, String) {
        match self.child_indent(tree, container) {
            None => (String::new(), String::new()),
            Some(indent) => {
                let around = line_indent(tree, tree.range(container).start);
                (format!("{}{indent}", self.newline), format!("{}{around}", self.newline))
            }
        }
    }
}

/// The colon of the nearest member.
fn colon<'t>(tree: &'t Tree<'_>, container: NodeId) -> Cow<'t, str> {
    let gap = |key: NodeId| {
        let gap = Range::new(tree.range(key).end, tree.range(tree.body(key)).start).of(tree.text());
        let (before, after) = gap.split_once(':')?;
        let plain = is_blank(before) && is_blank(after) && indent_of(gap).is_none();
        plain.then_some(Cow::Borrowed(gap))
    };
    let near = tree.last_child(container).filter(|child| tree.kind(*child) == Kind::Key);
    let keys = (0..NEAR).map(NodeId).filter(|id| tree.kind(*id) == Kind::Key);
    near.into_iter().chain(keys).find_map(gap).unwrap_or(Cow::Borrowed(": "))
}

/// Whether the nearest array that holds scalars, or else any, has them on one line.
fn inline_arrays(tree: &Tree<'_>, container: NodeId) -> bool {
    let mut any = None;
    for near in [container.0, 0] {
        for id in (near..near.saturating_add(NEAR)).map(NodeId) {
            let Some(first) = tree.first_child(id).filter(|_| tree.kind(id) == Kind::Array) else { continue };
            let inline = first_indent(tree, id).is_none();
            if !matches!(tree.kind(first), Kind::Array | Kind::Object) {
                return inline;
            }
            any.get_or_insert(inline);
        }
    }
    any.unwrap_or(false)
}

/// A new value in place of an old one.
pub(super) fn in_place_of(tree: &Tree<'_>, node: NodeId, value: &Fragment<'_>) -> String {
    let style = Style::of(tree, tree.parent(node).unwrap_or(node));
    let spread = match tree.first_child(node) {
        Some(_) => first_indent(tree, node).is_some(),
        None => tree.parent(node).is_some_and(|parent| first_indent(tree, parent).is_some()),
    };
    let indent = spread.then(|| line_indent(tree, tree.range(node).start));
    let mut out = String::new();
    value.write(&mut out, &style, indent);
    out
}

/// What comes before and behind a value that becomes the first element of an array.
pub(super) fn around(tree: &Tree<'_>, node: NodeId, added: &[Fragment<'_>]) -> (String, String) {
    let style = Style::of(tree, tree.parent(node).unwrap_or(node));
    let indent = tree
        .parent(node)
        .filter(|parent| first_indent(tree, *parent).is_some())
        .map(|_| line_indent(tree, tree.range(node).start));
    let is_scalar = tree.first_child(node).is_none();
    let mut after = String::new();
    if let Some(indent) = indent.filter(|_| is_scalar && !style.inline_arrays) {
        let inner = format!("{indent}{}", style.unit);
        for value in added {
            after.extend([",", style.newline, &inner]);
            value.write(&mut after, &style, Some(&inner));
        }
        after.extend([style.newline, indent, "]"]);
        return (format!("[{}{inner}", style.newline), after);
    }
    for value in added {
        after.push_str(style.comma);
        value.write(&mut after, &style, indent);
    }
    after.push(']');
    ("[".to_owned(), after)
}
