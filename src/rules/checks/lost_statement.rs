//! `lost-statement`: a policy that lets a service in for the first time has lost a statement that it had.

use std::collections::BTreeSet;

use crate::policy::{Effect, Policy, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::fingerprint::subtree;
use crate::rules::hook::{Change, Hook};

/// Asks for changes.
pub const HOOKS: &[Hook] = &[Hook::Change(change)];

const RULE: &str = "lost-statement";

fn change(change: Change<'_>, drafts: &mut Drafts) {
    if !change.old.is_exact() || !change.new.is_exact() {
        return;
    }
    let known = services(change.old);
    let mut added = change.new.statements.iter().filter_map(|statement| {
        let entry = principals(statement).find(|(_, name)| !known.contains(name))?;
        (statement.effect == Effect::Allow).then_some(entry)
    });
    let Some((node, service)) = added.next() else { return };
    let hash = |policy: &Policy<'_>, statement: &Statement<'_>| subtree(policy.tree, statement.node);
    let kept: BTreeSet<u64> =
        change.new.statements.iter().map(|statement| hash(change.new, statement)).collect();
    // A statement under the same name was changed, not lost.
    let names: BTreeSet<&str> =
        change.new.statements.iter().filter_map(|statement| Some(statement.sid.as_ref()?.text)).collect();
    let is_lost = |statement: &&Statement<'_>| {
        !kept.contains(&hash(change.old, statement))
            && statement.sid.as_ref().is_none_or(|sid| !names.contains(sid.text))
    };
    let Some(lost) = change.old.statements.iter().find(is_lost) else { return };
    let draft = drafts.report(RULE, "found", Spot::Node(node));
    draft.arg("service", service);
    let place = lost.sid.as_ref().map_or(lost.node, |sid| sid.node);
    draft.related(Spot::Fact(change.old.tree.span(place), Vec::new()), "lost");
}

/// The services that a statement names.
fn principals<'s>(statement: &'s Statement<'s>) -> impl Iterator<Item = (crate::json::NodeId, &'s str)> {
    let entries = statement.principal.iter().filter(|block| !block.negated).flat_map(|block| &block.entries);
    let services = entries.filter(|entry| entry.kind == PrincipalType::Service && entry.value.is_known());
    services.map(|entry| (entry.value.node, entry.value.text))
}

fn services<'p>(policy: &'p Policy<'p>) -> BTreeSet<&'p str> {
    policy.statements.iter().flat_map(principals).map(|(_, name)| name).collect()
}
