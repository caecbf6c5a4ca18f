//! Runs the examples of rule pages: the failing one must be reported as its page says, the passing one must not.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{self, Names};
use crate::engine::{self, Input, Options, Report, Wanted};
use crate::finding::{Finding, PolicyKind, Summary};
use crate::report::{self, Style};
use crate::rules::page::{Example, Expect, Page};
use crate::rules::registry::{Rule, RuleSet};
use crate::surroundings::{FileRole, Index, Surroundings, patterns};
use crate::text::{FileId, Range, SourceFile, Sources};

/// What came of one example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Bytes of the example's policy in its page.
    pub policy: Range,
    /// What is wrong with the example; empty where it does what it must.
    pub failures: Vec<String>,
    /// The findings as people see them, without colour.
    pub rendered: String,
    /// Bytes of the expected output in the page, where it has one.
    pub output: Option<Range>,
    /// Whether nothing is wrong but the expected output, so that [`updated`] mends it.
    pub stale: bool,
}

/// Runs every example of a page. `rules` holds the page and whatever runs beside it. Of rules that are off by default
/// only the page's own speaks, which the caller has to switch on.
pub fn run(page: &Page, text: &str, rules: &RuleSet, names: &Names) -> Vec<Outcome> {
    page.examples.iter().map(|example| run_one(page, text, example, rules, names)).collect()
}

fn run_one(page: &Page, text: &str, example: &Example, rules: &RuleSet, names: &Names) -> Outcome {
    let file = example.file();
    let mut failures = Vec::new();
    let wanted = |rule: &Rule, _: Option<&str>| rule.is_default() || rule.name == page.name;
    let report = lint(text, example, file, (rules, names), Some(&wanted), &mut failures);
    let is_own = |finding: &&Finding| {
        *finding.rule == *page.name || finding.integration.as_deref() == Some(page.name.as_str())
    };
    let own: Vec<Finding> = report.findings.iter().filter(is_own).cloned().collect();
    let summary = Summary::of(&own);
    let view =
        report::Report { findings: &own, sources: &report.sources, summary: &summary, data_date: None };
    let mut rendered = Vec::new();
    if let Err(error) = report::write_findings(&mut rendered, &view, Style::default()) {
        failures.push(error.to_string());
    }
    let rendered = String::from_utf8_lossy(&rendered).trim_end().to_owned();
    let expected = example.output.map(|range| range.of(text).trim_end().replace("\r\n", "\n"));
    let is_sound = failures.is_empty();
    let mut stale = false;
    match example.expect {
        Expect::Pass if !own.is_empty() => {
            failures.push(format!("this must pass, and does not:\n{rendered}"));
        }
        Expect::Fail if own.is_empty() => failures.push("this must fail, and passes".to_owned()),
        Expect::Fail if expected.is_none() => {
            stale = is_sound;
            failures.push(format!("the `text` block with the output is missing:\n{rendered}"));
        }
        Expect::Fail if expected.as_deref() != Some(rendered.as_str()) => {
            stale = is_sound;
            failures.push(format!("the output is not the expected one:\n{rendered}"));
        }
        _ => {}
    }
    Outcome { policy: example.policy, failures, rendered, output: example.output, stale }
}

/// Everything that is reported on an example, by whatever rule.
pub fn findings(text: &str, example: &Example, rules: &RuleSet, names: &Names) -> Vec<Finding> {
    let file = example.file();
    lint(text, example, file, (rules, names), None, &mut Vec::new()).findings
}

/// What the `arnlint.toml` of an example says.
pub fn surroundings(text: &str, example: &Example, names: &Names) -> Surroundings {
    let file = example.file();
    configured(text, example, file, names, &mut Vec::new()).0.surroundings
}

/// The configuration of an example, with the texts of its files and the number of the next one.
fn configured(
    text: &str,
    example: &Example,
    file: &str,
    names: &Names,
    failures: &mut Vec<String>,
) -> (config::Loaded, Sources, u32) {
    let mut sources = Sources::default();
    let mut next = 1;
    let mut loaded = config::Loaded::default();
    if let Some(range) = example.config {
        let config = range.of(text);
        let files: BTreeMap<PathBuf, &str> =
            example.files.iter().map(|(name, range)| (PathBuf::from(name), range.of(text))).collect();
        let mut read = |path: &Path| match files.get(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        };
        // The policy stands in its block, whatever else is in the folder.
        let exists = |path: &Path| path == Path::new(file) || files.contains_key(path);
        let mut new_file = || {
            next += 1;
            FileId(next - 1)
        };
        let path = Path::new(config::FILE_NAME);
        let source = config::Source { path, text: config, file: FileId(0) };
        loaded = config::load(source, names, &mut read, &exists, &mut new_file);
        failures.extend(loaded.mistakes.iter().map(|mistake| format!("arnlint.toml: {}", mistake.message)));
        sources.insert(FileId(0), SourceFile { name: Arc::from(config::FILE_NAME), text: Arc::from(config) });
        for (id, file) in std::mem::take(&mut loaded.files) {
            sources.insert(id, file);
        }
    }
    (loaded, sources, next)
}

fn lint(
    text: &str,
    example: &Example,
    file: &str,
    (rules, names): (&RuleSet, &Names),
    wanted: Option<&Wanted<'_>>,
    failures: &mut Vec<String>,
) -> Report {
    let (loaded, sources, next) = configured(text, example, file, names, failures);
    let index = Index::new(&loaded.surroundings);
    let role = |file: &str| {
        let relative = patterns::relative(Path::new(""), Path::new(file)).unwrap_or_else(|| file.to_owned());
        FileRole {
            kind: loaded.config.kind(&relative).map(|kind| kind.value),
            integrations: index.integrations_in(&relative).collect(),
            buckets: index.buckets_in(&relative).collect(),
            keys: index.keys_in(&relative).collect(),
        }
    };
    let kind = example.attribute("kind").and_then(PolicyKind::from_word);
    let options =
        Options { kind, role: Some(&role), wanted, first_id: next, all: true, ..Options::default() };
    let bytes = example.policy.of(text).as_bytes().to_vec();
    let input = Input::Text { name: file.to_owned(), bytes };
    if let Some(old) = example.attribute("old") {
        let held = example.files.iter().find(|(name, _)| name == old);
        let bytes = held.map(|(_, range)| range.of(text).as_bytes().to_vec()).unwrap_or_default();
        let versions = [Input::Text { name: old.to_owned(), bytes }, input];
        return engine::compare::compare(&versions, rules, &options).unwrap_or_else(|failure| {
            failures.push(failure.to_string());
            Report::default()
        });
    }
    let inputs = [input];
    engine::check(&inputs, rules, &loaded.surroundings, sources, &options)
}

/// A page with the output of every failing example as it is now; a `text` block that is missing is added.
pub fn updated(text: &str, outcomes: &[Outcome]) -> String {
    let mut page = String::with_capacity(text.len());
    let mut at = 0;
    for outcome in outcomes.iter().filter(|outcome| outcome.stale) {
        let (start, end) = match outcome.output {
            Some(range) => (range.start as usize, range.end as usize),
            None => {
                let after = after_fence(text, outcome.policy.end as usize);
                (after, after)
            }
        };
        page.push_str(text.get(at..start).unwrap_or(""));
        let rendered = &outcome.rendered;
        if outcome.output.is_some() {
            page.push_str(rendered);
            page.push('\n');
        } else {
            page.push_str("\n```text\n");
            page.push_str(rendered);
            page.push_str("\n```\n");
        }
        at = end;
    }
    page.push_str(text.get(at..).unwrap_or(""));
    page
}

/// Where the line after a block's closing fence begins; `end` is the end of the block's content.
fn after_fence(text: &str, end: usize) -> usize {
    let line = text.get(end..).and_then(|rest| rest.find('\n'));
    line.map_or(text.len(), |line| end + line + 1)
}
