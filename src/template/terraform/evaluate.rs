//! Expressions to values.

use hcl_edit::Span;
use hcl_edit::expr::{BinaryOperator, Conditional, Expression, ObjectKey, UnaryOperator};
use hcl_edit::template::{Element, Template};

use super::literal;
use super::module::{Module, Placed};
use crate::template::value::hole;
use crate::template::{MOST_DEPTH, MOST_STEPS, Text, Value, ValueKind};
use crate::text::{Range, offset};

/// A name that a `for`, an iterator or `templatefile()` gives to a value.
#[derive(Clone, Copy)]
pub(super) struct Names<'n> {
    pub(super) name: &'n str,
    pub(super) value: &'n Value,
    pub(super) outer: Option<&'n Self>,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Scope<'n> {
    /// Number of its file.
    pub(super) file: usize,
    /// The names of its own.
    pub(super) names: Option<&'n Names<'n>>,
}

impl<'n> Scope<'n> {
    pub(super) fn of(file: usize) -> Self {
        Self { file, names: None }
    }

    pub(super) fn find(&self, name: &str) -> Option<&'n Value> {
        let mut at = self.names;
        while let Some(names) = at {
            if names.name == name {
                return Some(names.value);
            }
            at = names.outer;
        }
        None
    }
}

impl Module<'_> {
    /// The value of an expression that stands outside any iteration.
    pub(super) fn value(&self, placed: Placed<'_, Expression>) -> Value {
        self.evaluate(placed.item, Scope::of(placed.file))
    }

    /// The value of an expression.
    pub(super) fn evaluate(&self, expression: &Expression, scope: Scope<'_>) -> Value {
        let range = self.place(scope.file, expression.span());
        self.steps.set(self.steps.get().saturating_add(1));
        if self.depth.get() >= MOST_DEPTH || self.steps.get() >= MOST_STEPS {
            return Value::unknown("deeply nested value", range);
        }
        self.depth.set(self.depth.get() + 1);
        let value = self.at(expression, range, scope);
        self.depth.set(self.depth.get().saturating_sub(1));
        value
    }

    fn at(&self, expression: &Expression, range: Range, scope: Scope<'_>) -> Value {
        let open = || Value::hole(&self.written(range, scope), range);
        match expression {
            Expression::Null(_) => Value::new(range, ValueKind::Absent),
            Expression::Bool(value) => Value::new(range, ValueKind::Bool(*value.value())),
            Expression::Number(number) => Value::new(range, ValueKind::Number(number.value().to_string())),
            Expression::String(text) => {
                let source = self.source(range, scope);
                let (inner, from) = match source.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                    Some(inner) => (inner, range.start + 1),
                    None => (source.as_str(), range.start),
                };
                Value::new(range, ValueKind::Text(literal::read(text, inner, from, true)))
            }
            Expression::StringTemplate(template) => {
                Value::new(range, ValueKind::Text(self.template(template.iter(), true, scope)))
            }
            Expression::HeredocTemplate(heredoc) => {
                let text = self.template(heredoc.template.iter(), false, scope);
                let place = text.place();
                Value::new(place, ValueKind::Text(text))
            }
            Expression::Array(array) => {
                let list = array.iter().map(|element| self.evaluate(element, scope)).collect();
                Value::new(range, ValueKind::List(list))
            }
            Expression::Object(object) => {
                let members = object
                    .iter()
                    .map(|(key, value)| (self.key(key, scope), self.evaluate(value.expr(), scope)));
                Value::new(range, ValueKind::Map(members.collect()))
            }
            Expression::Parenthesis(inner) => self.evaluate(inner.inner(), scope),
            Expression::Variable(name) => match scope.find(name.as_str()) {
                Some(value) => value.clone(),
                None => open(),
            },
            Expression::Conditional(choice) => self.choose(choice, range, scope),
            Expression::FuncCall(call) => self.call(call, range, scope),
            Expression::Traversal(traversal) => self.traverse(traversal, range, scope),
            Expression::UnaryOp(operation) => {
                let value = self.evaluate(&operation.expr, scope);
                match (operation.operator.value(), &value.kind) {
                    (UnaryOperator::Not, ValueKind::Bool(value)) => {
                        Value::new(range, ValueKind::Bool(!value))
                    }
                    _ => open(),
                }
            }
            Expression::BinaryOp(operation) => {
                let left = self.evaluate(&operation.lhs_expr, scope);
                let right = self.evaluate(&operation.rhs_expr, scope);
                match compare(*operation.operator.value(), &left, &right) {
                    Some(holds) => Value::new(range, ValueKind::Bool(holds)),
                    None => open(),
                }
            }
            Expression::ForExpr(each) => self.for_each(each, range, scope),
        }
    }

    /// The source of a place of the scope's file.
    pub(super) fn source(&self, range: Range, scope: Scope<'_>) -> String {
        let Some(file) = self.files.get(scope.file) else { return String::new() };
        let own = Range::new(range.start.saturating_sub(file.start), range.end.saturating_sub(file.start));
        own.of(&file.text).to_owned()
    }

    /// What an expression is called where its value is not known: its own text.
    pub(super) fn written(&self, range: Range, scope: Scope<'_>) -> String {
        let text = self.source(range, scope);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A colon would make it look like the key of a policy variable.
        text.replace("::", ":").replace(':', "::")
    }

    fn key(&self, key: &ObjectKey, scope: Scope<'_>) -> Value {
        match key {
            ObjectKey::Ident(name) => {
                let range = self.place(scope.file, name.span());
                let mut text = Text::default();
                text.copy(name.as_str(), range.start);
                Value::new(range, ValueKind::Text(text))
            }
            ObjectKey::Expression(expression) => {
                let value = self.evaluate(expression, scope);
                match value.as_text() {
                    Some(text) => Value::new(value.range, ValueKind::Text(text)),
                    None => Value::hole("key", value.range),
                }
            }
        }
    }

    /// A template's elements as one text. A directive is not known, however it ends.
    pub(super) fn template<'t>(
        &self,
        elements: impl Iterator<Item = &'t Element>,
        quoted: bool,
        scope: Scope<'_>,
    ) -> Text {
        let mut text = Text::default();
        for element in elements {
            match element {
                Element::Literal(literal) => {
                    let range = self.place(scope.file, literal.span());
                    let part = literal::read(literal, &self.source(range, scope), range.start, quoted);
                    text.add(&part, Range::new(0, offset(part.text.len())));
                }
                Element::Interpolation(inner) => {
                    let range = self.place(scope.file, inner.span());
                    let value = self.evaluate(&inner.expr, scope);
                    match value.as_text() {
                        Some(part) => text.stand_for(&part, range),
                        None => {
                            let own = self.place(scope.file, inner.expr.span());
                            text.put(&hole(&self.written(own, scope)), range);
                        }
                    }
                }
                Element::Directive(directive) => {
                    let range = self.place(scope.file, directive.span());
                    text.hole("directive", range);
                }
            }
        }
        text
    }

    /// A parsed template of a file of its own.
    pub(super) fn whole_template(&self, template: &Template, scope: Scope<'_>) -> Text {
        self.template(template.iter(), false, scope)
    }

    /// `condition ? yes : no`: the branch that is meant, else the one of this world.
    fn choose(&self, choice: &Conditional, range: Range, scope: Scope<'_>) -> Value {
        let condition = self.evaluate(&choice.cond_expr, scope);
        let holds = match condition.kind {
            ValueKind::Bool(value) => value,
            _ => {
                let name = self.written(self.place(scope.file, choice.cond_expr.span()), scope);
                *self.world.borrow_mut().entry(name).or_insert(true)
            }
        };
        let branch = if holds { &choice.true_expr } else { &choice.false_expr };
        let mut value = self.evaluate(branch, scope);
        if matches!(value.kind, ValueKind::Absent) {
            value.range = range;
        }
        value
    }
}

/// What a comparison or a connective gives, where both sides are known well enough.
fn compare(operator: BinaryOperator, left: &Value, right: &Value) -> Option<bool> {
    let truth = |value: &Value| match value.kind {
        ValueKind::Bool(value) => Some(value),
        _ => None,
    };
    match operator {
        BinaryOperator::And => match (truth(left), truth(right)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        BinaryOperator::Or => match (truth(left), truth(right)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        BinaryOperator::Eq | BinaryOperator::NotEq => {
            let equal = match (&left.kind, &right.kind) {
                (ValueKind::Absent, ValueKind::Absent) => true,
                (ValueKind::Absent, _) => right.as_known().map(|_| false)?,
                (_, ValueKind::Absent) => left.as_known().map(|_| false)?,
                _ => left.as_known()? == right.as_known()?,
            };
            Some(equal == (operator == BinaryOperator::Eq))
        }
        _ => None,
    }
}
