//! `oversized-log-files`: the files that a reader takes are larger than the vendor recommends.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::readers::{meetings, readers};
use crate::rules::usage::{relate, spot};

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "oversized-log-files";

/// Megabytes that the vendor recommends at most.
const MOST: u32 = 50;

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for (integration, name, profile) in readers(project) {
        let [size] = integration.values("file-size-mb") else { continue };
        let Ok(megabytes) = size.value.trim().parse::<u32>() else { continue };
        if megabytes <= MOST {
            continue;
        }
        let packed = match integration.values("compression") {
            [how] => {
                !how.value.eq_ignore_ascii_case("uncompressed") && !how.value.eq_ignore_ascii_case("none")
            }
            _ => false,
        };
        let message = if packed { "packed" } else { "plain" };
        drafts
            .report(RULE, message, spot(size))
            .arg("integration", profile.title.as_str())
            .arg("size", megabytes.to_string())
            .integration(name);
    }
    for meeting in meetings(project) {
        let Some(size) = meeting.delivery.file_size.as_ref().filter(|size| size.value > MOST) else {
            continue;
        };
        let Some(packed) = meeting.delivery.packed else { continue };
        let draft = drafts.report(RULE, if packed { "packed" } else { "plain" }, spot(size));
        draft
            .arg("integration", meeting.profile.title.as_str())
            .arg("size", size.value.to_string())
            .integration(meeting.name);
        relate(draft, meeting.prefix, "reader");
    }
}
