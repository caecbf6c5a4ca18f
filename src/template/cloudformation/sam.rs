//! What SAM adds: policies in lists beside names of managed policies and policy templates, and statements of an API.

use super::{Resolver, Resource};
use crate::template::{Value, ValueKind};

/// The document in an element of `Policies`: an object with statements. A name, an ARN and a policy template are none,
/// and what a template makes is SAM's own affair.
pub(super) fn is_document(value: &Value) -> bool {
    value.get("Statement").is_some()
}

/// The statements that an API adds to its resource policy, as a document.
pub(super) fn api_policy(resolver: &Resolver<'_, '_>, resource: &Resource) -> Option<Value> {
    let auth = resolver.property(resource, "Auth")?;
    let statements = auth.get("ResourcePolicy")?.get("CustomStatements")?.clone();
    let range = statements.range;
    let member = |name: &str, value: Value| (Value::text(name, range.first()), value);
    let members =
        vec![member("Version", Value::text("2012-10-17", range.first())), member("Statement", statements)];
    Some(Value::new(range, ValueKind::Map(members)))
}
