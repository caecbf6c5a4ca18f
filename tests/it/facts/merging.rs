//! Facts that are stated more than once: the same is fine, a contradiction shows both places.

use crate::config::support::{Case, load_with, told};

fn case(lines: &str, answers: &[&str]) -> Case {
    let names: Vec<String> = (0..answers.len()).map(|number| format!("{number}.json")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(answers).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    load_with(
        &format!("[[buckets]]\nname = 'acme-logs'\nanswers = [{}]\n{lines}\n", quoted.join(", ")),
        &files,
    )
}

/// The only mistake and the texts of its two places.
fn conflict(case: &Case) -> (&str, &str, &str) {
    let mistake = case.mistake();
    let related = mistake.related.first().map_or("", |label| case.under(label.span));
    (&mistake.message, case.under(mistake.span()), related)
}

const KMS: &str = r#"{"ServerSideEncryptionConfiguration":{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"},"BucketKeyEnabled":true}]}}"#;
const MANAGED: &str = r#"{"ServerSideEncryptionConfiguration":{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms"}}]}}"#;

#[test]
fn the_same_fact_may_be_stated_here_and_in_an_answer() {
    let found = case(
        "region = 'eu-west-1'\nrequester-pays = false\npublic-access-block = { block-public-acls = true }",
        &[
            r#"{"LocationConstraint": "EU"}"#,
            r#"{"Payer": "BucketOwner"}"#,
            r#"{"PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "IgnorePublicAcls": false}}"#,
        ],
    )
    .clean();
    let bucket = &found.loaded.surroundings.buckets[0];
    assert_eq!(told(&found, bucket.region.as_ref()), ("eu-west-1".to_owned(), "\"EU\""));
    let block = bucket.public_access_block.as_ref().unwrap();
    assert_eq!(told(&found, block.ignore_public_acls.as_ref()), (false, "false"));
}

#[test]
fn a_contradiction_is_underlined_in_the_configuration_and_shown_in_the_answer() {
    for (lines, answer, message, at, other) in [
        (
            "region = 'us-east-1'",
            r#"{"LocationConstraint": "eu-west-1"}"#,
            "`region` contradicts what is known: `us-east-1` and `eu-west-1`",
            "'us-east-1'",
            "\"eu-west-1\"",
        ),
        (
            "region = 'eu-west-1'",
            r#"{"LocationConstraint": null}"#,
            "`region` contradicts what is known: `eu-west-1` and `us-east-1`",
            "'eu-west-1'",
            "null",
        ),
        (
            "requester-pays = true",
            r#"{"Payer": "BucketOwner"}"#,
            "`requester-pays` contradicts what is known: `true` and `false`",
            "true",
            "\"BucketOwner\"",
        ),
        (
            "object-ownership = 'ObjectWriter'",
            r#"{"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}"#,
            "`object-ownership` contradicts what is known: `ObjectWriter` and `BucketOwnerEnforced`",
            "'ObjectWriter'",
            "\"BucketOwnerEnforced\"",
        ),
        (
            "public-access-block.block-public-policy = true",
            r#"{"PublicAccessBlockConfiguration": {"BlockPublicPolicy": false}}"#,
            "`block-public-policy` contradicts what is known: `true` and `false`",
            "true",
            "false",
        ),
        (
            "encryption = 'AES256'",
            MANAGED,
            "`encryption` contradicts what is known: `AES256` and `aws:kms`",
            "'AES256'",
            "\"aws:kms\"",
        ),
        (
            "kms-key = 'alias/logs'",
            MANAGED,
            "`kms-key` contradicts what is known: `alias/logs` and the AWS managed key",
            "'alias/logs'",
            "\"aws:kms\"",
        ),
        (
            "bucket-key = false",
            KMS,
            "`bucket-key` contradicts what is known: `false` and `true`",
            "false",
            "true",
        ),
        (
            "lifecycle = []",
            r#"{"Rules": [{"Status": "Enabled"}]}"#,
            "`lifecycle` contradicts what is known: these rules and other rules",
            "[]",
            r#"[{"Status": "Enabled"}]"#,
        ),
        (
            "",
            r#"{"BucketArn": "arn:aws:s3:::acme-data", "BucketRegion": "eu-west-1"}"#,
            "`name` contradicts what is known: `acme-logs` and `acme-data`",
            "'acme-logs'",
            "\"arn:aws:s3:::acme-data\"",
        ),
    ] {
        assert_eq!(conflict(&case(lines, &[answer])), (message, at, other), "{lines}");
    }
}

#[test]
fn two_answers_that_contradict_each_other_are_shown_both() {
    let found = case("", &[r#"{"LocationConstraint": "eu-west-1"}"#, r#"{"BucketRegion": "eu-west-2"}"#]);
    assert_eq!(
        conflict(&found),
        ("`region` contradicts what is known: `eu-west-2` and `eu-west-1`", "\"eu-west-2\"", "\"eu-west-1\"")
    );
}

#[test]
fn what_one_side_leaves_out_the_other_completes() {
    let found = case("encryption = 'aws:kms'", &[KMS]).clean();
    let encryption = found.loaded.surroundings.buckets[0].encryption.clone().unwrap();
    assert_eq!(told(&found, encryption.bucket_key.as_ref()), (true, "true"));
    assert!(told(&found, encryption.key.as_ref()).0.ends_with("key/1234abcd-12ab-34cd-56ef-1234567890ab"));
    case("bucket-key = true", &[MANAGED]).clean();
    case("kms-key = 'alias/aws/s3'", &[MANAGED]).clean();
}

#[test]
fn a_key_may_be_named_in_several_ways() {
    for same in [
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "alias/cannot-be-compared",
    ] {
        case(&format!("kms-key = '{same}'"), &[KMS]).clean();
    }
    for other in [
        "9999abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ] {
        assert_eq!(case(&format!("kms-key = '{other}'"), &[KMS]).loaded.mistakes.len(), 1, "{other}");
    }
}

#[test]
fn rules_in_another_order_are_the_same_rules() {
    let answer = r#"{"Rules": [{"Status": "Enabled", "Prefix": "b"}, {"Status": "Disabled", "Prefix": "a", "Expiration": {"Days": 3}}]}"#;
    let lines = "lifecycle = [{ prefix = 'a', enabled = false, expiration-days = 3 }, { prefix = 'b' }]";
    case(lines, &[answer]).clean();
    assert_eq!(case("lifecycle = [{ prefix = 'b' }]", &[answer]).loaded.mistakes.len(), 1);
}
