//! What a template states around its policies, and names for what it leaves to AWS, so that its policies can be held
//! against it as if they were deployed.
//!
//! A reference to a resource stands for one name, the same wherever it occurs. In a scope each such reference has a name
//! of its own; what is found with it holds for every real one. References of which not even the form is known, such as
//! parameters, stay open.

use std::collections::HashMap;
use std::sync::Arc;

use super::value::hole;
use crate::json::{Host, OffsetMap, Tree};
use crate::surroundings::Surroundings;
use crate::text::{FileId, Range, Span, offset};

/// The account that stands for the one which a template is deployed in.
pub const ACCOUNT: &str = "900000000001";
/// The region that stands for the one which a template is deployed in, where nothing states it.
pub const REGION: &str = "us-east-1";

/// References with the names that stand for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// `${Bucket}` and `ref-bucket`, in the order in which they were given.
    list: Vec<(String, String)>,
    /// The places of references in the list.
    places: HashMap<String, usize>,
}

impl Names {
    /// Adds a reference to a thing that AWS or the template's program names.
    pub fn add(&mut self, reference: &str) {
        let plain =
            |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
        let name: String = reference.trim_end_matches(".id").chars().map(plain).take(50).collect();
        self.set(reference, &format!("ref-{}-{}", name.trim_matches('-'), self.list.len()));
    }

    /// Adds a reference to a key of KMS, whose ids have a form of their own.
    pub fn add_key(&mut self, reference: &str) {
        self.set(reference, &format!("00000000-0000-4000-8000-{:012}", self.list.len() + 1));
    }

    /// Gives a reference this name.
    pub fn set(&mut self, reference: &str, name: &str) {
        let hole = hole(reference);
        let next = self.list.len();
        let at = *self.places.entry(hole.clone()).or_insert(next);
        match self.list.get_mut(at) {
            Some((_, known)) => name.clone_into(known),
            None => self.list.push((hole, name.to_owned())),
        }
    }

    /// Gives a reference another name, where it has one.
    pub fn reset(&mut self, reference: &str, name: &str) {
        let at = self.places.get(&hole(reference)).copied();
        if let Some((_, known)) = at.and_then(|at| self.list.get_mut(at)) {
            name.clone_into(known);
        }
    }

    /// Whether this name stands for a reference.
    pub fn stands_for(&self, reference: &str, name: &str) -> bool {
        let at = self.places.get(&hole(reference)).copied();
        at.and_then(|at| self.list.get(at)).is_some_and(|(_, known)| known == name)
    }

    /// The name of the reference that a text begins with, and the bytes of the reference.
    fn at(&self, text: &str) -> Option<(&str, usize)> {
        let length = text.find('}')? + 1;
        let at = *self.places.get(text.get(..length)?)?;
        self.list.get(at).map(|(_, name)| (name.as_str(), length))
    }

    /// A text with names in the place of references; `None` where a part of it stays open.
    pub fn fill(&self, text: &str) -> Option<String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, _)) = rest.split_once("${") {
            filled.push_str(before);
            let reference = rest.get(before.len()..)?;
            let (name, length) = self.at(reference)?;
            filled.push_str(name);
            rest = reference.get(length..)?;
        }
        filled.push_str(rest);
        Some(filled)
    }

    /// A text for people: references in the place of their names. Partitions and regions that `written` has in its ARNs
    /// are left as they are.
    pub fn show(&self, text: &str, written: &str) -> String {
        let mut shown = text.to_owned();
        for (reference, name) in self.list.iter().filter(|(_, name)| text.contains(name.as_str())) {
            // They are parts of other words, too, and are put back in ARNs alone.
            let around = match reference.as_str() {
                "${AWS::URLSuffix}" => continue,
                "${AWS::Partition}" | "${data.aws_partition.current.partition}" => Some(("arn:", ":")),
                "${AWS::Region}" | "${data.aws_region.current.region}" => Some((":", ":")),
                _ => None,
            };
            shown = match around {
                None => shown.replace(name, reference),
                Some((before, after)) => {
                    let literal = format!("{before}{name}{after}");
                    if written.contains(&literal) {
                        continue;
                    }
                    shown.replace(&literal, &format!("{before}{reference}{after}"))
                }
            };
        }
        shown
    }

    /// Whether a text has a name that stands for a reference.
    pub fn is_in(&self, text: &str) -> bool {
        self.list.iter().any(|(_, name)| text.contains(name.as_str()))
    }

    /// The text of a policy with names in the place of references, as a tree of its own; `None` where there is none to
    /// replace.
    pub fn instance(&self, tree: &Tree<'_>) -> Option<Tree<'static>> {
        let (text, origin) = (tree.text(), tree.origin()?);
        let mut json = String::with_capacity(text.len());
        let mut map = OffsetMap::default();
        let mut at = 0usize;
        let mut from = 0usize;
        while let Some(found) = text.get(from..).and_then(|rest| rest.find("${")) {
            let start = from + found;
            let rest = text.get(start..).unwrap_or("");
            from = start + 2;
            let Some((name, length)) = self.at(rest) else { continue };
            json.push_str(text.get(at..start).unwrap_or(""));
            origin.part_into(Range::new(offset(at), offset(start)), &mut map);
            let end = start + length;
            let place = origin.source(Range::new(offset(start), offset(end)));
            json.push_str(name);
            map.push_whole(offset(name.len()), place.start, place.len());
            (at, from) = (end, end);
        }
        if at == 0 {
            return None;
        }
        json.push_str(text.get(at..).unwrap_or(""));
        origin.part_into(Range::new(offset(at), offset(text.len())), &mut map);
        let map = map.hosted_by(Host::Closed);
        let (made, _) = crate::json::parse(std::borrow::Cow::Owned(json), tree.file(), Some(map));
        Some(match tree.joined_files() {
            Some(files) => made.joined(files),
            None => made,
        })
    }
}

/// The surroundings that one template or module states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// The names in it.
    pub names: Names,
    /// The facts, with names in the place of references.
    pub facts: Surroundings,
}

impl Scope {
    /// Of a policy outside any template that is held against the facts of one: where that one is deployed is not known.
    pub fn beside() -> Self {
        let mut scope = Self::default();
        scope.names.set("AWS::AccountId", ACCOUNT);
        scope.names.set("AWS::Region", REGION);
        scope
    }
}

/// Where a range of a template stands.
#[derive(Clone, Debug)]
pub enum Places {
    /// In one file.
    One(FileId),
    /// In one of several, whose texts stand end to end.
    Many(Arc<[(u32, FileId)]>),
}

impl Places {
    /// The span of a range.
    pub fn span(&self, range: Range) -> Span {
        match self {
            Self::One(id) => range.in_file(*id),
            Self::Many(starts) => {
                let at = starts.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
                match starts.get(at) {
                    Some((start, id)) => {
                        let end = range.end.saturating_sub(*start);
                        Range::new(range.start.saturating_sub(*start), end).in_file(*id)
                    }
                    None => range.in_file(FileId(0)),
                }
            }
        }
    }
}
