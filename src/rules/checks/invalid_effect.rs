//! `invalid-effect`: an `Effect` other than `Allow` and `Deny`.

use crate::aws::nearest;
use crate::finding::Applicability;
use crate::json::Kind;
use crate::policy::{Effect, Statement, placeholder};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "invalid-effect";

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let (Effect::Unknown, Some(node)) = (statement.effect, statement.effect_node) else { return };
    let tree = context.policy.tree;
    let Some(text) = tree.str(node).filter(|_| tree.kind(node) == Kind::String) else { return };
    if !placeholder::find(text).is_empty() {
        return;
    }
    match nearest(text.trim(), ["Allow", "Deny"], 2) {
        Some(wanted) => {
            let edits = vec![TreeEdit::Replace(node, format!("\"{wanted}\""))];
            drafts.report(RULE, "misspelt", Spot::Node(node)).arg("effect", text).arg("wanted", wanted).fix(
                "replace",
                Applicability::Unsafe,
                edits,
            );
        }
        None => _ = drafts.report(RULE, "unknown", Spot::Node(node)).arg("effect", text),
    }
}
