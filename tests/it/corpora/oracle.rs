//! Policies that AWS itself manages are right: nothing but what AWS's own validator says is said of them aloud.

use arnlint::finding::PolicyKind;

use super::{lint, rows, text_of};

#[test]
fn nothing_is_said_aloud_of_aws_own_policies_but_what_aws_says() {
    let Some(rows) = rows("oracle/validate_policy_dev.jsonl") else { return };
    let report = lint(rows.iter().map(|row| text_of(row, "policy_text")), Some(PolicyKind::Identity));
    assert_eq!(report.summary.policies, rows.len());
    let loud = report.findings.iter().filter(|finding| finding.severity.rank() >= 1 && finding.aws.is_none());
    let loud: Vec<String> = loud
        .map(|finding| {
            let row = finding.span().and_then(|span| rows.get(span.file.0 as usize));
            format!("{}: {}: {}", row.map_or("", |row| text_of(row, "name")), finding.rule, finding.message)
        })
        .collect();
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}
