//! Events of the YAML parser to nodes in pre-order.

use std::collections::HashSet;

use granit_parser::{Event, ScalarStyle, Span, Tag};

use super::anchors::Anchors;
use super::forms::{Meaning, meaning, plain_kind, quoted, tagged, trimmed};
use super::{range, scalar};
use crate::json::NodeId;
use crate::json::node::{Decoded, Kind, Node, flag};
use crate::text::Range;

/// Up to this many names are compared one by one.
const FEW: usize = 16;

/// Builds the tree of one document.
pub(super) struct Builder<'t> {
    text: &'t str,
    nodes: Vec<Node>,
    strings: Vec<(NodeId, Decoded)>,
    open: Vec<Frame>,
    anchors: Anchors,
}

/// A collection that is not closed yet.
struct Frame {
    node: u32,
    anchor: usize,
    /// In a mapping, whether the next node is a key.
    wants_key: bool,
    /// The function's object around it.
    wrapper: Option<u32>,
    /// A tag of one's own: what stands in it is not known.
    is_unknown: bool,
    /// Anchors whose members `<<` adds.
    merged: Vec<usize>,
    /// The next value belongs to `<<`.
    is_merge: bool,
    /// Where the last child ends.
    end: u32,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, nodes: Vec::new(), strings: Vec::new(), open: Vec::new(), anchors: Anchors::default() }
    }

    /// The nodes and their decoded strings; what is still open is closed where it ends.
    pub(super) fn finish(mut self) -> (Vec<Node>, Vec<(NodeId, Decoded)>) {
        while !self.open.is_empty() {
            if self.open.last().is_some_and(|frame| frame.is_mapping(&self.nodes) && !frame.wants_key) {
                let end = self.open.last().map_or(0, |frame| frame.end);
                self.leaf(Kind::Unknown, Range::new(end, end), 0, 0);
            }
            self.close(None);
        }
        (self.nodes, self.strings)
    }

    pub(super) fn take(&mut self, event: Event<'_>, span: &Span) {
        let range = range(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style, anchor, tag.as_deref(), span);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.collection(Kind::Array, anchor, tag.as_deref(), span);
            }
            Event::MappingStart(_, anchor, tag) => {
                self.collection(Kind::Object, anchor, tag.as_deref(), span);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.close(Some(range.end).filter(|_| !range.is_empty()));
            }
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::UnresolvedAlias(_) => _ = self.leaf(Kind::Unknown, range, 0, 0),
            _ => {}
        }
    }

    fn next_id(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    fn is_key(&self) -> bool {
        self.open.last().is_some_and(|frame| frame.wants_key && frame.is_mapping(&self.nodes))
    }

    /// Tells the collection around it that a node ends here.
    fn done(&mut self, end: u32) {
        let nodes = &self.nodes;
        if let Some(frame) = self.open.last_mut() {
            frame.end = frame.end.max(end);
            if frame.is_mapping(nodes) {
                frame.wants_key = !frame.wants_key;
            }
        }
    }

    /// Adds a node without children.
    fn leaf(&mut self, kind: Kind, range: Range, flags: u8, anchor: usize) -> u32 {
        let id = self.next_id();
        let kind = if self.is_key() { Kind::Key } else { kind };
        let flags = if kind == Kind::Key && flags & flag::DECODED == 0 && !quoted(range.of(self.text)) {
            flags | flag::BARE
        } else {
            flags
        };
        self.nodes.push(Node { start: range.start, end: range.end, next: id + 1, kind, flags });
        self.anchors.set(anchor, id, id + 1);
        self.done(range.end);
        id
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, span: &Span) {
        let own = trimmed(range(span), self.text, style);
        let meaning = meaning(tag);
        if self.is_key() {
            if style == ScalarStyle::Plain && text == "<<" {
                if let Some(frame) = self.open.last_mut() {
                    (frame.is_merge, frame.wants_key) = (true, false);
                }
                return;
            }
            self.text_node(text, style, own, anchor);
            return;
        }
        if self.takes_merge() {
            return;
        }
        match meaning {
            Meaning::Unknown => {
                self.leaf(Kind::Unknown, tagged(span, own), 0, anchor);
            }
            Meaning::Function(name) => {
                let whole = tagged(span, own);
                let id = self.wrap(name, span, whole);
                self.value(text, style, own, false);
                self.unwrap(id, own.end, anchor);
            }
            Meaning::Text => self.value_as(text, style, own, anchor, true),
            Meaning::Plain => self.value_as(text, style, own, anchor, false),
        }
    }

    /// Whether the value is that of `<<` and no alias, so that it adds nothing.
    fn takes_merge(&mut self) -> bool {
        let Some(frame) = self.open.last_mut().filter(|frame| frame.is_merge) else { return false };
        (frame.is_merge, frame.wants_key) = (false, true);
        true
    }

    fn value_as(&mut self, text: &str, style: ScalarStyle, own: Range, anchor: usize, is_text: bool) {
        let id = self.next_id();
        self.value(text, style, own, is_text);
        self.anchors.set(anchor, id, self.next_id());
    }

    fn value(&mut self, text: &str, style: ScalarStyle, own: Range, is_text: bool) {
        let kind = if style == ScalarStyle::Plain && !is_text { plain_kind(text) } else { Kind::String };
        match kind {
            Kind::String => self.text_node(text, style, own, 0),
            kind => _ = self.leaf(kind, own, 0, 0),
        }
    }

    fn text_node(&mut self, text: &str, style: ScalarStyle, own: Range, anchor: usize) {
        let written = own.of(self.text);
        let inner =
            if quoted(written) { written.get(1..written.len().saturating_sub(1)) } else { Some(written) };
        if inner == Some(text) {
            let flags = if quoted(written) { 0 } else { flag::BARE };
            self.leaf(Kind::String, own, flags, anchor);
            return;
        }
        let map = scalar::map(text, self.text, own, style);
        let id = self.next_id();
        let flags = if quoted(written) { flag::DECODED } else { flag::DECODED | flag::BARE };
        self.leaf(Kind::String, own, flags, anchor);
        self.strings.push((NodeId(id), Decoded { text: text.to_owned(), map }));
    }

    /// Opens the object of a function and adds its name.
    fn wrap(&mut self, name: &'static str, span: &Span, whole: Range) -> u32 {
        let id = self.next_id();
        let tag = span.tag_span().map_or(whole, |span| range(&span));
        self.nodes.push(Node { start: whole.start, end: whole.end, next: id, kind: Kind::Object, flags: 0 });
        let mut map = crate::json::OffsetMap::default();
        let length = crate::text::offset(name.len());
        map.push(length, tag.start, tag.len());
        self.nodes.push(Node {
            start: tag.start,
            end: tag.end,
            next: id + 2,
            kind: Kind::Key,
            flags: flag::DECODED | flag::BARE,
        });
        self.strings.push((NodeId(id + 1), Decoded { text: name.to_owned(), map }));
        let frame = Frame::new(id, 0, whole.start);
        self.open.push(Frame { wants_key: false, ..frame });
        id
    }

    /// Closes the object of a function.
    fn unwrap(&mut self, id: u32, end: u32, anchor: usize) {
        self.open.pop();
        let next = self.next_id();
        if let Some(node) = self.nodes.get_mut(id as usize) {
            (node.end, node.next) = (end, next);
        }
        self.anchors.set(anchor, id, next);
        self.done(end);
    }

    fn collection(&mut self, kind: Kind, anchor: usize, tag: Option<&Tag>, span: &Span) {
        let own = range(span);
        let is_key = self.is_key();
        let meaning = if is_key { Meaning::Unknown } else { meaning(tag) };
        let wrapper = match meaning {
            Meaning::Function(name) => Some(self.wrap(name, span, tagged(span, own))),
            _ => None,
        };
        let id = self.next_id();
        self.nodes.push(Node { start: own.start, end: own.end, next: id, kind, flags: 0 });
        let mut frame = Frame::new(id, anchor, own.end.max(own.start));
        frame.wants_key = kind == Kind::Object;
        frame.wrapper = wrapper;
        frame.is_unknown = matches!(meaning, Meaning::Unknown);
        self.open.push(frame);
    }

    fn close(&mut self, end: Option<u32>) {
        let Some(frame) = self.open.pop() else { return };
        self.merge(&frame);
        let next = self.next_id();
        let end = end.unwrap_or(frame.end);
        let repeats = self.nodes.get(frame.node as usize).is_some_and(|node| node.kind == Kind::Object)
            && self.flag_duplicates(frame.node);
        let Some(node) = self.nodes.get_mut(frame.node as usize) else { return };
        (node.end, node.next) = (end.max(node.start), next);
        if repeats {
            node.flags |= flag::HAS_DUPLICATES;
        }
        let range = Range::new(node.start, node.end);
        if frame.is_unknown {
            // What stands inside is dropped: nobody knows what the tag, or the key, makes of it.
            self.nodes.truncate(frame.node as usize);
            self.strings.retain(|(node, _)| node.0 < frame.node);
            self.leaf(Kind::Unknown, range, 0, frame.anchor);
            return;
        }
        match frame.wrapper {
            Some(wrapper) => {
                self.anchors.set(frame.anchor, wrapper, next);
                self.unwrap(wrapper, end, frame.anchor);
            }
            None => {
                self.anchors.set(frame.anchor, frame.node, next);
                if !self.takes_merge() {
                    self.done(end);
                }
            }
        }
    }

    fn alias(&mut self, anchor: usize, range: Range) {
        if let Some(frame) = self.open.last_mut().filter(|frame| frame.is_merge) {
            frame.merged.push(anchor);
            (frame.is_merge, frame.wants_key) = (false, true);
            return;
        }
        if self.is_key() {
            self.leaf(Kind::Unknown, range, 0, 0);
            return;
        }
        match self.anchors.copy(anchor, &mut self.nodes, &mut self.strings) {
            Some(()) => self.done(range.end),
            None => _ = self.leaf(Kind::Unknown, range, 0, 0),
        }
    }

    /// Adds the members that `<<` brings and the mapping does not have itself.
    fn merge(&mut self, frame: &Frame) {
        for anchor in &frame.merged {
            let own: HashSet<String> = self.names(frame.node).collect();
            let text = self.text;
            let is_known = |key: u32, nodes: &[Node], strings: &[(NodeId, Decoded)]| {
                name(key, nodes, strings, text).is_some_and(|name| own.contains(name))
            };
            self.anchors.copy_members(*anchor, &mut self.nodes, &mut self.strings, &is_known);
        }
    }

    fn names(&self, object: u32) -> impl Iterator<Item = String> {
        let mut key = object + 1;
        std::iter::from_fn(move || {
            let next = self.nodes.get(key as usize + 1)?.next;
            let found = name(key, &self.nodes, &self.strings, self.text).unwrap_or_default().to_owned();
            key = next;
            Some(found)
        })
    }

    /// Flags the keys whose name stands earlier in the same mapping.
    fn flag_duplicates(&mut self, object: u32) -> bool {
        let repeated = self.repeated(object);
        for key in &repeated {
            if let Some(node) = self.nodes.get_mut(*key as usize) {
                node.flags |= flag::DUPLICATE;
            }
        }
        !repeated.is_empty()
    }

    fn repeated(&self, object: u32) -> Vec<u32> {
        let mut few: [&str; FEW] = [""; FEW];
        let (mut count, mut key) = (0usize, object + 1);
        while let Some(next) = self.nodes.get(key as usize + 1).map(|value| value.next) {
            let name = name(key, &self.nodes, &self.strings, self.text).unwrap_or("");
            let is_known = few.get(..count).is_some_and(|few| few.contains(&name));
            match few.get_mut(count) {
                Some(slot) if !is_known => *slot = name,
                _ => return self.many_repeated(object),
            }
            (count, key) = (count + 1, next);
        }
        Vec::new()
    }

    /// As [`Builder::repeated`], for any number of members.
    fn many_repeated(&self, object: u32) -> Vec<u32> {
        let (mut seen, mut repeated, mut key) = (HashSet::new(), Vec::new(), object + 1);
        while let Some(next) = self.nodes.get(key as usize + 1).map(|value| value.next) {
            if !seen.insert(name(key, &self.nodes, &self.strings, self.text).unwrap_or("")) {
                repeated.push(key);
            }
            key = next;
        }
        repeated
    }
}

impl Frame {
    fn new(node: u32, anchor: usize, end: u32) -> Self {
        Self {
            node,
            anchor,
            wants_key: false,
            wrapper: None,
            is_unknown: false,
            merged: Vec::new(),
            is_merge: false,
            end,
        }
    }

    fn is_mapping(&self, nodes: &[Node]) -> bool {
        nodes.get(self.node as usize).is_some_and(|node| node.kind == Kind::Object)
    }
}

fn name<'b>(key: u32, nodes: &[Node], strings: &'b [(NodeId, Decoded)], text: &'b str) -> Option<&'b str> {
    let node = nodes.get(key as usize).filter(|node| node.kind == Kind::Key)?;
    if node.flags & flag::DECODED != 0 {
        let at = strings.binary_search_by_key(&NodeId(key), |(node, _)| *node).ok()?;
        return strings.get(at).map(|(_, decoded)| decoded.text.as_str());
    }
    let written = Range::new(node.start, node.end).of(text);
    if quoted(written) { written.get(1..written.len() - 1) } else { Some(written) }
}
