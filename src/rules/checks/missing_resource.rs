//! `missing-resource`: a statement with neither `Resource` nor `NotResource` in a policy that needs one.

use crate::finding::PolicyKind;
use crate::policy::Statement;
use crate::rules::absence::is_absent;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let needs = context.policy.kind != PolicyKind::Resource || speaks_of_keys(statement);
    let names = ["Resource", "NotResource"];
    if needs && statement.resource.is_none() && is_absent(context.policy, statement, &names) {
        drafts.report("missing-resource", ONLY, Spot::Node(statement.node));
    }
}

/// Policies of repositories and file systems stand for one resource and may leave it out; those of KMS keys may not.
fn speaks_of_keys(statement: &Statement<'_>) -> bool {
    let is_kms = |text: &str| text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("kms:"));
    statement.actions().iter().any(|action| is_kms(action.text))
}
