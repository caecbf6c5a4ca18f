//! The examples in the documentation of the configuration are configurations, and name rules that there are.

use arnlint::rules::registry::RuleSet;

use super::support::{Case, load_as};

const SOURCE: &str = include_str!("../../../src/config/mod.rs");
const README: &str = include_str!("../../../README.md");

/// The TOML blocks of the module's documentation.
fn examples() -> Vec<String> {
    let lines = SOURCE.lines().map_while(|line| line.strip_prefix("//!"));
    blocks(lines.map(|line| line.strip_prefix(' ').unwrap_or(line)))
}

/// The TOML blocks of a text.
fn blocks<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut examples = Vec::new();
    let mut open: Option<String> = None;
    for line in lines {
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

/// Loads an example beside the files that the examples name, with the names of the built-in rules.
fn load(text: &str) -> Case {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let encryption = format!(
        r#"{{"ServerSideEncryptionConfiguration":{{"Rules":[{{"ApplyServerSideEncryptionByDefault":{{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"{key}"}},"BucketKeyEnabled":true}}]}}}}"#
    );
    let trail = r#"{"trailList":[{"TrailARN":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/main","S3KeyPrefix":"audit"}]}"#;
    let files: [(&str, &[u8]); 4] = [
        ("saved/get-bucket-encryption.json", encryption.as_bytes()),
        ("saved/describe-trails.json", trail.as_bytes()),
        ("arnlint-data.bin", arnlint::aws::Catalog::built_in().bytes()),
        ("key-policy.json", br#"{"Version": "2012-10-17", "Statement": []}"#),
    ];
    load_as(text, &arnlint::cli::names(&RuleSet::new(Vec::new())), &files)
}

#[test]
fn every_example_loads_without_a_mistake() {
    let examples = examples();
    assert_eq!(examples.len(), 5);
    for example in &examples {
        let case = load(example).clean();
        assert!(case.text.lines().count() > 5);
    }
    let all = load(&examples.concat()).clean().loaded.surroundings;
    assert_eq!((all.buckets.len(), all.trails.len(), all.keys.len(), all.integrations.len()), (1, 1, 1, 1));
}

#[test]
fn every_example_of_the_readme_loads_without_a_mistake() {
    let examples = blocks(README.lines());
    assert_eq!(examples.len(), 1);
    for example in &examples {
        load(example).clean();
    }
}
