//! `malformed-destination`: an ARN or a web address where a destination such as `s3://bucket/path` is wanted.

use crate::aws::s3_arn::{S3Arn, S3Kind};
use crate::rules::address;
use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::usage::spot;

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "malformed-destination";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for integration in &project.surroundings.integrations {
        let name = integration.profile.value.as_str();
        let title = project.profile(name).map_or(name, |profile| profile.title.as_str());
        for stated in integration.values("destination") {
            let Some(wanted) = destination(&stated.value) else { continue };
            drafts
                .report(RULE, "found", spot(stated))
                .arg("integration", title)
                .arg("text", stated.value.as_str())
                .arg("wanted", wanted)
                .integration(name);
        }
    }
}

/// The destination that an ARN or an address of S3 stands for; `None` for every other text, since other schemes are
/// other stores.
fn destination(text: &str) -> Option<String> {
    let (bucket, key) = match S3Arn::parse(text) {
        Some(arn) if matches!(arn.kind, S3Kind::Bucket | S3Kind::Object) => {
            let key = arn.key.map_or("", |key| key.of(text)).trim_end_matches('*');
            (arn.name.of(text).to_owned(), key.to_owned())
        }
        _ => address::of_url(text).map(|address| (address.bucket, address.key))?,
    };
    let key = key.trim_end_matches('/');
    Some(if key.is_empty() { format!("s3://{bucket}") } else { format!("s3://{bucket}/{key}") })
}
