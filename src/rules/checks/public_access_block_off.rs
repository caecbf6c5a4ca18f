//! `public-access-block-off`: settings of S3 Block Public Access that are off though the integration works with all.

use crate::rules::draft::Drafts;
use crate::rules::hook::Hook;
use crate::rules::usage::{Use, relate};
use crate::surroundings::{Fact, PublicAccessBlock};

/// Asks for the uses of buckets.
pub const HOOKS: &[Hook] = &[Hook::Use(check)];

const RULE: &str = "public-access-block-off";

fn check(one: &Use<'_>, drafts: &mut Drafts) {
    let Some(block) =
        one.bucket.public_access_block.as_ref().filter(|_| one.profile.bucket.public_access_block)
    else {
        return;
    };
    let off = off(block);
    let Some(((name, first), others)) = off.split_first() else { return };
    let draft = one.report(RULE, "found", *first, drafts).arg("setting", *name);
    // One value may state all four.
    for (_, other) in others.iter().filter(|(_, other)| other.span != first.span) {
        relate(draft, other, "off-too");
    }
}

/// The settings that are stated to be off, by AWS's names.
fn off(block: &PublicAccessBlock) -> Vec<(&'static str, &Fact<bool>)> {
    let settings = [
        ("BlockPublicAcls", &block.block_public_acls),
        ("IgnorePublicAcls", &block.ignore_public_acls),
        ("BlockPublicPolicy", &block.block_public_policy),
        ("RestrictPublicBuckets", &block.restrict_public_buckets),
    ];
    settings
        .into_iter()
        .filter_map(|(name, setting)| Some((name, setting.as_ref().filter(|setting| !setting.value)?)))
        .collect()
}
