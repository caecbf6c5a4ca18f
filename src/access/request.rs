//! One request, or all requests of one shape: who, what, on which resource, with which condition keys.

use std::borrow::Cow;
use std::fmt;

use super::context::{Context, Given};
use super::derived::derived;
use super::principal::Principal;
use super::subject::Text;

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
        for (key, given) in request.context.entries() {
            if let Some(is) = derived(&request.principal, &request.context, key)
                && !is.agrees(given)
            {
                return Err(RequestError::Contradiction { key: key.to_owned(), is });
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
