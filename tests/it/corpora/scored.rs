//! Findings that bear a code of AWS's own validator are held against those that it returned: the same codes at the same
//! places. `tools/score.py` does so for all codes and shows what differs.

use std::collections::BTreeMap;

use arnlint::finding::{PolicyKind, Role};
use serde_json::Value;

use super::{lint, rows, text_of};

/// Codes of which nothing differs.
const SETTLED: &[&str] = &[
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    "CREATE_SLR_WITH_STAR_IN_RESOURCE",
    "EQUIVALENT_TO_NULL_FALSE",
    "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
    "INVALID_ACTION",
    "INVALID_SERVICE_CONDITION_KEY",
    "INVALID_SERVICE_IN_ACTION",
    "INVALID_SERVICE_PRINCIPAL_FORMAT",
    "MISSING_QUALIFIER",
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
    "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    "REDUNDANT_ACTION",
    "REDUNDANT_RESOURCE",
    "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
    "WILDCARD_WITHOUT_LIKE_OPERATOR",
];

/// Code, number of the row, and the places of one finding in order.
type Found = (String, usize, Vec<(u64, u64)>);

fn sorted(mut found: Vec<Found>) -> Vec<Found> {
    for (_, _, places) in &mut found {
        places.sort_unstable();
    }
    found.sort();
    found
}

/// The findings of AWS; rows of one group are the places of one.
fn theirs(rows: &[Value]) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut groups: BTreeMap<(u64, &str), Vec<(u64, u64)>> = BTreeMap::new();
        for place in row["findings"].as_array().unwrap() {
            let number = |name: &str| place[name].as_u64().unwrap();
            let group = groups.entry((number("group"), text_of(place, "code"))).or_default();
            group.push((number("start_offset"), number("end_offset")));
        }
        found.extend(groups.into_iter().map(|((_, code), places)| (code.to_owned(), at, places)));
    }
    sorted(found)
}

#[test]
fn settled_codes_are_found_where_aws_finds_them_and_nowhere_else() {
    let Some(rows) = rows("oracle/validate_policy_dev.jsonl") else { return };
    let is_scored = |code: &str, at: usize| {
        let excluded = rows[at]["exclude_codes"].as_array().unwrap();
        SETTLED.contains(&code) && !excluded.iter().any(|other| other == code)
    };
    let report = lint(rows.iter().map(|row| text_of(row, "policy_text")), Some(PolicyKind::Identity));
    let mut ours = Vec::new();
    for finding in &report.findings {
        let Some((code, span)) = finding.aws.as_deref().zip(finding.span()) else { continue };
        let at = span.file.0 as usize;
        let primary = finding.labels.iter().filter(|label| label.role == Role::Primary);
        let places = primary.map(|label| (label.span.start.into(), label.span.end.into())).collect();
        ours.push((code.to_owned(), at, places));
    }
    let mut theirs = theirs(&rows);
    ours.retain(|(code, at, _)| is_scored(code, *at));
    theirs.retain(|(code, at, _)| is_scored(code, *at));
    let name = |(code, at, places): &Found| format!("{code}: {}: {places:?}", text_of(&rows[*at], "name"));
    let ours = sorted(ours);
    let wrong: Vec<String> = ours.iter().filter(|one| !theirs.contains(one)).map(name).collect();
    let missed: Vec<String> = theirs.iter().filter(|one| !ours.contains(one)).map(name).collect();
    assert!(wrong.is_empty(), "AWS does not say:\n{}", wrong.join("\n"));
    assert!(missed.is_empty(), "AWS says too:\n{}", missed.join("\n"));
    assert_eq!(ours.len(), theirs.len(), "a finding is said twice");
}
