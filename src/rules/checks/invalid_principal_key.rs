//! `invalid-principal-key`: a type of principal that AWS does not know.

use crate::finding::Applicability;
use crate::json::{Kind, Member, Tree};
use crate::policy::{Statement, element, intrinsic, placeholder};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "invalid-principal-key";

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = &statement.principal else { return };
    let tree = context.policy.tree;
    if tree.kind(block.node) != Kind::Object {
        return;
    }
    for member in tree.members(block.node) {
        let Some(name) = tree.str(member.key) else { continue };
        let is_known = element::PRINCIPAL_TYPES.contains(&name) || intrinsic::is_intrinsic_name(name);
        if is_known || !placeholder::find(name).is_empty() {
            continue;
        }
        let spot = Spot::Key(member.key);
        let wanted = element::meant(name, &element::PRINCIPAL_TYPES).or_else(|| by_value(tree, member));
        if name == "*" {
            drafts.report(RULE, "star", spot);
        } else if let Some(wanted) = wanted {
            let draft = drafts.report(RULE, "misspelt", spot);
            draft.arg("name", name).arg("wanted", wanted);
            match tree.get(block.node, wanted) {
                Some(present) => _ = draft.related(Spot::Key(present.key), "present").help("join"),
                None => {
                    let edits = vec![TreeEdit::Rename(member.key, wanted.to_owned())];
                    draft.fix("rename", Applicability::Unsafe, edits);
                }
            }
        } else {
            drafts.report(RULE, "unknown", spot).arg("name", name);
        }
    }
}

/// The type that the first value has.
fn by_value(tree: &Tree<'_>, member: Member) -> Option<&'static str> {
    let first = tree.elements(member.value).next().unwrap_or(member.value);
    super::invalid_principal_format::kind_of(tree.str(first)?)
}
