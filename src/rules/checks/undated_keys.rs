//! `undated-keys`: the keys that a reader takes in order do not begin with the time.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::readers::{meetings, readers};
use crate::rules::usage::{relate, spot};
use crate::surroundings::Producer;

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "undated-keys";

/// Words in braces that stand for the time, largest part first.
const TIMES: [&str; 8] = ["epoch", "unix", "timestamp", "yyyy", "year", "date", "time", "iso"];

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for (integration, name, profile) in readers(project) {
        for pattern in integration.values("key-pattern").iter().filter(|pattern| !is_dated(&pattern.value)) {
            drafts
                .report(RULE, "pattern", spot(pattern))
                .arg("integration", profile.title.as_str())
                .arg("pattern", pattern.value.as_str())
                .integration(name);
        }
    }
    for meeting in meetings(project).iter().filter(|one| one.delivery.producer == Producer::Firehose) {
        let Some(written) = &meeting.delivery.prefix else { continue };
        let Some(rest) = written.value.strip_prefix(&meeting.prefix.value) else { continue };
        // Where the prefix has no expression, Firehose puts the time behind it.
        let is_open =
            rest.trim_start_matches('/').starts_with("!{") && !is_dated(rest.trim_start_matches('/'));
        if is_open {
            let draft = drafts.report(RULE, "stream", spot(written));
            draft
                .arg("integration", meeting.profile.title.as_str())
                .arg("pattern", rest)
                .integration(meeting.name);
            relate(draft, meeting.prefix, "reader");
        }
    }
}

/// Whether keys of this pattern begin with digits or with a word for the time.
fn is_dated(pattern: &str) -> bool {
    let start = pattern.trim_start_matches(['{', '!', '<', '%', '$']).to_ascii_lowercase();
    start.starts_with(|letter: char| letter.is_ascii_digit())
        || TIMES.iter().any(|word| start.starts_with(word))
}
