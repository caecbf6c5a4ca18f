//! `unused-bucket-policy`: a bucket policy for an integration that comes with an access key.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::profile::data::{On, Party};
use crate::rules::usage::{self, relate, spot};

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "unused-bucket-policy";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for integration in &project.surroundings.integrations {
        let name = integration.profile.value.as_str();
        let Some(profile) = project.profile(name) else { continue };
        let mut documents = profile.documents.iter();
        let by_policy =
            documents.any(|document| document.on == On::Bucket && document.who != Party::Identity);
        let Some((stated, destination)) = usage::destination_of(integration) else { continue };
        if by_policy && destination.is_key_based {
            let draft = drafts.report(RULE, "found", spot(stated));
            draft.arg("integration", profile.title.as_str());
            if let Some(file) = integration.files.first() {
                relate(draft, file, "file");
            }
        }
    }
}
