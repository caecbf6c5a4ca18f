//! `needless-wildcard`: everything as the resource of actions that can be limited to some.

use std::collections::BTreeSet;

use crate::access::expand::expand;
use crate::aws::catalog::{Action, ResourceType};
use crate::policy::{Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

/// Actions and templates that a finding names.
const MOST: usize = 3;

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(everything) = statement.resources().iter().find(|value| value.text == "*") else { return };
    // Tags of the resource limit it as well.
    let has_tags = statement.conditions().iter().any(|condition| {
        let key = condition.key.text.as_bytes();
        key.windows(11).any(|part| part.eq_ignore_ascii_case(b"ResourceTag"))
    });
    if statement.effect != Effect::Allow || has_tags || !statement.is_exact() {
        return;
    }
    let named = statement.actions().iter().filter(|value| value.is_known() && value.text != "*");
    let can_be = |action: &Action<'_>| action.has_details() && action.needs().next().is_some();
    let catalog = context.policy.catalog;
    let scoped: Vec<(&Value<'_>, Action<'_>)> =
        named.filter_map(|value| Some((value, expand(catalog, value.text).find(can_be)?))).collect();
    let Some(((first, _), others)) = scoped.split_first() else { return };
    let types = scoped.iter().flat_map(|(_, action)| action.needs()).map(|need| need.resource);
    let templates: BTreeSet<&str> = types.flat_map(ResourceType::arns).collect();
    let shown: Vec<&str> = templates.iter().copied().take(MOST).collect();
    // Of a pattern every action has to be one that can be limited.
    let is_all = scoped.len() == statement.actions().len()
        && scoped.iter().all(|(value, _)| expand(catalog, value.text).all(|action| can_be(&action)));
    let draft =
        drafts.report("needless-wildcard", if is_all { "all" } else { "some" }, Spot::Node(everything.node));
    let shown_actions: Vec<&str> = scoped.iter().take(MOST).map(|(value, _)| value.text).collect();
    let more = scoped.len().saturating_sub(shown_actions.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    draft.arg("actions", shown_actions.join("`, `")).arg("more", more);
    draft.arg("templates", shown.join("`, `"));
    draft.related(Spot::Node(first.node), "action");
    for (value, _) in others.iter().take(MOST - 1) {
        draft.related(Spot::Node(value.node), "action");
    }
}
