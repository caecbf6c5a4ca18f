//! What one version of a policy allows that the one before does not: how long each question takes.
//!
//! Reads the versions of managed policies in place, from a file of rows with `name` and `policy_text`, the older first.

#![expect(clippy::print_stdout, reason = "what was measured")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use arnlint::finding::PolicyKind;
use arnlint::json::parse;
use arnlint::policy::{Container, KindFrom, Policy, lower};
use arnlint::proof::{Options, Verdict, new_access};
use arnlint::text::FileId;

/// Versions of one policy in order.
type Versions = BTreeMap<String, Vec<String>>;

fn versions(path: &str) -> Option<Versions> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut all = Versions::new();
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).ok()?;
        let name = row.get("name")?.as_str()?;
        all.entry(name.to_owned()).or_default().push(row.get("policy_text")?.as_str()?.to_owned());
    }
    Some(all)
}

fn with<T>(text: &str, ask: impl FnOnce(&Policy<'_>) -> T) -> Option<T> {
    let (tree, _) = parse(Cow::Borrowed(text), FileId(0), None);
    let kind = Some((PolicyKind::Identity, KindFrom::Flag));
    Some(ask(&lower(&tree, tree.root()?, Container { kind, ..Container::default() }).as_written()))
}

fn main() -> ExitCode {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracle/validate_policy_dev.jsonl");
    let Some(all) = versions(path) else {
        println!("skipped: no {path}");
        return ExitCode::SUCCESS;
    };
    let mut times: Vec<(Duration, String)> = Vec::new();
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, list) in &all {
        for (number, pair) in list.windows(2).enumerate() {
            let [old, new] = pair else { continue };
            for (one, two) in [(new, old), (old, new)] {
                let asked = with(one, |one| {
                    with(two, |two| {
                        let start = Instant::now();
                        let answer = new_access(one, two, Options::default());
                        (start.elapsed(), answer.verdict)
                    })
                });
                let Some(Some((time, verdict))) = asked else { continue };
                times.push((time, format!("{name} {number}")));
                let word = match verdict {
                    Verdict::None => "none",
                    Verdict::Witness => "witness",
                    Verdict::Unknown(_) => {
                        println!("unknown: {name} {number}: {verdict:?}");
                        "unknown"
                    }
                };
                *verdicts.entry(word).or_default() += 1;
            }
        }
    }
    times.sort();
    let at = |share: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a short list"
        )]
        let place = (times.len() as f64 * share) as usize;
        times.get(place.min(times.len().saturating_sub(1)))
    };
    println!("{} questions, {verdicts:?}", times.len());
    for (word, share) in
        [("median", 0.5), ("90th percentile", 0.9), ("99th percentile", 0.99), ("longest", 1.0)]
    {
        if let Some((time, name)) = at(share) {
            println!("{word:16} {time:?} {name}");
        }
    }
    ExitCode::SUCCESS
}
