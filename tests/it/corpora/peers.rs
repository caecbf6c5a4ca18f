//! Labels of other linters beside the rules that say the same: every way of pathfinding.cloud is found and every near miss
//! silent, and the differences from the others are those that were read once.

use std::collections::BTreeSet;

use arnlint::engine::{self, Input, Options};
use arnlint::finding::{Finding, PolicyKind};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;
use serde_json::{Value, json};

use super::{rows, text_of};

/// What every rule, also one that is off by default, says about a policy.
fn findings(rules: &RuleSet, text: &str, kind: Option<PolicyKind>) -> Vec<Finding> {
    let inputs = [Input::Text { name: "policy.json".to_owned(), bytes: text.as_bytes().to_vec() }];
    let options = Options { kind, all: true, ..Options::default() };
    engine::check(&inputs, rules, &Surroundings::default(), Sources::default(), &options).findings
}

fn all_rules() -> RuleSet {
    let mut rules = RuleSet::new(Vec::new());
    rules.enable_all();
    rules
}

#[test]
fn every_way_to_other_rights_is_named_and_no_near_miss() {
    let Some(rows) = rows("corpora/pathfinding.dev.jsonl") else { return };
    let rules = all_rules();
    let (mut missed, mut extra) = (Vec::new(), Vec::new());
    for row in &rows {
        let found = findings(&rules, text_of(row, "text"), Some(PolicyKind::Identity));
        let named: BTreeSet<&str> = found
            .iter()
            .filter(|finding| *finding.rule == *"privilege-escalation")
            .flat_map(|finding| finding.message.split([' ', ',']))
            .collect();
        let ids = |name: &str| -> Vec<String> {
            let list = row[name].as_array().map_or(&[][..], Vec::as_slice);
            list.iter().filter_map(|entry| entry["value"].as_str()).map(str::to_owned).collect()
        };
        let id = text_of(row, "id");
        missed.extend(ids("expected").into_iter().filter(|way| !named.contains(way.as_str())).map(|_| id));
        extra.extend(ids("absent").into_iter().filter(|way| named.contains(way.as_str())).map(|_| id));
    }
    assert_eq!((missed, extra), (Vec::<&str>::new(), Vec::<&str>::new()));
}

/// A label of another linter: its file, its name, the rules that say the same, rows on which both agree, and rows on
/// which they do not.
type Pair = (&'static str, &'static str, &'static [&'static str], usize, usize);

/// Each difference was read; the reasons stand behind it.
const PAIRS: &[Pair] = &[
    ("prowler", "iam_policy_allows_privilege_escalation", &["privilege-escalation"], 11, 0),
    ("prowler", "iam_inline_policy_allows_privilege_escalation", &["privilege-escalation"], 6, 0),
    ("prowler", "kms_key_not_publicly_accessible", &["public-resource-policy"], 2, 0),
    ("prowler", "cloudwatch_log_group_not_publicly_accessible", &["public-resource-policy"], 1, 0),
    // A canonical user `*` is nobody whom AWS documents.
    ("prowler", "glacier_vaults_policy_public_access", &["public-resource-policy"], 1, 1),
    // A list of trusted addresses is an argument of that linter; a service without a source is the matter of
    // `restrict-access-to-service-principal`, where its guide says that it sends one.
    ("prowler", "is_policy_public", &["public-resource-policy", "public-bucket-policy"], 16, 2),
    ("cloudsplaining", "PolicyDocument.allows_privilege_escalation", &["privilege-escalation"], 5, 0),
    ("cloudsplaining", "PolicyDocument.credentials_exposure", &["credentials-exposure"], 2, 0),
    ("cloudsplaining", "PolicyDocument.contains_statement_using_not_action", &["not-action-allow"], 1, 0),
    ("cloudsplaining", "StatementDetail.has_not_resource_with_allow", &["not-resource-allow"], 1, 0),
    ("parliament", "NOTRESOURCE_WITH_ALLOW", &["not-resource-allow"], 26, 0),
    ("parliament", "BAD_PATTERN_FOR_MFA", &["mfa-loophole"], 26, 0),
    ("boogy", "mfa_antipattern_bool_false", &["mfa-loophole"], 4, 0),
    // Two labels there are two messages of one rule here.
    ("boogy", "mfa_antipattern_null_false", &["mfa-loophole"], 3, 1),
    ("boogy", "forallvalues_allow_without_null_check", &["for-all-values-without-key"], 9, 0),
];

/// Whether the other linter reports the label on this row; `None` where it was not asked.
fn says(file: &str, label: &str, row: &Value) -> Option<bool> {
    let expected = row["expected"].as_array().map_or(&[][..], Vec::as_slice);
    let entry = expected.iter().find(|entry| entry["rule"] == label);
    let is_asked = match file {
        "prowler" if row["scope"].is_string() => row["scope"] == label,
        "prowler" | "cloudsplaining" => entry.is_some(),
        "boogy" if label.starts_with("mfa") => row["check"] == "mfa_condition_check",
        "boogy" => row["check"] == "set_operator_validation",
        _ => true,
    };
    is_asked.then(|| match entry.map(|entry| &entry["value"]) {
        None => false,
        Some(Value::Bool(value)) => *value,
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    })
}

/// The kind of policy that the other linter took it for.
fn kind(row: &Value) -> Option<PolicyKind> {
    match text_of(row, "ptype") {
        "identity" => Some(PolicyKind::Identity),
        "trust" => Some(PolicyKind::Trust),
        "resource:s3" => Some(PolicyKind::Bucket),
        other => other.starts_with("resource:").then_some(PolicyKind::Resource),
    }
}

/// The policy of a row; a lone statement is put into one.
fn policy(row: &Value) -> Option<String> {
    let text = text_of(row, "text");
    if row["kind"] != "fragment" {
        return (row["kind"] == "json").then(|| text.to_owned());
    }
    let statement: Value = serde_json::from_str(text).ok()?;
    statement.get("Effect")?;
    Some(json!({"Version": "2012-10-17", "Statement": [statement]}).to_string())
}

#[test]
fn the_differences_from_other_linters_are_those_that_were_read() {
    let rules = all_rules();
    let mut wrong = Vec::new();
    for (file, label, own, agree, differ) in PAIRS {
        let Some(rows) = rows(&format!("corpora/{file}.dev.jsonl")) else { return };
        let (mut same, mut other) = (0, Vec::new());
        for row in &rows {
            let (Some(theirs), Some(text)) = (says(file, label, row), policy(row)) else { continue };
            let found = findings(&rules, &text, kind(row));
            let ours = found.iter().any(|finding| own.contains(&&*finding.rule));
            if theirs == ours {
                same += 1;
            } else {
                other.push(format!("  {} {}", if theirs { "missing" } else { "more" }, text_of(row, "id")));
            }
        }
        println!("{file} {label}: {same} agree, {} differ\n{}", other.len(), other.join("\n"));
        if (same, other.len()) != (*agree, *differ) {
            wrong.push(format!("{file} {label}: {same}, {}", other.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
