//! Resources of the AWS provider as values, whether a module declares them or a plan lists them.

use hcl_edit::Span;
use hcl_edit::structure::{Block, Body};

use super::evaluate::Scope;
use super::module::Module;
use crate::template::{Value, ValueKind};
use crate::text::Range;

/// A resource with its attributes, of which blocks are lists of objects.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Type.
    pub kind: String,
    /// `aws_s3_bucket.logs`
    pub address: String,
    /// Bytes that name it.
    pub place: Range,
    /// Attributes and blocks.
    pub values: Value,
}

impl Module<'_> {
    /// The resources of which certainly just one is made.
    pub(super) fn declared(&self) -> Vec<Declared> {
        let is_single = |body: &Body| !body.has_attribute("count") && !body.has_attribute("for_each");
        let single = self.resources.iter().filter(|(_, _, placed)| is_single(&placed.item.body));
        single
            .map(|(kind, name, placed)| Declared {
                kind: (*kind).to_owned(),
                address: format!("{kind}.{name}"),
                place: self.label_place(placed.file, placed.item),
                values: self.body_value(&placed.item.body, Scope::of(placed.file)),
            })
            .collect()
    }

    /// Where a block says what it is: from its first word to its last label.
    pub(super) fn label_place(&self, file: usize, block: &Block) -> Range {
        let first = self.place(file, block.ident.span());
        let last = block.labels.last().map_or(first, |label| self.place(file, label.span()));
        Range::new(first.start, last.end.max(first.end))
    }

    fn body_value(&self, body: &Body, scope: Scope<'_>) -> Value {
        let mut members: Vec<(Value, Value)> = Vec::new();
        for attribute in body.attributes() {
            let key = self.place(scope.file, attribute.key.span());
            members.push((Value::text(attribute.key.as_str(), key), self.evaluate(&attribute.value, scope)));
        }
        for block in body.blocks() {
            let place = self.label_place(scope.file, block);
            // What a `dynamic` block makes is not looked into.
            let (name, value) = match block.labels.first() {
                Some(label) if block.ident.as_str() == "dynamic" => {
                    (label.as_str(), Value::unknown("dynamic", place))
                }
                _ => (block.ident.as_str(), self.body_value(&block.body, scope)),
            };
            let value = Value { range: place, ..value };
            let known = members.iter_mut().find(|(key, _)| key.as_text().is_some_and(|key| key.text == name));
            match known {
                Some((_, Value { kind: ValueKind::List(list), .. })) => list.push(value),
                _ => {
                    members.push((Value::text(name, place), Value::new(place, ValueKind::List(vec![value]))));
                }
            }
        }
        Value::new(self.place(scope.file, body.span()), ValueKind::Map(members))
    }
}
