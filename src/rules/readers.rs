//! Readers that take files in the order of their keys, beside the services that write into the same bucket.

use super::hook::Project;
use super::profile::data::Profile;
use super::usage::{self, bucket_names};
use crate::surroundings::delivery::Part;
use crate::surroundings::{Delivery, Fact, Integration, Producer, Trail};

/// A reader and a writer of one bucket.
pub(super) struct Meeting<'a> {
    /// Name of the reader's page.
    pub(super) name: &'a str,
    /// The reader.
    pub(super) profile: &'a Profile,
    /// What keys the reader asks for start with.
    pub(super) prefix: &'a Fact<String>,
    /// The writer.
    pub(super) delivery: Delivery,
}

/// A part of a writer's keys behind its prefix.
pub(super) enum Piece {
    /// Text that every key has here.
    Text(String),
    /// What is not known, but the same in every key.
    Unknown,
    /// What differs from key to key, and does not tell the time.
    Varies(&'static str),
    /// The time.
    Time,
}

/// Declared readers that take files in order, each with its page.
pub(super) fn readers(project: Project<'_>) -> impl Iterator<Item = (&Integration, &str, &Profile)> {
    project.surroundings.integrations.iter().filter_map(move |integration| {
        let name = integration.profile.value.as_str();
        let profile = project.profile(name).filter(|profile| profile.bucket.reads_in_order)?;
        Some((integration, name, profile))
    })
}

/// Every reader with every service that writes into its bucket.
pub(super) fn meetings(project: Project<'_>) -> Vec<Meeting<'_>> {
    let mut all = Vec::new();
    for (integration, name, profile) in readers(project) {
        let [prefix] = integration.values("prefix") else { continue };
        for (bucket, _) in bucket_names(integration) {
            for delivery in deliveries(project).filter(|delivery| delivery.bucket.value == bucket) {
                all.push(Meeting { name, profile, prefix, delivery });
            }
        }
    }
    all
}

/// What the facts say of services that write files: trails too.
pub(super) fn deliveries(project: Project<'_>) -> impl Iterator<Item = Delivery> {
    let trails = project.surroundings.trails.iter().filter_map(of_trail);
    trails.chain(project.surroundings.deliveries.iter().cloned())
}

fn of_trail(trail: &Trail) -> Option<Delivery> {
    let mut delivery = Delivery::to(Producer::Trail, trail.bucket.clone()?);
    delivery.prefix.clone_from(&trail.prefix);
    let arn = trail.arn.as_ref().and_then(|arn| crate::aws::Arn::parse(&arn.value));
    delivery.account = trail.account.as_ref().map(|account| account.value.clone());
    if delivery.account.is_none() {
        delivery.account = arn.as_ref().map(|arn| arn.account().to_owned());
    }
    let is_organization = trail.organization.as_ref().is_none_or(|flag| flag.value);
    // An organization's trail writes below ids that this file does not tell.
    if is_organization {
        delivery.account = None;
    }
    delivery.several_regions = trail.multi_region.as_ref().is_some_and(|flag| flag.value);
    if !delivery.several_regions {
        delivery.region = trail.home_region.as_ref().map(|region| region.value.clone());
    }
    Some(delivery)
}

impl Meeting<'_> {
    /// The writer's keys from their first letter on; `None` where its prefix is not known.
    pub(super) fn pieces(&self) -> Option<Vec<Piece>> {
        let delivery = &self.delivery;
        let mut pieces = vec![Piece::Text(delivery.head()?)];
        for part in delivery.producer.parts() {
            pieces.push(match part {
                Part::Text(text) => Piece::Text((*text).to_owned()),
                Part::Account => match &delivery.account {
                    Some(account) => Piece::Text(account.clone()),
                    None => Piece::Unknown,
                },
                Part::Region => match &delivery.region {
                    _ if delivery.several_regions => Piece::Varies("region"),
                    Some(region) => Piece::Text(region.clone()),
                    None => Piece::Unknown,
                },
                Part::Name => Piece::Unknown,
                Part::Time => Piece::Time,
            });
        }
        Some(pieces)
    }

    /// The writer's prefix or, where it has none, what says that it writes into the bucket.
    pub(super) fn writer(&self) -> &Fact<String> {
        let prefix = self.delivery.prefix.as_ref().filter(|prefix| usage::is_in_file(prefix));
        prefix.unwrap_or(&self.delivery.bucket)
    }
}

/// The text that all keys begin with, and what comes behind it.
pub(super) fn constant(pieces: &[Piece]) -> (String, Option<&Piece>) {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            other => return (text, Some(other)),
        }
    }
    (text, None)
}

/// The keys as a pattern of wildcards. The time, which comes last, stands for the rest.
pub(super) fn pattern(pieces: &[Piece]) -> String {
    let part = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        _ => "*".to_owned(),
    };
    pieces.iter().map(part).collect()
}
