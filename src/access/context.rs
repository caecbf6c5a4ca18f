//! What a request says about condition keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::glob::Case;
use super::request::RequestError;
use super::subject::Text;
use super::truth::Why;
use crate::aws::Catalog;

/// Whether requests carry one value or a list for a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyShape {
    /// At most one value.
    Single,
    /// A list of values.
    List,
    /// The key is in no table.
    Unknown,
}

/// What a request says about a condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// The request has no value for it.
    Absent,
    /// Whether it has one, and which, is not known.
    Unknown,
    /// It has a value, which is not known.
    Present,
    /// It has this value.
    One(Text),
    /// It has this list of values. An empty list, or one of empty texts, is the same as no value.
    Many(Vec<Text>),
}

impl Given {
    /// This one value.
    pub fn one(text: &str) -> Self {
        Self::One(text.into())
    }

    /// This list of values.
    pub fn many(texts: &[&str]) -> Self {
        Self::Many(texts.iter().map(|text| (*text).into()).collect())
    }

    /// Whether the request has a value; `None` where that is not known.
    pub fn is_present(&self) -> Option<bool> {
        match self {
            Self::Absent => Some(false),
            Self::Unknown => None,
            Self::Present | Self::One(_) => Some(true),
            Self::Many(texts) => {
                let may_be_empty = |text: &Text| match text {
                    Text::Exact(text) => text.is_empty(),
                    Text::Like(pattern) => pattern.may_match("", Case::Exact),
                };
                if !texts.iter().all(may_be_empty) {
                    return Some(true);
                }
                if texts.iter().all(|text| text.exact().is_some()) { Some(false) } else { None }
            }
        }
    }

    /// Whether a given value is possible where the key is known to be `self`.
    pub(super) fn agrees(&self, given: &Self) -> bool {
        if *given == Self::Unknown || *self == Self::Unknown {
            return true;
        }
        if let (Some(known), Some(said)) = (self.is_present(), given.is_present())
            && known != said
        {
            return false;
        }
        let possible =
            |known: &Text, said: &Text| !said.is_matched(&known.pattern(), Case::Exact, Why::Key).is_false();
        match (self, given) {
            (Self::One(known), Self::One(said)) => possible(known, said),
            (Self::Many(known), Self::Many(said)) => {
                let exact = known.iter().filter(|known| known.exact().is_some());
                exact.into_iter().all(|known| said.iter().any(|said| possible(known, said)))
            }
            _ => true,
        }
    }
}

/// The condition keys of a request. Names are compared without regard to case, tag keys included.
#[derive(Clone, Debug)]
pub struct Context {
    shapes: Shapes,
    entries: BTreeMap<String, Given>,
}

impl Default for Context {
    fn default() -> Self {
        Self::new()
    }
}

/// Who tells the shapes of keys.
#[derive(Clone, Debug)]
enum Shapes {
    BuiltIn,
    Of(Arc<Catalog>),
    By(fn(&str) -> KeyShape),
}

impl Shapes {
    fn of(&self, key: &str) -> KeyShape {
        match self {
            Self::BuiltIn => shape_in(Catalog::built_in(), key),
            Self::Of(catalog) => shape_in(catalog, key),
            Self::By(shape) => shape(key),
        }
    }
}

/// The shape of a key in AWS's service reference.
fn shape_in(catalog: &Catalog, key: &str) -> KeyShape {
    match catalog.key(key) {
        Some(known) if known.is_multivalued => KeyShape::List,
        Some(_) => KeyShape::Single,
        None => KeyShape::Unknown,
    }
}

impl Context {
    /// A context that says nothing; the shapes of keys are those of the service reference.
    pub fn new() -> Self {
        Self { shapes: Shapes::BuiltIn, entries: BTreeMap::new() }
    }

    /// A context that says nothing; the shapes of keys are those of other facts about services.
    pub fn beside(catalog: Arc<Catalog>) -> Self {
        Self { shapes: Shapes::Of(catalog), entries: BTreeMap::new() }
    }

    /// A context that says nothing, with other shapes of keys.
    pub fn with_shapes(shape: fn(&str) -> KeyShape) -> Self {
        Self { shapes: Shapes::By(shape), entries: BTreeMap::new() }
    }

    /// Says something about a key, in place of what was said before. The key's shape in the reference decides over
    /// the form in which a value is given: one value for a key that holds a list is a list of one.
    pub fn set(&mut self, key: &str, given: Given) -> Result<&mut Self, RequestError> {
        let given = match (self.shapes.of(key), given) {
            (KeyShape::List, Given::One(text)) => Given::Many(vec![text]),
            (KeyShape::Single, Given::Many(texts)) => match <[Text; 1]>::try_from(texts) {
                Ok([text]) => Given::One(text),
                Err(_) => return Err(RequestError::NotSingle { key: key.to_owned() }),
            },
            (_, given) => given,
        };
        self.entries.insert(key.to_ascii_lowercase(), given);
        Ok(self)
    }

    /// What was said about a key.
    pub fn get(&self, key: &str) -> Option<&Given> {
        match self.entries.get(key) {
            Some(given) => Some(given),
            None => self.entries.get(&key.to_ascii_lowercase()),
        }
    }

    /// Everything that was said: keys in lower case, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Given)> {
        self.entries.iter().map(|(key, given)| (key.as_str(), given))
    }

    /// Whether the key holds one value or a list: by the reference, else by the form in which it was given.
    pub fn shape(&self, key: &str) -> KeyShape {
        match (self.shapes.of(key), self.get(key)) {
            (KeyShape::Unknown, Some(Given::One(_))) => KeyShape::Single,
            (KeyShape::Unknown, Some(Given::Many(_))) => KeyShape::List,
            (shape, _) => shape,
        }
    }
}
