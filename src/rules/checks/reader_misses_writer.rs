//! `reader-misses-writer`: a reader asks for keys that the writer of its bucket never makes.

use crate::access::glob::overlaps;
use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::readers::{meetings, pattern};
use crate::rules::usage::{relate, spot};

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "reader-misses-writer";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    let all = meetings(project);
    for (at, meeting) in all.iter().enumerate() {
        let asked = format!("{}*", meeting.prefix.value);
        let misses = |one: &crate::rules::readers::Meeting<'_>| {
            one.pieces().is_some_and(|pieces| !overlaps(&asked, &pattern(&pieces)))
        };
        // A bucket with several writers is read for one of them.
        let same = |other: &&crate::rules::readers::Meeting<'_>| {
            std::ptr::eq(other.prefix, meeting.prefix)
                && other.delivery.bucket.value == meeting.delivery.bucket.value
        };
        let is_first = !all.iter().take(at).any(|other| same(&other));
        if is_first && all.iter().filter(same).all(misses) {
            let wanted = meeting.pieces().map(|pieces| pattern(&pieces)).unwrap_or_default();
            let draft = drafts.report(RULE, "found", spot(meeting.prefix));
            draft
                .arg("integration", meeting.profile.title.as_str())
                .arg("prefix", meeting.prefix.value.as_str())
                .arg("writer", meeting.delivery.producer.title())
                .arg("wanted", wanted)
                .integration(meeting.name);
            relate(draft, meeting.writer(), "writer");
        }
    }
}
