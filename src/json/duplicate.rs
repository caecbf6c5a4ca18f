//! Names that an object holds twice, exactly or but for case, found in linear time.

use std::collections::HashMap;

use super::parser::Parser;
use super::problem::ProblemKind;
use super::scan;
use super::tree::{Kind, Member, NodeId, Tree, flag};
use crate::text::Range;

/// Up to this many members, signatures of their names are compared pair by pair.
const FEW: usize = 16;

impl Parser<'_> {
    /// Flags and reports the repeated names of the object that is about to be closed.
    #[inline]
    pub(super) fn note_duplicates(&mut self, object: NodeId) {
        if self.may_repeat(object) {
            self.find_duplicates(object);
        }
    }

    /// Whether two names have the same signature, or cannot be told apart so cheaply.
    fn may_repeat(&self, object: NodeId) -> bool {
        let mut key = object.0 as usize + 1;
        if self.nodes.get(key + 1).is_none_or(|value| value.next == self.next_id()) {
            return false;
        }
        let mut seen = [0u64; FEW];
        let mut count = 0;
        while let Some((node, value)) = self.nodes.get(key).zip(self.nodes.get(key + 1)) {
            let (start, end) = (node.start as usize, node.end as usize);
            let Some(signature) = scan::signature(self.bytes, start, end) else { return true };
            let Some((earlier, rest)) = seen.split_at_mut_checked(count) else { return true };
            if node.flags != 0 || earlier.contains(&signature) {
                return true;
            }
            let Some(slot) = rest.first_mut() else { return self.many_may_repeat(object) };
            *slot = signature;
            count += 1;
            key = value.next as usize;
        }
        false
    }

    /// As [`Parser::may_repeat`], for any number of members.
    #[cold]
    fn many_may_repeat(&self, object: NodeId) -> bool {
        let mut signatures = Vec::new();
        let mut key = object.0 as usize + 1;
        while let Some((node, value)) = self.nodes.get(key).zip(self.nodes.get(key + 1)) {
            match scan::signature(self.bytes, node.start as usize, node.end as usize) {
                Some(signature) if node.flags == 0 => signatures.push(signature),
                _ => return true,
            }
            key = value.next as usize;
        }
        signatures.sort_unstable();
        !signatures.is_sorted_by(|one, other| one < other)
    }

    #[cold]
    fn find_duplicates(&mut self, object: NodeId) {
        let mut first = HashMap::new();
        let mut found = Vec::new();
        let mut key = object.0 as usize + 1;
        while let Some((node, value)) = self.nodes.get(key).zip(self.nodes.get(key + 1)) {
            let range = Range::new(node.start, node.end);
            // A name that is missing altogether repeats none.
            if let Some(name) = self.name_of(key).filter(|_| !range.is_empty()) {
                match first.entry(name) {
                    std::collections::hash_map::Entry::Occupied(entry) => {
                        found.push((key, range, *entry.get()));
                    }
                    std::collections::hash_map::Entry::Vacant(entry) => {
                        entry.insert(range);
                    }
                }
            }
            key = value.next as usize;
        }
        let holder = object.0 as usize;
        for (key, range, earlier) in found {
            for (id, bit) in [(key, flag::DUPLICATE), (holder, flag::HAS_DUPLICATES)] {
                if let Some(node) = self.nodes.get_mut(id) {
                    node.flags |= bit;
                }
            }
            self.problems.add(ProblemKind::DuplicateKey, range, Some(earlier));
        }
    }

    /// The decoded name of a key node.
    fn name_of(&self, key: usize) -> Option<&str> {
        let node = self.nodes.get(key)?;
        if node.flags & flag::DECODED != 0 {
            return self.strings.get(NodeId(u32::try_from(key).ok()?)).map(|(text, _)| text);
        }
        let whole = Range::new(node.start, node.end);
        Some(super::tree::inner(whole, node.flags, Kind::Key, self.text).of(self.text))
    }
}

impl Tree<'_> {
    /// Members whose names differ from that of an earlier member of the object in the case of ASCII letters only; each
    /// with the first such member. Linear in the number of members.
    pub fn case_variants(&self, object: NodeId) -> Vec<(Member, Member)> {
        let mut first: HashMap<String, Member> = HashMap::new();
        let mut found = Vec::new();
        for member in self.members(object) {
            let Some(name) = self.str(member.key) else { continue };
            let earlier = *first.entry(name.to_ascii_lowercase()).or_insert(member);
            if self.str(earlier.key) != Some(name) {
                found.push((earlier, member));
            }
        }
        found
    }
}
