//! Facts found by name and by file, for runs with many of both.

use std::collections::HashMap;

use super::patterns::tidy;
use super::{Bucket, Fact, Integration, Key, Patterns, Surroundings, Trail};
use crate::finding::PolicyKind;

/// Answers in constant time what [`Surroundings`] answers by a search. Built once per run.
#[derive(Clone, Debug)]
pub struct Index<'s> {
    surroundings: &'s Surroundings,
    buckets: HashMap<&'s str, usize>,
    keys: HashMap<String, usize>,
    trails: HashMap<&'s str, Vec<usize>>,
    served: HashMap<&'s str, Vec<usize>>,
    bucket_files: Owned,
    integration_files: Owned,
    key_files: HashMap<String, Vec<usize>>,
}

/// Patterns of many owners in one list.
#[derive(Clone, Debug, Default)]
struct Owned {
    patterns: Patterns,
    owners: Vec<usize>,
}

impl Owned {
    fn new<'s>(all: impl Iterator<Item = &'s [Fact<String>]>) -> Self {
        let mut list = Vec::new();
        let mut owners = Vec::new();
        for (owner, files) in all.enumerate() {
            list.extend(files.iter().cloned());
            owners.extend(files.iter().map(|_| owner));
        }
        Self { patterns: Patterns::new(list).0, owners }
    }

    fn of(&self, file: &str) -> Vec<usize> {
        let hits = self.patterns.matching(file);
        let mut owners: Vec<usize> =
            hits.into_iter().filter_map(|hit| self.owners.get(hit).copied()).collect();
        owners.dedup();
        owners
    }
}

/// The bucket of a destination such as `s3://bucket/path?region=…`.
fn bucket_of(destination: &str) -> Option<&str> {
    destination.strip_prefix("s3://").and_then(|rest| rest.split(['/', '?']).next())
}

impl<'s> Index<'s> {
    /// Builds the index.
    pub fn new(surroundings: &'s Surroundings) -> Self {
        let mut buckets = HashMap::new();
        for (at, bucket) in surroundings.buckets.iter().enumerate() {
            buckets.entry(bucket.name.value.as_str()).or_insert(at);
        }
        let mut keys = HashMap::new();
        let mut key_files: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, key) in surroundings.keys.iter().enumerate() {
            let arn = key.arn.value.as_str();
            keys.entry(arn.to_owned()).or_insert(at);
            let around = arn.rsplit_once(":key/");
            if let Some((_, id)) = around {
                keys.entry(id.to_owned()).or_insert(at);
            }
            for alias in &key.aliases {
                if let Some((region, _)) = around {
                    keys.entry(format!("{region}:{}", alias.value)).or_insert(at);
                }
                keys.entry(alias.value.clone()).or_insert(at);
            }
            if let Some(file) = &key.policy_file {
                key_files.entry(tidy(&file.value)).or_default().push(at);
            }
        }
        let mut trails: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, trail) in surroundings.trails.iter().enumerate() {
            if let Some(bucket) = &trail.bucket {
                trails.entry(bucket.value.as_str()).or_default().push(at);
            }
        }
        let mut served: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, integration) in surroundings.integrations.iter().enumerate() {
            let mut names: Vec<&str> =
                integration.values("bucket").iter().map(|name| name.value.as_str()).collect();
            if names.is_empty() {
                names.extend(
                    integration.values("destination").iter().filter_map(|text| bucket_of(&text.value)),
                );
            }
            for name in names {
                served.entry(name).or_default().push(at);
            }
        }
        Self {
            surroundings,
            buckets,
            keys,
            trails,
            served,
            bucket_files: Owned::new(
                surroundings.buckets.iter().map(|bucket| bucket.policy_files.as_slice()),
            ),
            integration_files: Owned::new(surroundings.integrations.iter().map(|one| one.files.as_slice())),
            key_files,
        }
    }

    /// The bucket with this name.
    pub fn bucket(&self, name: &str) -> Option<&'s Bucket> {
        self.surroundings.buckets.get(*self.buckets.get(name)?)
    }

    /// The key with this ARN, key id, alias (`alias/…`) or alias ARN.
    pub fn key(&self, name: &str) -> Option<&'s Key> {
        self.surroundings.keys.get(*self.keys.get(name)?)
    }

    /// The trails that write to this bucket.
    pub fn trails_to(&self, bucket: &str) -> impl Iterator<Item = &'s Trail> {
        let list = self.trails.get(bucket).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(|at| self.surroundings.trails.get(*at))
    }

    /// The declared integrations that name this bucket: by `bucket`, else by `destination`.
    pub fn integrations_of(&self, bucket: &str) -> impl Iterator<Item = &'s Integration> {
        let list = self.served.get(bucket).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(|at| self.surroundings.integrations.get(*at))
    }

    /// The buckets whose bucket policy this file holds; `file` as [`super::patterns::relative`] makes it.
    pub fn buckets_in(&self, file: &str) -> impl Iterator<Item = &'s Bucket> {
        self.bucket_files.of(file).into_iter().filter_map(|at| self.surroundings.buckets.get(at))
    }

    /// The declared integrations that this file serves.
    pub fn integrations_in(&self, file: &str) -> impl Iterator<Item = &'s Integration> {
        self.integration_files.of(file).into_iter().filter_map(|at| self.surroundings.integrations.get(at))
    }

    /// The keys whose key policy this file holds.
    pub fn keys_in(&self, file: &str) -> impl Iterator<Item = &'s Key> {
        let list = self.key_files.get(file).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(|at| self.surroundings.keys.get(*at))
    }

    /// The kind of policy that a file holds, where a bucket or a key names it as its policy.
    pub fn kind(&self, file: &str) -> Option<Fact<PolicyKind>> {
        if let Some(named) = self.bucket_files.patterns.first(file) {
            return Some(named.with(PolicyKind::Bucket));
        }
        let key = self.keys_in(file).next()?;
        key.policy_file.as_ref().map(|named| named.with(PolicyKind::Resource))
    }
}
