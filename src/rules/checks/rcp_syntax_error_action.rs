//! `rcp-syntax-error-action`: an action that a resource control policy cannot name.

use crate::aws::rcp::{RCP_SERVICES, covers};
use crate::policy::{Block, Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::text::{Range, offset};

/// Asks for actions.
pub const HOOKS: &[Hook] = &[Hook::Action(check)];

const RULE: &str = "rcp-syntax-error-action";

fn check(
    _: Context<'_>,
    statement: &Statement<'_>,
    block: &Block<'_>,
    value: &Value<'_>,
    drafts: &mut Drafts,
) {
    if block.negated {
        return;
    }
    // `RCPFullAWSAccess` is the one policy that allows, and it allows everything.
    if value.text == "*" {
        if statement.effect != Effect::Allow {
            drafts.report(RULE, "everything", Spot::Node(value.node));
        }
        return;
    }
    let Some((service, _)) = value.text.split_once(':') else { return };
    if service.is_empty() || value.touches_hole(Range::new(0, offset(service.len()))) {
        return;
    }
    if service.contains(['*', '?']) {
        drafts.report(RULE, "pattern", Spot::Node(value.node)).arg("service", service);
    } else if !covers(service) {
        let draft = drafts.report(RULE, "service", Spot::Node(value.node));
        draft.arg("service", service).arg("date", RCP_SERVICES.date());
    }
}
