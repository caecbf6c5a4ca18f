//! Conditions on tags of the resource, beside actions that do not look at them.

use super::draft::{Draft, Drafts, Spot};
use super::hook::Context;
use crate::access::expand::expand_in;
use crate::aws::catalog::{Action, Service};
use crate::policy::{Base, Block, Condition, Effect, Statement, Value};

/// Keys that say that an action looks at tags: at those of the resource, or at those that the request gives it.
const SUPPORTED: [&str; 2] = ["aws:ResourceTag/${}", "aws:RequestTag/${}"];

/// The conditions of a statement of this effect that compare a tag of the resource and are not met without it.
fn conditions<'s>(statement: &'s Statement<'s>, effect: Effect) -> impl Iterator<Item = &'s Condition<'s>> {
    let all = if statement.effect == effect { statement.conditions() } else { &[] };
    all.iter().filter(|condition| {
        let is_tag =
            condition.key.text.get(..16).is_some_and(|head| head.eq_ignore_ascii_case("aws:ResourceTag/"));
        is_tag
            && condition.operator.is_some_and(|operator| {
                let compares = matches!(
                    operator.base,
                    Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike
                );
                compares && !operator.negated && !operator.if_exists
            })
    })
}

/// Reports, for each condition and service, the actions that do not look at tags.
pub fn report(
    context: Context<'_>,
    statement: &Statement<'_>,
    effect: Effect,
    rule: &'static str,
    drafts: &mut Drafts,
) {
    for condition in conditions(statement, effect) {
        // In the order of the first action of each service.
        let mut services: Vec<(Service<'_>, Vec<&Value<'_>>, Action<'_>)> = Vec::new();
        for value in statement.actions() {
            let Some((service, example)) = unsupported(context, value) else { continue };
            match services.iter_mut().find(|(known, ..)| *known == service) {
                Some((_, values, _)) => values.push(value),
                None => services.push((service, vec![value], example)),
            }
        }
        for (service, values, example) in services {
            let Some((first, others)) = values.split_first() else { continue };
            let message = if first.text.eq_ignore_ascii_case(example.name()) { "action" } else { "pattern" };
            let draft = drafts.report(rule, message, Spot::Node(first.node));
            words(draft, condition).arg("action", first.text).arg("service", service.name());
            draft.arg("example", example.name());
            for other in others {
                draft.also(Spot::Node(other.node));
            }
            draft.also(Spot::Key(condition.key.node));
        }
    }
}

/// Reports each condition of a statement that names the actions which it leaves out.
pub fn report_not_action(statement: &Statement<'_>, effect: Effect, rule: &'static str, drafts: &mut Drafts) {
    let Some(block) = statement.action.as_ref().filter(|block: &&Block<'_>| block.negated) else { return };
    for condition in conditions(statement, effect) {
        let draft = drafts.report(rule, super::page::ONLY, Spot::Node(block.node));
        words(draft, condition).also(Spot::Key(condition.key.node));
    }
}

fn words<'d>(draft: &'d mut Draft, condition: &Condition<'_>) -> &'d mut Draft {
    draft.arg("key", condition.key.text)
}

/// The service of a value that takes in an action which looks at no tags, and the first of these.
fn unsupported<'c>(context: Context<'c>, value: &Value<'_>) -> Option<(Service<'c>, Action<'c>)> {
    let catalog = context.policy.catalog;
    if !value.is_known() {
        return None;
    }
    let (prefix, pattern) = value.text.split_once(':')?;
    let service = catalog.service(prefix)?;
    let lacks =
        |action: &Action<'c>| action.has_details() && !action.keys().any(|key| SUPPORTED.contains(&key));
    let example = expand_in(service, pattern).find(lacks)?;
    Some((service, example))
}
