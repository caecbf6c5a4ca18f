//! Documented policies with one change that breaks delivery or safety: the change is found, at the value that changed.

use std::collections::{BTreeMap, BTreeSet};

use arnlint::finding::{Finding, Step};
use serde_json::Value;

use super::{lint, rows, text_of};

const INTEGRATIONS: [&str; 2] = ["cloudtrail.amazonaws.com", "cloudflare-logpush"];

/// The topic's ARN is a placeholder from its account on: with the partition changed it may still be the one that is meant.
const NOT_TOLD: &str = "conformance/mutant/partition-mismatch/aws-cloudtrail-user-guide.cloudtrail-permissions-for-sns-notifications";

/// The rows of the five integrations that occur, by their names.
fn concerned(rows: &[Value]) -> Vec<&Value> {
    let is_ours = |row: &&Value| {
        row["integration"]
            .as_array()
            .is_some_and(|names| names.iter().any(|name| INTEGRATIONS.iter().any(|own| name == own)))
    };
    rows.iter().filter(is_ours).collect()
}

/// Findings by the number of their file.
fn by_file(findings: Vec<Finding>) -> BTreeMap<usize, Vec<Finding>> {
    let mut files: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        let file = finding.span().map_or(usize::MAX, |span| span.file.0 as usize);
        files.entry(file).or_default().push(finding);
    }
    files
}

/// Where two documents differ. Of members that one lacks the object is meant, of lists of other lengths the list.
fn changed(base: &Value, mutant: &Value, path: &[Step], places: &mut Vec<Vec<Step>>) {
    let inner = |step: Step| [path, &[step]].concat();
    match (base, mutant) {
        (Value::Object(one), Value::Object(two)) => {
            let names: BTreeSet<&String> = one.keys().chain(two.keys()).collect();
            for name in names {
                match (one.get(name), two.get(name)) {
                    (Some(one), Some(two)) => changed(one, two, &inner(Step::Key(name.clone())), places),
                    (None, _) => places.push(inner(Step::Key(name.clone()))),
                    (_, None) => places.push(path.to_vec()),
                }
            }
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            for (at, (one, two)) in one.iter().zip(two).enumerate() {
                changed(one, two, &inner(Step::Index(at)), places);
            }
        }
        _ if base == mutant => {}
        _ => places.push(path.to_vec()),
    }
}

/// Whether a finding points at the change, or at what holds it inside its statement. What is missing has no place of its
/// own: there any value of the statement will do.
fn points_at(finding: &Finding, place: &[Step], is_missing: bool) -> bool {
    finding.labels.iter().any(|label| {
        let same = label.path.iter().zip(place).take_while(|(one, two)| one == two).count();
        same == place.len() || (same >= 2 && (same == label.path.len() || is_missing))
    })
}

#[test]
fn each_change_that_breaks_a_policy_is_found_where_it_was_made() {
    let Some(rows) = rows("corpora/conformance.dev.jsonl") else { return };
    let concerned = concerned(&rows);
    let names: BTreeMap<&str, usize> =
        concerned.iter().enumerate().map(|(at, row)| (text_of(row, "id"), at)).collect();
    let files = by_file(lint(concerned.iter().map(|row| text_of(row, "text")), None).findings);
    let (mut mutants, mut missed) = (0, Vec::new());
    for (at, row) in concerned.iter().enumerate().filter(|(_, row)| row["verdict"] == "bad") {
        mutants += 1;
        let base = format!("conformance/good/{}", text_of(row, "base").trim_start_matches("docs/"));
        let base = *names.get(base.as_str()).expect("a mutant has its base");
        let read = |at: usize| serde_json::from_str::<Value>(text_of(concerned[at], "text")).unwrap();
        let mut places = Vec::new();
        changed(&read(base), &read(at), &[], &mut places);
        let said = |finding: &Finding| (finding.rule.clone(), finding.message.clone());
        let known: BTreeSet<_> = files.get(&base).into_iter().flatten().map(said).collect();
        let is_missing = text_of(row, "id").contains("/missing-");
        let mut new = files.get(&at).into_iter().flatten().filter(|finding| !known.contains(&said(finding)));
        let is_found = new.any(|finding| places.iter().any(|place| points_at(finding, place, is_missing)));
        if !is_found && !text_of(row, "id").starts_with(NOT_TOLD) {
            missed.push(text_of(row, "id"));
        }
    }
    assert!(mutants > 100, "{mutants}");
    assert!(missed.is_empty(), "{} of {mutants}:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn the_documented_policies_for_buckets_are_silent_but_for_placeholders() {
    let Some(rows) = rows("corpora/conformance.dev.jsonl") else { return };
    let is_bucket = |row: &&Value| row["verdict"] == "good" && row["ptype"] == "resource:s3";
    let originals: Vec<&Value> = concerned(&rows).into_iter().filter(is_bucket).collect();
    let is_loud = |finding: &Finding| finding.severity.rank() >= 1 && &*finding.family != "placeholders";
    let report = lint(originals.iter().map(|row| text_of(row, "text")), None);
    let loud: BTreeSet<(&str, &str)> = report
        .findings
        .iter()
        .filter(|finding| is_loud(finding))
        .filter_map(|finding| {
            let row = originals.get(finding.span()?.file.0 as usize)?;
            Some((text_of(row, "id"), &*finding.rule))
        })
        .collect();
    assert!(originals.len() >= 5, "{}", originals.len());
    assert!(loud.is_empty(), "{loud:#?}");
}
