//! `dead-grant`: an action that none of its statement's resources is for.

use std::collections::HashMap;

use crate::access::glob::overlaps;
use crate::aws::catalog::{Action, ResourceType};
use crate::policy::{Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let resources = statement.resources();
    let is_certain = |value: &Value<'_>| {
        value.is_known() && !value.text.contains('$') && value.arn().is_some_and(|arn| arn.is_complete())
    };
    if statement.effect != Effect::Allow
        || resources.is_empty()
        || !statement.is_exact()
        || !resources.iter().all(is_certain)
    {
        return;
    }
    // Each template is held against the resources once, however many actions share it.
    let mut known: HashMap<&str, bool> = HashMap::new();
    for value in statement.actions().iter().filter(|value| value.is_known()) {
        let Some(action) = value.action(context.policy.catalog).filter(|action| action.has_details()) else {
            continue;
        };
        // Of S3 another rule knows more; an action without types of resources asks for `*`.
        if action.service().name() == "s3"
            || action.needs().next().is_none()
            || is_alive(action, resources, &mut known)
        {
            continue;
        }
        let templates = action.needs().map(|need| need.resource).flat_map(ResourceType::arns);
        let shown: Vec<&str> = templates.take(3).collect();
        let draft = drafts.report("dead-grant", ONLY, Spot::Node(value.node));
        draft.arg("action", value.text).arg("templates", shown.join("`, `"));
        for resource in resources.iter().take(3) {
            draft.related(Spot::Node(resource.node), "resource");
        }
    }
}

/// Whether a resource may be of a type that the action takes.
fn is_alive<'c>(action: Action<'c>, resources: &[Value<'_>], known: &mut HashMap<&'c str, bool>) -> bool {
    let mut templates = action.needs().map(|need| need.resource).flat_map(ResourceType::arns);
    templates.any(|template| {
        *known.entry(template).or_insert_with(|| {
            let pattern = open(template);
            resources.iter().any(|value| overlaps(&pattern, value.text))
        })
    })
}

/// A template as a pattern: `*` for what differs.
fn open(template: &str) -> String {
    let mut pattern = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("${") {
        pattern.push_str(before);
        pattern.push('*');
        rest = after.split_once('}').map_or("", |(_, behind)| behind);
    }
    pattern.push_str(rest);
    pattern
}
