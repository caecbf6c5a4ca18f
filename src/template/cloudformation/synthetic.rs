//! Permissions that a template states in properties of their own, as the policy that AWS makes of them.

use super::{Resolver, Resource};
use crate::template::{Text, Value, ValueKind};

/// A document of one statement.
fn document(statement: Value) -> Value {
    let range = statement.range;
    let start = range.first();
    let members = vec![
        (Value::text("Version", start), Value::text("2012-10-17", start)),
        (Value::text("Statement", start), statement),
    ];
    Value::new(range, ValueKind::Map(members))
}

/// A member that stands at the property which it comes from.
fn member(name: &str, value: Value) -> (Value, Value) {
    (Value::text(name, value.range.first()), value)
}

fn object(name: &str, value: Value) -> Value {
    Value::new(value.range, ValueKind::Map(vec![member(name, value)]))
}

/// Properties of `AWS::Lambda::Permission` that become conditions: operator and key, from the API reference of
/// `AddPermission`.
const CONDITIONS: [(&str, &str, &str); 5] = [
    ("SourceArn", "ArnLike", "AWS:SourceArn"),
    ("SourceAccount", "StringEquals", "AWS:SourceAccount"),
    ("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
    ("EventSourceToken", "StringEquals", "lambda:EventSourceToken"),
    ("FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"),
];

/// The statement that `AWS::Lambda::Permission` adds to the policy of a function.
pub(super) fn lambda_permission(resolver: &Resolver<'_, '_>, resource: &Resource) -> Option<Value> {
    let action = resolver.property(resource, "Action")?;
    let principal = resolver.property(resource, "Principal")?;
    let function = resolver.property(resource, "FunctionName")?;
    let range = resolver.stack.tree.range(resource.properties?);
    let who = principal.as_text()?.text;
    let kind = if who.contains(".amazonaws.com") || who.contains(".amazon.com") { "Service" } else { "AWS" };
    let name = function.as_text()?;
    let target = if name.text.starts_with("arn:") || name.text.starts_with("${") {
        function.clone()
    } else {
        let mut arn = Text::default();
        arn.put(
            "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:",
            function.range.first(),
        );
        arn.add(&name, crate::text::Range::new(0, crate::text::offset(name.text.len())));
        Value::new(function.range, ValueKind::Text(arn))
    };
    let mut members = vec![
        member("Effect", Value::text("Allow", range.first())),
        member("Principal", if who == "*" { principal } else { object(kind, principal) }),
        member("Action", action),
        member("Resource", target),
    ];
    let mut conditions: Vec<(Value, Value)> = Vec::new();
    for (property, operator, key) in CONDITIONS {
        let Some(value) = resolver.property(resource, property) else { continue };
        let known = conditions
            .iter()
            .position(|(name, _)| matches!(&name.kind, ValueKind::Text(text) if text.text == operator));
        match known.and_then(|at| conditions.get_mut(at)) {
            Some((_, Value { kind: ValueKind::Map(keys), .. })) => keys.push(member(key, value)),
            _ => conditions.push(member(operator, object(key, value))),
        }
    }
    if let Some((_, first)) = conditions.first() {
        let place = first.range;
        members.push(member("Condition", Value::new(place, ValueKind::Map(conditions))));
    }
    Some(document(Value::new(range, ValueKind::Map(members))))
}

/// The policy of which `AWS::Events::EventBusPolicy` states the one statement.
pub(super) fn event_bus_policy(resolver: &Resolver<'_, '_>, resource: &Resource) -> Option<Value> {
    let statement = resolver.property(resource, "Statement")?;
    matches!(statement.kind, ValueKind::Map(_)).then(|| document(statement))
}
