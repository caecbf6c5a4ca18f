//! `kms-grant-without-key`: an action on KMS keys, granted on resources of which none is a key.

use crate::access::glob::{self, Case};
use crate::aws::action::{Action, action, actions_of};
use crate::aws::{Arn, Part};
use crate::policy::{Block, Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::encryption::{alias, key_actions};
use crate::rules::hook::{Context, Hook};
use crate::rules::profile::data::On;
use crate::rules::profile::served::Served;

/// Asks for statements, and for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Statement(statement), Hook::Integration(integration)];

const RULE: &str = "kms-grant-without-key";

fn statement(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if statement.effect != Effect::Allow {
        return;
    }
    let (Some(actions), Some(resources)) = (&statement.action, &statement.resource) else { return };
    if actions.negated || resources.negated || !resources.unknown.is_empty() {
        return;
    }
    let Some(dead) = actions.values.iter().find(|value| is_dead(value, resources)) else { return };
    let aliases: Vec<&Value<'_>> =
        resources.values.iter().filter(|value| alias(value.text).is_some()).collect();
    match aliases.as_slice() {
        [] => {
            drafts
                .report(RULE, "found", Spot::Node(dead.node))
                .arg("action", dead.text)
                .related(Spot::Node(resources.node), "resource");
        }
        [first, ..] => {
            drafts
                .report(RULE, "alias", Spot::Node(first.node))
                .arg("action", dead.text)
                .arg("alias", alias(first.text).unwrap_or(""))
                .related(Spot::Node(dead.node), "action");
        }
    }
}

/// Whether every action of KMS that a value takes in is one on keys, or on keys and aliases, and no resource of the
/// statement can be one.
fn is_dead(value: &Value<'_>, resources: &Block<'_>) -> bool {
    let is_kms = value.text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("kms:"));
    if !is_kms || !value.is_known() {
        return false;
    }
    let reached = |resource_type: &str| resources.values.iter().any(|value| may_be(value, resource_type));
    // An action without resource types asks for `*`, which would be a key too.
    let is_dead = |action: Action| !action.resource_types().chain(["key"]).any(reached);
    if !value.text.contains(['*', '?']) {
        return action(value.text).is_some_and(|action| action.takes("key") && is_dead(action));
    }
    let taken = || actions_of("kms").filter(|action| glob::matches(value.text, action.name(), Case::Ascii));
    taken().any(|action| action.takes("key")) && taken().all(is_dead)
}

/// Whether a resource may be one of this type of KMS: a `key` or an `alias`. What is no ARN may be anything, unless it is
/// the bare name of a key, and an ARN with empty parts is left to the rules about ARNs.
fn may_be(value: &Value<'_>, resource_type: &str) -> bool {
    let Some(arn) = value.arn().filter(Arn::is_complete) else {
        return value.text == "*" || !(value.is_known() && is_bare_name(value.text));
    };
    let fits = |part: Part, wanted: &str| {
        let text = arn.part(part);
        let is_open = value.touches_hole(arn.range(part)) || text.contains("${");
        is_open || text.is_empty() || glob::overlaps(text, wanted)
    };
    let is_short = arn.service() == "kms" && (arn.region().is_empty() || arn.account().is_empty());
    is_short || (fits(Part::Service, "kms") && fits(Part::Resource, &format!("{resource_type}/*")))
}

/// An id of a key or an alias, which names no resource in a policy.
fn is_bare_name(text: &str) -> bool {
    let id = text.strip_prefix("mrk-").unwrap_or(text);
    let is_id = id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    text.starts_with("alias/") || (is_id && (32..=36).contains(&id.len()))
}

/// Every key, where an integration needs the key of one bucket.
fn integration(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    if served.document.on != On::Identity {
        return;
    }
    let needed = key_actions(served.profile, true);
    let statements = context.policy.statements.iter();
    let meant =
        |statement: &&Statement<'_>| statement.effect == Effect::Allow && served.may_be_meant(statement);
    for statement in statements.filter(meant) {
        let limited = statement
            .conditions()
            .iter()
            .any(|condition| condition.is_key("kms:ViaService") || condition.is_key("kms:ResourceAliases"));
        let everything = statement.resources().iter().find(|value| value.text == "*");
        let mut actions = statement.actions().iter();
        let action =
            actions.find(|value| needed.iter().any(|needed| needed.eq_ignore_ascii_case(value.text)));
        if let (Some(everything), Some(action), false) = (everything, action, limited) {
            drafts
                .report(RULE, "everything", Spot::Node(everything.node))
                .arg("action", action.text)
                .arg("integration", served.profile.title.as_str())
                .integration(served.name)
                .related(Spot::Node(action.node), "action");
        }
    }
}
