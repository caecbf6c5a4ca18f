//! What stands in a template once its functions and references are worked out, every part with the place it comes from.

use crate::json::{NodeId, OffsetMap, Tree};
use crate::text::{Range, offset};

/// A value with its place in the template's text.
#[derive(Clone, Debug)]
pub struct Value {
    /// Bytes of the template's text that state it.
    pub range: Range,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// Nothing: the member or element is left out.
    Absent,
    /// `null`
    Null,
    /// A truth value.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A text, with `${…}` where a part of it is not known.
    Text(Text),
    /// A list.
    List(Vec<Value>),
    /// Members in order; names are texts.
    Map(Vec<(Value, Value)>),
    /// A text that is the JSON of this value.
    Encoded(Box<Value>),
    /// Not known at all: the name of what will stand there.
    Unknown(String),
}

/// Bytes that a text may grow to by references.
const LONGEST: usize = 1 << 22;

/// A text with the way back to where each part of it was written.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The text.
    pub text: String,
    map: OffsetMap,
}

impl Text {
    /// A text that stands for a whole range.
    pub fn of(text: &str, range: Range) -> Self {
        let mut own = Self::default();
        own.put(text, range);
        own
    }

    /// The text of a string of a tree.
    pub fn read(tree: &Tree<'_>, node: NodeId) -> Option<Self> {
        if let Some((text, map)) = tree.embedded(node) {
            return Some(Self { text, map });
        }
        tree.scalar(node).map(|text| Self::of(text, tree.range(node)))
    }

    /// Adds text that stands for a whole range.
    pub fn put(&mut self, text: &str, range: Range) {
        // No policy is as long as this.
        if self.text.len().saturating_add(text.len()) > LONGEST {
            return;
        }
        self.map.push_whole(offset(text.len()), range.start, range.len());
        self.text.push_str(text);
    }

    /// Adds text as it is written, from `from` on.
    pub fn copy(&mut self, text: &str, from: u32) {
        self.map.push(offset(text.len()), from, offset(text.len()));
        self.text.push_str(text);
    }

    /// Adds text that leads back by a map of its own.
    pub fn adopt(&mut self, text: &str, map: &OffsetMap) {
        map.part_into(Range::new(0, offset(text.len())), &mut self.map);
        self.text.push_str(text);
    }

    /// Adds a part of another text.
    pub fn add(&mut self, other: &Self, part: Range) {
        self.text.push_str(part.of(&other.text));
        other.map.part_into(part, &mut self.map);
    }

    /// Adds the whole of another text, as standing for a range.
    pub fn stand_for(&mut self, other: &Self, range: Range) {
        self.put(&other.text, range);
    }

    /// Adds a part that is not known.
    pub fn hole(&mut self, name: &str, range: Range) {
        self.put(&hole(name), range);
    }

    /// The text with `${` for each `&{`, which Terraform's provider takes for it.
    #[must_use]
    pub fn with_variables(&self) -> Self {
        let mut text = Self::default();
        let mut at = 0usize;
        while let Some(found) = self.text.get(at..).and_then(|rest| rest.find("&{")) {
            let mark = at + found;
            text.add(self, Range::new(offset(at), offset(mark)));
            text.put("${", self.source(Range::new(offset(mark), offset(mark + 2))));
            at = mark + 2;
        }
        text.add(self, Range::new(offset(at), offset(self.text.len())));
        text
    }

    /// Whether all of it is known. A policy variable is, as AWS fills it in.
    pub fn is_known(&self) -> bool {
        !self.text.contains("${") || crate::policy::placeholder::find(&self.text).is_empty()
    }

    /// The bytes that state it, from the first to the last.
    pub fn place(&self) -> Range {
        self.map.source(Range::new(0, offset(self.text.len())))
    }

    /// Bytes that state a part of it.
    pub fn source(&self, part: Range) -> Range {
        self.map.source(part)
    }

    /// The map from the text to its places.
    pub fn map(&self) -> &OffsetMap {
        &self.map
    }
}

/// The form of a part that is not known, as policies of templates have it. Braces and quotes in its name would end it
/// early.
pub fn hole(name: &str) -> String {
    let is_plain = |byte: u8| !matches!(byte, b'{' | b'}' | b'"' | b'\\');
    if name.bytes().all(is_plain) {
        return ["${", name, "}"].concat();
    }
    let plain = |character: char| if matches!(character, '{' | '}' | '"' | '\\') { '_' } else { character };
    format!("${{{}}}", name.chars().map(plain).collect::<String>())
}

impl Value {
    /// A value of this kind.
    pub fn new(range: Range, kind: ValueKind) -> Self {
        Self { range, kind }
    }

    /// A known text that stands for a range.
    pub fn text(text: &str, range: Range) -> Self {
        Self::new(range, ValueKind::Text(Text::of(text, range)))
    }

    /// A text of which nothing is known but what it will be called.
    pub fn hole(name: &str, range: Range) -> Self {
        Self::text(&hole(name), range)
    }

    /// A value of which not even the kind is known.
    pub fn unknown(name: &str, range: Range) -> Self {
        Self::new(range, ValueKind::Unknown(name.to_owned()))
    }

    /// The same value, stated elsewhere.
    #[must_use]
    pub fn stated_at(mut self, range: Range) -> Self {
        self.range = range;
        match &mut self.kind {
            ValueKind::Text(text) => *text = Text::of(&text.text, range),
            ValueKind::List(list) => {
                for one in list {
                    *one = std::mem::replace(one, Self::new(range, ValueKind::Null)).stated_at(range);
                }
            }
            ValueKind::Map(members) => {
                for (name, one) in members {
                    *name = std::mem::replace(name, Self::new(range, ValueKind::Null)).stated_at(range);
                    *one = std::mem::replace(one, Self::new(range, ValueKind::Null)).stated_at(range);
                }
            }
            _ => {}
        }
        self
    }

    /// The text, of a text, a number or a truth value.
    pub fn as_text(&self) -> Option<Text> {
        match &self.kind {
            ValueKind::Text(text) => Some(text.clone()),
            ValueKind::Number(number) => Some(Text::of(number, self.range)),
            ValueKind::Bool(value) => Some(Text::of(if *value { "true" } else { "false" }, self.range)),
            ValueKind::Encoded(inner) => {
                let written = super::Written::new(inner);
                let mut text = Text::default();
                text.adopt(&written.json, &written.map);
                Some(text)
            }
            _ => None,
        }
    }

    /// The text where all of it is known.
    pub fn as_known(&self) -> Option<String> {
        match &self.kind {
            ValueKind::Text(text) => text.is_known().then(|| text.text.clone()),
            ValueKind::Number(number) => Some(number.clone()),
            ValueKind::Bool(value) => Some(value.to_string()),
            ValueKind::Encoded(_) => self.as_text().filter(Text::is_known).map(|text| text.text),
            _ => None,
        }
    }

    /// The value of the last member with this name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let ValueKind::Map(members) = &self.kind else { return None };
        let named = |key: &Self| matches!(&key.kind, ValueKind::Text(text) if text.text == name);
        members.iter().rev().find(|(key, _)| named(key)).map(|(_, value)| value)
    }

    /// The elements of a list; empty for every other kind.
    pub fn elements(&self) -> &[Self] {
        match &self.kind {
            ValueKind::List(list) => list,
            _ => &[],
        }
    }
}
