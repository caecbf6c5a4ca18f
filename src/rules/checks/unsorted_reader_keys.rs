//! `unsorted-reader-keys`: what follows a reader's prefix does not sort by time.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::readers::{Piece, constant, meetings};
use crate::rules::usage::{relate, spot};

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "unsorted-reader-keys";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for meeting in meetings(project) {
        let Some(pieces) = meeting.pieces() else { continue };
        let (known, next) = constant(&pieces);
        let Some(Piece::Varies(what)) = next else { continue };
        let prefix = meeting.prefix.value.trim_end_matches('/');
        // A prefix that goes on behind the constant part has named one of what varies.
        if prefix == known.trim_end_matches('/') {
            let draft = drafts.report(RULE, "found", spot(meeting.prefix));
            draft
                .arg("integration", meeting.profile.title.as_str())
                .arg("what", *what)
                .arg("writer", meeting.delivery.producer.title())
                .arg("known", known)
                .integration(meeting.name);
            relate(draft, meeting.writer(), "writer");
        }
    }
}
