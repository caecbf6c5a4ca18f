//! `changed-external-id`: a new version of a trust policy no longer takes an external id that the old one took.

use std::collections::BTreeSet;

use crate::policy::{Effect, Policy, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Change, Hook};

/// Asks for changes.
pub const HOOKS: &[Hook] = &[Hook::Change(change)];

const RULE: &str = "changed-external-id";

fn change(change: Change<'_>, drafts: &mut Drafts) {
    let kept: BTreeSet<&str> = ids(change.new).map(|value| value.text).collect();
    let known: BTreeSet<&str> = ids(change.old).map(|value| value.text).collect();
    let Some(lost) = ids(change.old).find(|value| value.is_known() && !kept.contains(value.text)) else {
        return;
    };
    let Some(added) = ids(change.new).find(|value| value.is_known() && !known.contains(value.text)) else {
        return;
    };
    let draft = drafts.report(RULE, "found", Spot::Node(added.node));
    draft.arg("old", lost.text).arg("new", added.text);
    draft.related(Spot::Fact(change.old.tree.span(lost.node), Vec::new()), "old");
}

/// The external ids that a policy lets in.
fn ids<'p>(policy: &'p Policy<'p>) -> impl Iterator<Item = &'p Value<'p>> {
    let allows = policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    let conditions = allows.flat_map(crate::policy::Statement::conditions);
    let of_ids = conditions.filter(|condition| {
        condition.is_key("sts:ExternalId") && condition.operator.is_some_and(|operator| !operator.negated)
    });
    of_ids.flat_map(|condition| &condition.values)
}
