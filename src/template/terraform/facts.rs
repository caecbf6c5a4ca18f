//! Facts around the policies of a module or plan: buckets with all that other resources say of them, trails and keys.

use std::borrow::Cow;
use std::sync::Arc;

use super::module::Module;
use super::resources::Declared;
use super::{deliveries, identities, names};
use crate::finding::Step;
use crate::surroundings::{
    Bucket, Fact, IntelligentTiering, Key, KeyPolicy, LifecycleRule, Surroundings, Trail,
};
use crate::template::facts::{LifecycleParts, Reader};
use crate::template::scope::{ACCOUNT, Names, Places, REGION, Scope};
use crate::template::value::hole;
use crate::template::{Value, ValueKind, Written};
use crate::text::FileId;

/// The scope of a module.
pub fn scope(module: &Module<'_>, starts: &Arc<[(u32, FileId)]>) -> Scope {
    let region = module.region();
    let kinds = module.resources.iter().map(|(kind, name, _)| (*kind, format!("{kind}.{name}.id")));
    let names = standing(kinds, region.as_deref());
    let places = Places::Many(Arc::clone(starts));
    let mut scope = of_resources(&module.declared(), names, &places, region.as_deref());
    super::order::mark(module, &places, &scope.names, &mut scope.facts);
    scope
}

/// The scope of a plan.
pub fn plan_scope(resources: &[Declared], region: Option<&str>, id: FileId) -> Scope {
    let names = standing(std::iter::empty(), region);
    of_resources(resources, names, &Places::One(id), region)
}

/// The names of what Terraform runs in and of resources.
fn standing<'k>(resources: impl Iterator<Item = (&'k str, String)>, region: Option<&str>) -> Names {
    let mut all = Names::default();
    all.set(names::PARTITION, "aws");
    all.set(names::REGION, region.unwrap_or(REGION));
    all.set(names::ACCOUNT, ACCOUNT);
    for (kind, reference) in resources {
        if kind == "aws_kms_key" { all.add_key(&reference) } else { all.add(&reference) }
    }
    all
}

fn of_resources(resources: &[Declared], names: Names, places: &Places, region: Option<&str>) -> Scope {
    let mut facts = Surroundings::default();
    let reader = |resource: &Declared| Reader {
        names: &names,
        places,
        path: vec![Step::Key("resource".to_owned()), Step::Key(resource.address.clone())],
    };
    for resource in resources {
        let reader = reader(resource);
        match resource.kind.as_str() {
            "aws_s3_bucket" => facts.buckets.extend(bucket(&reader, resource, region)),
            "aws_cloudtrail" => facts.trails.extend(trail(&reader, resource, region)),
            "aws_kms_key" => facts.keys.extend(key(&reader, resource, places)),
            _ => {
                facts.deliveries.extend(deliveries::deliveries(&reader, resource, region));
                facts.integrations.extend(deliveries::fetcher(&reader, resource));
            }
        }
    }
    for resource in resources {
        let reader = reader(resource);
        let Some(name) = reader.text(resource.values.get("bucket")) else { continue };
        if let Some(bucket) = facts.buckets.iter_mut().find(|bucket| bucket.name.value == name.value) {
            settings(&reader, resource, bucket);
        }
    }
    for resource in resources.iter().filter(|resource| resource.kind == "aws_kms_alias") {
        let reader = reader(resource);
        let alias = reader.text(resource.values.get("name"));
        let target = reader.text(resource.values.get("target_key_id"));
        if let (Some(alias), Some(target)) = (alias, target) {
            let is_target = |key: &&mut Key| {
                key.arn.value == target.value || key.arn.value.ends_with(&format!("/{}", target.value))
            };
            for key in facts.keys.iter_mut().filter(is_target) {
                key.aliases.push(alias.clone());
            }
        }
    }
    let reader = Reader { names: &names, places, path: Vec::new() };
    facts.identities = identities::identities(resources, &reader);
    Scope { names, facts }
}

fn at_label(reader: &Reader<'_>, resource: &Declared, text: &str) -> Option<Fact<String>> {
    let place = Value::new(resource.place, ValueKind::Null);
    Some(reader.fact(&place, reader.names.fill(text)?))
}

fn bucket(reader: &Reader<'_>, resource: &Declared, region: Option<&str>) -> Option<Bucket> {
    let stated = reader.text(resource.values.get("bucket"));
    let name = stated.or_else(|| at_label(reader, resource, &hole(&format!("{}.id", resource.address))))?;
    let mut bucket = Bucket::named(name);
    bucket.region = region.and_then(|region| at_label(reader, resource, region));
    bucket.region = reader.text(resource.values.get("region")).or(bucket.region);
    legacy(reader, resource, &mut bucket);
    Some(bucket)
}

fn first<'v>(holder: &'v Value, name: &str) -> Option<&'v Value> {
    holder.get(name)?.elements().first()
}

/// What older versions of the provider take inside the bucket itself.
fn legacy(reader: &Reader<'_>, resource: &Declared, bucket: &mut Bucket) {
    let values = &resource.values;
    if let Some(payer) = reader.text(values.get("request_payer")) {
        bucket.requester_pays = Some(payer.with(payer.value == "Requester"));
    }
    if let Some(configuration) = first(values, "server_side_encryption_configuration") {
        encryption(reader, configuration, bucket);
    }
    if let Some(ValueKind::List(rules)) = values.get("lifecycle_rule").map(|rules| &rules.kind) {
        lifecycle(reader, rules, values.get("lifecycle_rule"), bucket);
    }
}

/// What a resource beside the bucket says of it.
fn settings(reader: &Reader<'_>, resource: &Declared, bucket: &mut Bucket) {
    let values = &resource.values;
    match resource.kind.as_str() {
        "aws_s3_bucket_request_payment_configuration" => {
            let payer = reader.text(values.get("payer"));
            bucket.requester_pays = payer.map(|payer| payer.with(payer.value == "Requester"));
        }
        "aws_s3_bucket_server_side_encryption_configuration" => encryption(reader, values, bucket),
        "aws_s3_bucket_ownership_controls" => {
            bucket.ownership =
                reader.text(first(values, "rule").and_then(|rule| rule.get("object_ownership")));
        }
        "aws_s3_bucket_public_access_block" => {
            let names =
                ["block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"];
            let holder = Value { range: resource.place, ..values.clone() };
            bucket.public_access_block = Some(reader.public_access_block(&holder, names));
        }
        "aws_s3_bucket_lifecycle_configuration" => {
            if let Some(ValueKind::List(rules)) = values.get("rule").map(|rules| &rules.kind) {
                lifecycle(reader, rules, values.get("rule"), bucket);
            }
        }
        "aws_s3_bucket_intelligent_tiering_configuration" => {
            let tiers = values.get("tiering").map(Value::elements).unwrap_or_default();
            let filter = first(values, "filter");
            let place = Value::new(resource.place, ValueKind::Null);
            let one = IntelligentTiering {
                place: reader.fact(&place, ()),
                enabled: values
                    .get("status")
                    .and_then(Value::as_known)
                    .is_none_or(|status| status == "Enabled"),
                prefix: filter.and_then(|filter| filter.get("prefix")?.as_known()).unwrap_or_default(),
                narrowed: filter.is_some_and(|filter| filter.get("tags").is_some()),
                tiers: tiers.iter().filter_map(|tier| reader.text(tier.get("access_tier"))).collect(),
            };
            let mut all = bucket.intelligent_tiering.take().map_or(Vec::new(), |known| known.value);
            all.push(one);
            bucket.intelligent_tiering = Some(reader.fact(&place, all));
        }
        _ => {}
    }
}

fn encryption(reader: &Reader<'_>, configuration: &Value, bucket: &mut Bucket) {
    let Some(rule) = first(configuration, "rule") else { return };
    if let Some(default) = first(rule, "apply_server_side_encryption_by_default") {
        let names = ["sse_algorithm", "kms_master_key_id"];
        bucket.encryption = reader.encryption(default, names, rule.get("bucket_key_enabled"));
    }
}

fn lifecycle(reader: &Reader<'_>, rules: &[Value], place: Option<&Value>, bucket: &mut Bucket) {
    let list: Option<Vec<LifecycleRule>> = rules.iter().map(|rule| lifecycle_rule(reader, rule)).collect();
    if let (Some(list), Some(place)) = (list, place) {
        bucket.lifecycle = Some(reader.fact(place, list));
    }
}

fn lifecycle_rule(reader: &Reader<'_>, rule: &Value) -> Option<LifecycleRule> {
    let filter = first(rule, "filter");
    let and = filter.and_then(|filter| first(filter, "and"));
    let prefix = [Some(rule), filter, and].into_iter().flatten().find_map(|holder| holder.get("prefix"));
    let narrows = |holder: &Value| {
        ["tag", "tags", "object_size_greater_than", "object_size_less_than"].iter().any(|name| {
            holder.get(name).is_some_and(|value| !matches!(value.kind, ValueKind::Absent | ValueKind::Null))
        })
    };
    // The bucket's own blocks say `enabled`, the resource of its own `status`.
    let status = rule.get("status").and_then(Value::as_known).map(|status| status == "Enabled");
    let enabled = rule.get("enabled").and_then(Value::as_known).map(|enabled| enabled == "true");
    let transitions = rule.get("transition").map(Value::elements).unwrap_or_default();
    let abort =
        first(rule, "abort_incomplete_multipart_upload").and_then(|one| one.get("days_after_initiation"));
    reader.lifecycle_rule(
        rule,
        LifecycleParts {
            enabled: status.or(enabled),
            prefix: prefix.filter(|value| !matches!(value.kind, ValueKind::Absent | ValueKind::Null)),
            narrowed: [filter, and].into_iter().flatten().any(narrows) || rule.get("tags").is_some(),
            expiration: first(rule, "expiration").and_then(|one| one.get("days")),
            transitions: transitions.iter().filter_map(|one| one.get("storage_class")).collect(),
            abort: abort.or_else(|| rule.get("abort_incomplete_multipart_upload_days")),
        },
    )
}

fn trail(reader: &Reader<'_>, resource: &Declared, region: Option<&str>) -> Option<Trail> {
    let place = Value::new(resource.place, ValueKind::Null);
    let values = &resource.values;
    let stated = |name: &str| {
        values.get(name).filter(|value| !matches!(value.kind, ValueKind::Absent | ValueKind::Null))
    };
    let mut trail = Trail::at(reader.fact(&place, ()));
    trail.name = reader.text(stated("name"));
    trail.bucket = reader.text(stated("s3_bucket_name"));
    let arn = trail.name.as_ref().map(|name| {
        let (partition, region, account) =
            (hole(names::PARTITION), hole(names::REGION), hole(names::ACCOUNT));
        format!("arn:{partition}:cloudtrail:{region}:{account}:trail/{}", name.value)
    });
    let arn = arn.and_then(|arn| reader.names.fill(&arn));
    trail.arn = arn.zip(trail.name.as_ref()).map(|(arn, name)| name.with(arn));
    let or_none = |name: &str| match stated(name) {
        Some(value) => reader.text(Some(value)),
        None => Some(reader.fact(&place, String::new())),
    };
    trail.prefix = or_none("s3_key_prefix");
    trail.key = or_none("kms_key_id");
    let or_false = |name: &str| match stated(name) {
        Some(value) => reader.flag(Some(value)),
        None => Some(reader.fact(&place, false)),
    };
    trail.organization = or_false("is_organization_trail");
    trail.validation = or_false("enable_log_file_validation");
    trail.multi_region = or_false("is_multi_region_trail");
    trail.home_region = region.map(|region| reader.fact(&place, region.to_owned()));
    trail.bucket.is_some().then_some(trail)
}

fn key(reader: &Reader<'_>, resource: &Declared, places: &Places) -> Option<Key> {
    let id = hole(&format!("{}.id", resource.address));
    let (partition, region, account) = (hole(names::PARTITION), hole(names::REGION), hole(names::ACCOUNT));
    let arn = format!("arn:{partition}:kms:{region}:{account}:key/{id}");
    let arn = reader.text(resource.values.get("arn")).or_else(|| at_label(reader, resource, &arn))?;
    let policy = resource.values.get("policy").and_then(|value| {
        let written = match &value.kind {
            ValueKind::Encoded(inner) => Written::new(inner),
            ValueKind::Text(text) if text.text.trim_start().starts_with('{') => Written::of_text(text),
            _ => return None,
        };
        let id = places.span(value.range).file;
        let (tree, problems) = crate::json::parse(Cow::Owned(written.json), id, Some(written.map));
        let tree = match places {
            Places::One(_) => tree,
            Places::Many(starts) => tree.joined(Arc::clone(starts)),
        };
        let tree = reader.names.instance(&tree).unwrap_or(tree);
        // A part that is not known could be what is missing.
        let is_open = tree.text().contains("${");
        let root = tree.root().filter(|_| !is_open)?;
        Some(KeyPolicy { tree: Arc::new(tree), root, problems })
    });
    Some(Key { arn, aliases: Vec::new(), policy_file: None, policy })
}
