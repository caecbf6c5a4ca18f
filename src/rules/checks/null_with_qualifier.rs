//! `null-with-qualifier`: `Null` with a set prefix, under which it always gives the same answer.

use crate::finding::Applicability;
use crate::policy::Statement;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::operators;

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    for name in operators::unread(statement) {
        let Some((prefix, stem)) = name.text.split_once(':') else { continue };
        let message = match () {
            () if !stem.eq_ignore_ascii_case("Null") => continue,
            () if prefix.eq_ignore_ascii_case("ForAllValues") => "always",
            () if prefix.eq_ignore_ascii_case("ForAnyValue") => "never",
            () => continue,
        };
        let draft = drafts.report("null-with-qualifier", message, Spot::Key(name.node));
        draft.arg("operator", name.text);
        if let Some(edit) = operators::rename(context, statement, name, "Null") {
            draft.fix("null", Applicability::Unsafe, vec![edit]);
        }
    }
}
