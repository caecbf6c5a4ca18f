//! One request, or all requests of one shape: who, what, on which resource, with which condition keys.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::derived::derived;
use super::glob::Case;
use super::principal::Principal;
use super::subject::Text;
use super::truth::Why;
use crate::aws::keys::condition_key;

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
            Self::Many(texts) => Some(texts.iter().any(|text| text.exact() != Some(""))),
        }
    }
}

/// How ARNs of `Resource` are matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ArnReading {
    /// The whole ARN is one text, in which a `*` may also run over colons.
    #[default]
    Flat,
    /// The six parts are matched one by one.
    Parts,
}

/// Why a request does not make sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// The text names no caller.
    NotAPrincipal(String),
    /// Several values, or none, for a key that has one value.
    NotSingle {
        /// The condition key.
        key: String,
    },
    /// The caller, or another key of the request, says otherwise.
    Contradiction {
        /// The condition key.
        key: String,
        /// What the key is in this request.
        is: Given,
    },
}

impl fmt::Display for RequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPrincipal(text) => write!(formatter, "`{text}` names no caller"),
            Self::NotSingle { key } => write!(formatter, "`{key}` has exactly one value in a request"),
            Self::Contradiction { key, is } => {
                write!(formatter, "`{key}` cannot have this value in this request")?;
                match is {
                    Given::Absent => formatter.write_str(": the request has no value for it"),
                    Given::One(Text::Exact(text)) => write!(formatter, ": it is `{text}`"),
                    _ => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for RequestError {}

/// The condition keys of a request. Names are compared without regard to case, tag keys included.
#[derive(Clone, Debug)]
pub struct Context {
    shape: fn(&str) -> KeyShape,
    entries: BTreeMap<String, Given>,
}

impl Default for Context {
    fn default() -> Self {
        Self::new()
    }
}

/// The shape of a key in AWS's service reference.
fn shape_in_reference(key: &str) -> KeyShape {
    match condition_key(key) {
        Some(known) if known.is_multivalued => KeyShape::List,
        Some(_) => KeyShape::Single,
        None => KeyShape::Unknown,
    }
}

impl Context {
    /// A context that says nothing; the shapes of keys are those of the service reference.
    pub fn new() -> Self {
        Self::with_shapes(shape_in_reference)
    }

    /// A context that says nothing, with other shapes of keys.
    pub fn with_shapes(shape: fn(&str) -> KeyShape) -> Self {
        Self { shape, entries: BTreeMap::new() }
    }

    /// Says something about a key, in place of what was said before. The key's shape in the reference decides over
    /// the form in which a value is given: one value for a key that holds a list is a list of one.
    pub fn set(&mut self, key: &str, given: Given) -> Result<&mut Self, RequestError> {
        let given = match ((self.shape)(key), given) {
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

    /// Whether the key holds one value or a list: by the reference, else by the form in which it was given.
    pub fn shape(&self, key: &str) -> KeyShape {
        match ((self.shape)(key), self.get(key)) {
            (KeyShape::Unknown, Some(Given::One(_))) => KeyShape::Single,
            (KeyShape::Unknown, Some(Given::Many(_))) => KeyShape::List,
            (shape, _) => shape,
        }
    }
}

/// One request, or all requests of one shape.
#[derive(Clone, Debug)]
pub struct Request {
    principal: Principal,
    action: String,
    resource: Text,
    context: Context,
    boundary: bool,
    arns: ArnReading,
}

impl Request {
    /// A request. `resource` is one ARN, or `*` for an action that takes no resource. Fails where the context says of
    /// a key what the caller or another key rules out.
    pub fn new(
        principal: Principal,
        action: impl Into<String>,
        resource: impl Into<Text>,
        context: Context,
    ) -> Result<Self, RequestError> {
        let request = Self {
            principal,
            action: action.into(),
            resource: resource.into(),
            context,
            boundary: false,
            arns: ArnReading::Flat,
        };
        for (key, given) in &request.context.entries {
            if let Some(is) = derived(&request.principal, &request.context, key)
                && !is.agrees(given)
            {
                return Err(RequestError::Contradiction { key: key.clone(), is });
            }
        }
        Ok(request)
    }

    /// Says that the caller has a permissions boundary, which matters to a `Deny` with `NotPrincipal`.
    #[must_use]
    pub fn with_boundary(mut self) -> Self {
        self.boundary = true;
        self
    }

    /// Chooses how ARNs of `Resource` are matched.
    #[must_use]
    pub fn with_arns(mut self, reading: ArnReading) -> Self {
        self.arns = reading;
        self
    }

    /// Who makes it.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The action, `service:Name`.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The resource, `*` for none.
    pub fn resource(&self) -> &Text {
        &self.resource
    }

    /// What was said about condition keys.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Whether the caller has a permissions boundary.
    pub fn has_boundary(&self) -> bool {
        self.boundary
    }

    /// How ARNs of `Resource` are matched.
    pub fn arns(&self) -> ArnReading {
        self.arns
    }

    /// What is known about a key: what was said, what follows from the caller, else nothing.
    pub fn value(&self, key: &str) -> Cow<'_, Given> {
        let said = self.context.get(key);
        if let Some(given @ (Given::Absent | Given::One(_) | Given::Many(_))) = said {
            return Cow::Borrowed(given);
        }
        match (derived(&self.principal, &self.context, key), said) {
            (Some(Given::Unknown) | None, said) => {
                Cow::Owned(said.cloned().unwrap_or_else(|| self.usual(key)))
            }
            (Some(given), _) => Cow::Owned(given),
        }
    }

    /// What to take for a key that nothing was said about. The keys of a call for a resource's owner are there only
    /// when an AWS service makes the call itself.
    fn usual(&self, key: &str) -> Given {
        let source = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];
        let direct = !matches!(self.principal, Principal::Service(_));
        if direct && source.iter().any(|name| name.eq_ignore_ascii_case(key)) {
            Given::Absent
        } else {
            Given::Unknown
        }
    }
}

impl Given {
    /// Whether a given value is possible where the key is known to be `self`.
    fn agrees(&self, given: &Self) -> bool {
        if *given == Self::Unknown || *self == Self::Unknown {
            return true;
        }
        if self.is_present() != given.is_present() {
            return false;
        }
        match (self, given) {
            (Self::One(known), Self::One(said)) => match known {
                Text::Exact(text) => {
                    !said.is_matched(&super::glob::Pattern::literal(text), Case::Exact, Why::Key).is_false()
                }
                Text::Like(pattern) => !said.is_matched(pattern, Case::Exact, Why::Key).is_false(),
            },
            (Self::Many(known), Self::Many(said)) => {
                let fits = |known: &Text| {
                    said.iter()
                        .any(|said| !said.is_matched(&known.pattern(), Case::Exact, Why::Key).is_false())
                };
                known.iter().filter(|known| known.exact().is_some()).all(fits)
            }
            _ => true,
        }
    }
}
