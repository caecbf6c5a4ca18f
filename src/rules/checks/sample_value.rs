//! `sample-value`: a valid value that documents use as a sample.

use std::collections::HashSet;

use crate::policy::placeholder::{Place, SampleKind, sample_values};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::surroundings::Surroundings;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let mut seen: HashSet<&str> = HashSet::new();
    for (place, value) in context.policy.values() {
        if place == Place::Name {
            continue;
        }
        for sample in sample_values(value.text) {
            let text = sample.range.of(value.text);
            if value.touches_hole(sample.range) || !seen.insert(text) || is_stated(context.surroundings, text)
            {
                continue;
            }
            let message = match sample.kind {
                SampleKind::Account => "account",
                SampleKind::Organization => "organization",
                SampleKind::Bucket if text.starts_with("burritobot") => "vendor-bucket",
                SampleKind::Bucket => "bucket",
                SampleKind::Identifier => "identifier",
            };
            drafts.report("sample-value", message, Spot::Within(value.node, sample.range)).arg("value", text);
        }
    }
}

/// Whether the configuration or an answer states that there is such a bucket, account or organization.
fn is_stated(surroundings: &Surroundings, text: &str) -> bool {
    let buckets = surroundings.buckets.iter().any(|bucket| {
        bucket.name.value == text || bucket.account.as_ref().is_some_and(|account| account.value == text)
    });
    let trails = surroundings.trails.iter().any(|trail| {
        [&trail.account, &trail.org_id, &trail.bucket].into_iter().flatten().any(|fact| fact.value == text)
    });
    let parameters = surroundings.integrations.iter().flat_map(|integration| integration.set.values());
    let mut stated = parameters.flatten();
    buckets || trails || stated.any(|fact| fact.value == text)
}
