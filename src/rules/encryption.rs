//! The keys of buckets and trails: which one encrypts, and what is known about it.

use super::profile::data::{Party, Profile};
use crate::aws::Arn;
use crate::surroundings::{Bucket, Encryption, Fact, Index};

/// Whether a bucket's default encryption is SSE-KMS.
pub fn is_kms(encryption: &Encryption) -> bool {
    encryption.algorithm.value.starts_with("aws:kms")
}

/// Whether a reference names the AWS managed key of S3.
pub fn is_managed(reference: &str) -> bool {
    alias(reference) == Some("alias/aws/s3")
}

/// The alias that a reference is, be it written as an ARN or alone; `None` for ARNs and ids of keys.
pub fn alias(reference: &str) -> Option<&str> {
    let name = Arn::parse(reference).map_or(reference, |arn| arn.resource());
    name.starts_with("alias/").then_some(name)
}

/// The customer managed key that encrypts a bucket's objects by default, as stated.
pub fn customer_key(bucket: &Bucket) -> Option<&Fact<String>> {
    let encryption = bucket.encryption.as_ref().filter(|encryption| is_kms(encryption))?;
    encryption.key.as_ref().filter(|key| !key.value.is_empty() && !is_managed(&key.value))
}

/// Whether a Bucket Key is on.
pub fn has_bucket_key(bucket: &Bucket) -> bool {
    let encryption = bucket.encryption.as_ref().filter(|encryption| is_kms(encryption));
    encryption.and_then(|encryption| encryption.bucket_key.as_ref()).is_some_and(|on| on.value)
}

/// The ARN of a key that is referred to by ARN, id or alias, where it is known.
pub fn key_arn(reference: &str, index: &Index<'_>) -> Option<String> {
    if let Some(key) = index.key(reference) {
        return Some(key.arn.value.clone());
    }
    let arn = Arn::parse(reference)?;
    arn.resource().starts_with("key/").then(|| reference.to_owned())
}

/// The actions on the key that an integration needs: those of its page, else those that S3 asks of whoever makes its
/// requests (S3 user guide, SSE-KMS: `kms:GenerateDataKey` to write, `kms:Decrypt` to read and to upload in parts).
pub fn key_actions(profile: &Profile, with_bucket_key: bool) -> Vec<&str> {
    let needs = &profile.bucket;
    let mut actions: Vec<&str> = needs.kms_actions.iter().map(String::as_str).collect();
    if actions.is_empty() {
        let requests = profile
            .documents
            .iter()
            .filter(|document| !matches!(document.who, Party::WebIdentity(_)))
            .flat_map(|document| &document.requests);
        let has = |action: &str| requests.clone().any(|request| request.action == action);
        if has("s3:PutObject") {
            actions.push("kms:GenerateDataKey");
        }
        if has("s3:GetObject") || (has("s3:PutObject") && needs.multipart) {
            actions.push("kms:Decrypt");
        }
    }
    if with_bucket_key {
        actions.extend(needs.bucket_key_actions.iter().map(String::as_str));
    }
    actions
}

/// Names in a row, each as code.
pub fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
