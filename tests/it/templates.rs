//! Policies inside templates: found, read as what they are, every place in the user's own file.

mod cloudformation;
mod documents;
mod examples;
mod forms;
mod hostile;
mod registries;
mod terraform;

pub(crate) use examples::said;

use arnlint::aws::Catalog;
use arnlint::engine::{self, Input, Options, Report};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

/// The policies of files, as JSON, each with its kind.
fn policies(files: &[(&str, &str)]) -> Vec<String> {
    let input = |(name, text): &(&str, &str)| Input::Text {
        name: (*name).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    engine::with_policies(&inputs, 0, &|_| None, Catalog::built_in(), |policies, _| {
        let shown = |(_, policy): &(usize, arnlint::policy::Policy<'_>)| {
            format!("{} {}", policy.kind.word(), policy.tree.range(policy.root).of(policy.tree.text()))
        };
        policies.iter().map(shown).collect()
    })
    .unwrap()
}

/// The policies of one file, in each way to decide its conditions.
fn branches(name: &str, text: &str) -> Vec<String> {
    let text = arnlint::text::decode(text.as_bytes().to_vec());
    let parsed = arnlint::input::parsed::parse(&text, name, arnlint::text::FileId(0), false);
    let shown = |document: &arnlint::input::documents::Document| {
        let (tree, _) = &parsed.documents.embedded[document.tree.unwrap()];
        let kind = document.container.kind.map_or("", |(kind, _)| kind.word());
        format!("{kind} {}", tree.range(document.root).of(tree.text()))
    };
    parsed.documents.found.iter().map(shown).collect()
}

/// What is said of files.
fn lint(files: &[(&str, &str)]) -> Report {
    let input = |(name, text): &(&str, &str)| Input::Text {
        name: (*name).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    let rules = RuleSet::new(Vec::new());
    engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &Options::default())
}

/// Rules with the text that each finding underlines first.
fn told(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let report = lint(files);
    let one = |finding: &arnlint::finding::Finding| {
        let span = finding.span().unwrap();
        let text = &report.sources.get(span.file).unwrap().text;
        (finding.rule.to_string(), text[span.start as usize..span.end as usize].to_owned())
    };
    report.findings.iter().map(one).collect()
}
