//! Values of a template: its functions worked out as far as the template itself tells, the rest kept as holes.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::Stack;
use crate::json::{Kind, NodeId};
use crate::policy::placeholder;
use crate::template::{MOST_DEPTH, MOST_STEPS, Text, Value, ValueKind};
use crate::text::Range;

/// Works out values in one world: one way to decide the template's conditions.
#[derive(Debug)]
pub struct Resolver<'s, 't> {
    /// The template.
    pub stack: &'s Stack<'t>,
    /// How conditions are decided, by name. One that is not here is not decided.
    pub world: &'s BTreeMap<String, bool>,
    depth: Cell<usize>,
    steps: Cell<usize>,
}

impl<'s, 't> Resolver<'s, 't> {
    /// Works out values where the conditions are decided so.
    pub fn new(stack: &'s Stack<'t>, world: &'s BTreeMap<String, bool>) -> Self {
        Self { stack, world, depth: Cell::new(0), steps: Cell::new(0) }
    }

    /// A property of a resource.
    pub fn property(&self, resource: &super::Resource, name: &str) -> Option<Value> {
        let node = self.stack.tree.value(resource.properties?, name)?;
        if self.depth.get() == 0 {
            self.steps.set(0);
        }
        Some(self.value(node)).filter(|value| !matches!(value.kind, ValueKind::Absent))
    }

    /// The value at a node.
    pub fn value(&self, node: NodeId) -> Value {
        let range = self.stack.tree.span(node).range();
        self.steps.set(self.steps.get().saturating_add(1));
        if self.depth.get() >= MOST_DEPTH || self.steps.get() >= MOST_STEPS {
            return Value::unknown("deeply nested value", range);
        }
        self.depth.set(self.depth.get() + 1);
        let value = self.at(node, range);
        self.depth.set(self.depth.get().saturating_sub(1));
        value
    }

    fn at(&self, node: NodeId, range: Range) -> Value {
        let tree = self.stack.tree;
        match tree.kind(node) {
            Kind::Null => Value::new(range, ValueKind::Null),
            Kind::True => Value::new(range, ValueKind::Bool(true)),
            Kind::False => Value::new(range, ValueKind::Bool(false)),
            Kind::Number => Value::new(range, ValueKind::Number(tree.scalar(node).unwrap_or("0").to_owned())),
            Kind::String | Kind::Key => match Text::read(tree, node) {
                Some(text) => Value::new(range, ValueKind::Text(text)),
                None => Value::unknown("value", range),
            },
            Kind::Array => {
                let list = tree.elements(node).map(|element| self.value(element)).collect();
                Value::new(range, ValueKind::List(list))
            }
            Kind::Object => self.object(node, range),
            Kind::Unknown => {
                Value::unknown(range.of(tree.text()).split_whitespace().next().unwrap_or("value"), range)
            }
        }
    }

    fn object(&self, node: NodeId, range: Range) -> Value {
        let tree = self.stack.tree;
        let mut members = tree.members(node);
        if let (Some(only), None) = (members.next(), members.next())
            && let Some(name) = tree.str(only.key)
            && (name == "Ref" || name.starts_with("Fn::"))
        {
            return self.function(name, only.value, range);
        }
        let member = |member: crate::json::Member| (self.name(member.key), self.value(member.value));
        Value::new(range, ValueKind::Map(tree.members(node).map(member).collect()))
    }

    fn name(&self, key: NodeId) -> Value {
        let range = self.stack.tree.span(key).range();
        let text = Text::read(self.stack.tree, key).unwrap_or_default();
        Value::new(range, ValueKind::Text(text))
    }

    /// `Ref` and `${Name}`: a pseudo parameter, a parameter, or a resource.
    pub(super) fn reference(&self, name: &str, range: Range) -> Value {
        if name == "AWS::NoValue" {
            return Value::new(range, ValueKind::Absent);
        }
        if let Some(parameter) = self.stack.parameters.get(name) {
            return self.parameter(name, *parameter, range);
        }
        match self.stack.resources.get(name) {
            Some(resource) => self.resource_reference(name, resource, range),
            None => Value::hole(name, range),
        }
    }

    /// A parameter's value: its only allowed one, else its default. One without is only known when the template is
    /// deployed, and so is a default that is left empty or is there to be replaced.
    fn parameter(&self, name: &str, node: NodeId, range: Range) -> Value {
        let tree = self.stack.tree;
        let text = |member: &str| tree.value(node, member).and_then(|value| tree.scalar(value));
        let kind = text("Type").unwrap_or("String");
        let is_list = kind == "CommaDelimitedList" || kind.starts_with("List<");
        let open = || if is_list { Value::unknown(name, range) } else { Value::hole(name, range) };
        // The default of a parameter in the store is its name there.
        if kind.starts_with("AWS::SSM::") || text("NoEcho") == Some("true") {
            return open();
        }
        let mut allowed = tree.value(node, "AllowedValues").into_iter().flat_map(|list| tree.elements(list));
        let only = match (allowed.next(), allowed.next()) {
            (Some(only), None) => tree.scalar(only),
            _ => None,
        };
        let Some(value) = only.or_else(|| text("Default")) else { return open() };
        if value.trim().is_empty() || !placeholder::find(value).is_empty() {
            return open();
        }
        if is_list {
            let elements = value.split(',').map(|one| Value::text(one.trim(), range)).collect();
            return Value::new(range, ValueKind::List(elements));
        }
        Value::text(value, range)
    }
}
