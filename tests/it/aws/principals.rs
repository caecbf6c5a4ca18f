//! Service principals, accounts and identifiers.

use arnlint::aws::Catalog;
use arnlint::aws::accounts::{
    self, AccountService, accounts_of, canonical_user, is_legacy_cloudtrail, owner, service_accounts,
};
use arnlint::aws::identifier::{
    AccountShape, account_shape, is_account, is_canonical_user, is_organization, is_organizational_unit,
    is_unique_id,
};
use arnlint::aws::partition::region;
use arnlint::aws::service_principal::{
    Class, SERVICE_PRINCIPALS, classify, service_principal, with_right_domain,
};
use arnlint::aws::source_keys::{SENDERS, sender};

fn near(name: &str) -> Option<&'static str> {
    match classify(name) {
        Class::NearMiss { suggestion } => Some(suggestion),
        _ => None,
    }
}

#[test]
fn every_known_principal_is_known() {
    for row in SERVICE_PRINCIPALS.rows() {
        assert!(
            matches!(classify(row.key()), Class::Known(known) if known.name == row.key()),
            "{}",
            row.key()
        );
        assert_eq!(row.key(), row.key().to_ascii_lowercase());
    }
    for name in
        ["cloudtrail", "delivery.logs", "logging.s3", "billingreports", "logdelivery.elasticloadbalancing"]
    {
        assert!(service_principal(&format!("{name}.amazonaws.com")).is_some(), "{name}");
    }
}

#[test]
fn a_region_in_the_name_is_taken_out() {
    for (name, expected, expected_region, expected_documented) in [
        ("logs.eu-central-1.amazonaws.com", "logs.amazonaws.com", "eu-central-1", true),
        ("cloudtrail.us-east-1.amazonaws.com", "cloudtrail.amazonaws.com", "us-east-1", false),
        ("logs.us-east-9.amazonaws.com", "logs.amazonaws.com", "us-east-9", true),
        (
            "eu-west-1.elasticache-snapshot.amazonaws.com",
            "elasticache-snapshot.amazonaws.com",
            "eu-west-1",
            true,
        ),
    ] {
        let Class::Regional { base, region, documented } = classify(name) else { panic!("{name}") };
        assert_eq!(
            (base.name, region.as_str(), documented),
            (expected, expected_region, expected_documented)
        );
    }
    assert_eq!(classify("logs.region.amazonaws.com"), Class::Unknown);
    assert!(service_principal("elasticache-snapshot.amazonaws.com").unwrap().needs_region());
}

#[test]
fn names_of_china_are_told_from_mistakes() {
    let read = |name: &str| match classify(name) {
        Class::China { base, region, documented } => Some((base.name, region, documented)),
        _ => None,
    };
    assert_eq!(read("cloudtrail.amazonaws.com.cn"), Some(("cloudtrail.amazonaws.com", None, false)));
    assert_eq!(read("ec2.amazonaws.com.cn"), Some(("ec2.amazonaws.com", None, true)));
    assert_eq!(
        read("logs.cn-north-1.amazonaws.com.cn"),
        Some(("logs.amazonaws.com", Some("cn-north-1".to_owned()), true))
    );
    assert_eq!(read("nosuchservice.amazonaws.com.cn"), None);
}

#[test]
fn slips_lead_to_the_principal_that_was_meant() {
    for name in [
        "cloudtrail.aws.amazon.com",
        "cloudtrails.amazonaws.com",
        "cloudtrial.amazonaws.com",
        "CloudTrail.amazonaws.com",
        "cloudtrail.amazonaws.org",
        "cloudtrail.amazonwas.com",
        "cloudtrail.amazonaws.com.",
        "cloudtrail.amazonaws",
        "cloudtrail.amazon.com",
        "cloudtrail",
        "https://cloudtrail.amazonaws.com",
        " cloudtrail.amazonaws.com",
    ] {
        assert_eq!(near(name), Some("cloudtrail.amazonaws.com"), "{name}");
    }
    assert_eq!(near("delivery.log.amazonaws.com"), Some("delivery.logs.amazonaws.com"));
}

#[test]
fn names_that_may_well_exist_are_left_alone() {
    for name in [
        "newservice.amazonaws.com",
        "ebs.amazonaws.com",
        "inspector9.amazonaws.com",
        "guarddutyv2.amazonaws.com",
        "eks.application-autoscaling.amazonaws.com",
        "accounts.google.com",
        "example.com",
        "",
        "*",
        ".amazonaws.com",
    ] {
        assert_eq!(classify(name), Class::Unknown, "{name}");
    }
}

#[test]
fn legacy_accounts_of_cloudtrail_are_known_with_their_region() {
    let account = service_accounts("086441151436").next().unwrap();
    assert_eq!(
        (account.service, account.region, account.form),
        (AccountService::CloudTrail, Some("us-east-1"), "root")
    );
    assert_eq!(account.replaced_by(), Some("cloudtrail.amazonaws.com"));
    assert!(is_legacy_cloudtrail("903692715234") && !is_legacy_cloudtrail("111122223333"));
    let disputed = accounts_of(AccountService::CloudTrail, Some("us-gov-east-1")).map(|account| account.id);
    assert_eq!(disputed.collect::<Vec<_>>(), ["608710470296", "886388586500"]);
    assert_eq!(service_accounts("608710470296").count(), 2);
}

#[test]
fn every_region_of_a_service_account_is_a_region() {
    for account in accounts::SERVICE_ACCOUNTS.rows().flat_map(|row| service_accounts(row.key())) {
        assert!(is_account(account.id));
        assert!(account.region.is_none_or(|name| region(name).is_some()), "{account:?}");
    }
    assert_eq!(accounts_of(AccountService::LoadBalancing, None).count(), 26);
    assert_eq!(accounts_of(AccountService::Redshift, None).count(), 25);
    assert!(accounts_of(AccountService::Redshift, None).all(|account| account.form == "user/logs"));
}

#[test]
fn owners_of_accounts_have_names() {
    assert_eq!(owner(accounts::LOGZIO).map(|owner| owner.name), Some("Logz.io"));
    assert_eq!(owner(accounts::CLOUDFLARE).map(|owner| owner.name), Some("Cloudflare"));
    assert!(owner("386209384616").is_some_and(|owner| owner.is_aws));
    assert_eq!(owner("111122223333"), None);
    assert!(accounts::ACCOUNT_OWNERS.rows().all(|row| is_account(row.key())));
    assert!(accounts::CANONICAL_USERS.rows().all(|row| is_canonical_user(row.key())));
    assert_eq!(
        canonical_user("c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"),
        Some("awslogsdelivery")
    );
}

#[test]
fn shapes_of_identifiers_are_recognised() {
    assert_eq!(account_shape("111122223333"), AccountShape::Account);
    assert_eq!(account_shape("11112222333"), AccountShape::WrongLength);
    assert_eq!(account_shape("1111-2222-3333"), AccountShape::Grouped);
    for other in ["", "*", "aws", "11112222333x", "1111-2222"] {
        assert_eq!(account_shape(other), AccountShape::Other, "{other}");
    }
    assert!(is_organization("o-exampleorgid") && is_organization("o-a1b2c3d4e5"));
    assert!(
        !is_organization("o-short") && !is_organization("o-EXAMPLEORGID") && !is_organization("a1b2c3d4e5")
    );
    assert!(is_organizational_unit("ou-ab12-11111111") && !is_organizational_unit("ou-ab12"));
    assert!(
        is_unique_id("AIDACKCEVSQ6C2EXAMPLE")
            && !is_unique_id("AIDA")
            && !is_unique_id("XIDACKCEVSQ6C2EXAMPLE")
    );
    assert!(!is_unique_id("ÄIDACKCEVSQ6C2EXAMPLE"));
}

#[test]
fn services_that_say_for_whom_they_call_are_known_and_their_actions_exist() {
    use arnlint::access::expand::expand;
    for row in SENDERS.rows() {
        let known = sender(row.key()).unwrap();
        assert!(service_principal(known.name).is_some(), "{}", known.name);
        assert!(known.source.starts_with("https://docs.aws.amazon.com/"), "{}", known.name);
        for pattern in known.actions() {
            let exists = expand(Catalog::built_in(), pattern).next().is_some();
            assert!(exists, "{}: {pattern}", known.name);
        }
    }
    assert_eq!(sender("ec2.amazonaws.com"), None);
}

#[test]
fn a_wrong_domain_is_put_right() {
    assert_eq!(
        with_right_domain("logs.us-east-2.aws.amazon.com").as_deref(),
        Some("logs.us-east-2.amazonaws.com")
    );
    assert_eq!(with_right_domain("logs.us-east-2.amazonaws.com"), None);
}
