//! ARNs taken apart.

use arnlint::aws::arn::find_outside;
use arnlint::aws::iam_arn::{IamArn, IamKind};
use arnlint::aws::s3_arn::{S3Arn, S3Kind, has_wildcard};
use arnlint::aws::{Arn, Part};

#[test]
fn an_arn_has_six_parts_with_their_places() {
    let text = "arn:aws:cloudtrail:us-east-1:111122223333:trail/a:b";
    let arn = Arn::parse(text).unwrap();
    let parts = Part::ALL.map(|part| arn.range(part).of(text));
    assert_eq!(parts, ["aws", "cloudtrail", "us-east-1", "111122223333", "trail/a:b"]);
    assert_eq!(arn.text(), text);
}

#[test]
fn missing_parts_are_empty_and_the_arn_is_not_complete() {
    let arn = Arn::split("arn:aws:s3::bucket").unwrap();
    assert!(!arn.is_complete());
    assert_eq!(arn.parts(), 5);
    assert_eq!((arn.account(), arn.resource()), ("bucket", ""));
    assert_eq!(Arn::parse("arn:aws:s3::bucket"), None);
    let bare = Arn::split("arn:").unwrap();
    assert_eq!((bare.parts(), bare.partition()), (2, ""));
    assert!(Arn::split("arn:::::").unwrap().is_complete());
}

#[test]
fn what_does_not_begin_with_arn_is_none() {
    assert!(
        ["", "ar", "arn", "*", "aws:arn:s3:::b", "ärn:aws:s3:::b", " arn:aws:s3:::b"]
            .iter()
            .all(|text| Arn::split(text).is_none())
    );
    assert!(Arn::split("ARN:aws:s3:::b").is_some());
}

#[test]
fn colons_inside_variables_and_templates_are_no_separators() {
    let text = "arn:${AWS::Partition}:iam::${aws:PrincipalAccount}:role/${aws:PrincipalTag/team}";
    let arn = Arn::parse(text).unwrap();
    assert_eq!(arn.partition(), "${AWS::Partition}");
    assert_eq!(arn.account(), "${aws:PrincipalAccount}");
    assert_eq!(arn.resource(), "role/${aws:PrincipalTag/team}");
    let arn = Arn::parse("arn:aws:s3:{{ a:b }}:<%= c:d %>:x").unwrap();
    assert_eq!((arn.region(), arn.account(), arn.resource()), ("{{ a:b }}", "<%= c:d %>", "x"));
    let arn = Arn::parse("arn:aws:s3:::${open:x").unwrap();
    assert_eq!(arn.resource(), "${open:x");
}

#[test]
fn an_opening_that_nothing_closes_does_not_slow_the_search() {
    let text = "${".repeat(200_000);
    assert_eq!(find_outside(&text, 0, b':'), None);
    assert_eq!(find_outside("${a:b}:", 0, b':'), Some(6));
}

/// What an ARN of S3 names, the name and the key; `Other` without a name for a text that is none.
fn s3(text: &str) -> (S3Kind, &str, Option<&str>) {
    let read = |arn: S3Arn| (arn.kind, arn.name.of(text), arn.key.map(|key| key.of(text)));
    S3Arn::parse(text).map_or((S3Kind::Other, "", None), read)
}

#[test]
fn arns_of_s3_name_buckets_objects_and_access_points() {
    assert_eq!(s3("*"), (S3Kind::Any, "*", None));
    assert_eq!(s3("arn:aws:s3:::logs"), (S3Kind::Bucket, "logs", None));
    assert_eq!(s3("arn:aws:s3:::logs/"), (S3Kind::Object, "logs", Some("")));
    assert_eq!(s3("arn:aws-cn:s3:::logs/a/b*"), (S3Kind::Object, "logs", Some("a/b*")));
    assert_eq!(s3("arn:aws:s3:::lo*/k"), (S3Kind::Object, "lo*", Some("k")));
    let point = "arn:aws:s3:us-east-1:111122223333:accesspoint/x";
    assert_eq!(s3(point), (S3Kind::AccessPoint, "x", None));
    assert_eq!(s3(&format!("{point}/object/a/*")), (S3Kind::AccessPointObject, "x", Some("a/*")));
    assert_eq!(s3(&format!("{point}/thing")), (S3Kind::Other, "x", None));
    let multi = "arn:aws:s3::111122223333:accesspoint/m.mrap";
    assert_eq!(s3(multi), (S3Kind::MultiRegionAccessPoint, "m.mrap", None));
    assert_eq!(s3(&format!("{multi}/object/*")), (S3Kind::MultiRegionAccessPointObject, "m.mrap", Some("*")));
    assert_eq!(s3("arn:aws:s3:us-east-1:111122223333:job/j").0, S3Kind::Other);
    for text in ["arn:aws:s3::logs", "arn:aws:sns:us-east-1:111122223333:t", "logs", ""] {
        assert_eq!(S3Arn::parse(text), None, "{text}");
    }
}

#[test]
fn the_slash_of_a_tag_is_not_the_slash_before_the_key() {
    assert_eq!(
        s3("arn:aws:s3:::${aws:PrincipalTag/team}/home/*"),
        (S3Kind::Object, "${aws:PrincipalTag/team}", Some("home/*"))
    );
}

#[test]
fn a_wildcard_in_a_bucket_name_matches_objects_too() {
    let matches = |text: &str| {
        let arn = S3Arn::parse(text).unwrap();
        (arn.matches_buckets(), arn.matches_objects(text))
    };
    assert_eq!(matches("arn:aws:s3:::logs"), (true, false));
    assert_eq!(matches("arn:aws:s3:::logs*"), (true, true));
    assert_eq!(matches("arn:aws:s3:::*"), (true, true));
    assert_eq!(matches("arn:aws:s3:::logs/*"), (false, true));
    assert_eq!(matches("*"), (true, true));
    assert!(!has_wildcard("a${*}b${?}") && has_wildcard("a?"));
}

fn principal(text: &str) -> (IamKind, &str, &str, Option<&str>) {
    let read = IamArn::read(text);
    (read.kind, read.account.of(text), read.name.of(text), read.session.map(|session| session.of(text)))
}

#[test]
fn principals_are_told_apart() {
    let account = "111122223333";
    assert_eq!(principal("*"), (IamKind::Everyone, "", "", None));
    assert_eq!(principal(account), (IamKind::Account, account, "", None));
    assert_eq!(principal("arn:aws:iam::111122223333:root"), (IamKind::Root, account, "", None));
    assert_eq!(principal("arn:aws:iam::111122223333:user/a/b"), (IamKind::User, account, "a/b", None));
    assert_eq!(principal("arn:aws:iam::111122223333:role/r"), (IamKind::Role, account, "r", None));
    assert_eq!(
        principal("arn:aws:sts::111122223333:assumed-role/r/me@b"),
        (IamKind::AssumedRole, account, "r", Some("me@b"))
    );
    assert_eq!(
        principal("arn:aws:sts::111122223333:federated-user/f"),
        (IamKind::FederatedUser, account, "f", None)
    );
    assert_eq!(
        principal("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"),
        (IamKind::OidcProvider, account, "token.actions.githubusercontent.com", None)
    );
    assert_eq!(principal("arn:aws:iam::111122223333:saml-provider/s").0, IamKind::SamlProvider);
    assert_eq!(principal("accounts.google.com"), (IamKind::WebIdentity, "", "accounts.google.com", None));
    assert_eq!(principal("AROAEXAMPLEEXAMPLEEX").0, IamKind::UniqueId);
    assert_eq!(
        principal("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1").0,
        IamKind::OriginAccessIdentity
    );
    for text in ["1111", "arn:aws:iam::111122223333:role", "arn:aws:s3:::b", "someone", ""] {
        assert_eq!(principal(text).0, IamKind::Other, "{text}");
    }
    assert!(IamArn::read(account).is_account() && !IamArn::read("*").is_account());
}
