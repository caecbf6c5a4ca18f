//! Policies changed at random: no check fails on any of them, and what is said does not hang on the order of lists.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use arnlint::engine::{self, Input, Options, Report};
use arnlint::finding::PolicyKind;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;
use serde_json::{Value, json};

use crate::corpora::{rows, text_of};

/// A small generator: the runs are the same every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    fn shuffle(&mut self, values: &mut [Value]) {
        for at in (1..values.len()).rev() {
            values.swap(at, self.below(at + 1));
        }
    }
}

fn files(folder: &Path, end: &str, into: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, end, into);
        } else if path.extension().is_some_and(|is| is == end) {
            into.push(path);
        }
    }
}

/// The policies of the fixtures and of the pages' examples that are right JSON.
fn policies() -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut fixtures, mut pages) = (Vec::new(), Vec::new());
    files(&root.join("fixtures/policies"), "json", &mut fixtures);
    files(&root.join("rules"), "md", &mut pages);
    let mut texts: Vec<String> = fixtures.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for path in pages {
        let page = fs::read_to_string(path).unwrap();
        let fences = page.split("\n```json ").skip(1).filter_map(|rest| rest.split_once('\n'));
        let examples = fences.filter(|(info, _)| info.starts_with("fail") || info.starts_with("pass"));
        texts.extend(examples.filter_map(|(_, rest)| Some(rest.split_once("\n```")?.0.to_owned())));
    }
    let read: Vec<Value> = texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    assert!(read.len() > 400, "{} policies", read.len());
    read
}

/// Runs every rule, those that are off by default and of low confidence among them.
fn lint(texts: Vec<String>, kind: Option<PolicyKind>) -> Report {
    let rules = RuleSet::new(Vec::new());
    let input = |text: String| Input::Text { name: "policy.json".to_owned(), bytes: text.into_bytes() };
    let inputs: Vec<Input> = texts.into_iter().map(input).collect();
    let options = Options { kind, all: true, wanted: Some(&|_, _| true), ..Options::default() };
    engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &options)
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(values) => values.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// The node with this number, counted from the root.
fn node<'v>(value: &'v mut Value, number: &mut usize) -> Option<&'v mut Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    match value {
        Value::Array(values) => values.iter_mut().find_map(|inner| node(inner, number)),
        Value::Object(members) => members.values_mut().find_map(|inner| node(inner, number)),
        _ => None,
    }
}

/// Changes one place: something is dropped, written twice, of another type, or cut.
fn mutate(policy: &mut Value, random: &mut Random) {
    let mut number = random.below(size(policy));
    let Some(place) = node(policy, &mut number) else { return };
    match (random.below(5), &mut *place) {
        (0 | 1, Value::Object(members)) if !members.is_empty() => {
            let key = members.keys().nth(random.below(members.len())).unwrap().clone();
            members.remove(&key);
        }
        (0, Value::Array(values)) if !values.is_empty() => {
            values.remove(random.below(values.len()));
        }
        (1, Value::Array(values)) if !values.is_empty() => {
            values.push(values[random.below(values.len())].clone());
        }
        (0 | 1, Value::String(text)) => {
            let kept = random.below(text.chars().count() + 1);
            *text = text.chars().take(kept).collect();
        }
        (2, Value::String(text)) => {
            let at = random.below(text.chars().count() + 1);
            let put = ["*", "${", "}", ":", "/", "?", " ", "é"][random.below(8)];
            let tail: String = text.chars().skip(at).collect();
            *text = text.chars().take(at).chain(put.chars()).collect::<String>() + &tail;
        }
        (3, _) => *place = json!([place.take()]),
        _ => {
            *place = [json!(null), json!(1e9), json!(true), json!(""), json!([]), json!({})][random.below(6)]
                .clone();
        }
    }
}

#[test]
fn no_check_fails_on_a_policy_that_was_changed_at_random() {
    let kinds = [
        None,
        Some(PolicyKind::Identity),
        Some(PolicyKind::Bucket),
        Some(PolicyKind::Trust),
        Some(PolicyKind::Resource),
        Some(PolicyKind::Scp),
        Some(PolicyKind::Rcp),
        Some(PolicyKind::Endpoint),
    ];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let policies = policies();
    for (round, kind) in kinds.into_iter().enumerate() {
        let changed = |(at, policy): (usize, &Value)| {
            let mut policy = policy.clone();
            for _ in 0..=random.below(4) {
                mutate(&mut policy, &mut random);
            }
            let mut text = policy.to_string();
            if (at + round) % 8 == 0 {
                text = text.chars().take(random.below(text.len())).collect();
            }
            text
        };
        let texts: Vec<String> = policies.iter().enumerate().map(changed).collect();
        let report = lint(texts.clone(), kind);
        let failed = report.findings.iter().filter(|finding| &*finding.rule == "internal");
        let failed: Vec<String> = failed
            .map(|finding| {
                let text = finding.span().and_then(|span| texts.get(span.file.0 as usize));
                format!("{}: {}", finding.message, text.map_or("", String::as_str))
            })
            .collect();
        assert!(failed.is_empty(), "{kind:?}\n{}", failed.join("\n"));
    }
}

/// Puts every list of the policy into another order.
fn reorder(value: &mut Value, random: &mut Random) {
    match value {
        Value::Array(values) => {
            for inner in &mut *values {
                reorder(inner, random);
            }
            random.shuffle(values);
        }
        Value::Object(members) => {
            for inner in members.values_mut() {
                reorder(inner, random);
            }
        }
        _ => {}
    }
}

/// Rules whose one finding speaks of several values alike, and names the first of them: their messages follow the order.
const NAME_THE_FIRST: [&str; 11] = [
    "action-resource-mismatch",
    "kms-grant-without-key",
    "private-ip-address",
    "private-ip-address-subset",
    "private-not-ip-address",
    "private-not-ip-address-subset",
    "redundant-action",
    "redundant-resource",
    "several-buckets",
    "several-prefixes",
    "variable-unsupported-in-version",
];

/// What is said of each policy, and how often.
fn said(policies: &[Value]) -> Vec<BTreeMap<String, usize>> {
    let report = lint(policies.iter().map(Value::to_string).collect(), None);
    let mut said = vec![BTreeMap::new(); policies.len()];
    for finding in &report.findings {
        if let Some(said) = finding.span().and_then(|span| said.get_mut(span.file.0 as usize)) {
            let message = if NAME_THE_FIRST.contains(&&*finding.rule) { "" } else { &*finding.message };
            *said.entry(format!("{} {message}", finding.rule)).or_default() += 1;
        }
    }
    said
}

#[test]
fn the_order_of_lists_does_not_change_what_is_said() {
    let mut policies = policies();
    if let Some(rows) = rows("oracle/validate_policy_dev.jsonl") {
        let texts = rows.iter().take(200).map(|row| text_of(row, "policy_text"));
        policies.extend(texts.filter_map(|text| serde_json::from_str(text).ok()));
    }
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut shuffled = policies.clone();
    for policy in &mut shuffled {
        reorder(policy, &mut random);
    }
    let mut wrong = Vec::new();
    for (at, (is, was)) in said(&shuffled).into_iter().zip(said(&policies)).enumerate() {
        if is != was {
            let gone: Vec<_> = was.iter().filter(|(key, count)| is.get(*key) != Some(count)).collect();
            let new: Vec<_> = is.iter().filter(|(key, count)| was.get(*key) != Some(count)).collect();
            wrong.push(format!("{gone:?}\n  {new:?}\n  {}", policies[at]));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), policies.len(), wrong.join("\n"));
}
