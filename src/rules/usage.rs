//! Who uses which bucket: the ground of every rule that holds a bucket's settings against what an integration needs.

use std::collections::HashSet;

use super::draft::{Draft, Drafts, Spot};
use super::hook::{Context, Project};
use super::profile::data::{On, Party, Profile};
use super::profile::destination::{self, Destination};
use super::profile::served::Served;
use crate::aws::s3_arn::{S3Arn, has_wildcard};
use crate::policy::Value;
use crate::surroundings::{Bucket, Fact, Integration, Trail};
use crate::text::FileId;

/// What says that an integration uses a bucket.
#[derive(Clone, Debug)]
pub enum By<'a> {
    /// A declaration, with the value that names the bucket.
    Integration(&'a Integration, &'a Fact<String>),
    /// A trail, with the value that names the bucket.
    Trail(&'a Trail, &'a Fact<String>),
    /// A policy, with the value that names the integration's caller or the bucket.
    Policy(Spot, Option<&'a Integration>),
}

/// One integration that uses one bucket of which something is known.
#[derive(Clone, Debug)]
pub struct Use<'a> {
    /// The bucket.
    pub bucket: &'a Bucket,
    /// Name of the integration's page.
    pub name: &'a str,
    /// The integration.
    pub profile: &'a Profile,
    /// What says so.
    pub by: By<'a>,
}

impl<'a> Use<'a> {
    /// The declaration, where there is one.
    pub fn integration(&self) -> Option<&'a Integration> {
        match self.by {
            By::Integration(integration, _) => Some(integration),
            By::Policy(_, integration) => integration,
            By::Trail(..) => None,
        }
    }

    /// What the declaration says under `destination`.
    pub fn destination(&self) -> Option<Destination> {
        self.integration().and_then(destination_of).map(|(_, destination)| destination)
    }

    /// Whether the vendor comes with an access key or to another endpoint than S3's own.
    pub fn is_key_based(&self) -> bool {
        self.destination().is_some_and(|destination| destination.is_key_based)
    }

    /// What the keys of the objects start with, where it is stated; no slash at its end.
    pub fn prefix(&self) -> Option<String> {
        let stated = match (&self.by, self.integration()) {
            (By::Trail(trail, _), _) => trail.prefix.as_ref().map(|prefix| prefix.value.clone()),
            (_, Some(integration)) => match integration.values("prefix") {
                [only] => Some(only.value.clone()),
                [] => self.destination().and_then(|destination| destination.binding.get("prefix").cloned()),
                _ => None,
            },
            _ => None,
        };
        stated.map(|prefix| prefix.trim_end_matches('/').to_owned())
    }

    /// Whether what is written is meant to be read back: unless it is stated otherwise.
    pub fn restores(&self) -> bool {
        let modes = self.integration().map_or(&[][..], |integration| integration.values("mode"));
        modes.is_empty() || modes.iter().any(|mode| mode.value == "restore")
    }

    /// Whether the integration writes objects.
    pub fn writes(&self) -> bool {
        writes(self.profile)
    }

    /// Reports a fact that the integration cannot live with.
    ///
    /// The finding stands at the fact, and the page's label `user` or `trail` at what says that the bucket is used.
    /// Where a policy says so, it stands there under `let-in`, and the fact has the label `fact`.
    pub fn report<'d, T>(
        &self,
        rule: &'static str,
        message: &'static str,
        fault: &Fact<T>,
        drafts: &'d mut Drafts,
    ) -> &'d mut Draft {
        let draft = match &self.by {
            By::Policy(spot, _) => {
                let draft = drafts.report(rule, message, spot.clone()).label("let-in");
                relate(draft, fault, "fact");
                draft
            }
            By::Integration(_, place) => {
                let draft = drafts.report(rule, message, spot(fault));
                relate(draft, place, "user");
                draft
            }
            By::Trail(_, place) => {
                let draft = drafts.report(rule, message, spot(fault));
                relate(draft, place, "trail");
                draft
            }
        };
        draft
            .arg("integration", self.profile.title.as_str())
            .arg("bucket", self.bucket.name.value.as_str())
            .integration(self.name)
    }
}

/// Where a fact is stated.
pub fn spot<T>(fact: &Fact<T>) -> Spot {
    Spot::Fact(fact.span, fact.path.clone())
}

/// Labels a fact, unless the command line states it, which is no place in a file.
pub fn relate<T>(draft: &mut Draft, fact: &Fact<T>, label: &'static str) {
    if is_in_file(fact) {
        draft.related(spot(fact), label);
    }
}

/// Whether a file states the fact.
pub fn is_in_file<T>(fact: &Fact<T>) -> bool {
    fact.span.file != FileId(u32::MAX)
}

/// The destination of a declaration, with the value that states it.
pub fn destination_of(integration: &Integration) -> Option<(&Fact<String>, Destination)> {
    let stated = integration.values("destination").first()?;
    Some((stated, destination::read(&stated.value)?))
}

/// Whether an integration writes objects.
pub fn writes(profile: &Profile) -> bool {
    let mut requests = profile.documents.iter().flat_map(|document| &document.requests);
    requests.any(|request| request.action == "s3:PutObject")
}

/// Whether trails are of this integration.
pub fn has_trails(profile: &Profile) -> bool {
    profile.parameters.iter().any(|(name, _)| name == "trail-arn")
}

/// The buckets of a declaration by name, each with the value that names it.
pub fn bucket_names(integration: &Integration) -> Vec<(String, &Fact<String>)> {
    let stated = integration.values("bucket").iter().map(|fact| (fact.value.clone(), fact));
    let mut names: Vec<(String, &Fact<String>)> = stated.collect();
    if let Some((fact, destination)) = destination_of(integration)
        && names.is_empty()
        && let Some(bucket) = destination.binding.get("bucket")
    {
        names.push((bucket.clone(), fact));
    }
    names
}

/// Every use of a stated bucket that the facts themselves tell of.
pub fn declared(project: Project<'_>) -> Vec<Use<'_>> {
    let mut uses = Vec::new();
    for integration in &project.surroundings.integrations {
        let name = integration.profile.value.as_str();
        let Some(profile) = project.profile(name) else { continue };
        for (bucket, place) in bucket_names(integration) {
            let Some(bucket) = project.index.bucket(&bucket) else { continue };
            uses.push(Use { bucket, name, profile, by: By::Integration(integration, place) });
        }
    }
    let of_trails = project.profiles.iter().filter(|(_, profile)| has_trails(profile));
    for (name, profile) in of_trails {
        for trail in &project.surroundings.trails {
            let Some(place) = &trail.bucket else { continue };
            let Some(bucket) = project.index.bucket(&place.value) else { continue };
            uses.push(Use { bucket, name, profile, by: By::Trail(trail, place) });
        }
    }
    uses
}

/// The uses of stated buckets that only a policy tells of.
pub fn undeclared<'a>(context: Context<'a>, served: Served<'a>) -> Vec<Use<'a>> {
    let surroundings = context.surroundings;
    if surroundings.buckets.is_empty() || !matches!(served.document.on, On::Bucket | On::Identity) {
        return Vec::new();
    }
    let is_declared = |bucket: &Bucket| {
        let name = bucket.name.value.as_str();
        context.index.integrations_of(name).any(|one| one.profile.value == served.name)
            || (has_trails(served.profile) && context.index.trails_to(name).next().is_some())
    };
    let integration = served.declared.first().copied();
    buckets(context, served)
        .into_iter()
        .filter(|(bucket, _)| !is_declared(bucket))
        .filter_map(|(bucket, named_at)| {
            let spot = caller_spot(context, served).or(named_at).or_else(|| first_action(context))?;
            let by = By::Policy(spot, integration);
            Some(Use { bucket, name: served.name, profile: served.profile, by })
        })
        .collect()
}

/// The stated buckets that a policy is about, each with the value that names it, where the policy does: those whose
/// bucket policy it is, those of its declaration, those of its resources. The surest of these that there is counts.
pub fn buckets<'a>(context: Context<'a>, served: Served<'a>) -> Vec<(&'a Bucket, Option<Spot>)> {
    let by_resource = named_buckets(context, served);
    let place = |bucket: &'a Bucket| {
        let same = by_resource.iter().find(|(known, _)| std::ptr::eq(*known, bucket));
        (bucket, same.map(|(_, spot)| spot.clone()))
    };
    let own = context.role.buckets.iter().copied();
    let of_file: Vec<_> =
        if served.document.on == On::Bucket { own.map(place).collect() } else { Vec::new() };
    let names = served.declared.iter().flat_map(|integration| bucket_names(integration));
    let of_declarations: Vec<_> =
        names.filter_map(|(name, _)| context.index.bucket(&name)).map(place).collect();
    let of_resources = by_resource.iter().map(|(bucket, spot)| (*bucket, Some(spot.clone()))).collect();
    let by_certainty = match served.document.on {
        On::Bucket => [of_file, of_resources, of_declarations],
        _ => [of_declarations, of_resources, of_file],
    };
    by_certainty.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
}

/// The stated buckets that the resources of a policy name, each with the first value that does.
fn named_buckets<'a>(context: Context<'a>, served: Served<'a>) -> Vec<(&'a Bucket, Spot)> {
    let mut found: Vec<(&Bucket, Spot)> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for statement in context.policy.statements.iter().filter(|statement| served.may_be_meant(statement)) {
        for value in statement.resources() {
            let bucket = bucket_name(value).and_then(|name| context.index.bucket(name));
            if let Some(bucket) = bucket
                && seen.insert(&bucket.name.value)
            {
                found.push((bucket, Spot::Node(value.node)));
            }
        }
    }
    found
}

/// The bucket that a value of `Resource` names, where its name is written out.
pub fn bucket_name<'v>(value: &Value<'v>) -> Option<&'v str> {
    let name = S3Arn::parse(value.text)?.name;
    let text = name.of(value.text);
    (!value.touches_hole(name) && !has_wildcard(text) && !text.contains("${") && !text.is_empty())
        .then_some(text)
}

fn first_action(context: Context<'_>) -> Option<Spot> {
    context.policy.statements.iter().find_map(|statement| Some(Spot::Node(statement.action.as_ref()?.node)))
}

/// The first value of a policy that names the integration's caller.
pub fn caller_spot(context: Context<'_>, served: Served<'_>) -> Option<Spot> {
    if served.document.who == Party::Identity {
        return None;
    }
    let statements = context.policy.statements.iter();
    let mut entries = statements.flat_map(|statement| &statement.principal).flat_map(|block| &block.entries);
    entries.find(|entry| served.is_named(entry)).map(|entry| Spot::Node(entry.value.node))
}
