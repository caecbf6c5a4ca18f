//! `for` expressions, and the blocks that `for_each` makes.

use hcl_edit::Span;
use hcl_edit::expr::{Expression, ForExpr};

use super::evaluate::{Names, Scope};
use super::module::Module;
use crate::template::{Value, ValueKind};
use crate::text::Range;

/// Elements that are gone through; what is larger is not known.
const MOST_ELEMENTS: usize = 256;

/// Keys and values of a collection whose elements are known to be just these; `None` where they are not.
pub(super) fn entries(collection: &Value) -> Option<Vec<(Value, Value)>> {
    let entries: Vec<(Value, Value)> = match &collection.kind {
        ValueKind::List(list) => {
            let number =
                |at: usize, value: &Value| Value::new(value.range, ValueKind::Number(at.to_string()));
            list.iter().enumerate().map(|(at, value)| (number(at, value), value.clone())).collect()
        }
        ValueKind::Map(members) => members.clone(),
        _ => return None,
    };
    (entries.len() <= MOST_ELEMENTS).then_some(entries)
}

/// The same for `for_each`, of which a set has its values as keys.
pub(super) fn each(collection: &Value) -> Option<Vec<(Value, Value)>> {
    let entries = entries(collection)?;
    let is_set = matches!(collection.kind, ValueKind::List(_));
    Some(
        entries
            .into_iter()
            .map(|(key, value)| if is_set { (value.clone(), value) } else { (key, value) })
            .collect(),
    )
}

impl Module<'_> {
    pub(super) fn for_each(&self, each: &ForExpr, range: Range, scope: Scope<'_>) -> Value {
        let collection = self.evaluate(&each.intro.collection_expr, scope);
        let name = || self.written(range, scope);
        let Some(entries) = entries(&collection) else { return Value::unknown(&name(), range) };
        let (mut list, mut members) = (Vec::new(), Vec::new());
        for (key, value) in &entries {
            let outer = Names { name: each.intro.value_var.as_str(), value, outer: scope.names };
            let key_name = each.intro.key_var.as_ref().map_or("", |name| name.as_str());
            let inner = Names { name: key_name, value: key, outer: Some(&outer) };
            let scope = Scope { names: Some(&inner), ..scope };
            if let Some(condition) = &each.cond {
                match self.evaluate(&condition.expr, scope).kind {
                    ValueKind::Bool(true) => {}
                    ValueKind::Bool(false) => continue,
                    _ => return Value::unknown(&name(), range),
                }
            }
            let value = self.evaluate(&each.value_expr, scope);
            match &each.key_expr {
                Some(_) if each.grouping => return Value::unknown(&name(), range),
                Some(key) => members.push((self.evaluate(key, scope), value)),
                None => list.push(value),
            }
        }
        let kind = if each.key_expr.is_some() { ValueKind::Map(members) } else { ValueKind::List(list) };
        Value::new(range, kind)
    }

    /// The elements of an attribute that may be one list of many forms; `None` where they are not known.
    pub(super) fn list(&self, expression: &Expression, scope: Scope<'_>) -> Result<Vec<Value>, Value> {
        let value = self.evaluate(expression, scope);
        match value.kind {
            ValueKind::List(list) => Ok(list),
            ValueKind::Absent => Ok(Vec::new()),
            _ => {
                let range = self.place(scope.file, expression.span());
                Err(Value { range, ..value })
            }
        }
    }
}
