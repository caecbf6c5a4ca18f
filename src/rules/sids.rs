//! Statements of one policy that bear the same `Sid`.

use std::collections::HashMap;

use super::draft::{Drafts, Spot};
use super::page::ONLY;
use crate::json::{Kind, NodeId};
use crate::policy::Policy;

/// Up to this many statements, their names are compared pair by pair, which needs no memory.
const FEW: usize = 24;

/// Whether two statements have the same name, or are too many to be compared so simply.
fn may_repeat(policy: &Policy<'_>) -> bool {
    let mut rest = policy.statements.as_slice();
    if rest.len() > FEW {
        return true;
    }
    while let Some((first, later)) = rest.split_first() {
        let name = first.sid.as_ref().map(|sid| sid.text);
        if name.is_some() && later.iter().any(|other| other.sid.as_ref().map(|sid| sid.text) == name) {
            return true;
        }
        rest = later;
    }
    false
}

/// Reports each `Sid` that an earlier statement of the policy has, one finding for each text.
pub fn report_repeated(rule: &'static str, policy: &Policy<'_>, drafts: &mut Drafts) {
    if !may_repeat(policy) {
        return;
    }
    let mut first: HashMap<&str, NodeId> = HashMap::new();
    let mut repeated: Vec<(&str, NodeId, Vec<NodeId>)> = Vec::new();
    let sids = policy.statements.iter().filter_map(|statement| statement.sid.as_ref());
    for sid in sids.filter(|sid| !sid.text.is_empty() && sid.is_known()) {
        if policy.tree.kind(sid.node) != Kind::String {
            continue;
        }
        match first.entry(sid.text) {
            std::collections::hash_map::Entry::Vacant(entry) => _ = entry.insert(sid.node),
            std::collections::hash_map::Entry::Occupied(entry) => {
                match repeated.iter_mut().find(|(text, ..)| *text == sid.text) {
                    Some((.., later)) => later.push(sid.node),
                    None => repeated.push((sid.text, *entry.get(), vec![sid.node])),
                }
            }
        }
    }
    for (text, first, later) in repeated {
        let mut later = later.into_iter();
        let Some(second) = later.next() else { continue };
        let draft = drafts.report(rule, ONLY, Spot::Node(second));
        for node in later {
            draft.also(Spot::Node(node));
        }
        draft.arg("sid", text).related(Spot::Node(first), "first");
    }
}
