//! From a node to the way that leads to it, without walking past a million siblings for each question.

use super::tree::{Kind, NodeId, Tree};
use crate::finding::Step;

/// Every how many children one is remembered.
const STRIDE: usize = 64;

/// Children of large arrays and objects, one in [`STRIDE`], so that the child that holds a node is found by search.
/// Made at the first question that needs it, in one pass over the tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Checkpoints {
    /// Sorted by container.
    containers: Vec<Container>,
    children: Vec<NodeId>,
}

#[derive(Clone, Copy, Debug)]
struct Container {
    id: NodeId,
    first: usize,
    end: usize,
}

impl Checkpoints {
    fn new(tree: &Tree<'_>) -> Self {
        let mut made = Self::default();
        for id in (0..tree.len()).filter_map(|id| u32::try_from(id).ok()).map(NodeId) {
            let first = made.children.len();
            made.children.extend(heads(tree, id).step_by(STRIDE));
            if made.children.len() > first + 1 {
                made.containers.push(Container { id, first, end: made.children.len() });
            } else {
                made.children.truncate(first);
            }
        }
        made
    }

    /// The last remembered child of `container` that does not begin after `node`, with its position.
    fn before(&self, container: NodeId, node: NodeId) -> Option<(usize, NodeId)> {
        let at = self.containers.binary_search_by_key(&container, |entry| entry.id).ok()?;
        let entry = self.containers.get(at)?;
        let children = self.children.get(entry.first..entry.end)?;
        let found = children.partition_point(|child| *child <= node).checked_sub(1)?;
        Some((found * STRIDE, *children.get(found)?))
    }
}

/// The elements of an array or the keys of an object.
fn heads<'a>(tree: &'a Tree<'_>, id: NodeId) -> impl Iterator<Item = NodeId> + 'a {
    tree.elements(id).chain(tree.members(id).map(|member| member.key))
}

/// A child on the way down.
struct Child {
    position: usize,
    /// The element, or the member's key.
    head: NodeId,
}

impl Tree<'_> {
    /// The element of an array or the key of an object's member that `node` is or lies in.
    fn child_with(&self, container: NodeId, node: NodeId) -> Option<Child> {
        let (mut position, mut head) = (0, NodeId(container.0.saturating_add(1)));
        let is_object = match self.kind(container) {
            Kind::Array => false,
            Kind::Object => true,
            _ => return None,
        };
        if node <= container || node >= self.after(container) {
            return None;
        }
        loop {
            let value = if is_object { NodeId(head.0.saturating_add(1)) } else { head };
            let next = self.after(value);
            if node < next {
                return Some(Child { position, head });
            }
            if next <= head {
                return None;
            }
            (position, head) = (position + 1, next);
            if position == STRIDE {
                let checkpoints = self.checkpoints.get_or_init(|| Checkpoints::new(self));
                if let Some(found) = checkpoints.before(container, node) {
                    (position, head) = found.max((position, head));
                }
            }
        }
    }

    /// Path from the node `from` down to the node `to`, which lies inside it. A key's path names its member.
    pub fn path(&self, from: NodeId, to: NodeId) -> Vec<Step> {
        let mut path = Vec::new();
        self.descend(from, to, |_, step| path.push(step));
        path
    }

    /// Goes that path, and shows each step with the array or object in which it is made.
    pub(crate) fn descend(&self, from: NodeId, to: NodeId, mut visit: impl FnMut(NodeId, Step)) {
        let mut at = from;
        while let Some(child) = self.child_with(at, to) {
            if self.kind(at) == Kind::Array {
                visit(at, Step::Index(child.position));
                at = child.head;
            } else {
                visit(at, Step::Key(self.str(child.head).unwrap_or("").to_owned()));
                if to == child.head {
                    break;
                }
                at = NodeId(child.head.0.saturating_add(1));
            }
        }
    }

    /// The array or object that holds a node; the object for a key as for its value. `None` for the root.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        let mut parent = None;
        let mut at = self.root()?;
        while at != id {
            let child = self.child_with(at, id)?;
            parent = Some(at);
            if child.head == id {
                break;
            }
            at = if self.kind(at) == Kind::Array {
                child.head
            } else {
                NodeId(child.head.0.saturating_add(1))
            };
        }
        parent
    }

    /// The first element or the key of the first member.
    pub(super) fn first_child(&self, container: NodeId) -> Option<NodeId> {
        let first = NodeId(container.0.saturating_add(1));
        self.child_with(container, first).map(|child| child.head)
    }

    /// The last element or the key of the last member.
    pub(super) fn last_child(&self, container: NodeId) -> Option<NodeId> {
        let last = NodeId(self.after(container).0.saturating_sub(1));
        self.child_with(container, last).map(|child| child.head)
    }

    /// The element, or the key of the member, after this one.
    pub(super) fn next_child(&self, container: NodeId, head: NodeId) -> Option<NodeId> {
        let next = self.after(self.body(head));
        (next < self.after(container)).then_some(next)
    }

    /// The element, or the key of the member, before this one.
    pub(super) fn previous_child(&self, container: NodeId, head: NodeId) -> Option<NodeId> {
        let before = NodeId(head.0.checked_sub(1)?);
        self.child_with(container, before).map(|child| child.head)
    }

    /// The value of a key; any other node is its own.
    pub(super) fn body(&self, head: NodeId) -> NodeId {
        if self.kind(head) == Kind::Key { NodeId(head.0.saturating_add(1)) } else { head }
    }
}
