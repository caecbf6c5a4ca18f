//! `variable-unsupported-in-version`: policy variables in a policy whose version has none.

use crate::finding::Applicability;
use crate::policy::variable::{Seen, Variable, variables};
use crate::policy::{Policy, Value, Version};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if !matches!(policy.version, Version::Missing | Version::V2008) {
        return;
    }
    let mut places = used(policy);
    let Some((value, variable)) = places.next() else { return };
    let spot = Spot::Within(value.node, variable.range);
    let message = if policy.version == Version::Missing { "missing" } else { "old" };
    let draft = drafts.report("variable-unsupported-in-version", message, spot);
    draft.arg("variable", variable.range.of(value.text));
    for (value, variable) in places {
        draft.also(Spot::Within(value.node, variable.range));
    }
    let (place, label) = match policy.version_node {
        Some(node) => (Spot::Node(node), "old"),
        None => (Spot::Text(start(policy)), "missing"),
    };
    draft.related(place, label).fix("current", Applicability::Unsafe, vec![current(policy)]);
}

/// The variables of the policy, where its version has them.
pub(super) fn used<'p>(policy: &'p Policy<'_>) -> impl Iterator<Item = (&'p Value<'p>, Variable<'p>)> {
    let has_some = policy.seen_variables().has(Seen::USED);
    policy.replaced().take_while(move |_| has_some).flat_map(|value| {
        let certain = variables(value.text).filter(Variable::is_certain);
        certain.map(move |one| (value, one)).filter(|(value, one)| !value.touches_hole(one.range))
    })
}

/// Where the document begins: its first brace.
pub(super) fn start(policy: &Policy<'_>) -> Range {
    let start = policy.tree.range(policy.root).start;
    Range::new(start, start + 1)
}

/// The edit that gives the policy the version of 2012.
pub(super) fn current(policy: &Policy<'_>) -> TreeEdit {
    match policy.version_node {
        Some(node) => TreeEdit::Replace(node, "\"2012-10-17\"".to_owned()),
        None => TreeEdit::Insert(policy.root, "Version".to_owned(), "\"2012-10-17\"".to_owned()),
    }
}
