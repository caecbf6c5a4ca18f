//! One more statement of facts about a bucket or a trail: what it adds, and where it contradicts what is known.

use super::answers::Answer;
use super::words::short;
use super::{Bucket, Encryption, Fact, IntelligentTiering, LifecycleRule, PublicAccessBlock, Trail};
use crate::aws::Arn;

/// Two statements that cannot both be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What they speak of, for people.
    pub what: &'static str,
    /// The one that was known, as text.
    pub known: Fact<String>,
    /// The one that was added, as text.
    pub added: Fact<String>,
}

/// Takes a value over, or says how it contradicts the known one, which then stays.
fn fact<T: Clone + PartialEq + Shown>(
    what: &'static str,
    known: &mut Option<Fact<T>>,
    added: Option<&Fact<T>>,
    conflicts: &mut Vec<Conflict>,
) {
    match (&*known, added) {
        (None, Some(added)) => *known = Some(added.clone()),
        (Some(old), Some(new)) if old.value != new.value => conflicts.push(Conflict {
            what,
            known: old.with(old.value.shown()),
            added: new.with(new.value.shown()),
        }),
        _ => {}
    }
}

/// A value in a message.
trait Shown {
    fn shown(&self) -> String;
}

impl Shown for String {
    fn shown(&self) -> String {
        if self.is_empty() { "none".to_owned() } else { format!("`{}`", short(self)) }
    }
}

impl Shown for bool {
    fn shown(&self) -> String {
        format!("`{self}`")
    }
}

impl Bucket {
    /// Adds a saved answer; `None` where the answer is not about a bucket's settings. An answer about another bucket
    /// is a conflict of names.
    pub fn learn(&mut self, answer: &Answer) -> Option<Vec<Conflict>> {
        let mut other = Bucket::named(self.name.clone());
        match answer.clone() {
            Answer::Region(region, name) => {
                if let Some(name) = name {
                    other.name = name;
                }
                other.region = Some(region);
            }
            Answer::RequesterPays(pays) => other.requester_pays = Some(pays),
            Answer::Encryption(encryption) => other.encryption = Some(encryption),
            Answer::Ownership(ownership) => other.ownership = Some(ownership),
            Answer::PublicAccessBlock(block) => other.public_access_block = Some(block),
            Answer::Lifecycle(rules) => other.lifecycle = Some(rules),
            Answer::IntelligentTiering(tiering) => other.intelligent_tiering = Some(tiering),
            Answer::Trails(_) | Answer::Policy(_) => return None,
        }
        Some(self.merge(&other))
    }

    /// Adds all that another statement says about the same bucket, its policy files aside.
    pub fn merge(&mut self, other: &Bucket) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        let found = &mut conflicts;
        fact("name", &mut Some(self.name.clone()), Some(&other.name), found);
        fact("region", &mut self.region, other.region.as_ref(), found);
        fact("account", &mut self.account, other.account.as_ref(), found);
        fact("requester-pays", &mut self.requester_pays, other.requester_pays.as_ref(), found);
        fact("object-ownership", &mut self.ownership, other.ownership.as_ref(), found);
        match (&mut self.encryption, &other.encryption) {
            (Some(known), Some(added)) => known.merge(added, found),
            (known @ None, added) => known.clone_from(added),
            (Some(_), None) => {}
        }
        match (&mut self.public_access_block, &other.public_access_block) {
            (Some(known), Some(added)) => known.merge(added, found),
            (known @ None, added) => known.clone_from(added),
            (Some(_), None) => {}
        }
        same(
            "lifecycle",
            &mut self.lifecycle,
            other.lifecycle.as_ref(),
            |left, right| alike(left, right, LifecycleRule::content),
            found,
        );
        same(
            "intelligent-tiering",
            &mut self.intelligent_tiering,
            other.intelligent_tiering.as_ref(),
            |left, right| alike(left, right, IntelligentTiering::content),
            found,
        );
        conflicts
    }
}

impl Encryption {
    /// Adds another statement about the same bucket. What is known comes from a saved answer if there is one, and an
    /// answer without a key means the AWS managed key; a configuration without a key says nothing.
    fn merge(&mut self, added: &Self, conflicts: &mut Vec<Conflict>) {
        let mut algorithm = Some(self.algorithm.clone());
        fact("encryption", &mut algorithm, Some(&added.algorithm), conflicts);
        match (&self.key, &added.key) {
            (Some(old), Some(new)) if !same_key(&old.value, &new.value) => conflicts.push(Conflict {
                what: "kms-key",
                known: old.with(old.value.shown()),
                added: new.with(new.value.shown()),
            }),
            (None, Some(new)) if !is_managed(&new.value) => conflicts.push(Conflict {
                what: "kms-key",
                known: self.algorithm.with("the AWS managed key".to_owned()),
                added: new.with(new.value.shown()),
            }),
            _ => {}
        }
        fact("bucket-key", &mut self.bucket_key, added.bucket_key.as_ref(), conflicts);
    }
}

/// Whether a reference names the AWS managed key of S3, which is used where no key is named.
fn is_managed(reference: &str) -> bool {
    reference == "alias/aws/s3" || reference.ends_with(":alias/aws/s3")
}

/// Whether two references may name the same key: an ARN ends with the id or the alias that it contains.
fn same_key(left: &str, right: &str) -> bool {
    let name = |reference: &str| {
        let end = reference.rsplit(':').next().unwrap_or(reference).to_owned();
        end.strip_prefix("key/").map_or(end.clone(), str::to_owned)
    };
    let both_arns = left.starts_with("arn:") && right.starts_with("arn:");
    let (short_left, short_right) = (name(left), name(right));
    let alias = |name: &str| name.starts_with("alias/");
    if alias(&short_left) != alias(&short_right) {
        return true;
    }
    if both_arns { left == right } else { short_left == short_right }
}

impl PublicAccessBlock {
    fn merge(&mut self, added: &Self, conflicts: &mut Vec<Conflict>) {
        let pairs = [
            ("block-public-acls", &mut self.block_public_acls, &added.block_public_acls),
            ("ignore-public-acls", &mut self.ignore_public_acls, &added.ignore_public_acls),
            ("block-public-policy", &mut self.block_public_policy, &added.block_public_policy),
            ("restrict-public-buckets", &mut self.restrict_public_buckets, &added.restrict_public_buckets),
        ];
        for (what, known, added) in pairs {
            fact(what, known, added.as_ref(), conflicts);
        }
    }
}

fn same<T: Clone>(
    what: &'static str,
    known: &mut Option<Fact<T>>,
    added: Option<&Fact<T>>,
    equal: impl Fn(&T, &T) -> bool,
    conflicts: &mut Vec<Conflict>,
) {
    match (&*known, added) {
        (None, Some(added)) => *known = Some(added.clone()),
        (Some(old), Some(new)) if !equal(&old.value, &new.value) => conflicts.push(Conflict {
            what,
            known: old.with("other rules".to_owned()),
            added: new.with("these rules".to_owned()),
        }),
        _ => {}
    }
}

/// Whether two lists hold the same in any order.
fn alike<'l, T, C: Ord>(left: &'l [T], right: &'l [T], content: impl Fn(&'l T) -> C) -> bool {
    let sorted = |list: &'l [T]| {
        let mut contents: Vec<C> = list.iter().map(&content).collect();
        contents.sort();
        contents
    };
    sorted(left) == sorted(right)
}

fn values<T>(facts: &[Fact<T>]) -> Vec<&T> {
    facts.iter().map(|fact| &fact.value).collect()
}

impl LifecycleRule {
    /// What the rule says, wherever it stands.
    fn content(&self) -> impl Ord {
        let days = |fact: &Option<Fact<u32>>| fact.as_ref().map(|fact| fact.value);
        (
            self.enabled,
            &self.prefix,
            self.narrowed,
            days(&self.expiration),
            values(&self.transitions),
            days(&self.abort_multipart),
        )
    }
}

impl IntelligentTiering {
    /// What the configuration says, wherever it stands.
    fn content(&self) -> impl Ord {
        (self.enabled, &self.prefix, self.narrowed, values(&self.tiers))
    }
}

impl Trail {
    /// Adds all that another statement says about the same trail.
    pub fn merge(&mut self, other: &Trail) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        let found = &mut conflicts;
        fact("arn", &mut self.arn, other.arn.as_ref(), found);
        fact("name", &mut self.name, other.name.as_ref(), found);
        fact("account", &mut self.account, other.account.as_ref(), found);
        fact("bucket", &mut self.bucket, other.bucket.as_ref(), found);
        fact("prefix", &mut self.prefix, other.prefix.as_ref(), found);
        fact("organization", &mut self.organization, other.organization.as_ref(), found);
        fact("org-id", &mut self.org_id, other.org_id.as_ref(), found);
        fact("validation", &mut self.validation, other.validation.as_ref(), found);
        fact("multi-region", &mut self.multi_region, other.multi_region.as_ref(), found);
        fact("home-region", &mut self.home_region, other.home_region.as_ref(), found);
        match (&self.key, &other.key) {
            (Some(old), Some(new)) if !old.value.is_empty() && !new.value.is_empty() => {
                if !same_key(&old.value, &new.value) {
                    fact("kms-key", &mut self.key, other.key.as_ref(), found);
                }
            }
            _ => fact("kms-key", &mut self.key, other.key.as_ref(), found),
        }
        conflicts
    }

    /// Takes name, account and home region from the ARN, and says where they contradict what is stated.
    pub fn complete_from_arn(&mut self) -> Vec<Conflict> {
        let Some(arn) = self.arn.clone() else { return Vec::new() };
        let Some(parts) = Arn::parse(&arn.value) else { return Vec::new() };
        let mut told = Trail::at(self.place.clone());
        told.home_region = Some(arn.with(parts.region().to_owned()));
        told.account = Some(arn.with(parts.account().to_owned()));
        told.name = parts.resource().strip_prefix("trail/").map(|name| arn.with(name.to_owned()));
        self.merge(&told)
    }
}
