//! What a tree is made of: kinds, flags, keys and values.

use super::offsets::OffsetMap;

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
    /// A string without its closing quote, or an array or object without its closing bracket.
    pub const UNCLOSED: u8 = 16;
}

/// Text of a string that is not a plain slice, with its way back to the source.
#[derive(Clone, Debug, Default)]
pub struct Decoded {
    /// The decoded text.
    pub text: String,
    /// How its bytes map to the tree's text.
    pub map: OffsetMap,
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The name's node.
    pub key: NodeId,
    /// The value's node.
    pub value: NodeId,
}
