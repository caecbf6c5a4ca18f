//! The callers that are known from outside a policy: what the user declares, and what the facts about trails say.

use super::case::{Case, add_parts};
use super::data::{Document, Profile};
use super::destination;
use crate::rules::usage::is_in_file;
use crate::surroundings::{FileRole, Integration, Surroundings, Trail};

/// What is known of a document's callers from outside the policy.
pub fn stated(
    profile: &Profile,
    document: &Document,
    declared: &[&Integration],
    role: &FileRole<'_>,
    surroundings: &Surroundings,
) -> Vec<Case> {
    let mut stated: Vec<Case> =
        declared.iter().flat_map(|integration| self::declared(profile, document, integration)).collect();
    let has_trails = profile.parameters.iter().any(|(name, _)| name == "trail-arn");
    for bucket in role.buckets.iter().filter(|_| has_trails) {
        stated.extend(trails(profile, &bucket.name.value, surroundings));
    }
    stated
}

/// What a declaration says, as cases: one per value of the parameter that tells callers apart.
pub fn declared(profile: &Profile, document: &Document, integration: &Integration) -> Vec<Case> {
    let mut case = Case::default();
    for (name, values) in &integration.set {
        let is_trimmed = profile.trimmed.contains(name);
        let trim = |value: &str| if is_trimmed { value.trim_end_matches('/') } else { value }.to_owned();
        let values: Vec<String> = values.iter().map(|value| trim(&value.value)).collect();
        if let [only] = values.as_slice() {
            case.binding.insert(name.clone(), only.clone());
        }
        case.declared.insert(name.clone());
        if let Some(place) = integration.values(name).first().filter(|fact| is_in_file(fact)) {
            case.places.insert(name.clone(), (place.span, place.path.clone()));
        }
        case.stated.insert(name.clone(), values);
    }
    if let Some(destination) =
        integration.values("destination").first().and_then(|text| destination::read(&text.value))
    {
        if destination.is_key_based {
            return Vec::new();
        }
        for (name, value) in destination.binding {
            case.declared.insert(name.clone());
            case.binding.entry(name).or_insert(value);
        }
    }
    add_parts(profile, &mut case.binding);
    let several = document.each.iter().find_map(|name| {
        integration.set.get(name).filter(|values| values.len() > 1).map(|values| (name, values))
    });
    let Some((name, values)) = several else { return vec![case] };
    values
        .iter()
        .map(|value| {
            let mut case = case.clone();
            case.binding.insert(name.clone(), value.value.clone());
            add_parts(profile, &mut case.binding);
            case
        })
        .collect()
}

/// What the facts about trails say: one case per trail that writes to this bucket.
pub fn trails(profile: &Profile, bucket: &str, surroundings: &Surroundings) -> Vec<Case> {
    let writes = |trail: &&Trail| trail.bucket.as_ref().is_some_and(|name| name.value == bucket);
    surroundings.trails.iter().filter(writes).map(|trail| trail_case(profile, bucket, trail)).collect()
}

fn trail_case(profile: &Profile, bucket: &str, trail: &Trail) -> Case {
    let mut case = Case::default();
    let mut set = |name: &str, value: &str| {
        case.binding.insert(name.to_owned(), value.to_owned());
        case.declared.insert(name.to_owned());
    };
    set("bucket", bucket);
    if let Some(arn) = &trail.arn {
        set("trail-arn", &arn.value);
        case.stated_at = Some((arn.span, arn.path.clone()));
    }
    if let Some(prefix) = &trail.prefix {
        set("prefix", &prefix.value);
    }
    if let Some(validation) = &trail.validation {
        set("validation", if validation.value { "true" } else { "false" });
    }
    if let Some(organization) = &trail.organization {
        set("organization", if organization.value { "true" } else { "false" });
    }
    if let Some(prefix) = &trail.prefix {
        case.places.insert("prefix".to_owned(), (prefix.span, prefix.path.clone()));
    }
    add_parts(profile, &mut case.binding);
    case
}
