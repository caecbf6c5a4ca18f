//! The examples in the documentation of the configuration are configurations.

use super::support::load_with;

const SOURCE: &str = include_str!("../../../src/config/mod.rs");

/// The TOML blocks of the module's documentation.
fn examples() -> Vec<String> {
    let mut examples = Vec::new();
    let mut open: Option<String> = None;
    for line in SOURCE.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match &mut open {
            None if line == "```toml" => open = Some(String::new()),
            Some(_) if line == "```" => examples.extend(open.take()),
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None => {}
        }
    }
    examples
}

#[test]
fn every_example_loads_without_a_mistake() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let encryption = format!(
        r#"{{"ServerSideEncryptionConfiguration":{{"Rules":[{{"ApplyServerSideEncryptionByDefault":{{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"{key}"}},"BucketKeyEnabled":true}}]}}}}"#
    );
    let trail = r#"{"trailList":[{"TrailARN":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/main","S3KeyPrefix":"audit"}]}"#;
    let files: [(&str, &[u8]); 3] = [
        ("saved/get-bucket-encryption.json", encryption.as_bytes()),
        ("saved/describe-trails.json", trail.as_bytes()),
        ("key-policy.json", br#"{"Version": "2012-10-17", "Statement": []}"#),
    ];
    let examples = examples();
    assert_eq!(examples.len(), 4);
    for example in &examples {
        let case = load_with(example, &files).clean();
        assert!(case.text.lines().count() > 5);
    }
    let all = load_with(&examples.concat(), &files).clean().loaded.surroundings;
    assert_eq!((all.buckets.len(), all.trails.len(), all.keys.len(), all.integrations.len()), (1, 1, 1, 1));
}
