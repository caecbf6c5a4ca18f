//! A finding keeps its fingerprint while what it is about stays the same, and no two findings of a file share one.

use std::collections::BTreeSet;

use arnlint::rules::registry::RuleSet;

use super::lint;

/// Fingerprints of the findings of one rule, in order.
fn prints(text: &str, rule: &str) -> Vec<String> {
    let report = lint(&[("policy.json", text)], &RuleSet::new(Vec::new()));
    let own = report.findings.into_iter().filter(|finding| &*finding.rule == rule);
    own.map(|finding| finding.fingerprint).collect()
}

fn document(statements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#)
}

const TYPO: &str =
    r#"{"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "arn:aws:s3:::acme-logs/*"}"#;
const OTHER: &str =
    r#"{"Sid": "List", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs"}"#;

fn one(text: &str) -> String {
    let found = prints(text, "invalid-action");
    assert_eq!(found.len(), 1, "{text}");
    found.concat()
}

#[test]
fn layout_order_and_name_of_a_statement_do_not_enter() {
    let first = one(&document(TYPO));
    let spread = TYPO.replace(", ", ",\n      ");
    for same in [
        document(&spread),
        document(&TYPO.replace("Read", "Fetch")),
        document(&format!("{OTHER}, {TYPO}")),
        document(&TYPO.replace(r#""s3:GetObjekt""#, r#"["s3:GetObjekt"]"#)),
        document(
            r#"{"Resource": "arn:aws:s3:::acme-logs/*", "Action": "s3:GetObjekt", "Effect": "Allow", "Sid": "Read"}"#,
        ),
        format!(r#"{{"Statement": {TYPO}, "Version": "2012-10-17"}}"#),
    ] {
        assert_eq!(one(&same), first, "{same}");
    }
}

#[test]
fn what_the_statement_says_enters() {
    let first = one(&document(TYPO));
    for other in [
        TYPO.replace("GetObjekt", "GetObjectt"),
        TYPO.replace("acme-logs", "acme-archive"),
        TYPO.replace("Allow", "Deny"),
        TYPO.replace(r#""s3:GetObjekt""#, r#"["s3:PutObject", "s3:GetObjekt"]"#),
    ] {
        assert_ne!(one(&document(&other)), first, "{other}");
    }
}

#[test]
fn equal_findings_of_one_file_are_told_apart_by_their_order() {
    let twice = prints(&document(&format!("{TYPO}, {TYPO}")), "invalid-action");
    assert_eq!(twice.len(), 2);
    assert_eq!(twice.iter().collect::<BTreeSet<_>>().len(), 2, "{twice:?}");
    assert_eq!(twice.first(), Some(&one(&document(TYPO))));
}

#[test]
fn the_files_name_does_not_enter() {
    let rules = RuleSet::new(Vec::new());
    let text = document(TYPO);
    let of =
        |name: &str| lint(&[(name, &text)], &rules).findings.into_iter().map(|finding| finding.fingerprint);
    assert!(of("a.json").eq(of("folder/b.json")));
}
