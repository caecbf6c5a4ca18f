//! `invalid-policy-element`: a member of the document or of a statement that the policy language does not have.

use crate::finding::Applicability;
use crate::json::{Kind, NodeId};
use crate::policy::{Policy, Statement, element, intrinsic, placeholder};
use crate::rules::draft::{Draft, Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy and its statements.
pub const HOOKS: &[Hook] = &[Hook::Policy(document), Hook::Statement(statement)];

const RULE: &str = "invalid-policy-element";

fn document(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    for key in &policy.unknown {
        let Some(name) = foreign_name(policy, *key, &element::DOCUMENT) else { continue };
        if let Some(wanted) = element::meant(name, &element::DOCUMENT) {
            let draft = drafts.report(RULE, "misspelt-in-document", Spot::Key(*key));
            misspelt(draft, policy, policy.root, *key, name, wanted);
        } else if !policy.damaged {
            let is_moved = element::STATEMENT.contains(&name);
            let message = if is_moved { "belongs-in-statement" } else { "unknown-in-document" };
            drafts.report(RULE, message, Spot::Key(*key)).arg("name", name);
        }
    }
}

fn statement(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    for key in &statement.unknown {
        let Some(name) = foreign_name(policy, *key, &element::STATEMENT) else { continue };
        if let Some(wanted) = element::meant(name, &element::STATEMENT) {
            let draft = drafts.report(RULE, "misspelt-in-statement", Spot::Key(*key));
            misspelt(draft, policy, statement.node, *key, name, wanted);
        } else if !policy.damaged {
            let is_moved = element::DOCUMENT.contains(&name);
            let message = if is_moved { "belongs-in-document" } else { "unknown-in-statement" };
            drafts.report(RULE, message, Spot::Key(*key)).arg("name", name);
        }
    }
}

/// The name of a member that is none of `names`; `None` for what another rule speaks of, or nobody can.
fn foreign_name<'p>(policy: &'p Policy<'_>, key: NodeId, names: &[&'static str]) -> Option<&'p str> {
    let name = policy.tree.str(key).filter(|_| policy.tree.kind(key) == Kind::Key)?;
    let is_known = names.contains(&name) || intrinsic::is_intrinsic_name(name);
    (!is_known && placeholder::find(name).is_empty()).then_some(name)
}

fn misspelt(
    draft: &mut Draft,
    policy: &Policy<'_>,
    object: NodeId,
    key: NodeId,
    name: &str,
    wanted: &'static str,
) {
    draft.arg("name", name).arg("wanted", wanted);
    match policy.tree.get(object, wanted) {
        Some(present) => _ = draft.related(Spot::Key(present.key), "present").help("keep-one"),
        None => {
            let edits = vec![TreeEdit::Rename(key, wanted.to_owned())];
            draft.fix("rename", Applicability::Unsafe, edits);
        }
    }
}
