//! One document of the Service Reference, to facts.

use std::collections::{BTreeMap, HashSet};

use crate::aws::catalog::facts::{Action, Key, KeyType, Level, Need, ResourceType, Service};
use crate::json::{Kind, NodeId, Tree};
use crate::text::Range;

/// The longest name or template; what is longer is none.
const LONGEST: usize = 1024;

/// What a file of the Service Reference is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// The actions, types of resources and condition keys of a service.
    Service(Service),
    /// Condition keys of requests to any service.
    Keys(Vec<Key>),
    /// A list of the documents, or of the names that SDKs have for services: it says nothing about either.
    Index,
}

/// Why a text is no document of the Service Reference: a clause, and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong: lower-case start, no final stop.
    pub message: String,
    /// Where.
    pub range: Range,
}

/// Reads a document. `tree` is that of a text without mistakes.
pub fn read(tree: &Tree<'_>) -> Result<Document, Wrong> {
    let reader = Reader { tree };
    let Some(root) = tree.root() else { return Err(no_document(Range::default())) };
    let foreign = || no_document(tree.range(root));
    match tree.kind(root) {
        Kind::Array => match tree.elements(root).next() {
            Some(first) if tree.value(first, "service").is_some() => Ok(Document::Index),
            Some(first) if tree.value(first, "Types").is_some() => reader.global_keys(root),
            _ => Err(foreign()),
        },
        Kind::Object => {
            if tree.value(root, "Actions").is_some() {
                return reader.service(root).map(Document::Service);
            }
            match tree.value(root, "ConditionKeys") {
                Some(keys) => reader.global_keys(keys),
                None if reader.is_mapping(root) => Ok(Document::Index),
                None => Err(foreign()),
            }
        }
        _ => Err(foreign()),
    }
}

#[derive(Clone, Copy)]
struct Reader<'r, 't> {
    tree: &'r Tree<'t>,
}

impl<'r> Reader<'r, '_> {
    fn wrong(self, node: NodeId, message: impl Into<String>) -> Wrong {
        Wrong { message: message.into(), range: self.tree.range(node) }
    }

    /// Whether every member is a name, or a list of names: the services by the names that SDKs have for them.
    fn is_mapping(self, root: NodeId) -> bool {
        let is_text = |node: NodeId| self.tree.kind(node) == Kind::String;
        let is_name = |node: NodeId| match self.tree.kind(node) {
            Kind::Array => self.tree.elements(node).all(is_text),
            _ => is_text(node),
        };
        self.tree.members(root).next().is_some() && self.tree.members(root).all(|one| is_name(one.value))
    }

    fn service(self, root: NodeId) -> Result<Service, Wrong> {
        let name = self.name(root, "the document")?;
        let text = self.text(name, "`Name`")?;
        let is_prefix =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._".contains(&byte);
        if !text.bytes().all(is_prefix) {
            return Err(self.wrong(name, format!("`{text}` is not what actions of a service begin with")));
        }
        let mut service = Service { name: text.to_owned(), ..Service::default() };
        for node in self.list(root, "Actions")? {
            service.actions.push(self.action(node)?);
        }
        // IAM does not look at the case of names.
        let mut seen = HashSet::new();
        service.actions.retain(|action| seen.insert(action.name.to_ascii_lowercase()));
        let mut types: BTreeMap<String, ResourceType> = BTreeMap::new();
        for node in self.list(root, "Resources")? {
            let found = self.resource_type(node)?;
            match types.get_mut(&found.name) {
                Some(known) => {
                    known.arns.extend(found.arns);
                    known.keys.extend(found.keys);
                }
                None => _ = types.insert(found.name.clone(), found),
            }
        }
        service.resources = types.into_values().collect();
        let of_actions = service.actions.iter_mut().flat_map(|action| {
            let needs = action.needs.iter_mut().map(|need| &mut need.keys);
            needs.chain(std::iter::once(&mut action.keys))
        });
        let of_types = service.resources.iter_mut().map(|resource| &mut resource.keys);
        of_actions.chain(of_types).for_each(|keys| in_order(keys, text));
        for node in self.list(root, "ConditionKeys")? {
            service.keys.push(self.key(node)?);
        }
        Ok(service)
    }

    fn global_keys(self, list: NodeId) -> Result<Document, Wrong> {
        let mut keys = Vec::new();
        for node in self.elements(list, "ConditionKeys")? {
            let key = self.key(node)?;
            let is_global = key.name.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
            if !is_global {
                let message = format!("`{}` is no global key, and no service is named", key.name);
                return Err(self.wrong(node, message));
            }
            keys.push(key);
        }
        Ok(Document::Keys(keys))
    }

    fn action(self, node: NodeId) -> Result<Action, Wrong> {
        let name = self.name(node, "an action")?;
        let text = self.text(name, "`Name`")?;
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
            return Err(self.wrong(name, format!("`{text}` is no name of an action")));
        }
        let mut action = Action {
            name: text.to_owned(),
            level: self.level(node)?,
            keys: self.keys(node, "ActionConditionKeys")?,
            ..Action::default()
        };
        for pair in self.list(node, "Resources")? {
            let resource = resource_name(self.text(self.name(pair, "a resource of an action")?, "`Name`")?);
            let keys = self.keys(pair, "ConditionKeys")?;
            match action.needs.iter_mut().find(|need| need.resource == resource) {
                Some(known) => known.keys.extend(keys),
                None => action.needs.push(Need { resource, required: None, keys }),
            }
        }
        action.needs.sort_by_cached_key(|need| (need.resource.to_ascii_lowercase(), need.resource.clone()));
        let says_more = |name| self.tree.value(node, name).is_some();
        action.is_bare = !["Annotations", "ActionConditionKeys", "Resources"].into_iter().any(says_more);
        Ok(action)
    }

    /// The level that the annotations come to: an action that changes permissions or tags also writes, and one of which
    /// nothing is said but that it does nothing else reads.
    fn level(self, action: NodeId) -> Result<Option<Level>, Wrong> {
        let Some(annotations) = self.tree.value(action, "Annotations") else { return Ok(None) };
        let Some(properties) = self.tree.value(annotations, "Properties") else { return Ok(None) };
        let levels = [
            ("IsPermissionManagement", Level::Permissions),
            ("IsTaggingOnly", Level::Tagging),
            ("IsWrite", Level::Write),
            ("IsList", Level::List),
        ];
        for (name, level) in levels {
            let Some(value) = self.tree.value(properties, name) else { continue };
            match self.tree.kind(value) {
                Kind::True => return Ok(Some(level)),
                Kind::False => {}
                _ => return Err(self.wrong(value, format!("`{name}` must be `true` or `false`"))),
            }
        }
        Ok(Some(Level::Read))
    }

    fn resource_type(self, node: NodeId) -> Result<ResourceType, Wrong> {
        let name = resource_name(self.text(self.name(node, "a type of resource")?, "`Name`")?);
        let mut arns = Vec::new();
        for template in self.list(node, "ARNFormats")? {
            arns.push(with_holes(self.text(template, "a template of ARNs")?));
        }
        Ok(ResourceType { name, arns, keys: self.keys(node, "ConditionKeys")? })
    }

    fn key(self, node: NodeId) -> Result<Key, Wrong> {
        let name = self.key_name(self.name(node, "a condition key")?)?;
        let types = self.list(node, "Types")?;
        let Some(first) = types.first() else {
            return Err(self.wrong(node, format!("`{name}` has no `Types`")));
        };
        let word = self.text(*first, "`Types`")?;
        let (one, is_multivalued) = word.strip_prefix("ArrayOf").map_or((word, false), |one| (one, true));
        let Some(kind) = key_type(one) else {
            return Err(self.wrong(*first, format!("`{word}` is no type of a key that this arnlint knows")));
        };
        Ok(Key { name, kind, is_multivalued })
    }

    /// The names of keys in a list.
    fn keys(self, node: NodeId, name: &str) -> Result<Vec<String>, Wrong> {
        let mut keys = Vec::new();
        for key in self.list(node, name)? {
            keys.push(self.key_name(key)?);
        }
        Ok(keys)
    }

    /// The name of a key whose holes have no names. Some keys of tags are printed with a word in place of the hole.
    fn key_name(self, node: NodeId) -> Result<String, Wrong> {
        let text = self.text(node, "a condition key")?;
        if !text.contains(':') || text.contains(char::is_whitespace) {
            return Err(self.wrong(node, format!("`{text}` is no condition key")));
        }
        let mut name = String::with_capacity(text.len());
        let mut rest = text.strip_suffix("/tag-key").or_else(|| text.strip_suffix("/<key>")).unwrap_or(text);
        let is_cut = rest.len() < text.len();
        while let Some((before, hole)) = rest.split_once("${") {
            let Some((_, after)) = hole.split_once('}') else { break };
            name.push_str(before);
            name.push_str("${}");
            rest = after;
        }
        name.push_str(rest);
        name.push_str(if is_cut { "/${}" } else { "" });
        Ok(name)
    }

    fn name(self, node: NodeId, what: &str) -> Result<NodeId, Wrong> {
        if self.tree.kind(node) != Kind::Object {
            return Err(self.wrong(node, format!("{what} must be an object")));
        }
        let start = self.tree.range(node).start;
        self.tree.value(node, "Name").ok_or_else(|| Wrong {
            message: format!("{what} has no `Name`"),
            range: Range::new(start, start.saturating_add(1)),
        })
    }

    fn text(self, node: NodeId, what: &str) -> Result<&'r str, Wrong> {
        match self.tree.str(node) {
            Some("") => Err(self.wrong(node, format!("{what} is empty"))),
            Some(text) if text.len() > LONGEST => {
                Err(self.wrong(node, format!("{what} has more than {LONGEST} characters")))
            }
            Some(text) => Ok(text),
            None => Err(self.wrong(node, format!("{what} must be a string"))),
        }
    }

    /// The elements of a list that may be missing.
    fn list(self, node: NodeId, name: &str) -> Result<Vec<NodeId>, Wrong> {
        match self.tree.value(node, name) {
            Some(list) => self.elements(list, name),
            None => Ok(Vec::new()),
        }
    }

    fn elements(self, list: NodeId, name: &str) -> Result<Vec<NodeId>, Wrong> {
        match self.tree.kind(list) {
            Kind::Array => Ok(self.tree.elements(list).collect()),
            Kind::Null => Ok(Vec::new()),
            _ => Err(self.wrong(list, format!("`{name}` must be a list"))),
        }
    }
}

fn no_document(range: Range) -> Wrong {
    let message = "this is no document of the Service Reference: one has `Name` and `Actions` at its top";
    // The whole text would be no place.
    Wrong { message: message.to_owned(), range: Range::new(range.start, range.start) }
}

/// The keys of a service first, then all others, none twice: as the facts that arnlint carries have them.
fn in_order(keys: &mut Vec<String>, service: &str) {
    keys.sort_by_cached_key(|key| {
        let is_foreign = key.split_once(':').is_none_or(|(prefix, _)| prefix != service);
        (is_foreign, key.to_ascii_lowercase(), key.clone())
    });
    keys.dedup();
}

/// The type of a key by its word. The reference has used several words for one type.
fn key_type(word: &str) -> Option<KeyType> {
    KeyType::from_word(word).or(match word {
        "IPAddress" => Some(KeyType::Ip),
        "Boolean" => Some(KeyType::Bool),
        "Long" | "Integer" | "Number" => Some(KeyType::Numeric),
        _ => None,
    })
}

/// The name of a type of resource: it stands in lists that blanks divide.
fn resource_name(name: &str) -> String {
    name.replace(' ', "-")
}

/// A template of ARNs in which every `{…}` has its dollar sign.
fn with_holes(template: &str) -> String {
    let mut mended = String::with_capacity(template.len());
    for letter in template.chars() {
        if letter == '{' && !mended.ends_with('$') {
            mended.push('$');
        }
        mended.push(letter);
    }
    mended
}
