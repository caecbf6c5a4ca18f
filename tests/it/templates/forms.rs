//! One policy in every form that people keep it in: the same findings, each on the same text.

mod write;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use arnlint::engine::{self, Input, Options};
use arnlint::finding::{PolicyKind, Target};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;
use serde_json::Value;

use crate::corpora::rows;

/// A finding without its place: the rule, the words, and the text that is underlined where that is one value.
type Told = (String, String, Option<String>);

/// What is said of a policy in a file of this name. Of findings about a whole object the text differs from form to form.
fn told(name: &str, text: &str, kind: PolicyKind, rules: &RuleSet) -> BTreeSet<Told> {
    let input = Input::Text { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let options = Options { kind: Some(kind), all: true, ..Options::default() };
    let surroundings = Surroundings::default();
    let inputs = [input];
    let report = engine::check(&inputs, rules, &surroundings, Sources::default(), &options);
    let mut told = BTreeSet::new();
    for finding in &report.findings {
        let label = finding.labels.first().unwrap();
        let range = label.span.range();
        assert!(range.start <= range.end && range.end as usize <= text.len(), "{name}: {finding:?}");
        let own = text.get(range.start as usize..range.end as usize).expect("a span on letters");
        let plain = own.replace("\\\"", "\"").replace("$${", "${").replace("&{", "${");
        let plain = plain.trim_matches(['"', '\\']).to_owned();
        // Names of members are other ones in blocks, and objects are written in many ways.
        let is_value =
            label.target == Target::Value && !plain.contains(['\n', '{', '[']) && !plain.is_empty();
        told.insert((finding.rule.to_string(), finding.message.clone(), is_value.then_some(plain)));
    }
    told
}

/// Rules that speak of the form itself: how long the text is, how it is written, where it begins.
const OF_THE_FORM: [&str; 4] =
    ["policy-size-exceeds-identity-policy-quota", "empty-sid-value", "placeholder", "sample-value"];

fn compared(told: BTreeSet<Told>) -> BTreeSet<Told> {
    told.into_iter().filter(|(rule, ..)| !OF_THE_FORM.contains(&rule.as_str())).collect()
}

/// Policies of the fixtures with their kind.
fn fixtures(rules: &RuleSet) -> Vec<(String, PolicyKind, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/policies");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| Some((path, fs::read_to_string(path).ok()?)));
    let policies = texts.filter_map(|(path, text)| {
        let value: Value = serde_json::from_str(&text).ok()?;
        let input = Input::Text { name: "policy.json".to_owned(), bytes: text.into_bytes() };
        let inputs = [input];
        let surroundings = Surroundings::default();
        let report = engine::check(&inputs, rules, &surroundings, Sources::default(), &Options::default());
        Some((path.display().to_string(), report.policies.first()?.kind, value))
    });
    policies.collect()
}

fn compare(name: &str, kind: PolicyKind, policy: &Value, rules: &RuleSet, wrong: &mut Vec<String>) -> usize {
    if !policy.is_object() {
        return 0;
    }
    let json = serde_json::to_string_pretty(policy).unwrap();
    let bare = compared(told("policy.json", &json, kind, rules));
    for (form, file, text) in write::forms(policy) {
        let found = compared(told(file, &text, kind, rules));
        if found != bare {
            let missing: Vec<&Told> = bare.difference(&found).collect();
            let extra: Vec<&Told> = found.difference(&bare).collect();
            wrong.push(format!("{name} as {form}: not told {missing:?}; told besides {extra:?}\n{text}"));
        }
    }
    bare.len()
}

#[test]
fn fixtures_are_told_the_same_in_every_form() {
    let rules = RuleSet::new(Vec::new());
    let mut wrong = Vec::new();
    let all = fixtures(&rules);
    let said: usize =
        all.iter().map(|(name, kind, policy)| compare(name, *kind, policy, &rules, &mut wrong)).sum();
    assert!(all.len() > 10 && said > 10, "{} policies, {said} findings", all.len());
    assert!(wrong.is_empty(), "{} differ; the first:\n{}", wrong.len(), wrong[0]);
}

#[test]
fn real_policies_are_told_the_same_in_every_form() {
    let Some(rows) = rows("oracle/validate_policy_dev.jsonl") else { return };
    let rules = RuleSet::new(Vec::new());
    let mut wrong = Vec::new();
    let mut said = 0;
    for row in rows.iter().step_by(5) {
        let policy: Value = serde_json::from_str(row["policy_text"].as_str().unwrap()).unwrap();
        let name = row["id"].to_string();
        said += compare(&name, PolicyKind::Identity, &policy, &rules, &mut wrong);
    }
    assert!(said > 20, "{said}");
    assert!(wrong.is_empty(), "{} differ; the first:\n{}", wrong.len(), wrong[0]);
}
