//! Anchors and aliases: an alias stands for a copy of the nodes that its anchor names.

use std::collections::HashMap;

use crate::json::NodeId;
use crate::json::node::{Decoded, Kind, Node};

/// Nodes that aliases may add to one document: a few lines can name themselves into billions.
const MOST_COPIES: usize = 100_000;

/// Whether the member with this key is one that a mapping has itself.
pub(super) type IsKnown<'k> = dyn Fn(u32, &[Node], &[(NodeId, Decoded)]) -> bool + 'k;

/// The anchors of a document.
#[derive(Default)]
pub(super) struct Anchors {
    /// The nodes of each anchor, by its number.
    ranges: HashMap<usize, (u32, u32)>,
    copied: usize,
}

impl Anchors {
    /// Remembers the finished node of an anchor; 0 is none.
    pub(super) fn set(&mut self, anchor: usize, start: u32, end: u32) {
        if anchor > 0 {
            self.ranges.insert(anchor, (start, end));
        }
    }

    /// Copies an anchor's nodes to the end; `None` where the alias stands inside its own anchor or copies too much.
    pub(super) fn copy(
        &mut self,
        anchor: usize,
        nodes: &mut Vec<Node>,
        strings: &mut Vec<(NodeId, Decoded)>,
    ) -> Option<()> {
        let (start, end) = *self.ranges.get(&anchor)?;
        self.copy_range(start, end, nodes, strings)
    }

    /// Copies the members of an anchor's object whose names are not among `known`.
    pub(super) fn copy_members(
        &mut self,
        anchor: usize,
        nodes: &mut Vec<Node>,
        strings: &mut Vec<(NodeId, Decoded)>,
        is_known: &IsKnown<'_>,
    ) {
        let Some((start, end)) = self.ranges.get(&anchor).copied() else { return };
        if nodes.get(start as usize).is_none_or(|node| node.kind != Kind::Object) {
            return;
        }
        let mut key = start + 1;
        while key < end {
            let Some(next) = nodes.get(key as usize + 1).map(|value| value.next) else { return };
            if !is_known(key, nodes, strings) && self.copy_range(key, next, nodes, strings).is_none() {
                return;
            }
            key = next;
        }
    }

    fn copy_range(
        &mut self,
        start: u32,
        end: u32,
        nodes: &mut Vec<Node>,
        strings: &mut Vec<(NodeId, Decoded)>,
    ) -> Option<()> {
        let range = nodes.get(start as usize..end as usize)?;
        self.copied += range.len();
        if self.copied > MOST_COPIES {
            return None;
        }
        let shift = u32::try_from(nodes.len()).ok()?.checked_sub(start)?;
        let copies: Vec<Node> =
            range.iter().map(|node| Node { next: node.next.saturating_add(shift), ..*node }).collect();
        let first = strings.partition_point(|(node, _)| node.0 < start);
        let last = strings.partition_point(|(node, _)| node.0 < end);
        let texts: Vec<(NodeId, Decoded)> = strings
            .get(first..last)?
            .iter()
            .map(|(node, text)| (NodeId(node.0.saturating_add(shift)), text.clone()))
            .collect();
        nodes.extend(copies);
        strings.extend(texts);
        Some(())
    }
}
