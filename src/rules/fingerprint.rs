//! Fingerprints: which finding of an earlier run a finding is, whatever became of blanks, lines and the file's name.
//!
//! A fingerprint is a hash of the rule's first name, the statement that the finding is about without its `Sid`, and the
//! path inside the statement. The order of an object's members does not enter it, nor does the difference between a
//! value and a list of that value alone. Messages do not, so that they can be reworded.

use std::collections::HashMap;

use super::draft::{Draft, Spot};
use super::registry::Rule;
use super::words::Ground;
use crate::finding::Step;
use crate::json::{Kind, NodeId, Tree};

/// Makes the fingerprints of the findings of one text or policy, without the ordinal that tells equal ones apart.
#[derive(Debug)]
pub struct Prints<'a> {
    ground: Ground<'a>,
    /// Hashes of the statements that findings were about so far.
    statements: HashMap<NodeId, u64>,
    /// Whether anybody asks for them.
    is_wanted: bool,
}

impl<'a> Prints<'a> {
    /// For findings over this ground.
    pub fn new(ground: Ground<'a>) -> Self {
        Self { ground, statements: HashMap::new(), is_wanted: true }
    }

    /// For findings of which nobody asks for the fingerprints: all are empty.
    pub fn none(ground: Ground<'a>) -> Self {
        Self { is_wanted: false, ..Self::new(ground) }
    }

    /// The fingerprint of one draft.
    pub fn text(&mut self, draft: &Draft, rule: &Rule) -> String {
        if self.is_wanted { self.of(draft, rule).hex() } else { String::new() }
    }

    /// The hash for one draft.
    pub fn of(&mut self, draft: &Draft, rule: &Rule) -> Fnv {
        let mut hash = Fnv::default();
        hash.add(b"arnlint-1");
        hash.add(rule.first_name().as_bytes());
        let (Some(tree), Some(spot)) = (self.ground.tree, draft.places.first().map(|place| &place.spot))
        else {
            return hash;
        };
        let node = match spot {
            Spot::Node(node) | Spot::Key(node) | Spot::Within(node, _) => *node,
            Spot::Text(_) | Spot::Fact(..) => return hash,
        };
        let statement = self.statement(node);
        if let Some(statement) = statement {
            let known = self.statements.entry(statement).or_insert_with(|| subtree(tree, statement));
            hash.add(&known.to_le_bytes());
        }
        let root = statement.or(self.ground.policy.map(|policy| policy.root)).or(tree.root());
        if let Some(root) = root {
            add_path(&mut hash, tree, root, node);
        }
        hash
    }

    /// The statement that holds a node.
    fn statement(&self, node: NodeId) -> Option<NodeId> {
        let policy = self.ground.policy?;
        let before = policy.statements.partition_point(|statement| statement.node <= node);
        let last = policy.statements.get(before.checked_sub(1)?)?.node;
        (node < policy.tree.after(last)).then_some(last)
    }
}

/// Adds the way from `root` to `node`. The only element of a list stands where the list stands.
fn add_path(hash: &mut Fnv, tree: &Tree<'_>, root: NodeId, node: NodeId) {
    tree.descend(root, node, |container, step| match step {
        Step::Key(name) => hash.add(name.as_bytes()),
        Step::Index(0) if only_element(tree, container).is_some() => {}
        Step::Index(index) => hash.add(&index.to_le_bytes()),
    });
}

/// The element of a list that has no other.
fn only_element(tree: &Tree<'_>, list: NodeId) -> Option<NodeId> {
    let mut elements = tree.elements(list);
    elements.next().filter(|_| elements.next().is_none())
}

/// Hash of a statement without its `Sid`.
pub(super) fn subtree(tree: &Tree<'_>, root: NodeId) -> u64 {
    let size = tree.after(root).0.saturating_sub(root.0);
    let mut hashes = vec![0_u64; size as usize];
    // Children have greater ids than what holds them, so that theirs are there first.
    for offset in (0..size).rev() {
        let hash = one(tree, NodeId(root.0 + offset), root, &hashes);
        if let Some(place) = hashes.get_mut(offset as usize) {
            *place = hash;
        }
    }
    hashes.first().copied().unwrap_or(0)
}

/// Hash of a value whose parts have theirs in `hashes`, which begins at `root`.
fn one(tree: &Tree<'_>, node: NodeId, root: NodeId, hashes: &[u64]) -> u64 {
    let known = |node: NodeId| hashes.get(node.0.saturating_sub(root.0) as usize).copied().unwrap_or(0);
    let mut hash = Fnv::default();
    match tree.kind(node) {
        Kind::Array => {
            if let Some(only) = only_element(tree, node) {
                return known(only);
            }
            hash.add(b"[");
            tree.elements(node).for_each(|element| hash.add(&known(element).to_le_bytes()));
        }
        Kind::Object => {
            let name = |key: NodeId| tree.str(key).unwrap_or("");
            let mut members: Vec<(&str, u64)> =
                tree.members(node).map(|member| (name(member.key), known(member.value))).collect();
            if node == root {
                members.retain(|(name, _)| *name != "Sid");
            }
            members.sort_by_key(|(name, _)| *name);
            hash.add(b"{");
            for (name, value) in members {
                hash.add(name.as_bytes());
                hash.add(&value.to_le_bytes());
            }
        }
        Kind::Null | Kind::Unknown => hash.add(b"?"),
        Kind::Key => {}
        Kind::String | Kind::Number | Kind::True | Kind::False => {
            hash.add(b"=");
            hash.add(tree.scalar(node).unwrap_or("").as_bytes());
        }
    }
    hash.value()
}

/// FNV-1a, 64 bits: stable over releases and platforms, which the standard library's hasher does not promise.
#[derive(Clone, Copy, Debug)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Adds bytes and an end mark, so that two parts cannot be taken for one.
    pub fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain([&0xff]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// The hash so far.
    pub fn value(self) -> u64 {
        self.0
    }

    /// The hash as 16 hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:016x}", self.0)
    }
}
