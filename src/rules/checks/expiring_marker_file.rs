//! `expiring-marker-file`: a lifecycle rule that deletes a file which an integration must find.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook, Project};
use crate::rules::profile::served::Served;
use crate::rules::usage::{self, Use};

/// Asks for the facts, and for policies that tell what the facts do not.
pub const HOOKS: &[Hook] = &[Hook::Project(facts), Hook::Integration(policy)];

const RULE: &str = "expiring-marker-file";

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
    let Some(key) = &one.profile.bucket.keeps else { return };
    let rules = one.bucket.lifecycle.iter().flat_map(|rules| &rules.value);
    let deletes = rules
        .filter(|rule| rule.enabled && !rule.narrowed && key.starts_with(&rule.prefix))
        .find_map(|rule| rule.expiration.as_ref());
    if let Some(expiration) = deletes {
        one.report(RULE, "found", expiration, drafts).arg("key", key.as_str());
    }
}
