//! Walks a parsed selector over the canonical view.
//!
//! Recursion follows the query, whose depth its parser bounds, never the document. Steps are counted: a selector with
//! two `..` over a document of a million levels would not end.

use std::cell::Cell;
use std::cmp::Ordering;

use jsonpath_rust::parser::model::{
    Comparable, Comparison, Filter, FilterAtom, FnArg, Literal, Segment, Selector, SingularQuery,
    SingularQuerySegment, Test, TestFunction,
};

use super::{Patterns, TooLong, compile};
use crate::json::Kind;
use crate::rules::canonical::{ItemId, View};

/// Steps that any document allows.
const STEPS: u64 = 1_000_000;
/// Further steps for each value of the document.
const STEPS_EACH: u64 = 64;
/// What a regular expression that comes from the document costs.
const STEPS_REGEX: u64 = 20_000;

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

/// One selector on one document.
pub(super) struct Run<'r, 'a> {
    patterns: &'r Patterns,
    view: &'r View<'a>,
    root: ItemId,
    budget: u64,
    left: Cell<u64>,
}

impl<'r, 'a> Run<'r, 'a> {
    pub(super) fn new(patterns: &'r Patterns, view: &'r View<'a>, root: ItemId) -> Self {
        let budget = STEPS.saturating_add(STEPS_EACH.saturating_mul(view.after(root).0.into()));
        Self { patterns, view, root, budget, left: Cell::new(budget) }
    }

    /// What the whole query selects.
    pub(super) fn all(&self, segments: &'r [Segment]) -> Result<Vec<ItemId>, TooLong> {
        let found = self.segments(segments, self.root);
        if self.left.get() == 0 { Err(TooLong { steps: self.budget }) } else { Ok(found) }
    }

    /// Takes steps; `false` when there are none left, and the result no longer counts.
    fn spend(&self, steps: u64) -> bool {
        self.left.set(self.left.get().saturating_sub(steps));
        self.left.get() > 0
    }

    fn segments(&self, segments: &'r [Segment], from: ItemId) -> Vec<ItemId> {
        let mut items = vec![from];
        for segment in segments {
            let mut found = Vec::new();
            for item in items {
                if !self.spend(1) {
                    return Vec::new();
                }
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
                    if !self.spend(1) {
                        return;
                    }
                    self.segment(inner, ItemId(id), found);
                }
            }
        }
    }

    fn selector(&self, selector: &'r Selector, item: ItemId, found: &mut Vec<ItemId>) {
        let kind = self.view.kind(item);
        match selector {
            Selector::Name(name) => found.extend(self.member(item, name)),
            Selector::Wildcard if matches!(kind, Kind::Array | Kind::Object) => {
                found.extend(self.children(item));
            }
            Selector::Index(index) if kind == Kind::Array => found.extend(self.element(item, *index)),
            Selector::Slice(start, end, step) if kind == Kind::Array => {
                self.slice(item, (*start, *end, step.unwrap_or(1)), found);
            }
            Selector::Filter(filter) if matches!(kind, Kind::Array | Kind::Object) => {
                found.extend(self.children(item).filter(|&child| self.filter(filter, child)));
            }
            _ => {}
        }
    }

    /// Children of an array or object, each a step.
    fn children(&self, item: ItemId) -> impl Iterator<Item = ItemId> + '_ {
        self.view.children(item).take_while(|_| self.spend(1))
    }

    /// The member of an object with this name; of two with one name, the first.
    fn member(&self, item: ItemId, name: &str) -> Option<ItemId> {
        if self.view.kind(item) != Kind::Object {
            return None;
        }
        self.children(item).find(|&child| self.view.name(child) == Some(name))
    }

    fn element(&self, array: ItemId, index: i64) -> Option<ItemId> {
        let at = match usize::try_from(index) {
            Ok(at) => at,
            Err(_) => {
                self.children(array).count().checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?
            }
        };
        self.children(array).nth(at)
    }

    /// Section 2.3.4.2 of RFC 9535.
    fn slice(
        &self,
        array: ItemId,
        (start, end, step): (Option<i64>, Option<i64>, i64),
        found: &mut Vec<ItemId>,
    ) {
        let elements: Vec<ItemId> = self.children(array).collect();
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
                SingularQuerySegment::Name(name) => self.member(item, name),
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
                    number(self.children(item).count())
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
        match self.patterns.get(&(pattern.to_owned(), whole)) {
            Some(regex) => regex.is_match(text),
            // A pattern that comes from the document: compiled here, a text that is none matches nothing.
            None => {
                self.spend(STEPS_REGEX) && compile(pattern, whole).is_ok_and(|regex| regex.is_match(text))
            }
        }
    }

    fn equal(&self, left: Operand<'_>, right: Operand<'_>) -> bool {
        match (left, right) {
            (Operand::Item(left), Operand::Item(right)) => self.same(left, right),
            _ => scalars_equal(left, right),
        }
    }

    /// Deep equality: the same elements in order, the same members in any order.
    fn same(&self, left: ItemId, right: ItemId) -> bool {
        let view = self.view;
        let size = |item: ItemId| view.after(item).0.saturating_sub(item.0);
        let mut pairs = vec![(left, right)];
        while let Some((left, right)) = pairs.pop() {
            if size(left) != size(right) || !self.spend(1) {
                return false;
            }
            let (mut ones, mut others) = match (view.kind(left), view.kind(right)) {
                (Kind::Array, Kind::Array) | (Kind::Object, Kind::Object) => {
                    let list = |item| self.children(item).collect::<Vec<ItemId>>();
                    (list(left), list(right))
                }
                _ if scalars_equal(self.value(left), self.value(right)) => continue,
                _ => return false,
            };
            if view.kind(left) == Kind::Object {
                ones.sort_by_key(|item| view.name(*item));
                others.sort_by_key(|item| view.name(*item));
            }
            let named = |(one, other): (&ItemId, &ItemId)| {
                view.kind(left) == Kind::Array || view.name(*one) == view.name(*other)
            };
            if ones.len() != others.len() || !ones.iter().zip(&others).all(named) {
                return false;
            }
            pairs.extend(ones.into_iter().zip(others));
        }
        true
    }

    fn less(left: Operand<'_>, right: Operand<'_>) -> bool {
        match (left, right) {
            (Operand::Number(left), Operand::Number(right)) => left < right,
            (Operand::Text(left), Operand::Text(right)) => left < right,
            _ => false,
        }
    }
}

fn scalars_equal(left: Operand<'_>, right: Operand<'_>) -> bool {
    match (left, right) {
        (Operand::Nothing, Operand::Nothing) | (Operand::Null, Operand::Null) => true,
        (Operand::Bool(left), Operand::Bool(right)) => left == right,
        (Operand::Number(left), Operand::Number(right)) => left.partial_cmp(&right) == Some(Ordering::Equal),
        (Operand::Text(left), Operand::Text(right)) => left == right,
        _ => false,
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
