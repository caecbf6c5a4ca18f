//! `requester-pays`: a bucket whose requester pays, used by an integration that does not.

use crate::rules::draft::Drafts;
use crate::rules::hook::Hook;
use crate::rules::usage::Use;

/// Asks for the uses of buckets.
pub const HOOKS: &[Hook] = &[Hook::Use(check)];

const RULE: &str = "requester-pays";

fn check(one: &Use<'_>, drafts: &mut Drafts) {
    let Some(pays) = one.bucket.requester_pays.as_ref().filter(|pays| pays.value) else { return };
    if one.profile.bucket.no_requester_pays && !one.is_key_based() {
        one.report(RULE, "found", pays, drafts);
    }
}
