//! `reserved-prefix`: a prefix that holds the folder which the integration makes itself.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::profile::data::Profile;
use crate::rules::usage::{self, spot};
use crate::surroundings::Fact;

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "reserved-prefix";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for (name, profile) in project.profiles {
        let Some(folder) = &profile.bucket.reserved_folder else { continue };
        if usage::has_trails(profile) {
            for prefix in project.surroundings.trails.iter().filter_map(|trail| trail.prefix.as_ref()) {
                check(name, profile, folder, prefix, drafts);
            }
        }
        let own = project.surroundings.integrations.iter().filter(|one| one.profile.value == **name);
        for prefix in own.flat_map(|integration| integration.values("prefix")) {
            check(name, profile, folder, prefix, drafts);
        }
    }
}

fn check(name: &str, profile: &Profile, folder: &str, prefix: &Fact<String>, drafts: &mut Drafts) {
    let text = prefix.value.as_str();
    let holds =
        text == folder || text.match_indices(folder).any(|(at, _)| is_folder(text, at + folder.len()));
    if holds {
        drafts
            .report(RULE, "found", spot(prefix))
            .arg("integration", profile.title.as_str())
            .arg("folder", format!("{folder}/"))
            .arg("prefix", text)
            .integration(name);
    }
}

/// Whether a folder's name ends at this byte.
fn is_folder(text: &str, end: usize) -> bool {
    text.get(end..).is_some_and(|rest| rest.starts_with('/'))
}
