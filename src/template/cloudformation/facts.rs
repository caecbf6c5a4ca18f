//! Facts around the policies of a template: its buckets, trails and keys.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::deliveries::deliveries;
use super::{Resolver, Resource, Stack};
use crate::finding::Step;
use crate::surroundings::{Bucket, IntelligentTiering, Key, KeyPolicy, Surroundings, Trail};
use crate::template::facts::{LifecycleParts, Reader};
use crate::template::scope::{ACCOUNT, Names, Places, REGION, Scope};
use crate::template::{Value, ValueKind, Written};
use crate::text::FileId;

/// What the pseudo parameters stand for in a scope.
const PSEUDO: [(&str, &str); 4] = [
    ("AWS::Partition", "aws"),
    ("AWS::Region", REGION),
    ("AWS::AccountId", ACCOUNT),
    ("AWS::URLSuffix", "amazonaws.com"),
];

/// The scope of a template. Where conditions leave several ways open, what is stated the same in all of them counts: a
/// property that holds `Fn::If` is not known.
pub fn scope(stack: &Stack<'_>, id: FileId) -> Scope {
    let mut names = Names::default();
    for (reference, name) in PSEUDO {
        names.set(reference, name);
    }
    for (logical, resource) in stack.resources() {
        match stack.kind(&resource) {
            "AWS::KMS::Key" => names.add_key(logical),
            _ => names.add(logical),
        }
    }
    let world = BTreeMap::new();
    let resolver = Resolver::new(stack, &world);
    let places = Places::One(id);
    let mut facts = Surroundings::default();
    for (logical, resource) in stack.resources() {
        // Whether a resource with a condition is there at all is not known.
        if stack.tree.value(resource.node, "Condition").is_some() {
            continue;
        }
        let path = ["Resources", logical, "Properties"].map(|step| Step::Key(step.to_owned())).to_vec();
        let reader = Reader { names: &names, places: &places, path };
        match stack.kind(&resource) {
            "AWS::S3::Bucket" => facts.buckets.extend(bucket(&reader, &resolver, logical, &resource)),
            "AWS::CloudTrail::Trail" => facts.trails.extend(trail(&reader, &resolver, logical, &resource)),
            "AWS::KMS::Key" => facts.keys.extend(key(&reader, &resolver, logical, &resource, id)),
            _ => facts.deliveries.extend(deliveries(stack, &resolver, &reader, &resource)),
        }
    }
    for (_, resource) in stack.resources().filter(|(_, one)| stack.kind(one) == "AWS::KMS::Alias") {
        let reader = Reader { names: &names, places: &places, path: Vec::new() };
        let alias = reader.text(resolver.property(&resource, "AliasName").as_ref());
        let target = reader.text(resolver.property(&resource, "TargetKeyId").as_ref());
        if let (Some(alias), Some(target)) = (alias, target) {
            let is_target = |key: &&mut Key| {
                key.arn.value == target.value || key.arn.value.ends_with(&format!("/{}", target.value))
            };
            for key in facts.keys.iter_mut().filter(is_target) {
                key.aliases.push(alias.clone());
            }
        }
    }
    for trail in &mut facts.trails {
        trail.unordered = super::order::unordered(stack, &resolver, &places, &names, trail);
    }
    let reader = Reader { names: &names, places: &places, path: Vec::new() };
    facts.identities = super::identities::identities(stack, &resolver, &reader);
    Scope { names, facts }
}

fn bucket(
    reader: &Reader<'_>,
    resolver: &Resolver<'_, '_>,
    logical: &str,
    resource: &Resource,
) -> Option<Bucket> {
    let stated = resolver.property(resource, "BucketName");
    let name = match &stated {
        Some(stated) => reader.text(Some(stated)),
        None => None,
    };
    let name = name.or_else(|| reader.text(Some(&resolver.resource_name(logical, resource))))?;
    let mut bucket = Bucket::named(name);
    let property = |name: &str| resolver.property(resource, name);
    if let Some(encryption) = property("BucketEncryption") {
        let rule =
            encryption.get("ServerSideEncryptionConfiguration").and_then(|list| list.elements().first());
        if let Some(default) = rule.and_then(|rule| rule.get("ServerSideEncryptionByDefault")) {
            let bucket_key = rule.and_then(|rule| rule.get("BucketKeyEnabled"));
            bucket.encryption = reader.encryption(default, ["SSEAlgorithm", "KMSMasterKeyID"], bucket_key);
        }
    }
    if let Some(controls) = property("OwnershipControls") {
        let rule = controls.get("Rules").and_then(|rules| rules.elements().first());
        bucket.ownership = reader.text(rule.and_then(|rule| rule.get("ObjectOwnership")));
    }
    if let Some(block) = property("PublicAccessBlockConfiguration") {
        let names = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
        bucket.public_access_block = Some(reader.public_access_block(&block, names));
    }
    if let Some(lifecycle) = property("LifecycleConfiguration")
        && let Some(rules) = lifecycle.get("Rules").filter(|rules| matches!(rules.kind, ValueKind::List(_)))
    {
        let list: Option<Vec<_>> = rules.elements().iter().map(|rule| lifecycle_rule(reader, rule)).collect();
        bucket.lifecycle = list.map(|list| reader.fact(rules, list));
    }
    if let Some(list) = property("IntelligentTieringConfigurations") {
        let one = |one: &Value| {
            let tiers = one.get("Tierings").map(Value::elements).unwrap_or_default();
            Some(IntelligentTiering {
                place: reader.fact(one, ()),
                enabled: one.get("Status")?.as_known()? == "Enabled",
                prefix: one.get("Prefix").map_or(Some(String::new()), Value::as_known)?,
                narrowed: one.get("TagFilters").is_some(),
                tiers: tiers.iter().filter_map(|tier| reader.text(tier.get("AccessTier"))).collect(),
            })
        };
        let all: Option<Vec<_>> = list.elements().iter().map(one).collect();
        bucket.intelligent_tiering = all.map(|all| reader.fact(&list, all));
    }
    Some(bucket)
}

fn lifecycle_rule(reader: &Reader<'_>, rule: &Value) -> Option<crate::surroundings::LifecycleRule> {
    let transitions = rule.get("Transitions").map(Value::elements).unwrap_or_default();
    let single = rule.get("Transition");
    let abort = rule.get("AbortIncompleteMultipartUpload").and_then(|abort| abort.get("DaysAfterInitiation"));
    let parts = LifecycleParts {
        enabled: rule.get("Status").and_then(Value::as_known).map(|status| status == "Enabled"),
        prefix: rule.get("Prefix"),
        narrowed: ["TagFilters", "ObjectSizeGreaterThan", "ObjectSizeLessThan"]
            .iter()
            .any(|name| rule.get(name).is_some()),
        expiration: rule.get("ExpirationInDays"),
        transitions: transitions.iter().chain(single).filter_map(|one| one.get("StorageClass")).collect(),
        abort,
    };
    reader.lifecycle_rule(rule, parts)
}

fn trail(
    reader: &Reader<'_>,
    resolver: &Resolver<'_, '_>,
    logical: &str,
    resource: &Resource,
) -> Option<Trail> {
    let own = Value::new(resolver.stack.tree.range(resource.key), ValueKind::Null);
    let mut trail = Trail::at(reader.fact(&own, ()));
    let property = |name: &str| resolver.property(resource, name);
    let text = |name: &str| reader.text(property(name).as_ref());
    // What is left out is not there; what cannot be told is not stated.
    let or_none = |name: &str| match property(name) {
        Some(stated) => reader.text(Some(&stated)),
        None => Some(reader.fact(&own, String::new())),
    };
    trail.arn = reader.text(resolver.resource_arn(logical, resource).as_ref());
    trail.name = text("TrailName");
    trail.bucket = text("S3BucketName");
    trail.prefix = or_none("S3KeyPrefix");
    trail.key = or_none("KMSKeyId");
    let flag = |name: &str| match property(name) {
        Some(stated) => reader.flag(Some(&stated)),
        None => Some(reader.fact(&own, false)),
    };
    trail.organization = flag("IsOrganizationTrail");
    trail.validation = flag("EnableLogFileValidation");
    trail.multi_region = flag("IsMultiRegionTrail");
    trail.bucket.is_some().then_some(trail)
}

fn key(
    reader: &Reader<'_>,
    resolver: &Resolver<'_, '_>,
    logical: &str,
    resource: &Resource,
    id: FileId,
) -> Option<Key> {
    let arn = reader.text(resolver.resource_arn(logical, resource).as_ref())?;
    let policy =
        resolver.property(resource, "KeyPolicy").filter(|value| matches!(value.kind, ValueKind::Map(_)));
    let policy = policy.and_then(|value| {
        let written = Written::new(&value);
        let (tree, _) = crate::json::parse(Cow::Owned(written.json), id, Some(written.map));
        let tree = reader.names.instance(&tree).unwrap_or(tree);
        // A part that is not known could be what is missing.
        let is_open = tree.text().contains("${");
        let root = tree.root().filter(|_| !is_open)?;
        Some(KeyPolicy { tree: Arc::new(tree), root, problems: Vec::new() })
    });
    Some(Key { arn, aliases: Vec::new(), policy_file: None, policy })
}
