//! `key-in-another-region`: a KMS key that is not in the region of the bucket whose objects it is to encrypt.

use crate::aws::Arn;
use crate::rules::draft::Drafts;
use crate::rules::encryption::customer_key;
use crate::rules::hook::{Hook, Project};
use crate::rules::usage::{self, relate, spot};
use crate::surroundings::{Bucket, Fact};

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "key-in-another-region";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for bucket in &project.surroundings.buckets {
        if let Some(key) = customer_key(bucket) {
            check("bucket", key, bucket, drafts);
        }
    }
    for trail in &project.surroundings.trails {
        let bucket = trail.bucket.as_ref().and_then(|name| project.index.bucket(&name.value));
        if let (Some(key), Some(bucket)) = (&trail.key, bucket) {
            check("trail", key, bucket, drafts);
        }
    }
    for integration in &project.surroundings.integrations {
        let names = usage::bucket_names(integration);
        if let ([key], [(name, _)]) = (integration.values("key-arn"), names.as_slice())
            && let Some(bucket) = project.index.bucket(name)
        {
            check("bucket", key, bucket, drafts);
        }
    }
}

fn check(message: &'static str, key: &Fact<String>, bucket: &Bucket, drafts: &mut Drafts) {
    let (Some(arn), Some(region)) = (Arn::parse(&key.value), &bucket.region) else { return };
    if arn.region().is_empty() || arn.region() == region.value {
        return;
    }
    let draft = drafts.report(RULE, message, spot(key));
    draft
        .arg("bucket", bucket.name.value.as_str())
        .arg("region", region.value.as_str())
        .arg("key-region", arn.region());
    relate(draft, region, "region");
}
