//! `missing-tag-key-in-condition`: a condition on a tag that does not say which tag.

use crate::policy::{Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Keys that name a tag behind a slash, in small letters; those of other services are known by the slash at their end.
const FAMILIES: [&str; 8] = [
    "aws:principaltag",
    "aws:requesttag",
    "aws:resourcetag",
    "ec2:resourcetag",
    "s3:accesspointtag",
    "s3:buckettag",
    "s3:existingobjecttag",
    "s3:requestobjecttag",
];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let name = condition.key.text;
    let bare = name.strip_suffix('/').unwrap_or(name);
    // Most names end in another letter.
    if !bare.ends_with(['g', 'G']) || !condition.key.is_known() {
        return;
    }
    let is_tag = bare.len() < name.len()
        && bare
            .len()
            .checked_sub(3)
            .and_then(|cut| bare.get(cut..))
            .is_some_and(|end| end.eq_ignore_ascii_case("tag"));
    if is_tag || FAMILIES.iter().any(|family| bare.eq_ignore_ascii_case(family)) {
        drafts
            .report("missing-tag-key-in-condition", ONLY, Spot::Key(condition.key.node))
            .arg("key", name)
            .arg("family", bare);
    }
}
