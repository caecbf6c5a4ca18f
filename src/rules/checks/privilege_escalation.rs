//! `privilege-escalation`: actions that together lead to the rights of another identity.

use crate::aws::escalation::{EscalationPath, PathKind, Reach, Step, Ways, ways};
use crate::json::NodeId;
use crate::policy::{Base, Effect, Policy, Statement, Value};
use crate::rules::breadth::{is_open, may_be_type, open_type, takes_in};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const PASS_ROLE: &str = "iam:PassRole";
const PASSED_TO: &str = "iam:PassedToService";

/// Keys by which a holder of the policy is not kept from what the statement allows.
const HARMLESS: [&str; 3] = ["aws:MultiFactorAuthPresent", "aws:RequestedRegion", "aws:SecureTransport"];

/// Ids that a message names before it only counts them.
const MOST_NAMED: usize = 24;

/// Where a step is granted.
#[derive(Clone, Copy, Debug)]
struct Grant<'p> {
    /// The value of `Action`, or the name `NotAction`.
    spot: (NodeId, bool),
    /// The services that the role may be handed to; `None` for all.
    passed_to: Option<&'p [Value<'p>]>,
}

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let ways = ways();
    let Some(grants) = grants(policy, ways) else { return };
    let complete: Vec<(&EscalationPath, Vec<(NodeId, bool)>)> =
        ways.paths.iter().filter_map(|path| Some((path, spots(policy, ways, path, &grants)?))).collect();
    for (kind, message) in [
        (PathKind::Pass, "pass"),
        (PathKind::Existing, "existing"),
        (PathKind::OwnRights, "self"),
        (PathKind::Other, "other"),
    ] {
        report(message, complete.iter().filter(|(path, _)| path.kind == kind), drafts);
    }
}

fn report<'c, 'p: 'c>(
    message: &'static str,
    complete: impl Iterator<Item = &'c (&'p EscalationPath, Vec<(NodeId, bool)>)>,
    drafts: &mut Drafts,
) {
    let (mut ids, mut services, mut spots): (Vec<&str>, Vec<&str>, Vec<(NodeId, bool)>) =
        (Vec::new(), Vec::new(), Vec::new());
    for (path, places) in complete {
        ids.push(path.id);
        services.push(path.service);
        spots.extend(places);
    }
    services.dedup();
    spots.sort_unstable();
    spots.dedup();
    let spot = |(node, is_key): (NodeId, bool)| if is_key { Spot::Key(node) } else { Spot::Node(node) };
    let mut spots = spots.into_iter().map(spot);
    let Some(first) = spots.next() else { return };
    let more = ids.len().saturating_sub(MOST_NAMED);
    let named = ids.get(..MOST_NAMED).unwrap_or(&ids).join(", ");
    let named = if more > 0 { format!("{named} and {more} more") } else { named };
    let draft = drafts.report("privilege-escalation", message, first);
    draft.arg("services", services.join(", ")).arg("paths", named);
    spots.for_each(|spot| {
        draft.also(spot);
    });
}

/// Where each step is granted; `None` where no step is, or where the policy grants everything: nothing is left to gain.
fn grants<'p>(policy: &'p Policy<'p>, ways: &Ways) -> Option<Vec<Vec<Grant<'p>>>> {
    if policy.has_duplicates || policy.damaged {
        return None;
    }
    let mut grants: Option<Vec<Vec<Grant<'p>>>> = None;
    for statement in policy.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        let (Some(block), Some(gate)) = (&statement.action, gate(statement)) else { continue };
        let mut add = |step: usize, spot| {
            let grants = grants.get_or_insert_with(|| vec![Vec::new(); ways.steps.len()]);
            if let Some(list) = grants.get_mut(step)
                && list.last().is_none_or(|last: &Grant<'_>| last.passed_to.is_some())
            {
                list.push(Grant { spot, passed_to: gate.passed_to });
            }
        };
        if block.negated {
            if !block.values.iter().all(Value::is_known) {
                continue;
            }
            for (number, step) in ways.steps.iter().enumerate() {
                let spares = block.values.iter().any(|value| takes_in(value.text, step.action));
                if !spares && gate.lets(step) && reaches(statement, step) {
                    add(number, (block.key, true));
                }
            }
            continue;
        }
        for value in block.values.iter().filter(|value| value.is_known() && may_be_step(value.text, ways)) {
            if value.text == "*" && gate.passed_to.is_none() && is_open(statement) {
                return None;
            }
            for (number, step) in ways.steps.iter().enumerate() {
                if takes_in(value.text, step.action) && gate.lets(step) && reaches(statement, step) {
                    add(number, (value.node, false));
                }
            }
        }
    }
    grants
}

/// Whether the value is about a service that some step is about; quick to say no.
fn may_be_step(value: &str, ways: &Ways) -> bool {
    let Some(colon) = memchr::memchr(b':', value.as_bytes()) else { return value == "*" };
    let service = value.get(..colon).unwrap_or("");
    service.contains('*') || ways.services.iter().any(|known| service.eq_ignore_ascii_case(known))
}

/// What the conditions of a statement leave.
struct Gate<'p> {
    passed_to: Option<&'p [Value<'p>]>,
    /// Only actions that hand on a role have the key.
    pass_role_alone: bool,
}

impl Gate<'_> {
    fn lets(&self, step: &Step) -> bool {
        !self.pass_role_alone || step.action == PASS_ROLE
    }
}

/// `None` where a condition may keep the holder of the policy from what the statement allows.
fn gate<'p>(statement: &'p Statement<'p>) -> Option<Gate<'p>> {
    if !statement.is_exact() {
        return None;
    }
    let mut gate = Gate { passed_to: None, pass_role_alone: false };
    for condition in statement.conditions() {
        let operator = condition.operator.filter(|_| condition.key.is_known())?;
        if HARMLESS.iter().any(|key| condition.is_key(key)) {
            continue;
        }
        let compares =
            matches!(operator.base, Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike);
        if !condition.is_key(PASSED_TO) || operator.negated || !compares || gate.passed_to.is_some() {
            return None;
        }
        gate.passed_to = Some(&condition.values);
        gate.pass_role_alone = operator.demands_key();
    }
    Some(gate)
}

/// Whether the resources of the statement make an action of it this step.
fn reaches(statement: &Statement<'_>, step: &Step) -> bool {
    if statement.resource.as_ref().is_some_and(|block| block.negated) {
        return true;
    }
    let service = step.action.split(':').next().unwrap_or("");
    // A role is taken on by STS and belongs to IAM.
    let service = if service == "sts" { "iam" } else { service };
    statement.resources().iter().any(|value| {
        if value.text == "*" {
            return true;
        }
        let Some(arn) = value.arn().filter(|arn| arn.service().contains('*') || arn.service() == service)
        else {
            return false;
        };
        let is_open = || {
            let kind = open_type(value);
            kind.is_some_and(|kind| {
                kind.is_empty() || step.resource_type.is_empty() || kind == step.resource_type
            })
        };
        match step.reach {
            Reach::Any => step.resource_type.is_empty() || may_be_type(&arn, step.resource_type),
            Reach::Open => is_open(),
            Reach::OpenOrSelf => value.text.ends_with("user/${aws:username}") || is_open(),
        }
    })
}

/// The places that make a way complete; `None` where it is not.
fn spots(
    policy: &Policy<'_>,
    ways: &Ways,
    path: &EscalationPath,
    grants: &[Vec<Grant<'_>>],
) -> Option<Vec<(NodeId, bool)>> {
    path.needs
        .iter()
        .map(|need| {
            let step = ways.steps.get(*need)?;
            let fits = |grant: &&Grant<'_>| {
                let values = grant.passed_to.filter(|_| step.action == PASS_ROLE);
                values.is_none_or(|values| values.iter().any(|value| takes_in(value.text, path.passed_to)))
            };
            let grant = grants.get(*need)?.iter().find(fits)?;
            (!is_denied(policy, step.action)).then_some(grant.spot)
        })
        .collect()
}

/// Whether a `Deny` on everything may take the action away again, also one with a condition.
fn is_denied(policy: &Policy<'_>, action: &str) -> bool {
    let denies = policy.statements.iter().filter(|statement| statement.effect != Effect::Allow);
    denies.into_iter().any(|statement| {
        let Some(block) = &statement.action else { return true };
        let takes = block.values.iter().any(|value| takes_in(value.text, action));
        (takes != block.negated) && (statement.resource.is_none() || is_open(statement))
    })
}
