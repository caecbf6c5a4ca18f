//! The spanned tree: one flat, pre-order list of nodes over a text, keys included, duplicates kept.
//!
//! The tree is neutral to the host syntax: strings that are plain slices of the text need no storage, all others
//! (escapes, and later block scalars and heredocs) keep their decoded text with a map back to source bytes.

use std::borrow::Cow;

use crate::finding::Step;
use crate::text::{FileId, Range, Span};

/// Names one node of one tree. Ids grow in document order, so a subtree is a range of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// A number of any size; its text is the range.
    Number,
    /// A string value.
    String,
    /// An array; its children are the elements.
    Array,
    /// An object; its children are alternately keys and values.
    Object,
    /// The name of a member; the next node is its value.
    Key,
    /// A value that could not be read, or that is known only later (a template's hole, a reference).
    Unknown,
}

/// One node: 16 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// First byte in the text, the opening quote of a string included.
    pub start: u32,
    /// One past the last byte, the closing quote included.
    pub end: u32,
    /// Id of the first node that is not inside this one.
    pub next: u32,
    /// What it is.
    pub kind: Kind,
    /// Bits of [`flag`].
    pub flags: u8,
}

/// Bits of [`Node::flags`].
pub mod flag {
    /// The string's text is not the plain slice between its quotes: look in the decoded strings.
    pub const DECODED: u8 = 1;
    /// A key whose decoded name stands earlier in the same object.
    pub const DUPLICATE: u8 = 2;
    /// A string without quotes around it.
    pub const BARE: u8 = 4;
    /// An object of which at least one member name is repeated.
    pub const HAS_DUPLICATES: u8 = 8;
}

/// Text of a string that is not a plain slice, with its way back to the source.
#[derive(Clone, Debug, Default)]
pub struct Decoded {
    /// The decoded text.
    pub text: String,
    /// How its bytes map to the tree's text.
    pub map: OffsetMap,
}

/// Maps byte offsets of a decoded text to offsets of the text it was decoded from.
///
/// Made of runs: inside a run that is copied one to one every byte has its own source byte; a run of another length
/// (an escape) maps as a whole.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    to: u32,
    to_len: u32,
    from: u32,
    from_len: u32,
}

impl OffsetMap {
    /// Adds the next run: `to_len` decoded bytes come from `from_len` source bytes at `from`.
    /// Runs are added in order, without gaps in the decoded text. Neighbours that are copied one to one are merged.
    pub fn push(&mut self, to_len: u32, from: u32, from_len: u32) {
        let to = self.runs.last().map_or(0, |run| run.to + run.to_len);
        if let Some(last) = self.runs.last_mut() {
            let copies = last.to_len == last.from_len && to_len == from_len;
            if copies && last.from + last.from_len == from {
                last.to_len += to_len;
                last.from_len += from_len;
                return;
            }
        }
        self.runs.push(Run { to, to_len, from, from_len });
    }

    fn run_at(&self, offset: u32) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.to <= offset);
        self.runs.get(after.saturating_sub(1))
    }

    fn start_of(&self, offset: u32) -> u32 {
        match self.run_at(offset) {
            None => offset,
            Some(run) => {
                let within = offset.saturating_sub(run.to);
                if within >= run.to_len {
                    run.from + run.from_len
                } else if run.to_len == run.from_len {
                    run.from + within
                } else {
                    run.from
                }
            }
        }
    }

    fn end_of(&self, offset: u32) -> u32 {
        let Some(before) = offset.checked_sub(1) else { return self.start_of(0) };
        match self.run_at(before) {
            None => offset,
            Some(run) => {
                let within = before.saturating_sub(run.to) + 1;
                if run.to_len == run.from_len && within <= run.from_len {
                    run.from + within
                } else {
                    run.from + run.from_len
                }
            }
        }
    }

    /// Source range of a range of decoded bytes. A range that touches part of an escape covers the whole escape.
    pub fn source(&self, range: Range) -> Range {
        let start = self.start_of(range.start);
        if range.is_empty() {
            return Range::new(start, start);
        }
        Range::new(start, self.end_of(range.end).max(start))
    }
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The name's node.
    pub key: NodeId,
    /// The value's node.
    pub value: NodeId,
}

/// A parsed text. Never fails to exist: what could not be read is [`Kind::Unknown`].
#[derive(Clone, Debug)]
pub struct Tree<'t> {
    text: Cow<'t, str>,
    file: FileId,
    origin: Option<OffsetMap>,
    nodes: Vec<Node>,
    decoded: Vec<(NodeId, Decoded)>,
}

impl<'t> Tree<'t> {
    /// Puts a tree together. `decoded` is sorted by node; `nodes` is in pre-order with `next` links.
    /// `origin` maps the tree's text to the file when the text was itself decoded from a string of the file.
    pub fn from_parts(
        text: Cow<'t, str>,
        file: FileId,
        origin: Option<OffsetMap>,
        nodes: Vec<Node>,
        decoded: Vec<(NodeId, Decoded)>,
    ) -> Self {
        Self { text, file, origin, nodes, decoded }
    }

    /// The text that the tree was read from (the decoded text for an embedded document).
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file that spans point into.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// Whether the text was decoded from a string of the file.
    pub fn is_embedded(&self) -> bool {
        self.origin.is_some()
    }

    /// The map from this text to the file, for an embedded document.
    pub fn origin(&self) -> Option<&OffsetMap> {
        self.origin.as_ref()
    }

    /// The outermost value; `None` where the text holds no value at all.
    pub fn root(&self) -> Option<NodeId> {
        if self.nodes.is_empty() { None } else { Some(NodeId(0)) }
    }

    /// Number of nodes, keys included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the text holds no value.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// What the node is.
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).map_or(Kind::Unknown, |node| node.kind)
    }

    /// The node's bits of [`flag`].
    pub fn flags(&self, id: NodeId) -> u8 {
        self.node(id).map_or(0, |node| node.flags)
    }

    /// Range in [`Tree::text`], quotes included.
    pub fn range(&self, id: NodeId) -> Range {
        self.node(id).map_or_else(Range::default, |node| Range::new(node.start, node.end))
    }

    /// Range of a string or key without its quotes.
    pub fn inner(&self, id: NodeId) -> Range {
        let whole = self.range(id);
        let text = whole.of(&self.text).as_bytes();
        if self.flags(id) & flag::BARE != 0 || !matches!(self.kind(id), Kind::String | Kind::Key) {
            return whole;
        }
        let open = u32::from(matches!(text.first(), Some(b'"' | b'\'')));
        let close = u32::from(text.len() > 1 && text.first() == text.last() && open == 1);
        Range::new(whole.start + open, (whole.end - close).max(whole.start + open))
    }

    /// Id of the first node after this one's subtree.
    pub fn after(&self, id: NodeId) -> NodeId {
        NodeId(self.node(id).map_or(id.0 + 1, |node| node.next))
    }

    /// The span in the file, quotes included.
    pub fn span(&self, id: NodeId) -> Span {
        self.span_of(self.range(id))
    }

    /// The span in the file of any range of [`Tree::text`].
    pub fn span_of(&self, range: Range) -> Span {
        match &self.origin {
            Some(map) => map.source(range).in_file(self.file),
            None => range.in_file(self.file),
        }
    }

    /// Range in [`Tree::text`] of a range of a string's decoded bytes.
    pub fn within(&self, id: NodeId, decoded: Range) -> Range {
        match self.decoded(id) {
            Some(string) => string.map.source(decoded),
            None => {
                let inner = self.inner(id);
                let end = inner.start.saturating_add(decoded.end).min(inner.end);
                Range::new(inner.start.saturating_add(decoded.start).min(end), end)
            }
        }
    }

    fn decoded(&self, id: NodeId) -> Option<&Decoded> {
        if self.flags(id) & flag::DECODED == 0 {
            return None;
        }
        let at = self.decoded.binary_search_by_key(&id, |(node, _)| *node).ok()?;
        self.decoded.get(at).map(|(_, string)| string)
    }

    /// Text of a string or key, decoded; `None` for every other kind.
    pub fn str(&self, id: NodeId) -> Option<&str> {
        if !matches!(self.kind(id), Kind::String | Kind::Key) {
            return None;
        }
        Some(match self.decoded(id) {
            Some(string) => &string.text,
            None => self.inner(id).of(&self.text),
        })
    }

    /// Text of a scalar as a policy reads it: strings decoded, numbers and booleans as written.
    pub fn scalar(&self, id: NodeId) -> Option<&str> {
        match self.kind(id) {
            Kind::String | Kind::Key => self.str(id),
            Kind::Number | Kind::True | Kind::False => Some(self.range(id).of(&self.text)),
            Kind::Null | Kind::Array | Kind::Object | Kind::Unknown => None,
        }
    }

    /// A document inside a string: its decoded text and the map from that text to the file.
    pub fn embedded(&self, id: NodeId) -> Option<(String, OffsetMap)> {
        let text = self.str(id)?.to_owned();
        let mut map = OffsetMap::default();
        let mut at = 0u32;
        for character in text.chars() {
            let len = u32::try_from(character.len_utf8()).unwrap_or(1);
            let source = self.span_of(self.within(id, Range::new(at, at + len)));
            map.push(len, source.start, source.end.saturating_sub(source.start));
            at += len;
        }
        Some((text, map))
    }

    /// Elements of an array; empty for every other kind.
    pub fn elements(&self, id: NodeId) -> Children<'_, 't> {
        let end = if self.kind(id) == Kind::Array { self.after(id) } else { id };
        Children { tree: self, at: NodeId(id.0 + 1), end }
    }

    /// Members of an object in order, duplicates included; empty for every other kind.
    pub fn members(&self, id: NodeId) -> Members<'_, 't> {
        let end = if self.kind(id) == Kind::Object { self.after(id) } else { id };
        Members { tree: self, at: NodeId(id.0 + 1), end }
    }

    /// First member with exactly this name.
    pub fn get(&self, id: NodeId, name: &str) -> Option<Member> {
        self.members(id).find(|member| self.str(member.key) == Some(name))
    }

    /// Value of the first member with exactly this name.
    pub fn value(&self, id: NodeId, name: &str) -> Option<NodeId> {
        self.get(id, name).map(|member| member.value)
    }

    /// Path from the node `from` down to the node `to`, which lies inside it. A key's path names its member.
    pub fn path(&self, from: NodeId, to: NodeId) -> Vec<Step> {
        let mut path = Vec::new();
        let mut at = from;
        while at != to {
            match self.kind(at) {
                Kind::Array => {
                    let Some((index, child)) =
                        self.elements(at).enumerate().find(|(_, child)| to < self.after(*child))
                    else {
                        break;
                    };
                    path.push(Step::Index(index));
                    at = child;
                }
                Kind::Object => {
                    let Some(member) =
                        self.members(at).find(|member| to == member.key || to < self.after(member.value))
                    else {
                        break;
                    };
                    path.push(Step::Key(self.str(member.key).unwrap_or("").to_owned()));
                    if to == member.key {
                        break;
                    }
                    at = member.value;
                }
                _ => break,
            }
        }
        path
    }
}

/// Iterator over the elements of an array.
#[derive(Clone, Debug)]
pub struct Children<'a, 't> {
    tree: &'a Tree<'t>,
    at: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_, '_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.at >= self.end {
            return None;
        }
        let id = self.at;
        self.at = self.tree.after(id);
        Some(id)
    }
}

/// Iterator over the members of an object.
#[derive(Clone, Debug)]
pub struct Members<'a, 't> {
    tree: &'a Tree<'t>,
    at: NodeId,
    end: NodeId,
}

impl Iterator for Members<'_, '_> {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        if self.at >= self.end {
            return None;
        }
        let key = self.at;
        let value = NodeId(key.0 + 1);
        self.at = self.tree.after(value);
        Some(Member { key, value })
    }
}
