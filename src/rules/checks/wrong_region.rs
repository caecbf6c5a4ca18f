//! `wrong-region`: the region that a vendor is given is not the bucket's.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::usage::{self, relate, spot};
use crate::surroundings::Fact;

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "wrong-region";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for one in usage::declared(project) {
        let (Some(integration), Some(real)) = (one.integration(), &one.bucket.region) else { continue };
        let is_given = one.profile.parameters.iter().any(|(name, _)| name == "region");
        let given: Option<(&Fact<String>, String)> = match integration.values("region") {
            [only] if is_given => Some((only, only.value.clone())),
            _ => usage::destination_of(integration)
                .and_then(|(place, destination)| Some((place, destination.region?)))
                .filter(|_| !one.is_key_based()),
        };
        if let Some((place, region)) = given.filter(|(_, region)| *region != real.value) {
            let draft = drafts.report(RULE, "found", spot(place));
            draft
                .arg("integration", one.profile.title.as_str())
                .arg("bucket", one.bucket.name.value.as_str())
                .arg("given", region)
                .arg("region", real.value.as_str())
                .integration(one.name);
            relate(draft, real, "region");
        }
    }
}
