//! Condition keys.

use arnlint::aws::Catalog;
use arnlint::aws::keys::{self, Claim, KeyType, claim, condition_key};

fn kind(name: &str) -> Option<(&'static str, KeyType, bool)> {
    condition_key(name).map(|key| (key.name, key.key_type, key.is_multivalued))
}

#[test]
fn keys_are_found_in_any_case_with_their_type() {
    assert_eq!(kind("aws:sourcearn"), Some(("aws:SourceArn", KeyType::Arn, false)));
    assert_eq!(kind("AWS:SourceAccount"), Some(("aws:SourceAccount", KeyType::String, false)));
    assert_eq!(kind("aws:SecureTransport").map(|key| key.1), Some(KeyType::Bool));
    assert_eq!(kind("aws:SourceIp").map(|key| key.1), Some(KeyType::Ip));
    assert_eq!(kind("aws:CurrentTime").map(|key| key.1), Some(KeyType::Date));
    assert_eq!(kind("s3:max-keys").map(|key| key.1), Some(KeyType::Numeric));
    assert_eq!(kind("aws:PrincipalOrgPaths").map(|key| key.2), Some(true));
    assert_eq!(kind("aws:PrincipalOrgID").map(|key| key.2), Some(false));
    assert_eq!(kind("s3:x-amz-acl").map(|key| key.0), Some("s3:x-amz-acl"));
    assert_eq!(kind("accounts.google.com:sub").map(|key| key.1), Some(KeyType::String));
    assert_eq!(kind("sts:ExternalId").map(|key| key.0), Some("sts:ExternalId"));
    assert_eq!(kind("aws:SourceAcount"), None);
}

#[test]
fn members_of_families_are_known_by_their_beginning() {
    assert_eq!(kind("aws:RequestTag/k"), Some(("aws:RequestTag/${}", KeyType::String, false)));
    assert_eq!(kind("aws:requesttag/a/b:c").map(|key| key.0), Some("aws:RequestTag/${}"));
    assert_eq!(kind("s3:ExistingObjectTag/class").map(|key| key.0), Some("s3:ExistingObjectTag/${}"));
    assert_eq!(
        kind("kms:EncryptionContext:aws:cloudtrail:arn").map(|key| key.0),
        Some("kms:EncryptionContext:${}")
    );
    assert_eq!(kind("aws:RequestTag/"), None);
    assert_eq!(kind("aws:RequestTag"), None);
    assert_eq!(kind("kms:EncryptionContext:"), None);
    assert!(condition_key("aws:ResourceTag/x").unwrap().is_family());
}

#[test]
fn keys_of_providers_with_a_part_of_their_own_are_known() {
    assert_eq!(
        kind("agent.acme.buildkite.dev:build_branch").map(|key| key.0),
        Some("agent.${}.buildkite.dev:build_branch")
    );
    assert_eq!(kind("agent..buildkite.dev:build_branch"), None);
    assert_eq!(
        kind("token.actions.githubusercontent.com:repository").map(|key| key.1),
        Some(KeyType::String)
    );
}

#[test]
fn the_key_of_any_provider_is_taken_apart() {
    let split = |name| claim(name).map(|Claim { provider, claim }| (provider, claim));
    assert_eq!(
        split("oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud"),
        Some(("oidc.eks.eu-west-1.amazonaws.com/id/ABC", "aud"))
    );
    assert_eq!(split("token.actions.githubusercontent.com:sub").map(|claim| claim.1), Some("sub"));
    assert_eq!(split("aws:SourceArn"), None);
    assert_eq!(split("accounts.google.com:"), None);
    assert_eq!(split("a..b:sub"), None);
}

#[test]
fn slips_lead_to_the_key_that_was_meant() {
    let nearest_key = |name| keys::nearest_key(Catalog::built_in(), name);
    assert_eq!(nearest_key("aws:SourceAcount"), Some("aws:SourceAccount"));
    assert_eq!(nearest_key("aws:SourceARNs"), Some("aws:SourceArn"));
    assert_eq!(nearest_key("s3:x-amz-acls"), Some("s3:x-amz-acl"));
    assert_eq!(nearest_key("sts:ExternalID"), None);
    assert_eq!(nearest_key("aws:RequestTags/team"), Some("aws:RequestTag/"));
    assert_eq!(nearest_key("aws:RequestTag/team"), None);
    assert_eq!(nearest_key("aws:Weather"), None);
    assert_eq!(nearest_key("custom:key"), None);
}
