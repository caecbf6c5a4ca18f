//! The ARNs of a policy, wherever they stand, and what of their parts is certain.

use super::hook::Context;
pub use crate::aws::catalog::Habit;
use crate::aws::s3_arn::has_wildcard;
use crate::aws::{Arn, Part};
use crate::json::NodeId;
use crate::policy::{Policy, PrincipalType, Statement, Value};

/// The element that an ARN stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Home {
    /// `Principal` or `NotPrincipal`.
    Principal,
    /// `Resource` or `NotResource`.
    Resource,
    /// A value of `Condition`.
    Condition,
}

/// One ARN of a policy.
#[derive(Clone, Copy, Debug)]
pub struct Found<'p> {
    /// The element that it stands in.
    pub home: Home,
    /// The value.
    pub value: &'p Value<'p>,
    /// Its parts.
    pub arn: Arn<'p>,
    /// The list or lone value that it belongs to.
    pub list: NodeId,
}

/// Every value that begins with `arn:`, in the order of the elements.
pub fn arns<'p>(policy: &'p Policy<'p>) -> impl Iterator<Item = Found<'p>> {
    policy.statements.iter().flat_map(in_statement)
}

fn in_statement<'p>(statement: &'p Statement<'p>) -> impl Iterator<Item = Found<'p>> {
    let principals = statement.principal.iter().flat_map(|block| {
        let named = block
            .entries
            .iter()
            .filter(|entry| matches!(entry.kind, PrincipalType::Aws | PrincipalType::Federated));
        named.map(|entry| (Home::Principal, &entry.value, entry.key.unwrap_or(block.node)))
    });
    let resources = statement
        .resource
        .iter()
        .flat_map(|block| block.values.iter().map(|value| (Home::Resource, value, block.node)));
    let conditions = statement
        .conditions()
        .iter()
        .flat_map(|condition| condition.values.iter().map(|value| (Home::Condition, value, condition.node)));
    principals.chain(resources).chain(conditions).filter_map(|(home, value, list)| {
        let arn = value.arn()?;
        Some(Found { home, value, arn, list })
    })
}

/// The text of a part that is there and written out: no hole, no variable, no wildcard in it. It may be empty.
pub fn literal<'p>(value: &Value<'_>, arn: &Arn<'p>, part: Part) -> Option<&'p str> {
    let range = arn.range(part);
    let text = arn.part(part);
    let reaches = arn.parts() > part as usize + 1;
    let is_literal = reaches && !has_wildcard(text) && !holds_variable(text) && !touches(value, range);
    is_literal.then_some(text)
}

fn holds_variable(text: &str) -> bool {
    text.bytes().any(|byte| byte == b'$') && text.contains("${")
}

/// Whether a hole lies in the range, or borders on an empty one.
fn touches(value: &Value<'_>, range: crate::text::Range) -> bool {
    if range.is_empty() {
        value.holes.iter().any(|hole| hole.range.start <= range.start && range.start < hole.range.end)
    } else {
        value.touches_hole(range)
    }
}

/// Whether every ARN of the value's service has a region or an account, or none has, as far as AWS's reference tells.
pub fn habit(context: Context<'_>, value: &Value<'_>, arn: &Arn<'_>, part: Part) -> Habit {
    let service = literal(value, arn, Part::Service).and_then(|name| context.policy.catalog.service(name));
    match (service, part) {
        (Some(service), Part::Region) => service.regions(),
        (Some(service), Part::Account) => service.accounts(),
        _ => Habit::Open,
    }
}
