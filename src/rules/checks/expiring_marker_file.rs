//! `expiring-marker-file`: a lifecycle rule that deletes a file which an integration must find.

use crate::rules::draft::Drafts;
use crate::rules::hook::Hook;
use crate::rules::usage::Use;

/// Asks for the uses of buckets.
pub const HOOKS: &[Hook] = &[Hook::Use(check)];

const RULE: &str = "expiring-marker-file";

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
