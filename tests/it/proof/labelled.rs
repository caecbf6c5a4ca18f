//! Pairs of policies that other people labelled: which differences remain, and why.

use arnlint::proof::{Options, Universe, Verdict};
use serde_json::Value;

use super::beyond;
use crate::corpora::{rows, text_of};

fn label<'r>(row: &'r Value, rule: &str) -> Option<&'r str> {
    let expected = row["expected"].as_array().unwrap();
    expected.iter().find(|one| one["rule"] == rule).and_then(|one| one["value"].as_str())
}

#[test]
fn aws_says_of_the_same_policies_that_they_grant_new_access() {
    let Some(rows) = rows("corpora/aa-new-access.dev.jsonl") else { return };
    let mut differing = Vec::new();
    for row in &rows {
        let answer = beyond(text_of(row, "b"), text_of(row, "a"), None, Options::default());
        let said = if text_of(row, "verdict") == "good" { Verdict::None } else { Verdict::Witness };
        if answer.verdict != said {
            differing.push(text_of(row, "id").split('@').next().unwrap().to_owned());
        }
    }
    assert_eq!(rows.len(), 106);
    // The sample is labelled as granting access to a network ACL that the older policy allows, too.
    assert_eq!(
        differing,
        ["aa-new-access/identity-policies/check-access-to-sensitive-resource/ec2-network-acl-3"]
    );
}

#[test]
fn a_solver_says_the_same_of_mutants() {
    let Some(rows) = rows("corpora/quacky-pairs.dev.jsonl") else { return };
    let options = Options { universe: Universe::Raw, ..Options::default() };
    let (mut scored, mut differing) = (0, Vec::new());
    for row in &rows {
        let relation = label(row, "relation-typed").or_else(|| label(row, "relation-plain")).unwrap();
        let (one, two) = (text_of(row, "a"), text_of(row, "b"));
        let expected = match relation {
            "equivalent" => (Verdict::None, Verdict::None),
            "a-narrower" => (Verdict::Witness, Verdict::None),
            "a-wider" => (Verdict::None, Verdict::Witness),
            "incomparable" => (Verdict::Witness, Verdict::Witness),
            _ => continue,
        };
        scored += 1;
        let found = (beyond(two, one, None, options).verdict, beyond(one, two, None, options).verdict);
        if found != expected {
            differing.push(text_of(row, "id").split('@').next().unwrap().to_owned());
        }
    }
    assert_eq!(scored, 175);
    // The mutants allow `ec2:*` where the original allows `ec2:TerminateInstances`, from the same addresses: they are wider,
    // as the label without types says.
    let folder = "quacky-pairs/ec2/exp_single/ec2_terminate_instance_ip/policy";
    assert_eq!(differing, ["2_3", "3_3", "3_5"].map(|name| format!("{folder}/{name}")));
}

#[test]
fn a_peer_says_the_same_of_spellings() {
    let Some(rows) = rows("corpora/policy-equiv.dev.jsonl") else { return };
    let (mut equal, mut differing) = (0, Vec::new());
    for row in &rows {
        let (one, two) = (text_of(row, "a"), text_of(row, "b"));
        // Texts that are no documents of statements cannot be compared.
        if ![one, two].iter().all(|text| text.contains("\"Statement\"")) {
            differing.push(text_of(row, "title").to_owned());
            continue;
        }
        let options = Options::default();
        let verdicts = [beyond(one, two, None, options).verdict, beyond(two, one, None, options).verdict];
        let is_equal = verdicts == [Verdict::None, Verdict::None];
        if is_equal == (row["expected"][0]["value"] == true) {
            equal += 1;
        } else {
            differing.push(text_of(row, "title").to_owned());
        }
    }
    assert_eq!((rows.len(), equal), (14, 11), "{differing:?}");
    // An empty text is no policy; a statement without principals is about nobody, so that no kind of policy has both; AWS
    // refuses a lone ARN as `Principal`, so that nothing is said of it.
    assert_eq!(
        differing,
        [
            "Principal with empty sets and missing Principal have the same effect",
            "Principal with string root IAM user matches account ID",
            "Equivalence of emptiness",
        ]
    );
}
