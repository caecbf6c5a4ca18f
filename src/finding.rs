//! A finding as plain data: what a rule says, where, how sure, and what could be done.

use std::sync::Arc;

use serde::Serialize;

use crate::text::Span;

/// The four finding types of AWS IAM Access Analyzer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The policy does not work, or not as written.
    Error,
    /// The policy allows more than it should.
    Security,
    /// Not recommended, or probably not what is wanted.
    Warning,
    /// Could be better; never fails a run by default.
    Suggestion,
}

impl Severity {
    /// Position on the scale of `--fail-on`: suggestion < warning < security = error.
    pub fn rank(self) -> u8 {
        match self {
            Self::Suggestion => 0,
            Self::Warning => 1,
            Self::Security | Self::Error => 2,
        }
    }

    /// The word used in every report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Security => "security",
            Self::Warning => "warning",
            Self::Suggestion => "suggestion",
        }
    }

    /// Reads the word back.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Error, Self::Security, Self::Warning, Self::Suggestion]
            .into_iter()
            .find(|severity| severity.word() == word)
    }
}

/// How sure a rule is. `Low` is shown with `--all` only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A guess worth a look.
    Low,
    /// Right in all but rare set-ups.
    Medium,
    /// Follows from the policy language or from a vendor's document.
    High,
}

impl Confidence {
    /// The word used in reports and pages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// Reads the word back.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Low, Self::Medium, Self::High].into_iter().find(|confidence| confidence.word() == word)
    }
}

/// What kind of policy a finding is about, in the words of the JSON report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PolicyKind {
    /// Attached to a user, group or role.
    Identity,
    /// A bucket policy.
    Bucket,
    /// Any other resource policy: key, queue, topic, …
    Resource,
    /// A role's trust policy.
    Trust,
    /// Service control policy of AWS Organizations.
    Scp,
    /// Resource control policy of AWS Organizations.
    Rcp,
    /// VPC endpoint policy.
    Endpoint,
}

impl PolicyKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 7] =
        [Self::Identity, Self::Bucket, Self::Resource, Self::Trust, Self::Scp, Self::Rcp, Self::Endpoint];

    /// The word of the command line and of reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Bucket => "bucket",
            Self::Resource => "resource",
            Self::Trust => "trust",
            Self::Scp => "scp",
            Self::Rcp => "rcp",
            Self::Endpoint => "endpoint",
        }
    }

    /// Reads the word back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether statements of this kind name a principal.
    pub fn has_principal(self) -> bool {
        matches!(self, Self::Bucket | Self::Resource | Self::Trust | Self::Rcp | Self::Endpoint)
    }
}

/// One step of a path through a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// A member of an object, by its decoded name.
    Key(String),
    /// An element of an array, from 0.
    Index(usize),
}

/// Which policy of the file a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyRef {
    /// Its kind.
    pub kind: PolicyKind,
    /// A name the container gives it, such as a role's or a policy's.
    pub name: Option<String>,
    /// Where the policy stands in the file; empty for a bare document.
    pub path: Vec<Step>,
}

/// Whether a label marks the value at fault or explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The value at fault.
    Primary,
    /// A value that explains why.
    Related,
}

/// Whether a location is a member's name or a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// The name of a member.
    Key,
    /// A value.
    Value,
}

/// One place with the words that stand under its carets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Fault or explanation.
    pub role: Role,
    /// What is under the carets; `None` where the message says it all.
    pub text: Option<String>,
    /// The bytes underlined.
    pub span: Span,
    /// Path inside the policy, as written.
    pub path: Vec<Step>,
    /// Name or value.
    pub target: Target,
}

/// How far a fix may be trusted. One ordered scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Text to read, never applied.
    Shown,
    /// Can be applied on request; its title says what it changes in access.
    Unsafe,
    /// Proved not to grant anything new and not to break a recognised integration.
    Safe,
}

/// One replacement of bytes in one file, already escaped for its host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes to replace; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// One way to repair a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// One action, in words.
    pub title: String,
    /// How far it may be trusted.
    pub applicability: Applicability,
    /// Edits that belong together and do not overlap.
    pub edits: Vec<Edit>,
}

/// What one rule says about one place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's name.
    pub rule: Arc<str>,
    /// The rule's family: the folder of its page.
    pub family: Arc<str>,
    /// Severity after the page's and the configuration's word.
    pub severity: Severity,
    /// Confidence of the rule for this message.
    pub confidence: Confidence,
    /// The code of AWS's `ValidatePolicy` that says the same, if any.
    pub aws: Option<Arc<str>>,
    /// The integration whose page asked for it, if any.
    pub integration: Option<Arc<str>>,
    /// What is wrong: lower-case start, no final stop.
    pub message: String,
    /// What to do: one action.
    pub help: Option<String>,
    /// The policy that it is about, if it is about one.
    pub policy: Option<PolicyRef>,
    /// Places; the first primary one is where the finding is reported. Never empty.
    pub labels: Vec<Label>,
    /// Ways to repair.
    pub fixes: Vec<Fix>,
    /// Stable over reformatting and moved lines; empty where nobody asked for it.
    pub fingerprint: String,
}

impl Finding {
    /// The label that the finding is reported at.
    pub fn primary(&self) -> Option<&Label> {
        self.labels.iter().find(|label| label.role == Role::Primary).or_else(|| self.labels.first())
    }

    /// The span that the finding is reported at.
    pub fn span(&self) -> Option<Span> {
        self.primary().map(|label| label.span)
    }
}

/// What was looked at and how much was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Policies found in them.
    pub policies: usize,
    /// Findings of severity `error`.
    pub error: usize,
    /// Findings of severity `security`.
    pub security: usize,
    /// Findings of severity `warning`.
    pub warning: usize,
    /// Findings of severity `suggestion`.
    pub suggestion: usize,
    /// Findings that a suppression or a baseline kept out of the report.
    pub suppressed: usize,
}

impl Summary {
    /// Counts the reported findings by severity; the other numbers are zero.
    pub fn of(findings: &[Finding]) -> Self {
        let mut summary = Self::default();
        for finding in findings {
            summary.add(finding.severity);
        }
        summary
    }

    /// Counts one more finding of this severity.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Security => self.security += 1,
            Severity::Warning => self.warning += 1,
            Severity::Suggestion => self.suggestion += 1,
        }
    }

    /// Number of reported findings with this severity.
    pub fn count(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.error,
            Severity::Security => self.security,
            Severity::Warning => self.warning,
            Severity::Suggestion => self.suggestion,
        }
    }

    /// Number of reported findings.
    pub fn findings(&self) -> usize {
        self.error + self.security + self.warning + self.suggestion
    }
}
