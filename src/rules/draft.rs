//! What a check reports: which rule, which message, where, with which named values. No words for people.

use crate::finding::{Applicability, Confidence, Role, Severity, Step, Target};
use crate::json::NodeId;
pub use crate::json::TreeEdit;
use crate::text::{Range, Span};
use std::borrow::Cow;

/// A place that a label points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A value of the policy's tree.
    Node(NodeId),
    /// A member's name (a key node).
    Key(NodeId),
    /// A range of the decoded text of a string.
    Within(NodeId, Range),
    /// A range of the tree's text that is no node: a syntax mistake.
    Text(Range),
    /// A fact outside the policy.
    Fact(Span, Vec<Step>),
}

/// One label of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Fault or explanation.
    pub role: Role,
    /// Where.
    pub spot: Spot,
    /// Name of the page's label text; `None` for no text.
    pub label: Option<&'static str>,
}

/// A fix before it is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFix {
    /// Name of the page's fix title.
    pub title: &'static str,
    /// How far it may be trusted.
    pub applicability: Applicability,
    /// What it changes.
    pub edits: Vec<TreeEdit>,
}

/// One report of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The rule whose page holds the words.
    pub rule: Cow<'static, str>,
    /// Name of the page's message.
    pub message: &'static str,
    /// Where; the first is primary.
    pub places: Vec<Place>,
    /// Values for the `{name}` parts of the page's words.
    pub args: Vec<(&'static str, String)>,
    /// Name of the page's label text to show as help instead of the message's own.
    pub help: Option<&'static str>,
    /// Another severity than the page's for this message.
    pub severity: Option<Severity>,
    /// Another confidence than the page's.
    pub confidence: Option<Confidence>,
    /// Name of the profile that asked.
    pub integration: Option<String>,
    /// Ways to repair.
    pub fixes: Vec<DraftFix>,
}

impl Draft {
    /// Adds a value for the page's words.
    pub fn arg(&mut self, name: &'static str, value: impl Into<String>) -> &mut Self {
        self.args.push((name, value.into()));
        self
    }

    /// Puts a text under the first place.
    pub fn label(&mut self, label: &'static str) -> &mut Self {
        if let Some(place) = self.places.first_mut() {
            place.label = Some(label);
        }
        self
    }

    /// Adds a further primary place: AWS reports some findings at several.
    pub fn also(&mut self, spot: Spot) -> &mut Self {
        self.places.push(Place { role: Role::Primary, spot, label: None });
        self
    }

    /// Adds a further primary place with a text of its own.
    pub fn also_with(&mut self, spot: Spot, label: Option<&'static str>) -> &mut Self {
        self.places.push(Place { role: Role::Primary, spot, label });
        self
    }

    /// Adds a place that explains.
    pub fn related(&mut self, spot: Spot, label: &'static str) -> &mut Self {
        self.places.push(Place { role: Role::Related, spot, label: Some(label) });
        self
    }

    /// Says what to do in another text of the page than the message's own.
    pub fn help(&mut self, help: &'static str) -> &mut Self {
        self.help = Some(help);
        self
    }

    /// Overrides the severity.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = Some(severity);
        self
    }

    /// Overrides the confidence.
    pub fn confidence(&mut self, confidence: Confidence) -> &mut Self {
        self.confidence = Some(confidence);
        self
    }

    /// Names the integration that asked.
    pub fn integration(&mut self, name: impl Into<String>) -> &mut Self {
        self.integration = Some(name.into());
        self
    }

    /// Offers a repair.
    pub fn fix(
        &mut self,
        title: &'static str,
        applicability: Applicability,
        edits: Vec<TreeEdit>,
    ) -> &mut Self {
        self.fixes.push(DraftFix { title, applicability, edits });
        self
    }
}

/// Collects the drafts of one run of checks over one policy.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// In the order in which they were reported.
    pub list: Vec<Draft>,
}

impl Drafts {
    /// Reports message `message` of rule `rule` at `spot`.
    pub fn report(
        &mut self,
        rule: impl Into<Cow<'static, str>>,
        message: &'static str,
        spot: Spot,
    ) -> &mut Draft {
        self.list.push(Draft {
            rule: rule.into(),
            message,
            places: vec![Place { role: Role::Primary, spot, label: None }],
            args: Vec::new(),
            help: None,
            severity: None,
            confidence: None,
            integration: None,
            fixes: Vec::new(),
        });
        let last = self.list.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "an element was pushed one line above")]
        &mut self.list[last]
    }
}

impl Spot {
    /// The target word of the JSON report.
    pub fn target(&self) -> Target {
        match self {
            Self::Key(_) => Target::Key,
            _ => Target::Value,
        }
    }
}
