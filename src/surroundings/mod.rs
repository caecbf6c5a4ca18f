//! The facts around policies: buckets, trails, keys and declared integrations, each with the place that states it.
//!
//! Filled from `arnlint.toml` and saved answers of the AWS CLI; rules read it and never ask where a fact came from.

pub mod answers;
pub mod delivery;
pub mod identity;
pub mod index;
pub mod merge;
pub mod parameter;
pub mod patterns;
pub mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{PolicyKind, Step};
use crate::json::{NodeId, Problem, Tree};
use crate::text::Span;

pub use delivery::{Delivery, Producer};
pub use identity::Identity;
pub use index::Index;
pub use patterns::Patterns;

/// A stated value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Where it is stated.
    pub span: Span,
    /// Path inside the file that states it.
    pub path: Vec<Step>,
}

impl<T> Fact<T> {
    /// The same place with another value.
    pub fn with<U>(&self, value: U) -> Fact<U> {
        Fact { value, span: self.span, path: self.path.clone() }
    }
}

/// Default encryption of a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encryption {
    /// `AES256`, `aws:kms` or `aws:kms:dsse`.
    pub algorithm: Fact<String>,
    /// Key ARN, key id or alias as stated; `None` is the AWS managed key.
    pub key: Option<Fact<String>>,
    /// Whether a Bucket Key is on.
    pub bucket_key: Option<Fact<bool>>,
}

/// The four settings of S3 Block Public Access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAccessBlock {
    /// The whole setting.
    pub place: Fact<()>,
    /// `BlockPublicAcls`; `None` where the statement of facts leaves it out.
    pub block_public_acls: Option<Fact<bool>>,
    /// `IgnorePublicAcls`
    pub ignore_public_acls: Option<Fact<bool>>,
    /// `BlockPublicPolicy`
    pub block_public_policy: Option<Fact<bool>>,
    /// `RestrictPublicBuckets`
    pub restrict_public_buckets: Option<Fact<bool>>,
}

/// One lifecycle rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleRule {
    /// The whole rule.
    pub place: Fact<()>,
    /// Whether it is enabled.
    pub enabled: bool,
    /// Keys that it applies to start with this; empty for all.
    pub prefix: String,
    /// Whether a tag or size filter narrows it further.
    pub narrowed: bool,
    /// Days after which objects expire (or 0 for a date), if they do.
    pub expiration: Option<Fact<u32>>,
    /// Storage classes that objects move to.
    pub transitions: Vec<Fact<String>>,
    /// Days after which incomplete multipart uploads are aborted, if they are.
    pub abort_multipart: Option<Fact<u32>>,
}

/// One configuration of S3 Intelligent-Tiering: objects in that class move on to archive tiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntelligentTiering {
    /// The whole configuration.
    pub place: Fact<()>,
    /// Whether it is enabled.
    pub enabled: bool,
    /// Keys that it applies to start with this; empty for all.
    pub prefix: String,
    /// Whether a tag filter narrows it further.
    pub narrowed: bool,
    /// `ARCHIVE_ACCESS`, `DEEP_ARCHIVE_ACCESS` or both.
    pub tiers: Vec<Fact<String>>,
}

/// What is known about one bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: Fact<String>,
    /// Its region.
    pub region: Option<Fact<String>>,
    /// Account that owns it.
    pub account: Option<Fact<String>>,
    /// Whether the requester pays.
    pub requester_pays: Option<Fact<bool>>,
    /// Default encryption.
    pub encryption: Option<Encryption>,
    /// `BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`.
    pub ownership: Option<Fact<String>>,
    /// Block Public Access.
    pub public_access_block: Option<PublicAccessBlock>,
    /// Lifecycle rules; `None` where nothing is stated, which is not the same as none.
    pub lifecycle: Option<Fact<Vec<LifecycleRule>>>,
    /// Intelligent-Tiering configurations; `None` where nothing is stated, which is not the same as none.
    pub intelligent_tiering: Option<Fact<Vec<IntelligentTiering>>>,
    /// Where its bucket policy is spoken of. With empty `policy_files` it is stated that the bucket has none.
    pub policy: Option<Fact<()>>,
    /// Path patterns of files that hold its bucket policy, relative to the folder of the configuration.
    pub policy_files: Vec<Fact<String>>,
}

impl Bucket {
    /// A bucket of which nothing but the name is known.
    pub fn named(name: Fact<String>) -> Self {
        Self {
            name,
            region: None,
            account: None,
            requester_pays: None,
            encryption: None,
            ownership: None,
            public_access_block: None,
            lifecycle: None,
            intelligent_tiering: None,
            policy: None,
            policy_files: Vec::new(),
        }
    }

    /// The statement that the bucket has no bucket policy, if it is stated.
    pub fn without_policy(&self) -> Option<&Fact<()>> {
        self.policy.as_ref().filter(|_| self.policy_files.is_empty())
    }
}

/// What is known about one trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail {
    /// The whole statement of facts.
    pub place: Fact<()>,
    /// Its ARN.
    pub arn: Option<Fact<String>>,
    /// Its name.
    pub name: Option<Fact<String>>,
    /// Account that owns it: the management account for an organization trail. Taken from the ARN where not stated.
    pub account: Option<Fact<String>>,
    /// The bucket that it writes to.
    pub bucket: Option<Fact<String>>,
    /// Its log file prefix, as stated; `Some("")` where it is stated that it has none.
    pub prefix: Option<Fact<String>>,
    /// Whether it is an organization trail.
    pub organization: Option<Fact<bool>>,
    /// Id of its organization.
    pub org_id: Option<Fact<String>>,
    /// Whether log file validation is on.
    pub validation: Option<Fact<bool>>,
    /// Whether it covers all regions.
    pub multi_region: Option<Fact<bool>>,
    /// Home region. Taken from the ARN where not stated.
    pub home_region: Option<Fact<String>>,
    /// Key that encrypts the log files; `Some("")` where it is stated that there is none.
    pub key: Option<Fact<String>>,
    /// The bucket policy of the same template that the trail does not wait for, by its place.
    pub unordered: Option<Fact<String>>,
}

impl Trail {
    /// A trail of which nothing is known.
    pub fn at(place: Fact<()>) -> Self {
        Self {
            place,
            arn: None,
            name: None,
            account: None,
            bucket: None,
            prefix: None,
            organization: None,
            org_id: None,
            validation: None,
            multi_region: None,
            home_region: None,
            key: None,
            unordered: None,
        }
    }
}

/// A key policy that was read: parsed, ready to be lowered and evaluated.
#[derive(Clone, Debug)]
pub struct KeyPolicy {
    /// Its tree. Spans point into the file that holds it, also where it is a string inside a saved answer.
    pub tree: Arc<Tree<'static>>,
    /// The policy's object in the tree.
    pub root: NodeId,
    /// What is wrong with its text; a policy with mistakes is not exact.
    pub problems: Vec<Problem>,
}

impl PartialEq for KeyPolicy {
    fn eq(&self, other: &Self) -> bool {
        self.tree.file() == other.tree.file() && self.tree.text() == other.tree.text()
    }
}

impl Eq for KeyPolicy {}

/// What is known about one KMS key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its ARN.
    pub arn: Fact<String>,
    /// Its aliases, `alias/` included.
    pub aliases: Vec<Fact<String>>,
    /// Path of a file that holds its key policy, relative to the folder of the configuration.
    pub policy_file: Option<Fact<String>>,
    /// The key policy that the file holds; `None` where no file is stated or it could not be read.
    pub policy: Option<KeyPolicy>,
}

/// One declared integration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integration {
    /// Name of its profile; an alias is already replaced by the name.
    pub profile: Fact<String>,
    /// Path patterns of the policies that serve it, relative to the folder of the configuration.
    pub files: Vec<Fact<String>>,
    /// Parameters by name (`bucket`, `prefix`, `account`, `trail-arn`, …), each with one or more values.
    pub set: BTreeMap<String, Vec<Fact<String>>>,
    /// Whether the named policies are all that the identity has.
    pub complete: bool,
}

impl Integration {
    /// The stated values of a parameter; empty where it is not stated.
    pub fn values(&self, parameter: &str) -> &[Fact<String>] {
        self.set.get(parameter).map_or(&[], Vec::as_slice)
    }
}

/// All facts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Buckets by name, as declared.
    pub buckets: Vec<Bucket>,
    /// Trails.
    pub trails: Vec<Trail>,
    /// Keys.
    pub keys: Vec<Key>,
    /// Declared integrations.
    pub integrations: Vec<Integration>,
    /// Other services that write files into buckets.
    pub deliveries: Vec<Delivery>,
    /// Roles and users.
    pub identities: Vec<Identity>,
}

impl Surroundings {
    /// The declared bucket with this name.
    pub fn bucket(&self, name: &str) -> Option<&Bucket> {
        self.buckets.iter().find(|bucket| bucket.name.value == name)
    }
}

/// What the configuration says about one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRole<'s> {
    /// Kind of its policies.
    pub kind: Option<PolicyKind>,
    /// Integrations that it serves.
    pub integrations: Vec<&'s Integration>,
    /// Buckets whose policy it is.
    pub buckets: Vec<&'s Bucket>,
    /// Keys whose policy it is.
    pub keys: Vec<&'s Key>,
}
