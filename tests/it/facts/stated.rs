//! Facts that the configuration states, each with the text that states it.

use arnlint::surroundings::LifecycleRule;

use crate::config::support::{Case, load, told};

fn text(value: &str) -> String {
    value.to_owned()
}

#[test]
fn a_bucket_may_be_nothing_but_a_name() {
    let case = load("[[buckets]]\nname = 'acme-logs'").clean();
    let bucket = &case.loaded.surroundings.buckets[0];
    assert_eq!(told(&case, Some(&bucket.name)), (text("acme-logs"), "'acme-logs'"));
    assert_eq!(*bucket, arnlint::surroundings::Bucket::named(bucket.name.clone()));
    assert_eq!(bucket.without_policy(), None);
    assert_eq!(case.loaded.surroundings.bucket("acme-logs"), Some(bucket));
    assert_eq!(case.loaded.surroundings.bucket("acme"), None);
}

#[test]
fn every_fact_about_a_bucket_points_at_its_value() {
    let case = load(
        "[[buckets]]
name = 'acme-logs'
policy = ['a.json', 'b/*.json']
region = 'eu-west-1'
account = '011122223333'
requester-pays = true
encryption = 'aws:kms:dsse'
kms-key = 'alias/logs'
bucket-key = false
object-ownership = 'ObjectWriter'
",
    )
    .clean();
    let bucket = &case.loaded.surroundings.buckets[0];
    assert_eq!(told(&case, bucket.region.as_ref()), (text("eu-west-1"), "'eu-west-1'"));
    assert_eq!(told(&case, bucket.account.as_ref()), (text("011122223333"), "'011122223333'"));
    assert_eq!(told(&case, bucket.requester_pays.as_ref()), (true, "true"));
    assert_eq!(told(&case, bucket.ownership.as_ref()), (text("ObjectWriter"), "'ObjectWriter'"));
    let encryption = bucket.encryption.as_ref().unwrap();
    assert_eq!(told(&case, Some(&encryption.algorithm)), (text("aws:kms:dsse"), "'aws:kms:dsse'"));
    assert_eq!(told(&case, encryption.key.as_ref()), (text("alias/logs"), "'alias/logs'"));
    assert_eq!(told(&case, encryption.bucket_key.as_ref()), (false, "false"));
    assert_eq!(told(&case, bucket.policy.as_ref()), ((), "['a.json', 'b/*.json']"));
    assert_eq!(told(&case, bucket.policy_files.get(1)), (text("b/*.json"), "'b/*.json'"));
    let path = serde_json::to_string(&bucket.policy_files[1].path).unwrap();
    assert_eq!(path, r#"["buckets",0,"policy",1]"#);
    assert_eq!(bucket.without_policy(), None);
}

#[test]
fn encryption_without_a_key_uses_the_managed_key() {
    let case = load("[[buckets]]\nname = 'acme-logs'\nencryption = 'aws:kms'").clean();
    let encryption = case.loaded.surroundings.buckets[0].encryption.clone().unwrap();
    assert_eq!((encryption.key, encryption.bucket_key), (None, None));
}

#[test]
fn an_empty_policy_list_states_that_there_is_no_bucket_policy() {
    let case = load("[[buckets]]\nname = 'acme-logs'\npolicy = []").clean();
    assert_eq!(told(&case, case.loaded.surroundings.buckets[0].without_policy()), ((), "[]"));
}

#[test]
fn public_access_is_blocked_as_a_whole_or_setting_by_setting() {
    for (value, expected) in [("true", true), ("false", false)] {
        let case = load(&format!("[[buckets]]\nname = 'abc'\npublic-access-block = {value}")).clean();
        let block = case.loaded.surroundings.buckets[0].public_access_block.clone().unwrap();
        for setting in [
            &block.block_public_acls,
            &block.ignore_public_acls,
            &block.block_public_policy,
            &block.restrict_public_buckets,
        ] {
            assert_eq!(told(&case, setting.as_ref()), (expected, value));
        }
    }
    let table = "{ block-public-acls = true, ignore-public-acls = false, restrict-public-buckets = true }";
    let case = load(&format!("[[buckets]]\nname = 'abc'\npublic-access-block = {table}")).clean();
    let block = case.loaded.surroundings.buckets[0].public_access_block.clone().unwrap();
    assert_eq!(told(&case, Some(&block.place)), ((), table));
    assert_eq!(told(&case, block.block_public_acls.as_ref()), (true, "true"));
    assert_eq!(told(&case, block.ignore_public_acls.as_ref()), (false, "false"));
    assert_eq!(block.block_public_policy, None);
    assert_eq!(told(&case, block.restrict_public_buckets.as_ref()), (true, "true"));
}

fn rule<'c>(
    case: &'c Case,
    rule: &'c LifecycleRule,
) -> (bool, &'c str, bool, Option<u32>, Vec<&'c str>, Option<u32>) {
    (
        rule.enabled,
        rule.prefix.as_str(),
        rule.narrowed,
        rule.expiration.as_ref().map(|days| days.value),
        rule.transitions.iter().map(|class| case.under(class.span)).collect(),
        rule.abort_multipart.as_ref().map(|days| days.value),
    )
}

#[test]
fn lifecycle_rules_are_enabled_and_for_all_objects_if_nothing_else_is_said() {
    let case = load(
        "[[buckets]]
name = 'acme-logs'
lifecycle = [
  { expiration-days = 30 },
  { prefix = 'tmp/', enabled = false, transition = ['GLACIER', 'DEEP_ARCHIVE'] },
  { abort-multipart-days = 7, narrowed = true },
  { expiration-date = 2030-01-01 },
]
",
    )
    .clean();
    let lifecycle = case.loaded.surroundings.buckets[0].lifecycle.clone().unwrap();
    let rules: Vec<_> = lifecycle.value.iter().map(|one| rule(&case, one)).collect();
    assert_eq!(
        rules,
        [
            (true, "", false, Some(30), vec![], None),
            (false, "tmp/", false, None, vec!["'GLACIER'", "'DEEP_ARCHIVE'"], None),
            (true, "", true, None, vec![], Some(7)),
            (true, "", false, Some(0), vec![], None),
        ]
    );
    assert_eq!(case.under(lifecycle.value[0].place.span), "{ expiration-days = 30 }");
    assert_eq!(told(&case, lifecycle.value[0].expiration.as_ref()).1, "30");
    assert_eq!(told(&case, lifecycle.value[3].expiration.as_ref()).1, "2030-01-01");
}

#[test]
fn lifecycle_rules_may_stand_below_headers_and_may_be_none() {
    let case =
        load("[[buckets]]\nname = 'abc'\n[[buckets.lifecycle]]\nprefix = 'x'\n[[buckets.lifecycle]]").clean();
    let lifecycle = case.loaded.surroundings.buckets[0].lifecycle.clone().unwrap();
    assert_eq!(lifecycle.value.len(), 2);
    assert_eq!(lifecycle.value[0].prefix, "x");
    let case = load("[[buckets]]\nname = 'abc'\nlifecycle = []").clean();
    assert_eq!(told(&case, case.loaded.surroundings.buckets[0].lifecycle.as_ref()), (vec![], "[]"));
}

#[test]
fn archive_tiers_are_stated_like_lifecycle_rules() {
    let case =
        load("[[buckets]]\nname = 'abc'\nintelligent-tiering = [{ prefix = 'a', tiers = 'ARCHIVE_ACCESS' }]")
            .clean();
    let tiering = case.loaded.surroundings.buckets[0].intelligent_tiering.clone().unwrap();
    assert_eq!((tiering.value[0].enabled, tiering.value[0].prefix.as_str()), (true, "a"));
    assert_eq!(told(&case, tiering.value[0].tiers.first()), (text("ARCHIVE_ACCESS"), "'ARCHIVE_ACCESS'"));
}

#[test]
fn every_fact_about_a_trail_points_at_its_value() {
    let case = load(
        "[[trails]]
name = 'main'
bucket = 'acme-logs'
prefix = 'audit'
account = 111122223333
organization = true
org-id = 'o-exampleorgid'
validation = false
multi-region = true
home-region = 'eu-west-1'
kms-key = 'alias/trail'
",
    )
    .clean();
    let trail = &case.loaded.surroundings.trails[0];
    assert_eq!(told(&case, trail.name.as_ref()), (text("main"), "'main'"));
    assert_eq!(told(&case, trail.bucket.as_ref()), (text("acme-logs"), "'acme-logs'"));
    assert_eq!(told(&case, trail.prefix.as_ref()), (text("audit"), "'audit'"));
    assert_eq!(told(&case, trail.account.as_ref()), (text("111122223333"), "111122223333"));
    assert_eq!(told(&case, trail.organization.as_ref()), (true, "true"));
    assert_eq!(told(&case, trail.org_id.as_ref()), (text("o-exampleorgid"), "'o-exampleorgid'"));
    assert_eq!(told(&case, trail.validation.as_ref()), (false, "false"));
    assert_eq!(told(&case, trail.multi_region.as_ref()), (true, "true"));
    assert_eq!(told(&case, trail.home_region.as_ref()), (text("eu-west-1"), "'eu-west-1'"));
    assert_eq!(told(&case, trail.key.as_ref()), (text("alias/trail"), "'alias/trail'"));
    assert_eq!(case.under(trail.place.span), "[[trails]]");
    assert_eq!(trail.arn, None);
}

#[test]
fn the_arn_of_a_trail_tells_its_name_account_and_region() {
    let arn = "'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main'";
    let case = load(&format!("[[trails]]\narn = {arn}\nprefix = ''\nkms-key = ''")).clean();
    let trail = &case.loaded.surroundings.trails[0];
    assert_eq!(told(&case, trail.name.as_ref()), (text("main"), arn));
    assert_eq!(told(&case, trail.account.as_ref()), (text("111122223333"), arn));
    assert_eq!(told(&case, trail.home_region.as_ref()), (text("eu-west-1"), arn));
    assert_eq!(told(&case, trail.prefix.as_ref()), (String::new(), "''"));
    assert_eq!(told(&case, trail.key.as_ref()), (String::new(), "''"));
    assert_eq!((trail.bucket.clone(), trail.org_id.clone()), (None, None));
}

#[test]
fn integrations_take_every_parameter_once_or_as_a_list() {
    let case = load(
        "[[integrations]]
profile = 'aws.cloudtrail.trail'
files = ['bucket-policy.json']
complete = true
bucket = 'arn:aws:s3:::not-checked-here'
prefix = 'a/'
account = ['111122223333', 444455556666]
region = 'eu-west-1'
partition = 'aws'
trail-arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main'
org-id = 'o-exampleorgid'
management-account = '111122223333'
key-arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
role-arn = 'whatever was handed over'
external-id = 'x'
phase = 'steady'
mode = ['archive', 'restore']
vendor-account = '406095609952'
destination = 's3://acme-logs/cdn/{DATE}?region=eu-west-1'
key-pattern = '{epoch}-app.log'
file-size-mb = 64
vendor-region = 'from a page'

[[integrations]]
profile = 'logzio-archive'
",
    )
    .clean();
    let integrations = &case.loaded.surroundings.integrations;
    let first = &integrations[0];
    assert_eq!(told(&case, Some(&first.profile)), (text("cloudtrail"), "'aws.cloudtrail.trail'"));
    assert_eq!(told(&case, first.files.first()), (text("bucket-policy.json"), "'bucket-policy.json'"));
    assert!(first.complete && !integrations[1].complete);
    let values = |name: &str| -> Vec<String> {
        first.values(name).iter().map(|fact| format!("{}={}", fact.value, case.under(fact.span))).collect()
    };
    assert_eq!(values("bucket"), ["arn:aws:s3:::not-checked-here='arn:aws:s3:::not-checked-here'"]);
    assert_eq!(values("prefix"), ["a/='a/'"]);
    assert_eq!(values("account"), ["111122223333='111122223333'", "444455556666=444455556666"]);
    assert_eq!(values("role-arn"), ["whatever was handed over='whatever was handed over'"]);
    assert_eq!(values("mode"), ["archive='archive'", "restore='restore'"]);
    assert_eq!(values("file-size-mb"), ["64=64"]);
    assert_eq!(values("vendor-region"), ["from a page='from a page'"]);
    assert_eq!(first.set.len(), 18);
    assert!(integrations[1].set.is_empty() && integrations[1].values("bucket").is_empty());
}
