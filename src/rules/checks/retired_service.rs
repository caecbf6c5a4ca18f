//! `retired-service`: an action of a service that the reference no longer has.

use crate::aws::action::REFUSED_SERVICES;
use crate::aws::catalog::Service;
use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for actions.
pub const HOOKS: &[Hook] = &[Hook::Action(check)];

fn check(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let catalog = context.policy.catalog;
    // What every service but the retired ones has ends here.
    if value.is_current_action(catalog) {
        return;
    }
    let Some((prefix, _)) = value.text.split_once(':') else { return };
    // What AWS refuses is an error of another rule.
    if REFUSED_SERVICES.get(prefix).is_some() {
        return;
    }
    let Some(month) = catalog.service(prefix).and_then(Service::retired) else { return };
    drafts
        .report("retired-service", "found", Spot::Node(value.node))
        .arg("text", value.text)
        .arg("service", prefix)
        .arg("month", month.to_string());
}
