//! `missing-multipart-cleanup`: uploads in parts into a bucket that keeps the parts of aborted ones.

use crate::rules::draft::Drafts;
use crate::rules::hook::Hook;
use crate::rules::lifecycle::covers;
use crate::rules::usage::Use;
use crate::surroundings::LifecycleRule;

/// Asks for the uses of buckets.
pub const HOOKS: &[Hook] = &[Hook::Use(check)];

const RULE: &str = "missing-multipart-cleanup";

fn check(one: &Use<'_>, drafts: &mut Drafts) {
    let Some(rules) = one.bucket.lifecycle.as_ref().filter(|_| one.profile.bucket.multipart) else { return };
    let prefix = one.prefix();
    let cleans = |rule: &&LifecycleRule| rule.enabled && !rule.narrowed && rule.abort_multipart.is_some();
    // Where the path is not known, a rule for any path may be the one for this path.
    let mut cleaning = rules.value.iter().filter(cleans);
    if !cleaning.any(|rule| prefix.is_none() || covers(rule, prefix.as_deref())) {
        one.report(RULE, "found", rules, drafts);
    }
}
