//! The parts of a page: words, sources, what it runs, examples.

use super::fields::{Fields, Mistake};
use super::markdown::Fence;
use super::{Body, CONFIDENCES, Example, Expect, Message, ONLY, Reference, SEVERITIES, Words};
use crate::finding::{Confidence, Severity, Target};
use crate::json::NodeId;
use crate::rules::profile::data::Profile;
use crate::rules::select::Select;

pub(super) fn words(fields: &mut Fields<'_, '_>) -> Words {
    let mut words = Words::default();
    // Severity and confidence at the page's top are the page's own.
    let only = message(fields);
    if !only.text.is_empty() {
        words.messages.insert(ONLY.to_owned(), only);
    }
    for (name, _, value) in fields.entries("messages") {
        let mut inner = Fields::new(fields.tree(), value, "a message", fields.mistakes());
        let mut words_of_it = message(&mut inner);
        words_of_it.severity = inner.word("severity", Severity::from_word, &SEVERITIES);
        words_of_it.confidence = inner.word("confidence", Confidence::from_word, &CONFIDENCES);
        inner.finish();
        words.messages.insert(name.to_owned(), words_of_it);
    }
    for (member, list) in [("labels", &mut words.labels), ("fixes", &mut words.fixes)] {
        for (name, _, value) in fields.entries(member) {
            match fields.tree().str(value) {
                Some(text) => _ = list.insert(name.to_owned(), text.to_owned()),
                None => fields.mistake(value, "this must be a string"),
            }
        }
    }
    words
}

fn message(fields: &mut Fields<'_, '_>) -> Message {
    let owned = |found: Option<(&str, NodeId)>| found.map(|(text, _)| text.to_owned());
    Message {
        text: owned(fields.string("message")).unwrap_or_default(),
        label: owned(fields.string("label")),
        help: owned(fields.string("help")),
        severity: None,
        confidence: None,
    }
}

pub(super) fn references(fields: &mut Fields<'_, '_>) -> Vec<Reference> {
    let mut references = Vec::new();
    for node in fields.list("references") {
        let mut inner = Fields::new(fields.tree(), node, "a reference", fields.mistakes());
        let (url, read) = (inner.required_string("url"), inner.required_string("read"));
        if let (Some((url, _)), Some((read, _))) = (url, read) {
            references.push(Reference { url: url.to_owned(), read: read.to_owned() });
        }
        inner.finish();
    }
    references
}

pub(super) fn body(fields: &mut Fields<'_, '_>) -> Option<Body> {
    let target = fields
        .word("target", |word| (word == "key").then_some(Target::Key), &["key"])
        .unwrap_or(Target::Value);
    let profile = fields.value("profile");
    if let Some((selector, node)) = fields.string("select") {
        return match Select::parse(selector) {
            Ok(select) => Some(Body::Select(select, target)),
            Err(refusal) => {
                let tree = fields.tree();
                let range = match refusal.at {
                    Some(at) => tree.span_of(tree.within(node, at)).range(),
                    None => fields.range(node),
                };
                fields.mistakes().push(Mistake::new(range, refusal.message));
                None
            }
        };
    }
    let node = profile?;
    let tree = fields.tree();
    Some(Body::Profile(Box::new(Profile::read(tree, node, fields.mistakes()))))
}

/// Groups fences into examples: configuration and files belong to the policy behind them, output to the one before.
pub(super) fn examples(fences: &[Fence], mistakes: &mut Vec<Mistake>) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let (mut config, mut files) = (None, Vec::new());
    for fence in fences {
        let mut words = fence.info.split_whitespace();
        let language = words.next().unwrap_or("");
        let rest: Vec<&str> = words.collect();
        let file = rest.iter().find_map(|word| word.strip_prefix("file="));
        let expect = match rest.first() {
            Some(&"fail") => Some(Expect::Fail),
            Some(&"pass") => Some(Expect::Pass),
            _ => None,
        };
        match (language, expect, file) {
            (language, Some(expect), _) if default_file(language).is_some() => examples.push(Example {
                expect,
                default_file: default_file(language).unwrap_or(""),
                attributes: rest.iter().skip(1).filter_map(|word| word.split_once('=')).map(owned).collect(),
                policy: fence.range,
                config: config.take(),
                files: std::mem::take(&mut files),
                output: None,
            }),
            ("toml", None, None) if rest == ["config"] => config = Some(fence.range),
            (_, None, Some(name)) => files.push((name.to_owned(), fence.range)),
            ("text", None, None) => match examples.last_mut() {
                Some(example) if example.output.is_none() => example.output = Some(fence.range),
                _ => mistakes.push(Mistake::new(fence.whole, "this output belongs to no example")),
            },
            ("json", None, None) if rest == ["rule"] => {}
            _ => mistakes.push(
                Mistake::new(fence.whole, "this block is no part of a page").help(
                    "a page has `json rule`, `toml config`, `json file=NAME`, `json fail`, `json pass` (or `yaml`, `hcl`, \
                     `markdown` for other files) and `text`",
                ),
            ),
        }
    }
    examples
}

/// The name of an example's file, where it does not say one itself.
fn default_file(language: &str) -> Option<&'static str> {
    match language {
        "json" => Some("policy.json"),
        "yaml" => Some("template.yaml"),
        "hcl" => Some("main.tf"),
        "markdown" => Some("page.md"),
        _ => None,
    }
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}
