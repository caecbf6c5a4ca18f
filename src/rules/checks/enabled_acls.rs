//! `enabled-acls`: ACLs that none of the bucket's integrations needs.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::usage::{self, Use};

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "enabled-acls";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    let uses = usage::declared(project);
    let needs_acls = |one: &Use<'_>| !one.profile.bucket.acls_disabled;
    let kept: Vec<&str> =
        uses.iter().filter(|one| needs_acls(one)).map(|one| one.bucket.name.value.as_str()).collect();
    for one in uses.iter().filter(|one| !needs_acls(one)) {
        let enabled =
            one.bucket.ownership.as_ref().filter(|ownership| ownership.value != "BucketOwnerEnforced");
        if let Some(ownership) = enabled
            && !kept.contains(&one.bucket.name.value.as_str())
        {
            one.report(RULE, "found", ownership, drafts).arg("ownership", ownership.value.as_str());
        }
    }
}
