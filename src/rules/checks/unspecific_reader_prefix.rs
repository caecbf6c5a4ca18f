//! `unspecific-reader-prefix`: a reader's prefix is shorter than what all keys of the writer begin with.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::readers::{constant, meetings};
use crate::rules::usage::{relate, spot};

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "unspecific-reader-prefix";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for meeting in meetings(project) {
        let Some(pieces) = meeting.pieces() else { continue };
        let (wanted, _) = constant(&pieces);
        let prefix = meeting.prefix.value.as_str();
        // A slash at the end is a matter of taste: the vendor's page trims it.
        let is_shorter = wanted.starts_with(prefix) && prefix.len() < wanted.trim_end_matches('/').len();
        if is_shorter {
            let draft = drafts.report(RULE, "found", spot(meeting.prefix));
            draft
                .arg("integration", meeting.profile.title.as_str())
                .arg("prefix", prefix)
                .arg("writer", meeting.delivery.producer.title())
                .arg("wanted", wanted)
                .integration(meeting.name);
            relate(draft, meeting.writer(), "writer");
        }
    }
}
