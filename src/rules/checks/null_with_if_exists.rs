//! `null-with-if-exists`: `Null` with the suffix `IfExists`, which it does not take.

use crate::finding::Applicability;
use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::operators;
use crate::rules::page::ONLY;

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    for name in operators::unread(statement) {
        let (prefix, stem) =
            name.text.rsplit_once(':').map_or(("", name.text), |(prefix, stem)| (prefix, stem));
        if !stem.eq_ignore_ascii_case("NullIfExists") {
            continue;
        }
        let draft = drafts.report("null-with-if-exists", ONLY, Spot::Key(name.node));
        draft.arg("operator", name.text);
        // With a set prefix there is no one thing that can have been meant.
        if let Some(edit) = operators::rename(context, statement, name, "Null").filter(|_| prefix.is_empty())
        {
            draft.fix("null", Applicability::Unsafe, vec![edit]);
        }
    }
}
