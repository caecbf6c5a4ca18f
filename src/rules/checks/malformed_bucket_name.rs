//! `malformed-bucket-name`: an address where the bare name of a bucket is wanted.

use crate::aws::s3_arn::S3Arn;
use crate::rules::address;
use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::usage::spot;

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "malformed-bucket-name";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for integration in &project.surroundings.integrations {
        let name = integration.profile.value.as_str();
        let title = project.profile(name).map_or(name, |profile| profile.title.as_str());
        for stated in integration.values("bucket") {
            let Some(bucket) = bucket_in(&stated.value) else { continue };
            drafts
                .report(RULE, "found", spot(stated))
                .arg("integration", title)
                .arg("text", stated.value.as_str())
                .arg("wanted", bucket)
                .integration(name);
        }
    }
}

/// The bucket of an address; `None` for a text that is a name.
fn bucket_in(text: &str) -> Option<String> {
    if let Some(rest) = text.strip_prefix("s3://") {
        return Some(rest.split(['/', '?']).next().unwrap_or(rest).to_owned());
    }
    if text.starts_with("arn:") {
        let name = S3Arn::parse(text).map(|arn| arn.name.of(text));
        return Some(name.or_else(|| text.rsplit(':').next()).unwrap_or(text).to_owned());
    }
    address::of_url(text).map(|address| address.bucket)
}
