//! `aws_iam_policy_document`: the JSON that the provider makes of its blocks.

use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body};

use super::collections::each;
use super::evaluate::{Names, Scope};
use super::module::{Module, Placed};
use crate::template::{Value, ValueKind};
use crate::text::Range;

/// Attributes of a statement that are lists, and the elements that they become.
const LISTS: [(&str, &str); 4] = [
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
];

impl Module<'_> {
    /// The policy that a data block makes. A block that names itself, by whatever way, is not known.
    pub(super) fn document(&self, name: &str, placed: Placed<'_, Block>) -> Value {
        let range = self.place(placed.file, placed.item.span());
        if self.depth.get() >= crate::template::MOST_DEPTH / 4 {
            return Value::unknown(name, range);
        }
        self.depth.set(self.depth.get() + 8);
        let value = self.document_at(placed, range);
        self.depth.set(self.depth.get().saturating_sub(8));
        value
    }

    fn document_at(&self, placed: Placed<'_, Block>, range: Range) -> Value {
        let body = &placed.item.body;
        // `each` and `count` of the block that asks are not those of this one.
        let scope = Scope::of(placed.file);
        let start = self.place(placed.file, placed.item.ident.span());
        let mut members = Vec::new();
        let version = body.get_attribute("version").map(|attribute| self.evaluate(&attribute.value, scope));
        let key = |name: &str, at: Range| Value::text(name, at);
        match version {
            Some(version) if !matches!(version.kind, ValueKind::Absent) => {
                members.push((key("Version", version.range), version));
            }
            _ => members.push((key("Version", start.first()), Value::text("2012-10-17", start.first()))),
        }
        if let Some(id) = body.get_attribute("policy_id") {
            let id = self.evaluate(&id.value, scope);
            members.push((key("Id", id.range), id));
        }
        let mut statements = Vec::new();
        self.others(body, &["source_json", "source_policy_documents"], scope, &mut statements);
        let mut own = Vec::new();
        for block in body.blocks() {
            match (block.ident.as_str(), block.labels.first().map(hcl_edit::structure::BlockLabel::as_str)) {
                ("statement", _) => own.push(self.statement(block, scope)),
                ("dynamic", Some("statement")) => {
                    self.dynamic(block, "statement", scope, &mut |module, body, scope| {
                        own.push(module.statement_of(body, module.place(scope.file, body.span()), scope));
                    });
                }
                _ => {}
            }
        }
        for block in body.blocks().filter(|block| block.ident.as_str() == "dynamic") {
            if let Some(name) = self.open_dynamic(block, "statement", scope) {
                own.push(Value::unknown(&name, self.place(scope.file, block.ident.span())));
            }
        }
        override_by_sid(&mut statements, own);
        let mut over = Vec::new();
        self.others(body, &["override_json", "override_policy_documents"], scope, &mut over);
        override_by_sid(&mut statements, over);
        let place = Range::new(start.start, range.end.max(start.end));
        members.push((key("Statement", start), Value::new(place, ValueKind::List(statements))));
        Value::new(place, ValueKind::Map(members))
    }

    /// The statements of other documents that attributes name.
    fn others(&self, body: &Body, names: &[&str], scope: Scope<'_>, statements: &mut Vec<Value>) {
        for attribute in names.iter().filter_map(|name| body.get_attribute(name)) {
            let documents = match self.list(&attribute.value, scope) {
                Ok(documents) => documents,
                Err(one) => vec![one],
            };
            for document in documents {
                let range = document.range;
                match self.as_document(document, scope) {
                    Some(document) => match document.get("Statement").map(|statement| &statement.kind) {
                        Some(ValueKind::List(list)) => statements.extend(list.iter().cloned()),
                        Some(ValueKind::Map(_)) => statements.extend(document.get("Statement").cloned()),
                        _ => statements.push(Value::unknown("document", range)),
                    },
                    None => statements.push(Value::unknown(&self.written(range, scope), range)),
                }
            }
        }
    }

    /// A statement's value as an object, where it is JSON that is known.
    pub(super) fn as_document(&self, value: Value, scope: Scope<'_>) -> Option<Value> {
        match value.kind {
            ValueKind::Encoded(inner) => Some(*inner).filter(|inner| matches!(inner.kind, ValueKind::Map(_))),
            ValueKind::Text(ref text) if text.text.trim_start().starts_with('{') => {
                self.decode(&value, scope).filter(|inner| matches!(inner.kind, ValueKind::Map(_)))
            }
            _ => None,
        }
    }

    fn statement(&self, block: &Block, scope: Scope<'_>) -> Value {
        let span = self.place(scope.file, block.ident.span());
        let end = self.place(scope.file, block.span()).end.max(span.end);
        self.statement_of(&block.body, Range::new(span.start, end), scope)
    }

    fn statement_of(&self, body: &Body, range: Range, scope: Scope<'_>) -> Value {
        let mut members: Vec<(Value, Value)> = Vec::new();
        let attribute = |name: &str| body.get_attribute(name);
        let key_at = |attribute: &Attribute, name: &str| {
            Value::text(name, self.place(scope.file, attribute.key.span()))
        };
        if let Some(sid) = attribute("sid") {
            let value = self.evaluate(&sid.value, scope);
            if value.as_known().is_none_or(|text| !text.is_empty()) {
                members.push((key_at(sid, "Sid"), value));
            }
        }
        match attribute("effect") {
            Some(effect) => members.push((key_at(effect, "Effect"), self.evaluate(&effect.value, scope))),
            None => members.push((Value::text("Effect", range.first()), Value::text("Allow", range.first()))),
        }
        for (block, name) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
            members.extend(self.principals(body, block, name, scope));
        }
        for (name, element) in LISTS {
            let Some(stated) = attribute(name) else { continue };
            let mut value = self.evaluate(&stated.value, scope);
            if matches!(value.kind, ValueKind::Absent) {
                continue;
            }
            if matches!(&value.kind, ValueKind::List(list) if list.is_empty()) {
                continue;
            }
            if name.ends_with("resources") {
                replace_marks(&mut value);
            }
            let value = single(value);
            members.push((key_at(stated, element), value));
        }
        members.extend(self.conditions(body, scope));
        Value::new(range, ValueKind::Map(members))
    }

    /// `principals` blocks: `type` and `identifiers`, of which the type `*` with the identifier `*` is everyone.
    fn principals(&self, body: &Body, name: &str, element: &str, scope: Scope<'_>) -> Option<(Value, Value)> {
        let mut types: Vec<(Value, Value)> = Vec::new();
        let mut lone = None;
        let mut place = None;
        let mut add = |module: &Self, body: &Body, range: Range, scope: Scope<'_>| {
            place.get_or_insert(range);
            let kind = body.get_attribute("type").map(|attribute| module.evaluate(&attribute.value, scope));
            let Some(kind) = kind else { return };
            let Some(identifiers) = body.get_attribute("identifiers") else { return };
            let list = module.evaluate(&identifiers.value, scope);
            let is_everyone = kind.as_known().as_deref() == Some("*");
            if let (true, [only]) = (is_everyone, list.elements()) {
                lone = Some(only.clone());
                return;
            }
            let text = kind.as_text().map(|text| text.text).unwrap_or_default();
            let known =
                types.iter_mut().find(|(name, _)| name.as_text().is_some_and(|name| name.text == text));
            match (known, list.kind) {
                (Some((_, Value { kind: ValueKind::List(all), .. })), ValueKind::List(more)) => {
                    all.extend(more);
                }
                (_, other) => types.push((kind, Value::new(list.range, other))),
            }
        };
        for block in body.blocks() {
            match (block.ident.as_str(), block.labels.first().map(hcl_edit::structure::BlockLabel::as_str)) {
                (own, _) if own == name => {
                    add(self, &block.body, self.place(scope.file, block.ident.span()), scope);
                }
                ("dynamic", Some(label)) if label == name => {
                    let range = self.place(scope.file, block.ident.span());
                    self.dynamic(block, name, scope, &mut |module, body, scope| {
                        add(module, body, range, scope);
                    });
                }
                _ => {}
            }
        }
        for block in body.blocks().filter(|block| block.ident.as_str() == "dynamic") {
            if let Some(written) = self.open_dynamic(block, name, scope) {
                let range = self.place(scope.file, block.ident.span());
                return Some((Value::text(element, range), Value::unknown(&written, range)));
            }
        }
        let place = place?;
        for (_, list) in &mut types {
            *list = single(std::mem::replace(list, Value::new(place, ValueKind::Null)));
        }
        let value = match lone {
            Some(value) if types.is_empty() => value,
            _ => Value::new(place, ValueKind::Map(types)),
        };
        Some((Value::text(element, place), value))
    }

    /// `condition` blocks: those of one operator and one key are one condition.
    fn conditions(&self, body: &Body, scope: Scope<'_>) -> Option<(Value, Value)> {
        let mut operators: Vec<(Value, Vec<(Value, Value)>)> = Vec::new();
        let mut place = None;
        let mut add = |module: &Self, body: &Body, range: Range, scope: Scope<'_>| {
            place.get_or_insert(range);
            let part = |name: &str| {
                body.get_attribute(name).map(|attribute| module.evaluate(&attribute.value, scope))
            };
            let (Some(test), Some(variable), Some(mut values)) =
                (part("test"), part("variable"), part("values"))
            else {
                return;
            };
            replace_marks(&mut values);
            let named = |value: &Value| value.as_text().map(|text| text.text).unwrap_or_default();
            let (operator, key) = (named(&test), named(&variable));
            let at = operators.iter().position(|(name, _)| named(name) == operator);
            let keys = match at.and_then(|at| operators.get_mut(at)) {
                Some((_, keys)) => keys,
                None => {
                    operators.push((test, Vec::new()));
                    match operators.last_mut() {
                        Some((_, keys)) => keys,
                        None => return,
                    }
                }
            };
            match keys.iter_mut().find(|(name, _)| named(name) == key) {
                Some((_, Value { kind: ValueKind::List(all), .. })) => match values.kind {
                    ValueKind::List(more) => all.extend(more),
                    _ => all.push(values),
                },
                _ => keys.push((variable, values)),
            }
        };
        let mut unknown = None;
        for block in body.blocks() {
            let range = self.place(scope.file, block.ident.span());
            match (block.ident.as_str(), block.labels.first().map(hcl_edit::structure::BlockLabel::as_str)) {
                ("condition", _) => add(self, &block.body, range, scope),
                ("dynamic", Some("condition")) => {
                    self.dynamic(block, "condition", scope, &mut |module, body, scope| {
                        add(module, body, range, scope);
                    });
                    unknown = unknown
                        .or_else(|| self.open_dynamic(block, "condition", scope).map(|name| (name, range)));
                }
                _ => {}
            }
        }
        if let Some((written, range)) = unknown {
            return Some((Value::text("Condition", range), Value::unknown(&written, range)));
        }
        let place = place?;
        let members = operators.into_iter().map(|(operator, keys)| {
            let range = operator.range;
            let keys = keys.into_iter().map(|(key, values)| (key, single(values))).collect();
            (operator, Value::new(range, ValueKind::Map(keys)))
        });
        Some((Value::text("Condition", place), Value::new(place, ValueKind::Map(members.collect()))))
    }

    /// Runs over the blocks that a `dynamic` one makes, where its `for_each` is known.
    fn dynamic(
        &self,
        block: &Block,
        name: &str,
        scope: Scope<'_>,
        run: &mut dyn FnMut(&Self, &Body, Scope<'_>),
    ) {
        let Some(content) = block.body.get_blocks("content").next() else { return };
        let Some(collection) = block.body.get_attribute("for_each") else { return };
        let iterator = match block.body.get_attribute("iterator").map(|attribute| &attribute.value) {
            Some(Expression::Variable(name)) => name.as_str().to_owned(),
            _ => name.to_owned(),
        };
        let collection = self.evaluate(&collection.value, scope);
        for (key, value) in each(&collection).unwrap_or_default() {
            let range = collection.range;
            let member = |name: &str, value: Value| (Value::text(name, range), value);
            let both = Value::new(range, ValueKind::Map(vec![member("key", key), member("value", value)]));
            let names = Names { name: &iterator, value: &both, outer: scope.names };
            run(self, &content.body, Scope { names: Some(&names), ..scope });
        }
    }

    /// What a `dynamic` block's `for_each` is called, where it is not known which blocks it makes.
    fn open_dynamic(&self, block: &Block, label: &str, scope: Scope<'_>) -> Option<String> {
        let is_own = block.labels.first().is_some_and(|own| own.as_str() == label);
        let collection = block.body.get_attribute("for_each").filter(|_| is_own)?;
        let value = self.evaluate(&collection.value, scope);
        let range = self.place(scope.file, collection.value.span());
        each(&value).is_none().then(|| self.written(range, scope))
    }
}

/// Adds statements; one with the `Sid` of an earlier one takes its place.
fn override_by_sid(statements: &mut Vec<Value>, more: Vec<Value>) {
    for statement in more {
        let sid = |value: &Value| value.get("Sid").and_then(Value::as_known);
        let own = sid(&statement);
        let at = statements.iter().position(|known| own.is_some() && sid(known) == own);
        match at.and_then(|at| statements.get_mut(at)) {
            Some(place) => *place = statement,
            None => statements.push(statement),
        }
    }
}

/// The provider writes a list of one text as that text.
fn single(value: Value) -> Value {
    match value.kind {
        ValueKind::List(mut list) if list.len() == 1 => match list.pop() {
            Some(only) if only.as_text().is_some() => only,
            other => Value::new(value.range, ValueKind::List(other.into_iter().collect())),
        },
        _ => value,
    }
}

/// The provider writes `&{…}` as the policy variable `${…}`.
fn replace_marks(value: &mut Value) {
    match &mut value.kind {
        ValueKind::Text(text) if text.text.contains("&{") => *text = text.with_variables(),
        ValueKind::List(list) => list.iter_mut().for_each(replace_marks),
        _ => {}
    }
}
