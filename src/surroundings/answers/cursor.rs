//! A place in an answer: a node with its path, and readers that say what is wrong with a value.

use super::AnswerProblem;
use crate::finding::Step;
use crate::json::{Kind, NodeId, Tree};
use crate::surroundings::Fact;

/// One value of an answer.
#[derive(Clone, Debug)]
pub(super) struct At<'a> {
    pub(super) tree: &'a Tree<'static>,
    pub(super) node: NodeId,
    path: Vec<Step>,
}

impl<'a> At<'a> {
    /// The whole answer.
    pub(super) fn root(tree: &'a Tree<'static>, node: NodeId) -> Self {
        Self { tree, node, path: Vec::new() }
    }

    /// What the value is.
    pub(super) fn kind(&self) -> Kind {
        self.tree.kind(self.node)
    }

    /// A member of an object; a `null` counts as absent.
    pub(super) fn some(&self, name: &str) -> Option<Self> {
        self.get(name).filter(|member| member.kind() != Kind::Null)
    }

    /// A member of an object.
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        let node = self.tree.value(self.node, name)?;
        let mut path = self.path.clone();
        path.push(Step::Key(name.to_owned()));
        Some(Self { tree: self.tree, node, path })
    }

    /// A member that must be there.
    pub(super) fn need(&self, name: &str) -> Result<Self, AnswerProblem> {
        if self.kind() != Kind::Object {
            return Err(self.problem("is not what the AWS CLI answers", "this is no object"));
        }
        self.some(name).ok_or_else(|| {
            let message = format!("is not what the AWS CLI answers: `{name}` is missing");
            self.problem(&message, &format!("`{name}` is missing here"))
        })
    }

    /// The elements of an array.
    pub(super) fn elements(&self) -> Result<Vec<Self>, AnswerProblem> {
        if self.kind() != Kind::Array {
            return Err(self.wrong("an array"));
        }
        let element = |(index, node)| {
            let mut path = self.path.clone();
            path.push(Step::Index(index));
            Self { tree: self.tree, node, path }
        };
        Ok(self.tree.elements(self.node).enumerate().map(element).collect())
    }

    /// The first element of an array that must have one.
    pub(super) fn first(&self) -> Result<Self, AnswerProblem> {
        let first = self.elements()?.into_iter().next();
        first.ok_or_else(|| {
            self.problem("is not what the AWS CLI answers: a list is empty", "nothing in here")
        })
    }

    /// The value as text.
    pub(super) fn string(&self) -> Result<Fact<String>, AnswerProblem> {
        match self.tree.str(self.node) {
            Some(text) if self.kind() == Kind::String => Ok(self.fact(text.to_owned())),
            _ => Err(self.wrong("a string")),
        }
    }

    /// The value as truth value.
    pub(super) fn boolean(&self) -> Result<Fact<bool>, AnswerProblem> {
        match self.kind() {
            Kind::True => Ok(self.fact(true)),
            Kind::False => Ok(self.fact(false)),
            _ => Err(self.wrong("`true` or `false`")),
        }
    }

    /// The value as a number of days.
    pub(super) fn days(&self) -> Result<Fact<u32>, AnswerProblem> {
        let number = if self.kind() == Kind::Number { self.tree.scalar(self.node) } else { None };
        let days = number.and_then(|text| text.parse().ok());
        days.map(|days| self.fact(days)).ok_or_else(|| self.wrong("a whole number"))
    }

    /// A fact with this value at this place.
    pub(super) fn fact<T>(&self, value: T) -> Fact<T> {
        Fact { value, span: self.tree.span(self.node), path: self.path.clone() }
    }

    /// A problem at this place.
    pub(super) fn problem(&self, message: &str, label: &str) -> AnswerProblem {
        AnswerProblem {
            message: message.to_owned(),
            span: self.tree.span(self.node),
            path: self.path.clone(),
            label: label.to_owned(),
            help: None,
        }
    }

    fn wrong(&self, wanted: &str) -> AnswerProblem {
        let name = self.path.iter().rev().find_map(|step| match step {
            Step::Key(name) => Some(name.as_str()),
            Step::Index(_) => None,
        });
        let message = match name {
            Some(name) => format!("is not what the AWS CLI answers: `{name}` must be {wanted}"),
            None => format!("is not what the AWS CLI answers: it must be {wanted}"),
        };
        self.problem(&message, &format!("this must be {wanted}"))
    }
}

/// Reads a value that may be absent.
pub(super) fn optional<'a, T>(
    at: Option<At<'a>>,
    read: impl Fn(&At<'a>) -> Result<T, AnswerProblem>,
) -> Result<Option<T>, AnswerProblem> {
    at.map(|at| read(&at)).transpose()
}

impl AnswerProblem {
    /// The same problem with advice.
    pub(super) fn with_help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }
}
