//! `duplicate-key`: an object of a policy that has two members of one name.

use crate::finding::Applicability;
use crate::json::tree::flag;
use crate::json::{Kind, Member, NodeId, Tree};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if !policy.has_duplicates {
        return;
    }
    let tree = policy.tree;
    let condition = |node: NodeId| {
        policy.statements.iter().filter_map(|statement| statement.condition.as_ref()).find_map(|block| {
            if node == block.node {
                return Some(Holder::Condition);
            }
            let inside = node > block.node && node < tree.after(block.node);
            inside.then_some(Holder::Operator)
        })
    };
    for id in (policy.root.0..tree.after(policy.root).0).map(NodeId) {
        if tree.flags(id) & flag::HAS_DUPLICATES == 0 {
            continue;
        }
        let holder = condition(id).unwrap_or(Holder::Other);
        for member in tree.members(id).filter(|member| tree.flags(member.key) & flag::DUPLICATE != 0) {
            // Signs of another language that were read as names for want of a better reading.
            let name = tree.str(member.key).unwrap_or("");
            if policy.damaged && !name.contains(|letter: char| letter.is_ascii_alphanumeric()) {
                continue;
            }
            report(tree, id, member, holder, drafts);
        }
    }
}

/// What the object is whose members repeat.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    /// The value of `Condition`: its members are operators.
    Condition,
    /// The value of an operator: its members are condition keys.
    Operator,
    Other,
}

fn report(tree: &Tree<'_>, object: NodeId, member: Member, holder: Holder, drafts: &mut Drafts) {
    let name = tree.str(member.key).unwrap_or("");
    let Some(first) = tree.get(object, name) else { return };
    let message = match holder {
        Holder::Condition => "operator",
        Holder::Operator => "condition-key",
        Holder::Other => "element",
    };
    let draft = drafts.report("duplicate-key", message, Spot::Key(member.key));
    draft.arg("name", name).related(Spot::Key(first.key), "first");
    if let Some(mut edits) = merged(tree, first.value, member.value) {
        edits.push(TreeEdit::Remove(member.key));
        draft.fix("merge", Applicability::Unsafe, edits);
    }
}

/// Edits that add the members of the second object to the first; `None` where one is no object or they share a name.
fn merged(tree: &Tree<'_>, first: NodeId, second: NodeId) -> Option<Vec<TreeEdit>> {
    if tree.kind(first) != Kind::Object || tree.kind(second) != Kind::Object {
        return None;
    }
    let mut edits = Vec::new();
    for member in tree.members(second) {
        let name = tree.str(member.key)?;
        let taken = tree
            .members(first)
            .any(|other| tree.str(other.key).is_some_and(|known| known.eq_ignore_ascii_case(name)));
        if taken {
            return None;
        }
        let value = tree.range(member.value).of(tree.text());
        edits.push(TreeEdit::Insert(first, name.to_owned(), value.to_owned()));
    }
    Some(edits)
}
