//! `shared-bucket`: a bucket that should be one integration's own and is not.

use std::collections::HashMap;

use crate::access::glob::{Case, matches};
use crate::aws::accounts;
use crate::aws::iam_arn::IamArn;
use crate::policy::{Effect, PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook, Project};
use crate::rules::profile::data::{On, Profile};
use crate::rules::profile::served::Served;
use crate::rules::usage::{self, relate, spot};
use crate::surroundings::Fact;

/// Asks for policies, and for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts), Hook::Integration(policy)];

const RULE: &str = "shared-bucket";

/// A policy that lets another producer write into the integration's bucket.
fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    if !served.profile.bucket.dedicated || served.document.on != On::Bucket {
        return;
    }
    let statements = context.policy.statements.iter().filter(|statement| grants_write(statement));
    let blocks = statements.filter_map(|statement| statement.principal.as_ref());
    let mut entries = blocks.filter(|block| !block.negated).flat_map(|block| &block.entries);
    let other = entries.find(|entry| entry.value.is_known() && is_producer(entry) && !served.is_named(entry));
    if let Some(other) = other {
        let draft = drafts.report(RULE, "policy", Spot::Node(other.value.node));
        draft
            .arg("integration", served.profile.title.as_str())
            .arg("other", other.value.text)
            .integration(served.name);
        if let Some(own) = usage::caller_spot(context, served) {
            draft.related(own, "let-in");
        }
    }
}

fn grants_write(statement: &Statement<'_>) -> bool {
    statement.effect == Effect::Allow
        && statement.actions().iter().any(|action| matches(action.text, "s3:PutObject", Case::Ascii))
}

/// Whether a principal is known to write files of its own: an AWS service, an account by which one delivers, or a
/// vendor. What a role of the user's own does is not known.
fn is_producer(entry: &PrincipalEntry<'_>) -> bool {
    match entry.kind {
        PrincipalType::Service => true,
        PrincipalType::Aws => {
            let account = IamArn::read(entry.value.text).account.of(entry.value.text);
            accounts::service_accounts(account).next().is_some() || accounts::owner(account).is_some()
        }
        _ => false,
    }
}

/// One producer that the facts name for a bucket.
struct Producer<'a> {
    name: &'a str,
    profile: &'a Profile,
    place: &'a Fact<String>,
    is_trail: bool,
}

/// Declarations and trails that name one bucket.
fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for producers in by_bucket(project) {
        let needy = producers.iter().find(|producer| producer.profile.bucket.dedicated);
        let other = needy.and_then(|needy| producers.iter().find(|other| other.name != needy.name));
        if let (Some(needy), Some(other)) = (needy, other) {
            report("declared", needy, other, drafts);
            continue;
        }
        let mut alike =
            producers.iter().filter(|producer| producer.profile.bucket.one_each && !producer.is_trail);
        let first = alike.next();
        let second = first.and_then(|first| alike.find(|second| second.name == first.name));
        if let (Some(first), Some(second)) = (first, second) {
            report("twice", second, first, drafts);
        }
    }
}

fn report(message: &'static str, at: &Producer<'_>, other: &Producer<'_>, drafts: &mut Drafts) {
    let draft = drafts.report(RULE, message, spot(at.place));
    draft
        .arg("integration", at.profile.title.as_str())
        .arg("other", other.profile.title.as_str())
        .integration(at.name);
    relate(draft, other.place, "other");
}

/// Everyone who writes, by bucket, in the order of the facts.
fn by_bucket(project: Project<'_>) -> Vec<Vec<Producer<'_>>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<Producer<'_>>> = Vec::new();
    let mut add = |bucket: &str, producer| {
        let at = *places.entry(bucket.to_owned()).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.push(producer);
        }
    };
    for integration in &project.surroundings.integrations {
        let name = integration.profile.value.as_str();
        let profile = project.profile(name).filter(|profile| usage::writes(profile));
        let Some(profile) = profile else { continue };
        for (bucket, place) in usage::bucket_names(integration) {
            add(&bucket, Producer { name, profile, place, is_trail: false });
        }
    }
    for (name, profile) in project.profiles.iter().filter(|(_, profile)| usage::has_trails(profile)) {
        for place in project.surroundings.trails.iter().filter_map(|trail| trail.bucket.as_ref()) {
            add(&place.value, Producer { name, profile, place, is_trail: true });
        }
    }
    groups
}
