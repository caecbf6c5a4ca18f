//! An integration as data: who calls, on which policy, with which requests, and what the bucket must be like.

use crate::finding::{PolicyKind, Severity};

use super::excess::Unneeded;
use super::external_id::ExternalId;
use super::template::Template;
use super::unread::ReadsBack;

/// One integration.
#[derive(Debug, Default)]
pub struct Profile {
    /// Its name in messages, such as `CloudTrail`.
    pub title: String,
    /// Texts of which any policy that is meant for it holds at least one: the cheap test before the real one.
    pub hints: Vec<String>,
    /// The policies that it needs.
    pub documents: Vec<Document>,
    /// What the bucket must be like, by the names of `arnlint.toml`.
    pub bucket: BucketNeeds,
    /// Parameters that a declaration may set, each with the shape of its values, where they have one.
    pub parameters: Vec<(String, Option<Template>)>,
    /// Parameters of which a slash at the end says nothing: it is taken off.
    pub trimmed: Vec<String>,
    /// What the name of the role should start with, as the vendor asks.
    pub role_name: Option<String>,
    /// The vendor can come as a role, so that an access key is not needed.
    pub takes_role: bool,
}

/// What an integration asks of its bucket.
#[expect(clippy::struct_excessive_bools, reason = "each is a need of its own")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BucketNeeds {
    /// Whether the bucket must not be Requester Pays.
    pub no_requester_pays: bool,
    /// Partitions that it cannot reach.
    pub partitions_not: Vec<String>,
    /// Whether it uploads in parts, so that aborted uploads must be cleaned up.
    pub multipart: bool,
    /// Whether all Block Public Access settings may stay on.
    pub public_access_block: bool,
    /// Whether ACLs may stay disabled.
    pub acls_disabled: bool,
    /// Whether it reads back what it wrote, so that archived objects are lost to it.
    pub reads_back: bool,
    /// Whether it reads back only what lies at the root of the bucket.
    pub reads_from_root: bool,
    /// It takes files in the alphabetical order of their keys.
    pub reads_in_order: bool,
    /// Whether a bucket of its own is advised.
    pub dedicated: bool,
    /// Whether two integrations of its kind must not share a bucket.
    pub one_each: bool,
    /// Key of a file that must stay in the bucket.
    pub keeps: Option<String>,
    /// Folder of its own that a prefix must not hold.
    pub reserved_folder: Option<String>,
    /// Whether what it writes without a key of the user's is encrypted with S3's own keys, and the request says so.
    pub sse_s3: bool,
    /// Actions on the customer managed key that it needs; empty where those count that S3 asks of its requests.
    pub kms_actions: Vec<String>,
    /// Further actions on the key that it needs where the bucket has a Bucket Key.
    pub bucket_key_actions: Vec<String>,
}

/// Which kind of policy a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The bucket's policy.
    Bucket,
    /// A policy of the identity that calls.
    Identity,
    /// The trust policy of the role that is assumed.
    Trust,
    /// The policy of a KMS key.
    Key,
    /// The policy of an SNS topic.
    Topic,
}

impl On {
    pub(super) const WORDS: [(&'static str, Self); 5] = [
        ("bucket", Self::Bucket),
        ("identity", Self::Identity),
        ("trust", Self::Trust),
        ("key", Self::Key),
        ("topic", Self::Topic),
    ];

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, on)| on)
    }

    /// The word of a page.
    pub fn word(self) -> &'static str {
        Self::WORDS.into_iter().find(|(_, on)| *on == self).map_or("", |(word, _)| word)
    }

    /// The kind that policies of this sort have.
    pub fn kind(self) -> PolicyKind {
        match self {
            Self::Bucket => PolicyKind::Bucket,
            Self::Identity => PolicyKind::Identity,
            Self::Trust => PolicyKind::Trust,
            Self::Key | Self::Topic => PolicyKind::Resource,
        }
    }
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// A service principal.
    Service(String),
    /// An IAM user of the vendor, by ARN.
    User(String),
    /// Identities of an account: a literal id or `{vendor-account}`, with the id that the vendor publishes.
    Account(String),
    /// A web identity provider, such as `accounts.google.com`.
    WebIdentity(String),
    /// The identity that the policy is attached to.
    Identity,
}

/// One policy that an integration needs.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a member of its own in the page")]
pub struct Document {
    /// Which kind.
    pub on: On,
    /// Who calls.
    pub who: Party,
    /// Name of the table of accounts that the caller used before it had a name of its own.
    pub legacy: Option<String>,
    /// Words in a `Sid`, a policy's name or a file's name that mean this integration and no other.
    pub marks: Vec<String>,
    /// Values of the condition that names the caller by which a statement is known to be for another feature of the
    /// same service: patterns with `*`.
    pub not_for: Vec<String>,
    /// Parameters of which each value found is a caller of its own, the first that has values counts.
    pub each: Vec<String>,
    /// What the caller really sends.
    pub requests: Vec<Request>,
    /// Actions that may be granted without being more than needed; empty where nothing is said.
    pub enough: Vec<String>,
    /// Severity of a grant of more.
    pub excess: Severity,
    /// Whether a resource of the write narrower than the bucket is advised.
    pub path_advised: bool,
    /// Whether a condition on the canned ACL is advised where it writes.
    pub acl_advised: bool,
    /// Whether nobody else should write where it writes.
    pub sole_writer: bool,
    /// What must be known for the policy to be this document, in the words of [`Case::meets`](super::case::Case::meets).
    pub when: Vec<String>,
    /// Whether nothing in a policy tells that it is this document, so that it has to be declared.
    pub declared_only: bool,
    /// Whether another policy grants, so that only what denies counts here.
    pub denies_only: bool,
    /// The external ids that the caller sends.
    pub external_id: Option<ExternalId>,
    /// Actions that are enough for a time only.
    pub unneeded: Vec<Unneeded>,
    /// What it reads of what it wrote.
    pub reads_back: Option<ReadsBack>,
    /// Condition keys that the vendor's current template has.
    pub advised_keys: Vec<String>,
}

/// One request.
#[derive(Debug, Default)]
pub struct Request {
    /// Its name in the page.
    pub name: String,
    /// What it is for: completes "CloudTrail cannot …".
    pub purpose: Template,
    /// The action.
    pub action: String,
    /// The resource.
    pub resource: Template,
    /// What a policy should name so as to cover it; the resource itself where the page says nothing.
    pub grant: Template,
    /// Context keys that it carries.
    pub sends: Vec<(String, Template)>,
    /// Context keys that it never carries.
    pub absent: Vec<String>,
    /// Parameters that must have a value, or `name=value`, for the request to be made.
    pub when: Vec<String>,
    /// Requests of one group: one allowed is enough.
    pub group: Option<String>,
    /// The rule to report under instead of the cause's own.
    pub rule: Option<String>,
    /// Severity instead of the cause's own.
    pub severity: Option<Severity>,
    /// Severity where nothing grants it, instead of the rule's own.
    pub missing: Option<Severity>,
    /// Whether it is a test that the vendor's page describes rather than what the vendor does.
    pub test: bool,
    /// Condition keys of which the documents do not say whether the request carries them, each with the value that is
    /// nonetheless usual; empty where none is.
    pub unsaid: Vec<(String, String)>,
    /// Whether a grant below one folder is right only where the vendor is set to that folder.
    pub whole_bucket: bool,
}

impl Request {
    /// Whether the documents advise to allow it, and the integration does without it.
    pub fn is_advice(&self) -> bool {
        self.missing.or(self.severity) == Some(Severity::Suggestion)
    }
}

impl Profile {
    /// The shape of a parameter's values, where they have one.
    pub fn shape(&self, parameter: &str) -> Option<&Template> {
        self.parameters.iter().find(|(name, _)| name == parameter).and_then(|(_, shape)| shape.as_ref())
    }
}
