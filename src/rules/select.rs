//! Runs the selectors of declared rules: RFC 9535 JSONPath, parsed by `jsonpath-rust`, walked over the canonical view.
//!
//! `jsonpath-rust`'s own evaluator builds a path string at every step, compiles a regular expression at every node and
//! recurses over the document; it serves as the yardstick in tests. Recursion here follows the query, whose depth its
//! parser bounds, never the document.

use std::cmp::Ordering;
use std::collections::HashMap;

use jsonpath_rust::parser::model::{
    Comparable, Comparison, Filter, FilterAtom, FnArg, JpQuery, Literal, Segment, Selector, SingularQuery,
    SingularQuerySegment, Test, TestFunction,
};
use jsonpath_rust::parser::parse_json_path;
use regex::Regex;

use super::canonical::{ItemId, View};
use crate::json::Kind;

/// A selector ready to run.
#[derive(Debug)]
pub struct Select {
    query: JpQuery,
    /// Regular expressions of `match` and `search`, by source and whether the whole text must match.
    patterns: HashMap<(String, bool), Option<Regex>>,
}

/// Why a selector cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, for people.
    pub message: String,
    /// Byte offset in the selector, where the parser names one.
    pub at: Option<usize>,
}

impl Select {
    /// Parses a selector. Functions beyond RFC 9535 are refused: other tools could not read the page.
    pub fn parse(selector: &str) -> Result<Self, Refusal> {
        let query = parse_json_path(selector).map_err(|error| refusal(&error))?;
        let mut select = Self { query: JpQuery::new(Vec::new()), patterns: HashMap::new() };
        select.prepare(&query.segments)?;
        select.query = query;
        Ok(select)
    }

    /// The selected items, in the order of RFC 9535.
    pub fn run(&self, view: &View<'_>) -> Vec<ItemId> {
        let Some(root) = view.root() else { return Vec::new() };
        Run { select: self, view, root }.segments(&self.query.segments, root)
    }

    /// Compiles the literal patterns of every `match` and `search` below these segments, and refuses what is unknown.
    fn prepare(&mut self, segments: &[Segment]) -> Result<(), Refusal> {
        for segment in segments {
            match segment {
                Segment::Descendant(inner) => self.prepare(std::slice::from_ref(inner))?,
                Segment::Selector(selector) => self.prepare_selector(selector)?,
                Segment::Selectors(selectors) => {
                    selectors.iter().try_for_each(|selector| self.prepare_selector(selector))?;
                }
            }
        }
        Ok(())
    }

    fn prepare_selector(&mut self, selector: &Selector) -> Result<(), Refusal> {
        if let Selector::Filter(filter) = selector { self.prepare_filter(filter) } else { Ok(()) }
    }

    fn prepare_filter(&mut self, filter: &Filter) -> Result<(), Refusal> {
        match filter {
            Filter::Or(parts) | Filter::And(parts) => {
                parts.iter().try_for_each(|part| self.prepare_filter(part))
            }
            Filter::Atom(FilterAtom::Filter { expr, .. }) => self.prepare_filter(expr),
            Filter::Atom(FilterAtom::Test { expr, .. }) => self.prepare_test(expr),
            Filter::Atom(FilterAtom::Comparison(comparison)) => {
                let (left, right) = comparison.vals();
                [left, right].into_iter().try_for_each(|side| match side {
                    Comparable::Function(function) => self.prepare_function(function),
                    _ => Ok(()),
                })
            }
        }
    }

    fn prepare_test(&mut self, test: &Test) -> Result<(), Refusal> {
        match test {
            Test::RelQuery(segments) => self.prepare(segments),
            Test::AbsQuery(query) => self.prepare(&query.segments),
            Test::Function(function) => self.prepare_function(function),
        }
    }

    fn prepare_function(&mut self, function: &TestFunction) -> Result<(), Refusal> {
        let argument = |select: &mut Self, argument: &FnArg| match argument {
            FnArg::Literal(_) => Ok(()),
            FnArg::Test(test) => select.prepare_test(test),
            FnArg::Filter(filter) => select.prepare_filter(filter),
        };
        match function {
            TestFunction::Custom(name, _) => Err(Refusal {
                message: format!(
                    "`{name}` is not a function of RFC 9535: use length, count, value, match or search"
                ),
                at: None,
            }),
            TestFunction::Length(inner) => argument(self, inner),
            TestFunction::Value(inner) | TestFunction::Count(inner) => argument(self, inner),
            TestFunction::Search(text, pattern) | TestFunction::Match(text, pattern) => {
                argument(self, text)?;
                argument(self, pattern)?;
                if let FnArg::Literal(Literal::String(source)) = pattern {
                    let whole = matches!(function, TestFunction::Match(..));
                    let regex = compile(source, whole).map_err(|error| Refusal {
                        message: format!("`{source}` is not a regular expression: {error}"),
                        at: None,
                    })?;
                    self.patterns.insert((source.clone(), whole), Some(regex));
                }
                Ok(())
            }
        }
    }
}

fn compile(source: &str, whole: bool) -> Result<Regex, regex::Error> {
    if whole { Regex::new(&format!("^(?:{source})$")) } else { Regex::new(source) }
}

fn refusal(error: &jsonpath_rust::parser::errors::JsonPathError) -> Refusal {
    use jsonpath_rust::parser::errors::JsonPathError;
    match error {
        JsonPathError::PestError(inner) => {
            let at = match inner.location {
                pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
            };
            Refusal { message: "this is not a JSONPath of RFC 9535".to_owned(), at: Some(at) }
        }
        other => Refusal { message: format!("this is not a JSONPath of RFC 9535: {other}"), at: None },
    }
}

/// A value inside a filter.
#[derive(Clone, Copy)]
enum Operand<'a> {
    Nothing,
    Null,
    Bool(bool),
    Number(f64),
    Text(&'a str),
    Item(ItemId),
}

struct Run<'r, 'a> {
    select: &'r Select,
    view: &'r View<'a>,
    root: ItemId,
}

impl<'r> Run<'r, '_> {
    fn segments(&self, segments: &'r [Segment], from: ItemId) -> Vec<ItemId> {
        let mut items = vec![from];
        for segment in segments {
            let mut found = Vec::new();
            for item in items {
                self.segment(segment, item, &mut found);
            }
            items = found;
        }
        items
    }

    fn segment(&self, segment: &'r Segment, item: ItemId, found: &mut Vec<ItemId>) {
        match segment {
            Segment::Selector(selector) => self.selector(selector, item, found),
            Segment::Selectors(selectors) => {
                for selector in selectors {
                    self.selector(selector, item, found);
                }
            }
            Segment::Descendant(inner) => {
                for id in item.0..self.view.after(item).0 {
                    self.segment(inner, ItemId(id), found);
                }
            }
        }
    }

    fn selector(&self, selector: &'r Selector, item: ItemId, found: &mut Vec<ItemId>) {
        let kind = self.view.kind(item);
        match selector {
            Selector::Name(name) => found.extend(self.view.member(item, name)),
            Selector::Wildcard if matches!(kind, Kind::Array | Kind::Object) => {
                found.extend(self.view.children(item));
            }
            Selector::Index(index) if kind == Kind::Array => found.extend(self.element(item, *index)),
            Selector::Slice(start, end, step) if kind == Kind::Array => {
                self.slice(item, (*start, *end, step.unwrap_or(1)), found);
            }
            Selector::Filter(filter) if matches!(kind, Kind::Array | Kind::Object) => {
                found.extend(self.view.children(item).filter(|&child| self.filter(filter, child)));
            }
            _ => {}
        }
    }

    fn element(&self, array: ItemId, index: i64) -> Option<ItemId> {
        let at = match usize::try_from(index) {
            Ok(at) => at,
            Err(_) => {
                self.view.children(array).count().checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?
            }
        };
        self.view.children(array).nth(at)
    }

    /// Section 2.3.4.2 of RFC 9535.
    fn slice(
        &self,
        array: ItemId,
        (start, end, step): (Option<i64>, Option<i64>, i64),
        found: &mut Vec<ItemId>,
    ) {
        let elements: Vec<ItemId> = self.view.children(array).collect();
        let length = i64::try_from(elements.len()).unwrap_or(i64::MAX);
        let normal = |bound: i64| if bound >= 0 { bound } else { length.saturating_add(bound) };
        let element = |at: i64| usize::try_from(at).ok().and_then(|at| elements.get(at)).copied();
        match step.cmp(&0) {
            Ordering::Equal => {}
            Ordering::Greater => {
                let mut at = normal(start.unwrap_or(0)).clamp(0, length);
                let upper = normal(end.unwrap_or(length)).clamp(0, length);
                while at < upper {
                    found.extend(element(at));
                    at = at.saturating_add(step);
                }
            }
            Ordering::Less => {
                let mut at = normal(start.unwrap_or(length - 1)).clamp(-1, length - 1);
                let lower = end.map_or(-1, |end| normal(end).clamp(-1, length - 1));
                while at > lower {
                    found.extend(element(at));
                    at = at.saturating_add(step);
                }
            }
        }
    }

    fn filter(&self, filter: &'r Filter, item: ItemId) -> bool {
        match filter {
            Filter::Or(parts) => parts.iter().any(|part| self.filter(part, item)),
            Filter::And(parts) => parts.iter().all(|part| self.filter(part, item)),
            Filter::Atom(FilterAtom::Filter { expr, not }) => self.filter(expr, item) != *not,
            Filter::Atom(FilterAtom::Test { expr, not }) => self.test(expr, item) != *not,
            Filter::Atom(FilterAtom::Comparison(comparison)) => self.compare(comparison, item),
        }
    }

    fn test(&self, test: &'r Test, item: ItemId) -> bool {
        match test {
            Test::RelQuery(segments) => !self.segments(segments, item).is_empty(),
            Test::AbsQuery(query) => !self.segments(&query.segments, self.root).is_empty(),
            Test::Function(function) => matches!(self.function(function, item), Operand::Bool(true)),
        }
    }

    fn compare(&self, comparison: &'r Comparison, item: ItemId) -> bool {
        let (left, right) = comparison.vals();
        let (left, right) = (self.comparable(left, item), self.comparable(right, item));
        match comparison {
            Comparison::Eq(..) => self.equal(left, right),
            Comparison::Ne(..) => !self.equal(left, right),
            Comparison::Lt(..) => Self::less(left, right),
            Comparison::Gt(..) => Self::less(right, left),
            Comparison::Lte(..) => Self::less(left, right) || self.equal(left, right),
            Comparison::Gte(..) => Self::less(right, left) || self.equal(left, right),
        }
    }

    fn comparable(&self, comparable: &'r Comparable, item: ItemId) -> Operand<'r> {
        match comparable {
            Comparable::Literal(literal) => operand(literal),
            Comparable::Function(function) => self.function(function, item),
            Comparable::SingularQuery(SingularQuery::Current(steps)) => self.singular(steps, item),
            Comparable::SingularQuery(SingularQuery::Root(steps)) => self.singular(steps, self.root),
        }
    }

    fn singular(&self, steps: &[SingularQuerySegment], from: ItemId) -> Operand<'r> {
        let mut at = Some(from);
        for step in steps {
            at = at.and_then(|item| match step {
                SingularQuerySegment::Index(index) if self.view.kind(item) == Kind::Array => {
                    self.element(item, *index)
                }
                SingularQuerySegment::Index(_) => None,
                SingularQuerySegment::Name(name) => self.view.member(item, name),
            });
        }
        at.map_or(Operand::Nothing, |item| self.value(item))
    }

    fn value(&self, item: ItemId) -> Operand<'r> {
        match self.view.kind(item) {
            Kind::Null => Operand::Null,
            Kind::True => Operand::Bool(true),
            Kind::False => Operand::Bool(false),
            Kind::Number => self.view.number(item).map_or(Operand::Item(item), Operand::Number),
            Kind::String => self.view.text(item).map_or(Operand::Item(item), Operand::Text),
            _ => Operand::Item(item),
        }
    }

    fn function(&self, function: &'r TestFunction, item: ItemId) -> Operand<'r> {
        let number = |count: usize| {
            u32::try_from(count).map_or(Operand::Nothing, |count| Operand::Number(count.into()))
        };
        match function {
            TestFunction::Length(argument) => match self.argument(argument, item) {
                Operand::Text(text) => number(text.chars().count()),
                Operand::Item(item) if matches!(self.view.kind(item), Kind::Array | Kind::Object) => {
                    number(self.view.children(item).count())
                }
                _ => Operand::Nothing,
            },
            TestFunction::Count(argument) => number(self.nodes(argument, item).len()),
            TestFunction::Value(argument) => match self.nodes(argument, item).as_slice() {
                [only] => self.value(*only),
                _ => Operand::Nothing,
            },
            TestFunction::Search(text, pattern) => Operand::Bool(self.matches(text, pattern, false, item)),
            TestFunction::Match(text, pattern) => Operand::Bool(self.matches(text, pattern, true, item)),
            TestFunction::Custom(..) => Operand::Nothing,
        }
    }

    fn nodes(&self, argument: &'r FnArg, item: ItemId) -> Vec<ItemId> {
        match argument {
            FnArg::Test(test) => match test.as_ref() {
                Test::RelQuery(segments) => self.segments(segments, item),
                Test::AbsQuery(query) => self.segments(&query.segments, self.root),
                Test::Function(_) => Vec::new(),
            },
            FnArg::Literal(_) | FnArg::Filter(_) => Vec::new(),
        }
    }

    fn argument(&self, argument: &'r FnArg, item: ItemId) -> Operand<'r> {
        match argument {
            FnArg::Literal(literal) => operand(literal),
            FnArg::Filter(_) => Operand::Nothing,
            FnArg::Test(test) => match test.as_ref() {
                Test::Function(function) => self.function(function, item),
                _ => match self.nodes(argument, item).as_slice() {
                    [only] => self.value(*only),
                    _ => Operand::Nothing,
                },
            },
        }
    }

    fn matches(&self, text: &'r FnArg, pattern: &'r FnArg, whole: bool, item: ItemId) -> bool {
        let (Operand::Text(text), Operand::Text(pattern)) =
            (self.argument(text, item), self.argument(pattern, item))
        else {
            return false;
        };
        match self.select.patterns.get(&(pattern.to_owned(), whole)) {
            Some(Some(regex)) => regex.is_match(text),
            // A pattern that comes from the document: compiled here, a text that is none matches nothing.
            _ => compile(pattern, whole).is_ok_and(|regex| regex.is_match(text)),
        }
    }

    fn equal(&self, left: Operand<'_>, right: Operand<'_>) -> bool {
        match (left, right) {
            (Operand::Nothing, Operand::Nothing) | (Operand::Null, Operand::Null) => true,
            (Operand::Bool(left), Operand::Bool(right)) => left == right,
            (Operand::Number(left), Operand::Number(right)) => {
                left.partial_cmp(&right) == Some(Ordering::Equal)
            }
            (Operand::Text(left), Operand::Text(right)) => left == right,
            (Operand::Item(left), Operand::Item(right)) => self.same(left, right),
            _ => false,
        }
    }

    /// Deep equality of two subtrees: equal shape, names and scalars in order.
    fn same(&self, left: ItemId, right: ItemId) -> bool {
        let view = self.view;
        let length = view.after(left).0.saturating_sub(left.0);
        length == view.after(right).0.saturating_sub(right.0)
            && (0..length).all(|at| {
                let (left, right) = (ItemId(left.0 + at), ItemId(right.0 + at));
                view.kind(left) == view.kind(right)
                    && (at == 0 || view.name(left) == view.name(right))
                    && view.text(left) == view.text(right)
                    && view.number(left) == view.number(right)
                    && view.after(left).0 - left.0 == view.after(right).0 - right.0
            })
    }

    fn less(left: Operand<'_>, right: Operand<'_>) -> bool {
        match (left, right) {
            (Operand::Number(left), Operand::Number(right)) => left < right,
            (Operand::Text(left), Operand::Text(right)) => left < right,
            _ => false,
        }
    }
}

fn operand(literal: &Literal) -> Operand<'_> {
    match literal {
        #[expect(clippy::cast_precision_loss, reason = "RFC 9535 keeps integers within 53 bits")]
        Literal::Int(value) => Operand::Number(*value as f64),
        Literal::Float(value) => Operand::Number(*value),
        Literal::String(value) => Operand::Text(value),
        Literal::Bool(value) => Operand::Bool(*value),
        Literal::Null => Operand::Null,
    }
}
