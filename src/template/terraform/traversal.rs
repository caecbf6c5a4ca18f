//! References: variables, locals, data sources, resources, and the parts of values.

use hcl_edit::expr::{Expression, Traversal, TraversalOperator};

use super::evaluate::Scope;
use super::module::{Module, Placed};
use crate::policy::placeholder;
use crate::template::{Value, ValueKind};
use crate::text::Range;

/// What a reference is called where its value is not known: its own text, made when it is asked for.
pub(super) type Written<'w> = dyn Fn() -> String + 'w;

/// A step of a reference.
enum Step {
    Name(String),
    Index(Option<String>),
    All,
}

impl Module<'_> {
    pub(super) fn traverse(&self, traversal: &Traversal, range: Range, scope: Scope<'_>) -> Value {
        let steps: Vec<Step> =
            traversal.operators.iter().map(|operator| self.step(operator.value(), scope)).collect();
        let name = || self.written(range, scope);
        let Expression::Variable(root) = &traversal.expr else {
            let value = self.evaluate(&traversal.expr, scope);
            return follow(value, &steps, &name, range);
        };
        if let Some(value) = scope.find(root.as_str()) {
            return follow(value.clone(), &steps, &name, range);
        }
        let names: Vec<&str> = steps
            .iter()
            .map_while(|step| if let Step::Name(name) = step { Some(name.as_str()) } else { None })
            .collect();
        let rest = |used: usize| steps.get(used..).unwrap_or(&[]);
        match (root.as_str(), names.as_slice()) {
            ("local", [local, ..]) => match self.locals.get(local) {
                Some(placed) => follow(self.value(*placed), rest(1), &name, range),
                None => Value::hole(&name(), range),
            },
            ("var", [variable, ..]) => self.variable(variable, rest(1), &name, range),
            ("data", ["aws_iam_policy_document", document, ..]) => {
                let attribute = last_name(rest(2));
                match self.documents.get(document) {
                    Some(placed) if matches!(attribute, Some("json" | "minified_json")) => {
                        self.used.borrow_mut().insert((*document).to_owned());
                        let value = self.document(document, *placed);
                        Value::new(range, ValueKind::Encoded(Box::new(value)))
                    }
                    _ => Value::hole(&name(), range),
                }
            }
            ("data", [kind, own, ..]) => self.data_source(kind, own, last_name(rest(2)), &name, range),
            ("path", ["module" | "root" | "cwd"]) => Value::text(".", range),
            ("each" | "count" | "self" | "module" | "terraform", _) => Value::hole(&name(), range),
            (kind, [own, ..]) if self.resource(kind, own).is_some() => {
                if steps.iter().any(|step| matches!(step, Step::All)) {
                    return Value::unknown(&name(), range);
                }
                self.attribute((kind, own), last_name(rest(1)), &name, range)
            }
            _ => Value::hole(&name(), range),
        }
    }

    fn step(&self, operator: &TraversalOperator, scope: Scope<'_>) -> Step {
        match operator {
            TraversalOperator::GetAttr(name) => Step::Name(name.as_str().to_owned()),
            TraversalOperator::Index(expression) => Step::Index(self.evaluate(expression, scope).as_known()),
            TraversalOperator::LegacyIndex(index) => Step::Index(Some(index.to_string())),
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => Step::All,
        }
    }

    /// A variable: the value that a file of values gives it, else its default. An empty default, or one that is there
    /// to be replaced, says nothing.
    fn variable(&self, name: &str, rest: &[Step], whole: &Written<'_>, range: Range) -> Value {
        let given = self.values.get(name).copied();
        let default = || {
            let placed = self.variables.get(name)?;
            let attribute = placed.item.body.get_attribute("default")?;
            Some(Placed { file: placed.file, item: &attribute.value })
        };
        let Some(placed) = given.or_else(default) else { return open(rest, whole, range) };
        let value = follow(self.value(placed), rest, whole, range);
        match &value.kind {
            ValueKind::Absent | ValueKind::Null => Value::hole(&whole(), range),
            // A default that is empty waits for what the caller adds.
            ValueKind::List(list) if list.is_empty() && given.is_none() => Value::unknown(&whole(), range),
            ValueKind::Map(members) if members.is_empty() && given.is_none() => {
                Value::unknown(&whole(), range)
            }
            // A switch is there to be set either way.
            ValueKind::Bool(_) if given.is_none() => Value::hole(&whole(), range),
            ValueKind::Text(text)
                if text.text.trim().is_empty() || !placeholder::find(&text.text).is_empty() =>
            {
                Value::hole(&whole(), range)
            }
            _ => value,
        }
    }

    /// Terraform's own answers about who and where it runs; anything else is known only when it is asked.
    fn data_source(
        &self,
        kind: &str,
        own: &str,
        attribute: Option<&str>,
        name: &Written<'_>,
        range: Range,
    ) -> Value {
        let general = match (kind, attribute) {
            ("aws_caller_identity", Some("account_id" | "id")) => super::names::ACCOUNT,
            ("aws_region", Some("name" | "id" | "region")) => super::names::REGION,
            ("aws_partition", Some("partition" | "id")) => super::names::PARTITION,
            _ => return Value::hole(&name(), range),
        };
        if self.is_elsewhere(kind, own) { Value::hole(&name(), range) } else { Value::hole(general, range) }
    }
}

/// What stands in the place of a whole that is not known.
fn open(rest: &[Step], name: &Written<'_>, range: Range) -> Value {
    if rest.iter().any(|step| matches!(step, Step::All)) {
        Value::unknown(&name(), range)
    } else {
        Value::hole(&name(), range)
    }
}

/// The name that a reference ends with, behind an index perhaps.
fn last_name(steps: &[Step]) -> Option<&str> {
    steps.iter().rev().find_map(|step| if let Step::Name(name) = step { Some(name.as_str()) } else { None })
}

/// The part of a value that steps lead to. A text stands for the whole reference; parts that are written out in place
/// keep their own places.
fn follow(mut value: Value, steps: &[Step], name: &Written<'_>, range: Range) -> Value {
    for step in steps {
        let next = match (step, &value.kind) {
            (Step::Name(member), ValueKind::Map(_)) => value.get(member).cloned(),
            (Step::Index(Some(key)), ValueKind::Map(_)) => value.get(key).cloned(),
            (Step::Index(Some(at)), ValueKind::List(list)) => {
                at.parse::<usize>().ok().and_then(|at| list.get(at).cloned())
            }
            _ => None,
        };
        match next {
            Some(next) => value = next,
            None => return open(steps, name, range),
        }
    }
    match value.kind {
        ValueKind::List(_) | ValueKind::Map(_) | ValueKind::Encoded(_) => value,
        _ => value.stated_at(range),
    }
}
