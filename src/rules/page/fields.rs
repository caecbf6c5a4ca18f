//! Reads the members of a JSON object into values, and collects every mistake with its place.

use crate::json::{Kind, Member, NodeId, Tree};
use crate::text::Range;

/// Something wrong in a file that the user wrote for arnlint itself: a rule page or a saved answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong: lower-case start, no final stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where, in bytes of the file.
    pub range: Range,
}

impl Mistake {
    /// A mistake without advice.
    pub fn new(range: Range, message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, range }
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// One object under reading. Members that nobody asked for are mistakes when the reading is finished.
#[derive(Debug)]
pub struct Fields<'t, 'm> {
    tree: &'t Tree<'t>,
    node: NodeId,
    /// The members, taken out of the tree once: each is asked for by name.
    members: Vec<(&'t str, Member)>,
    asked: Vec<&'static str>,
    mistakes: &'m mut Vec<Mistake>,
}

impl<'t, 'm> Fields<'t, 'm> {
    /// Starts to read `node`; a value that is no object is a mistake and reads as an empty one.
    pub fn new(tree: &'t Tree<'t>, node: NodeId, what: &str, mistakes: &'m mut Vec<Mistake>) -> Self {
        if tree.kind(node) != Kind::Object {
            mistakes.push(Mistake::new(tree.span(node).range(), format!("{what} must be an object")));
        }
        let name = |member: &Member| tree.str(member.key).unwrap_or("");
        let members = tree.members(node).map(|member| (name(&member), member)).collect();
        Self { tree, node, members, asked: Vec::with_capacity(24), mistakes }
    }

    /// The tree that is read.
    pub fn tree(&self) -> &'t Tree<'t> {
        self.tree
    }

    /// Bytes of a node in the file.
    pub fn range(&self, node: NodeId) -> Range {
        self.tree.span(node).range()
    }

    /// Reports a mistake at a node.
    pub fn mistake(&mut self, node: NodeId, message: impl Into<String>) {
        let range = self.range(node);
        self.mistakes.push(Mistake::new(range, message));
    }

    /// The list that mistakes go to.
    pub fn mistakes(&mut self) -> &mut Vec<Mistake> {
        self.mistakes
    }

    /// The member's value, if the object has it.
    pub fn value(&mut self, name: &'static str) -> Option<NodeId> {
        self.asked.push(name);
        self.members.iter().find(|(known, _)| *known == name).map(|(_, member)| member.value)
    }

    /// The member's value; a missing one is a mistake at the object.
    pub fn required(&mut self, name: &'static str) -> Option<NodeId> {
        let value = self.value(name);
        if value.is_none() {
            self.mistake(self.node, format!("`{name}` is missing"));
        }
        value
    }

    /// A string member with its node.
    pub fn string(&mut self, name: &'static str) -> Option<(&'t str, NodeId)> {
        let node = self.value(name)?;
        self.as_string(node, name)
    }

    /// A string member that must be there.
    pub fn required_string(&mut self, name: &'static str) -> Option<(&'t str, NodeId)> {
        let node = self.required(name)?;
        self.as_string(node, name)
    }

    fn as_string(&mut self, node: NodeId, name: &str) -> Option<(&'t str, NodeId)> {
        let text = if self.tree.kind(node) == Kind::String { self.tree.str(node) } else { None };
        if text.is_none() {
            self.mistake(node, format!("`{name}` must be a string"));
        }
        text.map(|text| (text, node))
    }

    /// A member that is a string or a list of strings.
    pub fn strings(&mut self, name: &'static str) -> Vec<(&'t str, NodeId)> {
        let Some(node) = self.value(name) else { return Vec::new() };
        if self.tree.kind(node) != Kind::Array {
            return self.as_string(node, name).into_iter().collect();
        }
        self.tree.elements(node).filter_map(|element| self.as_string(element, name)).collect()
    }

    /// A boolean member.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        let node = self.value(name)?;
        match self.tree.kind(node) {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => {
                self.mistake(node, format!("`{name}` must be true or false"));
                None
            }
        }
    }

    /// A member that is one of a fixed set of words.
    pub fn word<T>(&mut self, name: &'static str, read: fn(&str) -> Option<T>, words: &[&str]) -> Option<T> {
        let (text, node) = self.string(name)?;
        let value = read(text);
        if value.is_none() {
            let range = self.range(node);
            self.mistakes.push(unknown(range, text, words));
        }
        value
    }

    /// Members of an object member, in order: name, name's node, value.
    pub fn entries(&mut self, name: &'static str) -> Vec<(&'t str, NodeId, NodeId)> {
        let Some(node) = self.value(name) else { return Vec::new() };
        if self.tree.kind(node) != Kind::Object {
            self.mistake(node, format!("`{name}` must be an object"));
        }
        let name = |key| self.tree.str(key).unwrap_or("");
        self.tree.members(node).map(|member| (name(member.key), member.key, member.value)).collect()
    }

    /// Elements of a list member.
    pub fn list(&mut self, name: &'static str) -> Vec<NodeId> {
        let Some(node) = self.value(name) else { return Vec::new() };
        if self.tree.kind(node) != Kind::Array {
            self.mistake(node, format!("`{name}` must be a list"));
        }
        self.tree.elements(node).collect()
    }

    /// Ends the reading: every member that was not asked for is a mistake.
    pub fn finish(self) {
        for (name, member) in &self.members {
            if !self.asked.contains(name) {
                self.mistakes.push(unknown(self.tree.span(member.key).range(), name, &self.asked));
            }
        }
    }
}

/// A word that is not in its list, with the nearest one as advice.
pub fn unknown(range: Range, word: &str, words: &[&str]) -> Mistake {
    let nearest = words
        .iter()
        .map(|known| (strsim::osa_distance(word, known), known))
        .filter(|(distance, known)| *distance <= 2.max(known.len() / 4))
        .min();
    let mistake = Mistake::new(range, format!("`{word}` is not known here"));
    match nearest {
        Some((_, known)) => mistake.help(format!("did you mean `{known}`?")),
        None => mistake.help(format!("expected one of: {}", words.join(", "))),
    }
}
