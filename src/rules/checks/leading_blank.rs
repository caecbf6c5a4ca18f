//! `leading-blank`: blanks before the opening brace of a policy.

use crate::finding::Applicability;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let (policy, tree) = (context.policy, context.policy.tree);
    let start = tree.range(policy.root).start;
    let is_file = policy.path.is_empty() && tree.root() == Some(policy.root) && !tree.is_embedded();
    let before = Range::new(0, start);
    let blank = |byte: u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    if start == 0 || !is_file || policy.damaged || !before.of(tree.text()).bytes().all(blank) {
        return;
    }
    drafts.report("leading-blank", crate::rules::page::ONLY, Spot::Text(before)).fix(
        "remove",
        Applicability::Safe,
        vec![TreeEdit::ReplaceText(before, String::new())],
    );
}
