//! Saved answers of the AWS CLI: what each says and what it underlines.

use arnlint::finding::Step;
use arnlint::surroundings::answers::{Answer, AnswerProblem, read};
use arnlint::surroundings::{Fact, LifecycleRule, Trail};
use arnlint::text::{FileId, Span};

fn answer(text: &str) -> Option<Answer> {
    read(text, FileId(7)).ok()
}

fn problem(text: &str) -> Option<AnswerProblem> {
    read(text, FileId(7)).err()
}

/// The text under a span of the only file.
fn under(text: &str, span: Span) -> &str {
    assert_eq!(span.file, FileId(7));
    span.range().of(text)
}

/// The value of a fact and the text that states it.
fn shown<T: Clone>(text: &str, fact: Option<&Fact<T>>) -> (T, String) {
    let Some(fact) = fact else { panic!("the fact is not stated") };
    (fact.value.clone(), under(text, fact.span).to_owned())
}

fn words(value: &str, under: &str) -> (String, String) {
    (value.to_owned(), under.to_owned())
}

#[test]
fn the_location_of_a_bucket_is_a_region() {
    for (constraint, region) in [
        ("null", "us-east-1"),
        ("\"\"", "us-east-1"),
        ("\"EU\"", "eu-west-1"),
        ("\"eu-central-1\"", "eu-central-1"),
        ("\"zz-south-9\"", "zz-south-9"),
    ] {
        let text = format!("{{\n    \"LocationConstraint\": {constraint}\n}}\n");
        let Some(Answer::Region(fact, None)) = answer(&text) else { panic!("{text}") };
        assert_eq!(shown(&text, Some(&fact)), words(region, constraint));
        assert_eq!(fact.path, [Step::Key("LocationConstraint".to_owned())]);
    }
}

#[test]
fn the_head_of_a_bucket_tells_region_and_name() {
    let text =
        r#"{"BucketArn": "arn:aws:s3:::acme-logs", "BucketRegion": "eu-west-1", "AccessPointAlias": false}"#;
    let Some(Answer::Region(region, name)) = answer(text) else { panic!() };
    assert_eq!(shown(text, Some(&region)), words("eu-west-1", "\"eu-west-1\""));
    assert_eq!(shown(text, name.as_ref()), words("acme-logs", "\"arn:aws:s3:::acme-logs\""));
    let Some(Answer::Region(_, name)) = answer(r#"{"BucketRegion": "eu-west-1"}"#) else { panic!() };
    assert_eq!(name, None);
}

#[test]
fn the_payer_of_requests_is_the_requester_or_not() {
    for (payer, pays) in [("Requester", true), ("BucketOwner", false)] {
        let text = format!(r#"{{"Payer": "{payer}"}}"#);
        let Some(Answer::RequesterPays(fact)) = answer(&text) else { panic!("{text}") };
        assert_eq!(shown(&text, Some(&fact)), (pays, format!("\"{payer}\"")));
    }
}

#[test]
fn default_encryption_has_algorithm_key_and_bucket_key() {
    let text = r#"{
    "ServerSideEncryptionConfiguration": {
        "Rules": [
            {
                "ApplyServerSideEncryptionByDefault": {
                    "SSEAlgorithm": "aws:kms",
                    "KMSMasterKeyID": "arn:aws:kms:eu-west-1:111122223333:alias\/logs"
                },
                "BucketKeyEnabled": true
            }
        ]
    }
}"#;
    let Some(Answer::Encryption(encryption)) = answer(text) else { panic!() };
    assert_eq!(shown(text, Some(&encryption.algorithm)), words("aws:kms", "\"aws:kms\""));
    assert_eq!(
        shown(text, encryption.key.as_ref()),
        words(
            "arn:aws:kms:eu-west-1:111122223333:alias/logs",
            r#""arn:aws:kms:eu-west-1:111122223333:alias\/logs""#
        )
    );
    assert_eq!(shown(text, encryption.bucket_key.as_ref()), (true, "true".to_owned()));
    let path = serde_json::to_string(&encryption.algorithm.path).unwrap();
    assert_eq!(
        path,
        r#"["ServerSideEncryptionConfiguration","Rules",0,"ApplyServerSideEncryptionByDefault","SSEAlgorithm"]"#
    );
    let text = r#"{"ServerSideEncryptionConfiguration":{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"},"BucketKeyEnabled":false,"BlockedEncryptionTypes":{"EncryptionType":["SSE-C"]}}]}}"#;
    let Some(Answer::Encryption(encryption)) = answer(text) else { panic!() };
    assert_eq!((encryption.algorithm.value.as_str(), encryption.key), ("AES256", None));
}

#[test]
fn ownership_and_public_access_are_told_as_set() {
    let text = r#"{"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}}"#;
    let Some(Answer::Ownership(fact)) = answer(text) else { panic!() };
    assert_eq!(shown(text, Some(&fact)), words("BucketOwnerPreferred", "\"BucketOwnerPreferred\""));

    let block = r#"{"BlockPublicAcls": true, "IgnorePublicAcls": false, "RestrictPublicBuckets": true}"#;
    let text = format!(r#"{{"PublicAccessBlockConfiguration": {block}}}"#);
    let Some(Answer::PublicAccessBlock(found)) = answer(&text) else { panic!() };
    assert_eq!(shown(&text, Some(&found.place)), ((), block.to_owned()));
    assert_eq!(shown(&text, found.block_public_acls.as_ref()), (true, "true".to_owned()));
    assert_eq!(shown(&text, found.ignore_public_acls.as_ref()), (false, "false".to_owned()));
    assert_eq!(found.block_public_policy, None);
    assert_eq!(shown(&text, found.restrict_public_buckets.as_ref()), (true, "true".to_owned()));
}

fn rule_of(text: &str) -> Option<LifecycleRule> {
    match answer(&format!(
        r#"{{"TransitionDefaultMinimumObjectSize": "all_storage_classes_128K", "Rules": [{text}]}}"#
    )) {
        Some(Answer::Lifecycle(rules)) => rules.value.into_iter().next(),
        _ => None,
    }
}

#[test]
fn all_forms_of_a_lifecycle_filter_are_read() {
    for (filter, prefix, narrowed) in [
        (r#""Prefix": "rotated/""#, "rotated/", false),
        (r#""Prefix": """#, "", false),
        (r#""Filter": {}"#, "", false),
        (r#""Filter": {"Prefix": "a/"}"#, "a/", false),
        (r#""Filter": {"Prefix": ""}"#, "", false),
        (r#""Filter": {"Tag": {"Key": "k", "Value": "v"}}"#, "", true),
        (r#""Filter": {"ObjectSizeGreaterThan": 500}"#, "", true),
        (r#""Filter": {"ObjectSizeLessThan": 64000}"#, "", true),
        (r#""Filter": {"And": {"Prefix": "b/", "Tags": [{"Key": "k", "Value": "v"}]}}"#, "b/", true),
        (r#""Filter": {"And": {"Prefix": "b/", "Tags": [], "ObjectSizeLessThan": 64000}}"#, "b/", true),
        (r#""Filter": {"And": {"Prefix": "b/", "Tags": []}}"#, "b/", false),
        (
            r#""Filter": {"And": {"Tags": [{"Key": "k", "Value": "v"}, {"Key": "l", "Value": "w"}]}}"#,
            "",
            true,
        ),
        (r#""Filter": null"#, "", false),
    ] {
        let rule = rule_of(&format!(r#"{{"ID": "x", {filter}, "Status": "Enabled"}}"#)).unwrap();
        assert_eq!((rule.prefix.as_str(), rule.narrowed), (prefix, narrowed), "{filter}");
        assert!(rule.enabled);
    }
    assert!(!rule_of(r#"{"Status": "Disabled"}"#).unwrap().enabled);
}

#[test]
fn what_a_lifecycle_rule_does_to_current_objects_is_read() {
    let days = |fact: Option<Fact<u32>>| fact.map(|fact| fact.value);
    for (actions, expiration, classes, abort) in [
        (r#""Expiration": {"Days": 30}"#, Some(30), vec![], None),
        (r#""Expiration": {"Date": "2030-01-01T00:00:00.000Z"}"#, Some(0), vec![], None),
        (r#""Expiration": {"ExpiredObjectDeleteMarker": true}"#, None, vec![], None),
        (r#""NoncurrentVersionExpiration": {"NoncurrentDays": 3}"#, None, vec![], None),
        (
            r#""Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Date": "2030-01-01", "StorageClass": "GLACIER"}]"#,
            None,
            vec!["STANDARD_IA", "GLACIER"],
            None,
        ),
        (r#""Transition": {"Days": 1, "StorageClass": "DEEP_ARCHIVE"}"#, None, vec!["DEEP_ARCHIVE"], None),
        (
            r#""NoncurrentVersionTransitions": [{"NoncurrentDays": 0, "StorageClass": "GLACIER"}]"#,
            None,
            vec![],
            None,
        ),
        (r#""AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}"#, None, vec![], Some(7)),
    ] {
        let rule =
            rule_of(&format!(r#"{{"Status": "Enabled", "Filter": {{"Prefix": ""}}, {actions}}}"#)).unwrap();
        assert_eq!(days(rule.expiration), expiration, "{actions}");
        assert_eq!(rule.transitions.iter().map(|class| class.value.as_str()).collect::<Vec<_>>(), classes);
        assert_eq!(days(rule.abort_multipart), abort, "{actions}");
    }
}

#[test]
fn lifecycle_rules_point_at_what_they_say() {
    let text = r#"{"Rules": [{"Status": "Enabled", "Expiration": {"Days": 30}, "Transitions": [{"StorageClass": "GLACIER"}]}]}"#;
    let Some(Answer::Lifecycle(rules)) = answer(text) else { panic!() };
    assert!(under(text, rules.span).starts_with("[{") && under(text, rules.span).ends_with("}]"));
    let rule = &rules.value[0];
    assert_eq!(shown(text, rule.expiration.as_ref()), (30, "30".to_owned()));
    assert_eq!(shown(text, rule.transitions.first()), words("GLACIER", "\"GLACIER\""));
    let path = serde_json::to_string(&rule.transitions[0].path).unwrap();
    assert_eq!(path, r#"["Rules",0,"Transitions",0,"StorageClass"]"#);
    let Some(Answer::Lifecycle(rules)) = answer(r#"{"Rules": []}"#) else { panic!() };
    assert_eq!(rules.value, []);
}

#[test]
fn archive_tiers_are_read_one_by_one_or_as_a_list() {
    let one = r#"{"Id": "a", "Filter": {"And": {"Prefix": "p/", "Tags": [{"Key": "k", "Value": "v"}]}}, "Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}, {"Days": 180, "AccessTier": "DEEP_ARCHIVE_ACCESS"}]}"#;
    for text in [
        format!(r#"{{"IntelligentTieringConfiguration": {one}}}"#),
        format!(r#"{{"IsTruncated": false, "IntelligentTieringConfigurationList": [{one}]}}"#),
    ] {
        let Some(Answer::IntelligentTiering(list)) = answer(&text) else { panic!("{text}") };
        let found = &list.value[0];
        assert_eq!((found.enabled, found.prefix.as_str(), found.narrowed), (true, "p/", true));
        assert_eq!(shown(&text, found.tiers.get(1)), words("DEEP_ARCHIVE_ACCESS", "\"DEEP_ARCHIVE_ACCESS\""));
    }
}

const TRAIL: &str = r#"{
            "Name": "main",
            "S3BucketName": "acme-logs",
            "S3KeyPrefix": "audit",
            "IncludeGlobalServiceEvents": true,
            "IsMultiRegionTrail": true,
            "HomeRegion": "eu-west-1",
            "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
            "LogFileValidationEnabled": true,
            "KmsKeyId": "arn:aws:kms:eu-west-1:111122223333:key/1",
            "HasCustomEventSelectors": false,
            "IsOrganizationTrail": false
        }"#;

fn trails(text: &str) -> Vec<Trail> {
    match answer(text) {
        Some(Answer::Trails(trails)) => trails,
        _ => Vec::new(),
    }
}

#[test]
fn trails_are_read_one_by_one_or_as_a_list() {
    for text in [format!(r#"{{"Trail": {TRAIL}}}"#), format!(r#"{{"trailList": [{TRAIL}]}}"#)] {
        let trail = &trails(&text)[0];
        assert_eq!(shown(&text, Some(&trail.place)), ((), TRAIL.to_owned()));
        assert_eq!(shown(&text, trail.name.as_ref()), words("main", "\"main\""));
        assert_eq!(shown(&text, trail.bucket.as_ref()), words("acme-logs", "\"acme-logs\""));
        assert_eq!(shown(&text, trail.prefix.as_ref()), words("audit", "\"audit\""));
        assert_eq!(shown(&text, trail.home_region.as_ref()), words("eu-west-1", "\"eu-west-1\""));
        assert_eq!(trail.arn.as_ref().unwrap().value, "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main");
        assert_eq!(trail.key.as_ref().unwrap().value, "arn:aws:kms:eu-west-1:111122223333:key/1");
        assert_eq!(shown(&text, trail.validation.as_ref()), (true, "true".to_owned()));
        assert_eq!(shown(&text, trail.multi_region.as_ref()), (true, "true".to_owned()));
        assert_eq!(shown(&text, trail.organization.as_ref()), (false, "false".to_owned()));
    }
}

#[test]
fn what_a_trail_does_not_have_is_stated_by_its_absence() {
    let object = r#"{"TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"}"#;
    let text = format!(r#"{{"trailList": [{object}]}}"#);
    let trail = &trails(&text)[0];
    assert_eq!(shown(&text, trail.prefix.as_ref()), words("", object));
    assert_eq!(shown(&text, trail.key.as_ref()), words("", object));
    assert_eq!((trail.organization.as_ref(), trail.validation.as_ref()), (None, None));
    assert_eq!(trails(r#"{"trailList": []}"#), []);
}

#[test]
fn a_policy_is_read_bare_or_out_of_a_string() {
    let bare = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "é", "Effect": "Allow"}]}"#;
    let quoted = serde_json::to_string(bare).unwrap();
    for text in [
        bare.to_owned(),
        format!("\u{feff}{bare}"),
        quoted.clone(),
        format!(r#"{{"Policy": {quoted}}}"#),
        format!(r#"{{"Policy": {quoted}, "PolicyName": "default"}}"#),
    ] {
        let Some(Answer::Policy(policy)) = answer(&text) else { panic!("{text}") };
        let statement = policy.tree.value(policy.root, "Statement").unwrap();
        let first = policy.tree.elements(statement).next().unwrap();
        let sid = policy.tree.value(first, "Sid").unwrap();
        assert_eq!(policy.tree.str(sid), Some("é"));
        let expected = if text.contains("\\\"") { "\\\"é\\\"" } else { "\"é\"" };
        assert_eq!(under(&text, policy.tree.span(sid)), expected);
    }
}

#[test]
fn a_policy_with_mistakes_is_kept_with_them() {
    let Some(Answer::Policy(policy)) = answer(r#"{"Statement": [],}"#) else { panic!() };
    assert_eq!(policy.problems.len(), 1);
    let Some(Answer::Policy(policy)) = answer(r#"{"Policy": "{\"Statement\": [],}"}"#) else { panic!() };
    assert_eq!(policy.problems.len(), 1);
}

#[test]
fn what_is_no_answer_is_refused_where_it_goes_wrong() {
    for (text, at, message) in [
        ("", "", "is empty"),
        (" \n", "", "is empty"),
        ("{}", "{}", "is no answer that arnlint can use"),
        ("[]", "[]", "is no answer that arnlint can use"),
        ("7", "7", "is no answer that arnlint can use"),
        (r#"{"Buckets": []}"#, r#"{"Buckets": []}"#, "is no answer that arnlint can use"),
        (r#""no policy""#, r#""no policy""#, "holds no policy"),
        (r#"{"Policy": "[]"}"#, r#""[]""#, "holds no policy"),
        (r#"{"Policy": {}}"#, "{}", "is not what the AWS CLI answers: `Policy` must be a string"),
        (r#"{"Payer": true}"#, "true", "is not what the AWS CLI answers: `Payer` must be a string"),
        (r#"{"trailList": {}}"#, "{}", "is not what the AWS CLI answers: `trailList` must be an array"),
        (
            r#"{"trailList": [{"Name": "x"}]}"#,
            r#"{"Name": "x"}"#,
            "is not what the AWS CLI answers: `TrailARN` is missing",
        ),
        (
            r#"{"Rules": [{"ID": "x"}]}"#,
            r#"{"ID": "x"}"#,
            "is not what the AWS CLI answers: `Status` is missing",
        ),
        (r#"{"Rules": [3]}"#, "3", "is not what the AWS CLI answers"),
        (
            r#"{"Rules": [{"Status": "Enabled", "Expiration": {"Days": "30"}}]}"#,
            r#""30""#,
            "is not what the AWS CLI answers: `Days` must be a whole number",
        ),
        (r#"{"OwnershipControls": {"Rules": []}}"#, "[]", "is not what the AWS CLI answers: a list is empty"),
        (r#"{"PublicAccessBlockConfiguration": true}"#, "true", "is not what the AWS CLI answers"),
        (
            r#"{"PublicAccessBlockConfiguration": {"BlockPublicAcls": "yes"}}"#,
            r#""yes""#,
            "is not what the AWS CLI answers: `BlockPublicAcls` must be `true` or `false`",
        ),
    ] {
        let found = problem(text).unwrap();
        assert_eq!(found.message, message, "{text}");
        assert_eq!(under(text, found.span), at, "{text}");
    }
}

#[test]
fn other_output_than_json_is_refused() {
    for text in ["LocationConstraint: eu-west-1\n", "None\teu-west-1", r#"{"Payer": "Requester""#, "<xml/>"] {
        let found = problem(text).unwrap();
        assert_eq!(found.message, "is not valid JSON", "{text}");
        assert_eq!(found.help.as_deref(), Some("save the answer with `--output json`"));
    }
}

#[test]
fn odd_bytes_and_depth_are_survived() {
    let whole = format!(r#"{{"trailList": [{TRAIL}], "Rules": [{{"Status": "Enabled"}}]}}"#);
    for (at, _) in whole.char_indices() {
        let part = whole.get(..at).unwrap();
        if let Some(found) = problem(part) {
            assert!(found.span.end as usize <= part.len());
        }
    }
    for open in ["[", "{\"Rules\":", "{\"Policy\":\"{", "{\"Statement\":["] {
        let _ = read(&open.repeat(20_000), FileId(7));
    }
}
