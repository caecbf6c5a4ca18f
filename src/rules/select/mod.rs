//! The selectors of declared rules: RFC 9535 JSONPath, parsed by `jsonpath-rust`, walked over the canonical view.
//!
//! `jsonpath-rust`'s own evaluator builds a path string at every step, compiles a regular expression at every node and
//! recurses over the document; it serves as the yardstick in tests.

mod functions;
mod run;

use std::collections::HashMap;

use jsonpath_rust::parser::errors::JsonPathError;
use jsonpath_rust::parser::model::JpQuery;
use jsonpath_rust::parser::parse_json_path;
use regex::{Regex, RegexBuilder};

use super::canonical::{ItemId, View};
use crate::text::{Range, offset};
use functions::{Calls, Typing};
use run::Run;

/// A selector ready to run.
#[derive(Debug)]
pub struct Select {
    query: JpQuery,
    patterns: Patterns,
}

/// Regular expressions of `match` and `search`, by source and whether the whole text must match.
type Patterns = HashMap<(String, bool), Regex>;

/// Why a selector cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, for people.
    pub message: String,
    /// Bytes of the selector, where the place is known.
    pub at: Option<Range>,
}

/// A selector that takes too many steps on a document, so that it was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// The steps that were taken.
    pub steps: u64,
}

impl Select {
    /// Parses a selector. What is not well-typed by RFC 9535, and functions beyond it, are refused: other tools could
    /// not read the page.
    pub fn parse(selector: &str) -> Result<Self, Refusal> {
        let calls = Calls::of(selector);
        let query = match parse_json_path(selector) {
            Ok(query) => query,
            Err(error) => {
                let known = calls.unclosed().or_else(|| calls.unknown());
                return Err(known.unwrap_or_else(|| refusal(&error, selector)));
            }
        };
        if let Some(refusal) = calls.torn() {
            return Err(refusal);
        }
        let mut typing = Typing::new(calls);
        typing.segments(&query.segments)?;
        Ok(Self { query, patterns: typing.finish() })
    }

    /// The selected items, in the order of RFC 9535; a value that is selected in two ways stands there twice.
    pub fn run(&self, view: &View<'_>) -> Result<Vec<ItemId>, TooLong> {
        let Some(root) = view.root() else { return Ok(Vec::new()) };
        Run::new(&self.patterns, view, root).all(&self.query.segments)
    }
}

/// An I-Regexp of RFC 9485: `.` stands for any character but a line feed and a carriage return.
fn compile(source: &str, whole: bool) -> Result<Regex, regex::Error> {
    let anchored;
    let source = if whole {
        anchored = format!("^(?:{source})$");
        anchored.as_str()
    } else {
        source
    };
    RegexBuilder::new(source).crlf(true).build()
}

fn refusal(error: &JsonPathError, selector: &str) -> Refusal {
    let plain = "this is not a JSONPath of RFC 9535";
    match error {
        JsonPathError::PestError(inner) => {
            let at = match inner.location {
                pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
            };
            let length = selector.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            Refusal {
                message: plain.to_owned(),
                at: Some(Range::new(offset(at), offset(at.saturating_add(length)))),
            }
        }
        JsonPathError::InvalidJsonPath(why) => Refusal { message: format!("{plain}: {why}"), at: None },
        JsonPathError::MaxNestingDepthExceeded(depth) => {
            Refusal { message: format!("the selector nests brackets more than {depth} deep"), at: None }
        }
        _ => Refusal { message: plain.to_owned(), at: None },
    }
}
