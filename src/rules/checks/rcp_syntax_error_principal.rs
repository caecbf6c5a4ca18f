//! `rcp-syntax-error-principal`: a resource control policy for other principals than everyone.

use crate::policy::{PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "rcp-syntax-error-principal";

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = &statement.principal else { return };
    if block.negated {
        drafts.report(RULE, "excluded", Spot::Node(block.node));
        return;
    }
    let other = block.entries.iter().any(|entry| {
        let everyone =
            entry.value.text == "*" && matches!(entry.kind, PrincipalType::Lone | PrincipalType::Aws);
        entry.value.is_known() && !everyone
    });
    if other {
        drafts.report(RULE, "named", Spot::Node(block.node));
    }
}
