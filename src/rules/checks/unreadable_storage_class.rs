//! `unreadable-storage-class`: objects that move to where the integration that is to read them back cannot.

use crate::rules::draft::Drafts;
use crate::rules::hook::Hook;
use crate::rules::lifecycle::{covers, tiering_covers};
use crate::rules::usage::{Use, relate};
use crate::surroundings::{Fact, LifecycleRule};

/// Asks for the uses of buckets.
pub const HOOKS: &[Hook] = &[Hook::Use(check)];

const RULE: &str = "unreadable-storage-class";

/// Storage classes whose objects must be restored before anyone can read them (S3 user guide, storage classes).
const ARCHIVES: [&str; 2] = ["GLACIER", "DEEP_ARCHIVE"];

/// The same for the tiers of S3 Intelligent-Tiering.
const TIERS: [&str; 2] = ["ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"];

fn check(one: &Use<'_>, drafts: &mut Drafts) {
    if !one.profile.bucket.reads_back || !one.restores() {
        return;
    }
    let prefix = one.prefix();
    let rules = one.bucket.lifecycle.iter().flat_map(|rules| &rules.value);
    let applies = |rule: &&LifecycleRule| rule.enabled && !rule.narrowed && covers(rule, prefix.as_deref());
    let moves: Vec<&Fact<String>> = rules.filter(applies).flat_map(|rule| &rule.transitions).collect();
    if let Some(class) = moves.iter().find(|class| ARCHIVES.contains(&class.value.as_str())) {
        one.report(RULE, "class", *class, drafts).arg("class", class.value.as_str());
        return;
    }
    let Some(tiered) = moves.iter().find(|class| class.value == "INTELLIGENT_TIERING") else { return };
    let tierings = one.bucket.intelligent_tiering.iter().flat_map(|list| &list.value);
    let tier = tierings
        .filter(|tiering| tiering.enabled && !tiering.narrowed && tiering_covers(tiering, prefix.as_deref()))
        .flat_map(|tiering| &tiering.tiers)
        .find(|tier| TIERS.contains(&tier.value.as_str()));
    if let Some(tier) = tier {
        let draft = one.report(RULE, "tier", tier, drafts).arg("class", tier.value.as_str());
        relate(draft, tiered, "tiered");
    }
}
