//! `invalid-user-reference`: the unique id of a user in the place of its ARN.

use crate::aws::identifier::is_unique_id;
use crate::policy::{PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for principals.
pub const HOOKS: &[Hook] = &[Hook::Principal(check)];

/// What the ids of users begin with (IAM user guide, unique identifiers).
const PREFIX: &str = "AIDA";

fn check(_: Context<'_>, _: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let text = entry.value.text;
    if entry.kind == PrincipalType::Aws
        && text.starts_with(PREFIX)
        && is_unique_id(text)
        && entry.value.is_known()
    {
        drafts.report("invalid-user-reference", ONLY, Spot::Node(entry.value.node)).arg("id", text);
    }
}
