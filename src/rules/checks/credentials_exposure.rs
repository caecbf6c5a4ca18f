//! `credentials-exposure`: actions that hand out credentials, on whatever resource.

use crate::aws::credentials::{beginning, credential_action};
use crate::policy::{Block, Effect, Statement, Value};
use crate::rules::breadth::{is_open, takes_in};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for actions.
pub const HOOKS: &[Hook] = &[Hook::Action(check)];

const RULE: &str = "credentials-exposure";

fn check(
    _: Context<'_>,
    statement: &Statement<'_>,
    block: &Block<'_>,
    value: &Value<'_>,
    drafts: &mut Drafts,
) {
    // Whoever may do everything needs no credentials of others.
    let is_candidate = statement.effect == Effect::Allow && !block.negated && value.text != "*";
    if !is_candidate || !value.is_known() || statement.condition.is_some() {
        return;
    }
    let Some(wildcard) = memchr::memchr2(b'*', b'?', value.text.as_bytes()) else {
        if let Some(action) = credential_action(value.text).filter(|_| is_open(statement)) {
            let draft = drafts.report(RULE, "action", Spot::Node(value.node));
            draft.arg("action", action.name).arg("gives", action.gives);
        }
        return;
    };
    let head = value.text.get(..wildcard).unwrap_or("");
    let mut taken = beginning(head).filter(|action| takes_in(value.text, action.name));
    let Some(first) = taken.next().filter(|_| is_open(statement)) else { return };
    let draft = drafts.report(RULE, "wildcard", Spot::Node(value.node));
    draft.arg("pattern", value.text).arg("action", first.name).arg("gives", first.gives);
}
