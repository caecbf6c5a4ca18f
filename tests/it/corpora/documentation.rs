//! Policies of AWS's documentation: every finding at error or security was read once and found true. Where a count below
//! changes, read the new ones.

use std::collections::BTreeMap;

use arnlint::finding::Severity;
use serde_json::Value;

use super::{lint, rows, text_of};

/// Rules with the number of their findings at error or security.
const READ: &[(&str, usize)] = &[
    ("condition-never-holds", 3),
    ("duplicate-key", 2),
    ("forallvalues-with-single-valued-key", 1),
    ("invalid-action", 4),
    ("invalid-arn-account", 9),
    ("invalid-arn-prefix", 9),
    ("invalid-condition-key-format", 1),
    ("invalid-condition-operator", 3),
    ("invalid-effect", 2),
    ("invalid-kms-key-value", 2),
    ("invalid-policy-element", 1),
    ("invalid-version", 1),
    ("invalid-vpce-format", 1),
    ("json-syntax-error", 113),
    ("list-key-on-object-action", 1),
    ("missing-arn-account", 1),
    ("missing-arn-region", 2),
    ("missing-effect", 2),
    ("missing-qualifier", 1),
    ("misspelt-principal", 3),
    ("pass-role-with-star-in-action-and-resource", 4),
    ("pass-role-with-star-in-resource", 1),
    ("placeholder", 791),
    ("public-bucket-policy", 1),
    ("public-resource-policy", 1),
    ("stray-blank", 7),
    ("string-like-operator-with-arn-condition-keys", 29),
    ("unknown-canned-acl", 1),
    ("unsupported-sid", 7),
    ("unsupported-space-in-variable", 1),
    ("untrustworthy-condition-key", 2),
    ("variable-unsupported-in-version", 1),
    ("wildcard-without-like-operator", 1),
];

#[test]
fn the_findings_on_documented_policies_are_those_that_were_read() {
    let Some(rows) = rows("corpora/docs.dev.jsonl") else { return };
    let plain: Vec<&Value> =
        rows.iter().filter(|row| row["kind"] == "json" && row["verdict"] != "lookalike").collect();
    let report = lint(plain.iter().map(|row| text_of(row, "text")), None);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        if matches!(finding.severity, Severity::Error | Severity::Security) {
            *counts.entry(&finding.rule).or_default() += 1;
        }
    }
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), READ);
}
