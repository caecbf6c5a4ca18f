//! The canonical view of a policy: every one-or-many element is an array, every item knows its node in the tree.
//!
//! Declared rules select on this view, so that `"Action": "s3:*"` and `"Action": ["s3:*"]` are one case. An array that
//! is not in the text stands for its only value and has that value's place.

use crate::json::{Kind, NodeId, Tree};

/// Names one item of one view. Ids grow in document order, so a subtree is a range of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

/// One value of the view.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// The value in the tree; for an array that is not in the text, its only value.
    source: NodeId,
    /// The member's name, where the value is a member's.
    key: Option<NodeId>,
    kind: Kind,
    /// First item that is not inside this one.
    next: u32,
}

/// The view over one policy.
#[derive(Debug)]
pub struct View<'a> {
    tree: &'a Tree<'a>,
    items: Vec<Item>,
}

/// Where in a policy a value stands, which decides whether it is one-or-many.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Document,
    Statements,
    Statement,
    Many,
    Principal,
    Condition,
    Operator,
    Plain,
}

impl Place {
    /// Place of the member `name` of an object in this place.
    fn member(self, name: &str) -> Self {
        match (self, name) {
            (Self::Document, "Statement") => Self::Statements,
            (Self::Statement, "Action" | "NotAction" | "Resource" | "NotResource")
            | (Self::Principal | Self::Operator, _) => Self::Many,
            (Self::Statement, "Principal" | "NotPrincipal") => Self::Principal,
            (Self::Statement, "Condition") => Self::Condition,
            (Self::Condition, _) => Self::Operator,
            _ => Self::Plain,
        }
    }

    /// Place of the elements of an array in this place.
    fn element(self) -> Self {
        if self == Self::Statements { Self::Statement } else { Self::Plain }
    }

    fn is_many(self) -> bool {
        matches!(self, Self::Statements | Self::Many)
    }
}

impl<'a> View<'a> {
    /// Builds the view of the document at `root`, in one pass without recursion.
    pub fn new(tree: &'a Tree<'a>, root: NodeId) -> Self {
        let mut view = Self { tree, items: Vec::new() };
        // Open arrays and objects: item, first node after it, place of its children, and whether it is an object.
        let mut open: Vec<(usize, NodeId, Place, bool)> = Vec::new();
        let (mut at, end) = (root, tree.after(root));
        let mut place = Place::Document;
        let mut key = None;
        while at < end {
            let kind = tree.kind(at);
            if place.is_many() && kind != Kind::Array {
                open.push((view.items.len(), tree.after(at), place, false));
                view.items.push(Item { source: at, key: key.take(), kind: Kind::Array, next: 0 });
                place = place.element();
            }
            let container = matches!(kind, Kind::Array | Kind::Object);
            if container {
                open.push((view.items.len(), tree.after(at), place, kind == Kind::Object));
            }
            view.items.push(Item { source: at, key: key.take(), kind, next: 0 });
            if !container {
                view.close_last();
            }
            at = if container { NodeId(at.0 + 1) } else { tree.after(at) };
            while let Some(&(item, after, ..)) = open.last()
                && at >= after
            {
                open.pop();
                view.close(item);
            }
            if let Some(&(_, _, outer, object)) = open.last() {
                if object {
                    place = outer.member(tree.str(at).unwrap_or(""));
                    key = Some(at);
                    at = NodeId(at.0 + 1);
                } else {
                    place = outer.element();
                }
            }
        }
        while let Some((item, ..)) = open.pop() {
            view.close(item);
        }
        view
    }

    fn close(&mut self, item: usize) {
        let next = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        if let Some(item) = self.items.get_mut(item) {
            item.next = next;
        }
    }

    fn close_last(&mut self) {
        if let Some(last) = self.items.len().checked_sub(1) {
            self.close(last);
        }
    }

    fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.get(id.0 as usize)
    }

    /// The whole document; `None` where there is none.
    pub fn root(&self) -> Option<ItemId> {
        if self.items.is_empty() { None } else { Some(ItemId(0)) }
    }

    /// What the item is.
    pub fn kind(&self, id: ItemId) -> Kind {
        self.item(id).map_or(Kind::Unknown, |item| item.kind)
    }

    /// The value in the tree; an array that is not in the text has its only value's.
    pub fn source(&self, id: ItemId) -> Option<NodeId> {
        self.item(id).map(|item| item.source)
    }

    /// The member's name in the tree, where the item is a member's value.
    pub fn key(&self, id: ItemId) -> Option<NodeId> {
        self.item(id).and_then(|item| item.key)
    }

    /// First item after this one's subtree.
    pub fn after(&self, id: ItemId) -> ItemId {
        ItemId(self.item(id).map_or(id.0 + 1, |item| item.next.max(id.0 + 1)))
    }

    /// Decoded text of a string.
    pub fn text(&self, id: ItemId) -> Option<&str> {
        let item = self.item(id)?;
        if item.kind == Kind::String { self.tree.str(item.source) } else { None }
    }

    /// A number's value; `None` for everything else.
    pub fn number(&self, id: ItemId) -> Option<f64> {
        let item = self.item(id)?;
        if item.kind == Kind::Number { self.tree.scalar(item.source)?.parse().ok() } else { None }
    }

    /// Children of an array or object in order.
    pub fn children(&self, id: ItemId) -> impl Iterator<Item = ItemId> + '_ {
        let end = self.after(id);
        let mut at = ItemId(id.0 + 1);
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let child = at;
            at = self.after(child);
            Some(child)
        })
    }

    /// Name of the member whose value the item is.
    pub fn name(&self, id: ItemId) -> Option<&str> {
        self.key(id).and_then(|key| self.tree.str(key))
    }
}
