//! `unordered-trail-policy`: nothing makes a trail wait for the bucket policy that lets it write.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::usage::{relate, spot};

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "unordered-trail-policy";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for trail in &project.surroundings.trails {
        let Some(policy) = &trail.unordered else { continue };
        let draft = drafts.report(RULE, "found", spot(&trail.place));
        draft.arg("policy", policy.value.as_str());
        relate(draft, policy, "policy");
    }
}
