//! Policies inside strings, plain and percent-encoded: their spans are those of the file.

use std::fmt::Write as _;

use arnlint::finding::PolicyKind::{Bucket, Identity, Resource, Trust};

use super::{found, outline};

const BUCKET: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\"Sid\": \"für\", \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}]\n}";

/// As RFC 3986 encodes a text: every byte but the unreserved ones.
fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").unwrap();
        }
        encoded
    })
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn the_answer_of_get_bucket_policy() {
    let text = format!("{{\n    \"Policy\": {}\n}}\n", quoted(BUCKET));
    let [only] = found(&text).try_into().unwrap();
    assert_eq!((only.kind, only.path.as_str(), only.name), (Bucket, "Policy", None));
    assert_eq!(only.actions, ["\\\"s3:GetObject\\\""]);
    assert_eq!(only.whole, quoted(BUCKET).trim_matches('"'));
}

#[test]
fn key_and_topic_policies_are_told_by_their_content() {
    let key = r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"}]}"#;
    let text = format!(r#"{{"Policy": {}, "PolicyName": "default"}}"#, quoted(key));
    let [only] = found(&text).try_into().unwrap();
    assert_eq!((only.kind, only.path.as_str()), (Resource, "Policy"));
    let topic = format!(r#"{{"Attributes": {{"Policy": {}, "Owner": "1"}}}}"#, quoted(key));
    let [only] = found(&topic).try_into().unwrap();
    assert_eq!((only.kind, only.path.as_str()), (Resource, "Attributes.Policy"));
}

#[test]
fn percent_encoded_documents_have_exact_spans() {
    let text = format!(r#"{{"RoleName": "r", "PolicyName": "p", "PolicyDocument": "{}"}}"#, percent(BUCKET));
    let [only] = found(&text).try_into().unwrap();
    assert_eq!(only.kind, Identity);
    assert_eq!(only.actions, ["%22s3%3AGetObject%22"]);
    assert_eq!(only.whole, percent(BUCKET));
}

#[test]
fn percent_encoded_documents_may_begin_with_blanks_and_have_small_digits() {
    for encoded in [
        percent(&format!("\n\t {BUCKET}\n")),
        format!("  {}", percent(BUCKET)),
        percent(BUCKET).replace("%7B", "%7b").replace("%3A", "%3a"),
    ] {
        let text = format!(r#"{{"PolicyVersion": {{"Document": "{encoded}"}}}}"#);
        let [only] = found(&text).try_into().unwrap();
        assert_eq!(only.actions.len(), 1, "{encoded}");
        assert!(only.actions[0].to_lowercase() == "%22s3%3agetobject%22", "{:?}", only.actions);
    }
}

#[test]
fn percent_signs_that_encode_nothing_are_text() {
    let text = r#"{"PolicyVersion": {"Document": "%7B%22Statement%22:{%22Effect%22:%22Allow%22,%22Action%22:%22100%25-%zz%2%22}}"}}"#;
    let [only] = found(text).try_into().unwrap();
    assert_eq!(only.actions, ["%22100%25-%zz%2%22"]);
    // Bytes that are not UTF-8 are no document.
    assert_eq!(found(r#"{"PolicyVersion": {"Document": "%7B%FF%7D"}}"#), []);
    // Without an encoded brace nothing is decoded.
    let plain =
        r#"{"PolicyVersion": {"Document": "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"%20\"}}"}}"#;
    let [only] = found(plain).try_into().unwrap();
    assert_eq!(only.actions, ["\\\"%20\\\""]);
}

#[test]
fn escapes_of_the_outer_string_keep_spans_exact() {
    let text = r#"{"Policy": "{\u0022Statement\u0022:{\u0022Effect\u0022:\u0022Allow\u0022,\u0022Principal\u0022:\u0022*\u0022,\u0022Action\u0022:\u0022s3:Get\\u004fbject\u0022}}"}"#;
    let [only] = found(text).try_into().unwrap();
    assert_eq!(only.actions, [r"\u0022s3:Get\\u004fbject\u0022"]);
}

#[test]
fn a_damaged_document_in_a_string_is_still_found() {
    let text = r#"{"Policy": "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:*\",}]"}"#;
    let [only] = found(text).try_into().unwrap();
    assert_eq!(only.actions, ["\\\"s3:*\\\""]);
}

#[test]
fn strings_that_hold_no_policy_are_left_alone() {
    for text in [
        r#"{"Policy": ""}"#,
        r#"{"Policy": "arn:aws:iam::aws:policy/ReadOnlyAccess"}"#,
        r#"{"Policy": "{}"}"#,
        r#"{"Policy": {"PolicyName": "x", "Arn": "y", "AttachmentCount": 1}}"#,
        r#"{"Policy": null}"#,
        r#"{"Policy": ["a"]}"#,
        r#"{"PolicyVersion": {"Document": "text"}}"#,
        r#"{"Role": {"AssumeRolePolicyDocument": "%7B"}}"#,
    ] {
        let policies = outline(text);
        let is_empty_trust = text.contains("%7B") && policies.iter().all(|(kind, ..)| *kind == Trust);
        assert!(policies.is_empty() || is_empty_trust, "{text}: {policies:?}");
    }
}
