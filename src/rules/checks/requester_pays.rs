//! `requester-pays`: a bucket whose requester pays, used by an integration that does not.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook, Project};
use crate::rules::profile::served::Served;
use crate::rules::usage::{self, Use};

/// Asks for the facts, and for policies that tell what the facts do not.
pub const HOOKS: &[Hook] = &[Hook::Project(facts), Hook::Integration(policy)];

const RULE: &str = "requester-pays";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for one in usage::declared(project) {
        check(&one, drafts);
    }
}

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    for one in usage::undeclared(context, served) {
        check(&one, drafts);
    }
}

fn check(one: &Use<'_>, drafts: &mut Drafts) {
    let Some(pays) = one.bucket.requester_pays.as_ref().filter(|pays| pays.value) else { return };
    if one.profile.bucket.no_requester_pays && !one.is_key_based() {
        one.report(RULE, "found", pays, drafts);
    }
}
