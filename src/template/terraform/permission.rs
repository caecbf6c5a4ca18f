//! `aws_lambda_permission` as the policy that AWS makes of it.

use hcl_edit::Span;
use hcl_edit::structure::Block;

use super::evaluate::Scope;
use super::module::{Module, Placed};
use crate::template::{Text, Value, ValueKind};
use crate::text::{Range, offset};

/// Attributes that become conditions: operator and key, as the API makes them.
const CONDITIONS: [(&str, &str, &str); 5] = [
    ("source_arn", "ArnLike", "AWS:SourceArn"),
    ("source_account", "StringEquals", "AWS:SourceAccount"),
    ("principal_org_id", "StringEquals", "aws:PrincipalOrgID"),
    ("event_source_token", "StringEquals", "lambda:EventSourceToken"),
    ("function_url_auth_type", "StringEquals", "lambda:FunctionUrlAuthType"),
];

fn object(name: &str, value: Value) -> Value {
    let range = value.range;
    Value::new(range, ValueKind::Map(vec![(Value::text(name, range.first()), value)]))
}

impl Module<'_> {
    /// The policy of one statement.
    pub(super) fn lambda_permission(&self, placed: Placed<'_, Block>, scope: Scope<'_>) -> Option<Value> {
        let body = &placed.item.body;
        let part = |name: &str| {
            let value = self.evaluate(&body.get_attribute(name)?.value, scope);
            Some(value).filter(|value| !matches!(value.kind, ValueKind::Absent))
        };
        let (action, principal, function) = (part("action")?, part("principal")?, part("function_name")?);
        let start = self.place(scope.file, placed.item.ident.span());
        let end = self.place(scope.file, placed.item.span()).end;
        let range = Range::new(start.start, end.max(start.end));
        let who = principal.as_text()?.text;
        let kind =
            if who.contains(".amazonaws.com") || who.contains(".amazon.com") { "Service" } else { "AWS" };
        let name = function.as_text()?;
        let target = if name.text.starts_with("arn:") || name.text.starts_with("${") {
            function.clone()
        } else {
            let mut arn = Text::default();
            let hole = crate::template::value::hole;
            let head = format!(
                "arn:{}:lambda:{}:{}:function:",
                hole(super::names::PARTITION),
                hole(super::names::REGION),
                hole(super::names::ACCOUNT)
            );
            arn.put(&head, function.range.first());
            arn.add(&name, Range::new(0, offset(name.text.len())));
            Value::new(function.range, ValueKind::Text(arn))
        };
        let key = |name: &str, value: Value| (Value::text(name, value.range.first()), value);
        let mut members = vec![
            key("Effect", Value::text("Allow", range.first())),
            key("Principal", if who == "*" { principal } else { object(kind, principal) }),
            key("Action", action),
            key("Resource", target),
        ];
        let mut conditions: Vec<(Value, Value)> = Vec::new();
        for (attribute, operator, name) in CONDITIONS {
            let Some(value) = part(attribute) else { continue };
            let is_known = |(known, _): &&mut (Value, Value)| known.as_known().as_deref() == Some(operator);
            match conditions.iter_mut().find(is_known) {
                Some((_, Value { kind: ValueKind::Map(keys), .. })) => keys.push(key(name, value)),
                _ => conditions.push(key(operator, object(name, value))),
            }
        }
        if let Some((_, first)) = conditions.first() {
            let place = first.range;
            members.push(key("Condition", Value::new(place, ValueKind::Map(conditions))));
        }
        let statement = Value::new(range, ValueKind::Map(members));
        let version = key("Version", Value::text("2012-10-17", range.first()));
        Some(Value::new(range, ValueKind::Map(vec![version, key("Statement", statement)])))
    }
}
