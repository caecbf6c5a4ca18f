//! The finder over policies that other people wrote.

use arnlint::policy::placeholder::{Place, TokenKind, tokens};
use serde_json::Value;

use crate::corpora::rows;

/// Every scalar of a document with its place.
fn scalars<'v>(document: &'v Value, each: &mut dyn FnMut(&'v str, Place<'v>)) {
    let mut open = vec![(document, Place::Name, false)];
    while let Some((value, place, in_condition)) = open.pop() {
        match value {
            Value::String(text) => each(text, place),
            Value::Array(list) => open.extend(list.iter().map(|item| (item, place, in_condition))),
            Value::Object(members) => {
                for (name, inner) in members {
                    let (place, in_condition) = match name.as_str() {
                        _ if in_condition => (Place::Condition(name), true),
                        "Resource" | "NotResource" => (Place::Resource, false),
                        "Principal" | "NotPrincipal" => (Place::Principal, false),
                        "Condition" => (Place::Name, true),
                        _ => (place, false),
                    };
                    open.push((inner, place, in_condition));
                }
            }
            _ => {}
        }
    }
}

/// Every token of a policy's text that is no interpolation.
fn placeholders_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(document) = serde_json::from_str::<Value>(text) {
        scalars(&document, &mut |text, place| {
            let placeholders =
                tokens(text, place).into_iter().filter(|token| token.kind != TokenKind::Interpolation);
            found.extend(placeholders.map(|token| token.range.of(text).to_owned()));
        });
    }
    found
}

#[test]
fn policies_that_aws_manages_have_no_placeholders() {
    let Some(rows) = rows("oracle/validate_policy_dev.jsonl") else { return };
    assert!(rows.len() > 2_000);
    for row in &rows {
        let found = placeholders_of(row["policy_text"].as_str().unwrap());
        assert_eq!(found, Vec::<String>::new(), "{}", row["name"]);
    }
}

#[test]
fn the_documents_of_cloudtrail_are_full_of_placeholders() {
    let Some(rows) = rows("corpora/conformance.dev.jsonl") else { return };
    let mut seen = std::collections::BTreeSet::new();
    for row in &rows {
        seen.extend(placeholders_of(row["text"].as_str().unwrap()));
    }
    for token in [
        "myBucketName",
        "[optionalPrefix]",
        "myAccountID",
        "region",
        "trailName",
        "myOrganizationBucket",
        "optionalLogFilePrefix",
        "primaryTrailName",
        "secondaryTrailName",
        "<REGION>",
        "YOUR_SNS_TOPIC_ARN",
    ] {
        assert!(seen.contains(token), "{token}");
    }
    for token in ["burritobot", "111111111111", "o-exampleorgid", "DOC-EXAMPLE-BUCKET"] {
        assert!(!seen.contains(token), "{token}");
    }
}
