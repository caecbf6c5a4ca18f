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

/// How the types of the resources begin that state facts.
const KINDS: [&str; 13] = [
    "aws_s3_bucket",
    "aws_cloudtrail",
    "aws_kms_key",
    "aws_kms_alias",
    "aws_iam_",
    "aws_flow_log",
    "aws_lb",
    "aws_alb",
    "aws_elb",
    "aws_wafv2_web_acl_logging_configuration",
    "aws_kinesis_firehose_delivery_stream",
    "logzio_s3_fetcher",
    "aws_kms_external_key",
];

impl Module<'_> {
    /// The resources of which certainly just one is made.
    pub(super) fn declared(&self) -> Vec<Declared> {
        let is_single = |body: &Body| !body.has_attribute("count") && !body.has_attribute("for_each");
        let single = self.resources.iter().filter(|(kind, _, placed)| {
            KINDS.iter().any(|known| kind.starts_with(known)) && is_single(&placed.item.body)
        });
        single
            .map(|(kind, name, placed)| Declared {
                kind: (*kind).to_owned(),
                address: format!("{kind}.{name}"),
                place: self.label_place(placed.file, placed.item),
                values: self.fresh().body_value(
                    &placed.item.body,
                    *kind == "aws_kms_key",
                    Scope::of(placed.file),
                ),
            })
            .collect()
    }

    /// The module, with all steps to go.
    fn fresh(&self) -> &Self {
        self.steps.set(0);
        self
    }

    /// Where a block says what it is: from its first word to its last label.
    pub(super) fn label_place(&self, file: usize, block: &Block) -> Range {
        let first = self.place(file, block.ident.span());
        let last = block.labels.last().map_or(first, |label| self.place(file, label.span()));
        Range::new(first.start, last.end.max(first.end))
    }

    /// A body as an object; its policies only where they are asked for.
    fn body_value(&self, body: &Body, with_policies: bool, scope: Scope<'_>) -> Value {
        let mut members: Vec<(Value, Value)> = Vec::new();
        let is_policy = |name: &str| matches!(name, "policy" | "assume_role_policy");
        let attributes = body.attributes().filter(|one| with_policies || !is_policy(one.key.as_str()));
        for attribute in attributes {
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
                _ => (block.ident.as_str(), self.body_value(&block.body, with_policies, scope)),
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
