//! The spanned tree: one flat, pre-order list of nodes over a text, keys included, duplicates kept.
//!
//! The tree is neutral to the host syntax: strings that are plain slices of the text need no storage, all others
//! (escapes, and later block scalars and heredocs) keep their decoded text with a map back to source bytes.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

pub use super::node::{Decoded, Kind, Member, Node, NodeId, flag};
use super::offsets::{self, Host, OffsetMap};
use super::path::Checkpoints;
use super::strings::Strings;
use crate::text::{FileId, Range, Span, offset};

/// A parsed text. Never fails to exist: what could not be read is [`Kind::Unknown`].
#[derive(Clone, Debug)]
pub struct Tree<'t> {
    text: Cow<'t, str>,
    file: FileId,
    origin: Option<OffsetMap>,
    nodes: Vec<Node>,
    strings: Strings,
    comments: Vec<Range>,
    /// Where each of several files begins, whose texts the spans count end to end.
    joined: Option<Arc<[(u32, FileId)]>>,
    pub(super) checkpoints: OnceLock<Checkpoints>,
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
        let mut strings = Strings::default();
        for (node, string) in decoded {
            strings.add(node, &string);
        }
        Self::from_strings(text, file, origin, nodes, strings)
    }

    /// As [`Tree::from_parts`], with the strings already end to end.
    pub(super) fn from_strings(
        text: Cow<'t, str>,
        file: FileId,
        origin: Option<OffsetMap>,
        nodes: Vec<Node>,
        strings: Strings,
    ) -> Self {
        let comments = Vec::new();
        let joined = None;
        Self { text, file, origin, nodes, strings, comments, joined, checkpoints: OnceLock::new() }
    }

    /// Adds the ranges of the comments of the text, in order.
    #[must_use]
    pub fn with_comments(mut self, comments: Vec<Range>) -> Self {
        self.comments = comments;
        self
    }

    /// Says that spans count the bytes of several files end to end, and where each begins, in order.
    #[must_use]
    pub fn joined(mut self, starts: Arc<[(u32, FileId)]>) -> Self {
        self.joined = Some(starts);
        self
    }

    /// The files whose bytes spans count end to end, where there are several.
    pub fn joined_files(&self) -> Option<Arc<[(u32, FileId)]>> {
        self.joined.clone()
    }

    /// Ranges of the comments in [`Tree::text`], their marks included, in order.
    pub fn comments(&self) -> &[Range] {
        &self.comments
    }

    /// The text that the tree was read from (the decoded text for an embedded document).
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file that spans point into.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The tree of a text whose file was itself taken out of another text: its places are led on by that text's map.
    #[must_use]
    pub fn moved(mut self, outer: &OffsetMap) -> Self {
        self.origin = Some(match &self.origin {
            Some(own) => outer.through(own),
            None => outer.clone(),
        });
        self
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

    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
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
        inner(self.range(id), self.flags(id), self.kind(id), &self.text)
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
        let range = self.origin.as_ref().map_or(range, |map| map.source(range));
        let Some(starts) = &self.joined else { return range.in_file(self.file) };
        let own = starts.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        let Some((start, file)) = starts.get(own) else { return range.in_file(self.file) };
        // What begins in one file and ends in another is shown as far as the first goes.
        let limit = starts.get(own + 1).map_or(u32::MAX, |(next, _)| next.saturating_sub(1));
        let end = range.end.min(limit).max(range.start);
        Range::new(range.start - start, end - start).in_file(*file)
    }

    /// Range in [`Tree::text`] of a range of a string's decoded bytes. A range that touches part of an escape covers
    /// the whole escape.
    pub fn within(&self, id: NodeId, decoded: Range) -> Range {
        match self.decoded(id) {
            Some((_, runs)) => offsets::source(runs, decoded),
            None => {
                let inner = self.inner(id);
                let start = inner.start.saturating_add(decoded.start).min(inner.end);
                Range::new(start, inner.start.saturating_add(decoded.end).min(inner.end).max(start))
            }
        }
    }

    fn decoded(&self, id: NodeId) -> Option<(&str, offsets::Runs<'_>)> {
        if self.flags(id) & flag::DECODED == 0 { None } else { self.strings.get(id) }
    }

    /// Text of a string or key, decoded; `None` for every other kind.
    pub fn str(&self, id: NodeId) -> Option<&str> {
        if !matches!(self.kind(id), Kind::String | Kind::Key) {
            return None;
        }
        Some(match self.decoded(id) {
            Some((text, _)) => text,
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

    /// A document inside a string: its decoded text and the map from that text to the file. Linear in the string.
    pub fn embedded(&self, id: NodeId) -> Option<(String, OffsetMap)> {
        let text = self.str(id)?;
        let inner = self.inner(id);
        let plain = offsets::plain(inner.start, inner.len());
        let runs = self.decoded(id).map_or(plain.as_slice(), |(_, runs)| runs);
        let map = match &self.origin {
            None => OffsetMap::from_runs(runs),
            Some(origin) => origin.around(runs),
        };
        let outer = self.origin.iter().flat_map(OffsetMap::hosts);
        let map = outer.fold(map.hosted_by(self.host(id)), |map, host| map.hosted_by(*host));
        Some((text.to_owned(), map))
    }

    /// What new text must pass to stand in this string.
    pub(super) fn host(&self, id: NodeId) -> Host {
        let quoted = self.range(id).of(&self.text).starts_with('"');
        let sound = self.flags(id) & (flag::BARE | flag::UNCLOSED) == 0;
        if quoted && sound { Host::JsonString } else { Host::Closed }
    }

    /// Whether the node is an array or object with nothing in it, its closing bracket included.
    pub fn is_hollow(&self, id: NodeId) -> bool {
        matches!(self.kind(id), Kind::Array | Kind::Object)
            && self.after(id).0 == id.0 + 1
            && self.flags(id) & flag::UNCLOSED == 0
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
}

/// Range of a string or key of `text` without its quotes, which may be of several bytes each.
pub(super) fn inner(whole: Range, flags: u8, kind: Kind, text: &str) -> Range {
    if flags & flag::BARE != 0 || !matches!(kind, Kind::String | Kind::Key) {
        return whole;
    }
    let quoted = whole.of(text);
    let open = quoted.chars().next().map_or(0, char::len_utf8);
    let close =
        if flags & flag::UNCLOSED == 0 { quoted.chars().next_back().map_or(0, char::len_utf8) } else { 0 };
    let start = whole.start.saturating_add(offset(open)).min(whole.end);
    Range::new(start, whole.end.saturating_sub(offset(close)).max(start))
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
