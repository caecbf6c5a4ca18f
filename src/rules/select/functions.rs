//! Functions of selectors: which there are, and whether each is used for what it gives (RFC 9535, section 2.4.3).

use jsonpath_rust::parser::model::{
    Comparable, Filter, FilterAtom, FnArg, Literal, Segment, Selector, Test, TestFunction,
};

use super::{Patterns, Refusal, compile};
use crate::text::{Range, offset};

/// The functions of RFC 9535.
const KNOWN: [&str; 5] = ["length", "count", "value", "match", "search"];

/// The function calls of a selector, in the order of its text, and its brackets.
pub(super) struct Calls<'s> {
    names: Vec<(&'s str, Range)>,
    /// Brackets without their partner.
    open: Vec<(char, usize)>,
    /// A name that follows another one with nothing but blanks between them.
    torn: Option<Range>,
}

impl<'s> Calls<'s> {
    /// Finds every name in front of an opening parenthesis outside of quotes.
    pub(super) fn of(selector: &'s str) -> Self {
        let (mut names, mut open) = (Vec::new(), Vec::new());
        let (mut quote, mut escaped) = (None, false);
        let mut start = 0;
        // What the last character that is no blank was, and whether blanks came after it.
        let (mut after_name, mut after_blank, mut torn) = (false, false, None);
        for (at, character) in selector.char_indices() {
            let is_name = character.is_alphanumeric() || character == '_' || character == '-';
            match (quote, character) {
                (Some(_), _) if escaped => escaped = false,
                (Some(_), '\\') => escaped = true,
                (Some(mark), _) if mark == character => quote = None,
                (None, '\'' | '"') => quote = Some(character),
                (None, '(') => {
                    open.push((character, at));
                    if let Some(name) = selector.get(start..at).filter(|name| !name.is_empty()) {
                        names.push((name, Range::new(offset(start), offset(at))));
                    }
                }
                (None, '[') => open.push((character, at)),
                (None, ')' | ']') => _ = open.pop(),
                _ => {}
            }
            if !is_name || quote.is_some() {
                start = at + character.len_utf8();
            }
            if is_name && quote.is_none() && after_name && after_blank {
                torn = torn.or(Some(Range::new(offset(at), offset(at + character.len_utf8()))));
            }
            after_blank = character.is_whitespace();
            after_name = (is_name && quote.is_none()) || (after_blank && after_name);
        }
        Self { names, open, torn }
    }

    /// Refuses two names in a row, which the parser reads as one name with a blank in it.
    pub(super) fn torn(&self) -> Option<Refusal> {
        let message = "a name with blanks stands in quotes and brackets: `['a b']`".to_owned();
        self.torn.map(|at| Refusal { message, at: Some(at) })
    }

    /// Refuses a bracket without its partner: what follows it reads as part of it.
    pub(super) fn unclosed(&self) -> Option<Refusal> {
        let (bracket, at) = *self.open.last()?;
        let at = Some(Range::new(offset(at), offset(at + 1)));
        Some(Refusal { message: format!("`{bracket}` is not closed"), at })
    }

    /// Refuses the first call of a function that RFC 9535 does not have.
    pub(super) fn unknown(&self) -> Option<Refusal> {
        let (name, range) = self.names.iter().find(|(name, _)| !KNOWN.contains(name))?;
        let (last, others) = KNOWN.split_last()?;
        let message =
            format!("`{name}` is no function of RFC 9535, which has {} and {last}", others.join(", "));
        Some(Refusal { message, at: Some(*range) })
    }
}

/// What the place where a function stands takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// True or false.
    Truth,
    /// One value.
    Value,
}

/// Walks a query in the order of its text, so that the n-th function met is the n-th call.
pub(super) struct Typing<'s> {
    calls: Calls<'s>,
    met: usize,
    patterns: Patterns,
}

impl<'s> Typing<'s> {
    pub(super) fn new(calls: Calls<'s>) -> Self {
        Self { calls, met: 0, patterns: Patterns::new() }
    }

    /// The literal patterns of every `match` and `search` that was met, compiled.
    pub(super) fn finish(self) -> Patterns {
        self.patterns
    }

    /// Checks every function below these segments.
    pub(super) fn segments(&mut self, segments: &[Segment]) -> Result<(), Refusal> {
        segments.iter().try_for_each(|segment| match segment {
            Segment::Descendant(inner) => self.segments(std::slice::from_ref(inner)),
            Segment::Selector(selector) => self.selector(selector),
            Segment::Selectors(selectors) => {
                selectors.iter().try_for_each(|selector| self.selector(selector))
            }
        })
    }

    fn selector(&mut self, selector: &Selector) -> Result<(), Refusal> {
        if let Selector::Filter(filter) = selector { self.filter(filter) } else { Ok(()) }
    }

    fn filter(&mut self, filter: &Filter) -> Result<(), Refusal> {
        match filter {
            Filter::Or(parts) | Filter::And(parts) => parts.iter().try_for_each(|part| self.filter(part)),
            Filter::Atom(FilterAtom::Filter { expr, .. }) => self.filter(expr),
            Filter::Atom(FilterAtom::Test { expr, .. }) => self.test(expr),
            Filter::Atom(FilterAtom::Comparison(comparison)) => {
                let (left, right) = comparison.vals();
                [left, right].into_iter().try_for_each(|side| match side {
                    Comparable::Function(function) => self.function(function, Wanted::Value),
                    Comparable::Literal(_) | Comparable::SingularQuery(_) => Ok(()),
                })
            }
        }
    }

    fn test(&mut self, test: &Test) -> Result<(), Refusal> {
        match test {
            Test::RelQuery(segments) => self.segments(segments),
            Test::AbsQuery(query) => self.segments(&query.segments),
            Test::Function(function) => self.function(function, Wanted::Truth),
        }
    }

    fn function(&mut self, function: &TestFunction, wanted: Wanted) -> Result<(), Refusal> {
        let at = self.calls.names.get(self.met).map(|(_, range)| *range);
        self.met += 1;
        let refuse = |message: String| Err(Refusal { message, at });
        match function {
            TestFunction::Custom(name, _) => {
                let unknown = self.calls.unknown();
                unknown.map_or_else(|| refuse(format!("`{name}` is no function of RFC 9535")), Err)
            }
            TestFunction::Length(argument) => {
                if wanted == Wanted::Truth {
                    return refuse("`length` gives a number: compare it with one".to_owned());
                }
                self.value(argument, "length", at)
            }
            TestFunction::Count(argument) => self.nodes(argument, ("count", "a number"), wanted, at),
            TestFunction::Value(argument) => self.nodes(argument, ("value", "a value"), wanted, at),
            TestFunction::Search(text, pattern) => self.regex(text, pattern, false, (wanted, at)),
            TestFunction::Match(text, pattern) => self.regex(text, pattern, true, (wanted, at)),
        }
    }

    /// A function over a list of nodes.
    fn nodes(
        &mut self,
        argument: &FnArg,
        (name, gives): (&str, &str),
        wanted: Wanted,
        at: Option<Range>,
    ) -> Result<(), Refusal> {
        let refuse = |message: String| Err(Refusal { message, at });
        if wanted == Wanted::Truth {
            return refuse(format!("`{name}` gives {gives}: compare it with one"));
        }
        match argument {
            FnArg::Test(test) if !matches!(test.as_ref(), Test::Function(_)) => self.test(test),
            _ => refuse(format!("`{name}` takes a query, such as `@.*`")),
        }
    }

    fn regex(
        &mut self,
        text: &FnArg,
        pattern: &FnArg,
        whole: bool,
        (wanted, at): (Wanted, Option<Range>),
    ) -> Result<(), Refusal> {
        let name = if whole { "match" } else { "search" };
        let refuse = |message: String| Err(Refusal { message, at });
        if wanted == Wanted::Value {
            return refuse(format!("`{name}` gives true or false, which is not compared"));
        }
        self.value(text, name, at)?;
        self.value(pattern, name, at)?;
        if let FnArg::Literal(Literal::String(source)) = pattern {
            match compile(source, whole) {
                Ok(regex) => _ = self.patterns.insert((source.clone(), whole), regex),
                Err(_) => return refuse(format!("`{source}` is no regular expression")),
            }
        }
        Ok(())
    }

    /// An argument that must be one value.
    fn value(&mut self, argument: &FnArg, name: &str, at: Option<Range>) -> Result<(), Refusal> {
        let is_one = match argument {
            FnArg::Literal(_) => true,
            FnArg::Filter(_) => false,
            FnArg::Test(test) => match test.as_ref() {
                Test::Function(function) => return self.function(function, Wanted::Value),
                Test::RelQuery(segments) => is_singular(segments),
                Test::AbsQuery(query) => is_singular(&query.segments),
            },
        };
        if is_one {
            return Ok(());
        }
        let message = format!("`{name}` takes one value: a literal, or a query that selects at most one");
        Err(Refusal { message, at })
    }
}

/// Whether a query selects at most one node, whatever the document.
fn is_singular(segments: &[Segment]) -> bool {
    segments
        .iter()
        .all(|segment| matches!(segment, Segment::Selector(Selector::Name(_) | Selector::Index(_))))
}
