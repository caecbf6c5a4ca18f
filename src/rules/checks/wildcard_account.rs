//! `wildcard-account`: an ARN that leaves account or partition open.

use crate::aws::{Arn, Part};
use crate::policy::{Block, Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for resources and conditions.
pub const HOOKS: &[Hook] = &[Hook::Resource(resource), Hook::Statement(conditions)];

const RULE: &str = "wildcard-account";

fn resource(
    _: Context<'_>,
    statement: &Statement<'_>,
    block: &Block<'_>,
    value: &Value<'_>,
    drafts: &mut Drafts,
) {
    if statement.effect == Effect::Allow && !block.negated {
        arn(value, "resource", drafts);
    }
}

/// ARNs that say who calls, or for which resource a service does.
fn conditions(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if statement.effect != Effect::Allow {
        return;
    }
    for condition in statement.conditions() {
        let is_caller = condition.is_key("aws:PrincipalArn") || condition.is_key("aws:SourceArn");
        if is_caller && condition.operator.is_some_and(|operator| !operator.negated) {
            condition.values.iter().for_each(|value| arn(value, "caller", drafts));
        }
    }
}

fn arn(value: &Value<'_>, message: &'static str, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(Arn::is_complete) else { return };
    for (part, label) in [(Part::Partition, "partition"), (Part::Account, "account")] {
        let range = arn.range(part);
        let text = arn.part(part);
        if !text.contains('*') || value.touches_hole(range) || arn.service() == "s3" && part == Part::Account
        {
            continue;
        }
        let draft = drafts.report(RULE, message, Spot::Within(value.node, range));
        draft.label(label).arg("part", label);
    }
}
