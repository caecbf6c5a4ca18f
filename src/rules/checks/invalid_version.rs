//! `invalid-version`: a `Version` that is none of the policy language.

use crate::finding::Applicability;
use crate::json::Kind;
use crate::policy::{Version, placeholder};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let (Version::Other, Some(node)) = (policy.version, policy.version_node) else { return };
    let Some(text) = policy.tree.str(node).filter(|_| policy.tree.kind(node) == Kind::String) else { return };
    if !placeholder::find(text).is_empty() {
        return;
    }
    let message = if is_date(text) { "date" } else { "unknown" };
    drafts.report("invalid-version", message, Spot::Node(node)).arg("version", text).fix(
        "current",
        Applicability::Unsafe,
        vec![TreeEdit::Replace(node, "\"2012-10-17\"".to_owned())],
    );
}

/// Whether the text has the form of a date: `2024-01-31`.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
