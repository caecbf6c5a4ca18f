//! Decoded strings of one tree, end to end in three lists: a text may hold millions, each a few bytes long.

use super::offsets::{Run, Runs, push_run};
use super::tree::{Decoded, NodeId};
use crate::text::{Range, offset};

/// The strings of a tree that are not plain slices of its text.
#[derive(Clone, Debug, Default)]
pub(super) struct Strings {
    text: String,
    runs: Vec<Run>,
    /// Sorted by node: strings are finished in document order.
    entries: Vec<Entry>,
    /// Where the string that is being added begins in `text` and in `runs`.
    text_start: usize,
    runs_start: usize,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    node: NodeId,
    text_end: u32,
    runs_end: u32,
}

impl Strings {
    /// Length of the string that is being added, so far.
    fn len(&self) -> u32 {
        offset(self.text.len().saturating_sub(self.text_start))
    }

    /// Adds text that stands in the source as it is, at `from`.
    #[inline]
    pub(super) fn copy(&mut self, text: &str, from: usize) {
        if !text.is_empty() {
            let len = offset(text.len());
            self.runs.push(Run::new(self.len(), len, offset(from), len));
            self.text.push_str(text);
        }
    }

    /// Adds a character that the source writes in `len` bytes at `from`.
    #[inline]
    pub(super) fn escape(&mut self, character: char, from: usize, len: usize) {
        self.runs.push(Run::new(self.len(), offset(character.len_utf8()), offset(from), offset(len)));
        self.text.push(character);
    }

    /// Ends the string and gives it to `node`, which comes after every node that has a string so far. `from` is where
    /// the string's content begins in the source.
    pub(super) fn finish(&mut self, node: NodeId, from: usize) {
        if self.runs.len() == self.runs_start {
            // A map without runs would be the identity.
            self.runs.push(Run::new(0, 0, offset(from), 0));
        }
        (self.text_start, self.runs_start) = (self.text.len(), self.runs.len());
        let entry = Entry { node, text_end: offset(self.text_start), runs_end: offset(self.runs_start) };
        self.entries.push(entry);
    }

    /// Drops what was added since the last string ended.
    pub(super) fn abandon(&mut self) {
        self.text.truncate(self.text_start);
        self.runs.truncate(self.runs_start);
    }

    /// Forgets the string of `node` if it is the last one.
    pub(super) fn forget(&mut self, node: NodeId) {
        if self.entries.pop_if(|entry| entry.node == node).is_some() {
            let last = self.entries.last().map_or((0, 0), |entry| (entry.text_end, entry.runs_end));
            (self.text_start, self.runs_start) = (last.0 as usize, last.1 as usize);
            self.abandon();
        }
    }

    /// Adds a string that was decoded elsewhere.
    pub(super) fn add(&mut self, node: NodeId, decoded: &Decoded) {
        self.text.push_str(&decoded.text);
        for (to_len, from, from_len) in decoded.map.parts() {
            push_run(&mut self.runs, self.runs_start, to_len, from, from_len);
        }
        self.finish(node, 0);
    }

    /// The text of a node and its way back.
    pub(super) fn get(&self, node: NodeId) -> Option<(&str, Runs<'_>)> {
        let at = self.entries.binary_search_by_key(&node, |entry| entry.node).ok()?;
        let entry = self.entries.get(at)?;
        let before = at.checked_sub(1).and_then(|previous| self.entries.get(previous));
        let (text, runs) = before.map_or((0, 0), |entry| (entry.text_end, entry.runs_end));
        let runs = self.runs.get(runs as usize..entry.runs_end as usize)?;
        Some((Range::new(text, entry.text_end).of(&self.text), runs))
    }
}
