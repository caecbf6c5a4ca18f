//! Policies of other people, labelled by them: what is said of each, counted.
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

mod conformance;
mod documentation;
mod oracle;
mod peers;
mod scored;

use std::fs;

use arnlint::engine::{self, Input, Options, Report};
use arnlint::finding::PolicyKind;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;
use serde_json::Value;

/// The rows of a file of labelled cases; `None`, with a word about it, where the file is not there.
pub(crate) fn rows(name: &str) -> Option<Vec<Value>> {
    let path = format!("{}/../shared/{name}", env!("CARGO_MANIFEST_DIR"));
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: no {path}");
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// Lints texts as one run, by the default rules. The file of a finding has the number of its text.
fn lint<'t>(texts: impl Iterator<Item = &'t str>, kind: Option<PolicyKind>) -> Report {
    let input = |(at, text): (usize, &str)| Input::Text {
        name: format!("{at}.json"),
        bytes: text.as_bytes().to_vec(),
    };
    let inputs: Vec<Input> = texts.enumerate().map(input).collect();
    let options = Options { kind, ..Options::default() };
    let rules = RuleSet::new(Vec::new());
    engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &options)
}

pub(crate) fn text_of<'r>(row: &'r Value, name: &str) -> &'r str {
    row[name].as_str().unwrap_or_default()
}
