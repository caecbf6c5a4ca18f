//! The engine: from texts to findings.

mod failing_rules;
mod fingerprints;
mod large;
mod order;

use arnlint::engine::{self, Input, Options, Report};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

/// Lints texts, each under its name, with all findings.
fn lint(texts: &[(&str, &str)], rules: &RuleSet) -> Report {
    let input = |(name, text): &(&str, &str)| Input::Text {
        name: (*name).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let inputs: Vec<Input> = texts.iter().map(input).collect();
    let options = Options { all: true, ..Options::default() };
    engine::check(&inputs, rules, &Surroundings::default(), Sources::default(), &options)
}
