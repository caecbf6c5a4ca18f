//! The facts around policies: buckets, trails, keys and declared integrations, each with the place that states it.
//!
//! Filled from `arnlint.toml` and saved answers of the AWS CLI; rules read it and never ask where a fact came from.

use std::collections::BTreeMap;

use crate::finding::{PolicyKind, Step};
use crate::text::Span;

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
    /// Path patterns of files that hold its bucket policy, relative to the folder of the configuration.
    pub policy_files: Vec<Fact<String>>,
}

/// What is known about one trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail {
    /// Its ARN.
    pub arn: Option<Fact<String>>,
    /// Its name.
    pub name: Option<Fact<String>>,
    /// The bucket that it writes to.
    pub bucket: Option<Fact<String>>,
    /// Its log file prefix, as stated; `Some("")` where it is stated that it has none.
    pub prefix: Option<Fact<String>>,
    /// Whether it is an organization trail.
    pub organization: Option<Fact<bool>>,
    /// Whether log file validation is on.
    pub validation: Option<Fact<bool>>,
    /// Whether it covers all regions.
    pub multi_region: Option<Fact<bool>>,
    /// Home region.
    pub home_region: Option<Fact<String>>,
    /// Key that encrypts the log files; `Some("")` where it is stated that there is none.
    pub key: Option<Fact<String>>,
}

/// What is known about one KMS key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its ARN.
    pub arn: Fact<String>,
    /// Path of a file that holds its key policy, relative to the folder of the configuration.
    pub policy_file: Option<Fact<String>>,
}

/// One declared integration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integration {
    /// Name or alias of its profile.
    pub profile: Fact<String>,
    /// Path patterns of the policies that serve it, relative to the folder of the configuration.
    pub files: Vec<Fact<String>>,
    /// Parameters by name (`bucket`, `prefix`, `account`, `trail-arn`, …), each with one or more values.
    pub set: BTreeMap<String, Vec<Fact<String>>>,
    /// Whether the named policies are all that the identity has.
    pub complete: bool,
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
}

impl Surroundings {
    /// The declared bucket with this name.
    pub fn bucket(&self, name: &str) -> Option<&Bucket> {
        self.buckets.iter().find(|bucket| bucket.name.value == name)
    }
}

/// What the configuration says about one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRole {
    /// Kind of its policies.
    pub kind: Option<PolicyKind>,
    /// Integrations that it serves: indices of [`Surroundings::integrations`].
    pub integrations: Vec<usize>,
    /// Bucket whose policy it is: an index of [`Surroundings::buckets`].
    pub bucket: Option<usize>,
    /// Key whose policy it is: an index of [`Surroundings::keys`].
    pub key: Option<usize>,
}
