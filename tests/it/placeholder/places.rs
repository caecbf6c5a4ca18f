//! Placeholders by the place of the value, and whether they break it.

use arnlint::policy::placeholder::{Place, TokenKind, find_at, tokens};

fn found<'t>(text: &'t str, place: Place<'_>) -> Vec<&'t str> {
    find_at(text, place).into_iter().map(|hole| hole.range.of(text)).collect()
}

#[test]
fn names_and_actions_hold_tokens_between_delimiters_only() {
    assert_eq!(found("s3:<action>", Place::Name), ["<action>"]);
    assert_eq!(found("s3:${var.action}", Place::Name), ["${var.action}"]);
    assert_eq!(found("Allow your team", Place::Name), Vec::<&str>::new());
    assert_eq!(found("s3:GetAccountId", Place::Name), Vec::<&str>::new());
    assert_eq!(found("oidc.eks.<region>.amazonaws.com/id/<id>:aud", Place::Name), ["<region>", "<id>"]);
}

#[test]
fn a_resource_that_only_speaks_of_an_arn_is_a_placeholder() {
    for text in
        ["SNS-topic-ARN", "YourS3BucketArn", "Bucket ARN", "cluster-arn", "arn-of-report-group-to-share"]
    {
        assert_eq!(found(text, Place::Resource), [text]);
    }
    assert_eq!(found("s3BucketArn/*", Place::Resource), ["s3BucketArn"]);
    for text in ["not-an-arn", "LogicalResourceId/MyInstance", "execute-api:/*", "*"] {
        assert_eq!(found(text, Place::Resource), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn a_principal_that_only_speaks_of_an_account_is_a_placeholder() {
    for text in
        ["ACCOUNT-B-ID", "account-id1", "iam_user_arn_or_account_number", "service-name.amazonaws.com"]
    {
        assert_eq!(found(text, Place::Principal), [text]);
    }
    for text in [
        "accounts.google.com",
        "account.amazonaws.com",
        "111122223333",
        "*",
        "cognito-identity.amazonaws.com",
    ] {
        assert_eq!(found(text, Place::Principal), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn values_of_conditions_are_judged_by_their_key() {
    for (key, text) in [
        ("aws:SourceAccount", "account-id"),
        ("AWS:SourceAccount", "sourceAccountID"),
        ("aws:PrincipalOrgID", "my-org-id"),
        ("aws:PrincipalOrgID", "o-xxxxxxxxxx"),
        ("aws:SourceArn", "MSK-Connector-ARN"),
        ("aws:RequestedRegion", "aws-region"),
        ("aws:SourceVpc", "vpc-id"),
        ("aws:sourceVpce", "vpceID"),
        ("sts:ExternalId", "EXTERNAL_ID"),
        ("accounts.google.com:sub", "sub-value"),
        ("aws:Referer", "AWSACCOUNTID"),
    ] {
        assert_eq!(found(text, Place::Condition(key)), [text], "{key}");
    }
    for (key, text) in [
        ("aws:TagKeys", "ACCOUNT"),
        ("aws:TagKeys", "account-id"),
        ("aws:RequestTag/account-id", "account"),
        ("aws:SourceAccount", "111122223333"),
        ("aws:ResourceOrgID", "${aws:PrincipalOrgID}"),
        ("sts:ExternalId", "unique-id"),
        ("dynamodb:Attributes", "user-id"),
        ("iam:PassedToService", "ec2.amazonaws.com"),
    ] {
        assert_eq!(found(text, Place::Condition(key)), Vec::<&str>::new(), "{key} {text}");
    }
}

/// Whether each token of a value breaks it.
fn breaks(text: &str, place: Place<'_>) -> Vec<bool> {
    tokens(text, place).into_iter().map(|token| token.breaks).collect()
}

#[test]
fn tokens_that_aws_refuses_are_told_from_those_that_may_be_names() {
    let resource = Place::Resource;
    for text in [
        "arn:aws:s3:::<bucket>/*",
        "arn:aws:s3:::BUCKET_NAME/*",
        "arn:aws:s3:::myBucketName",
        "arn:aws:s3:::YOUR_BUCKET",
        "arn:aws:s3:::bucket_name",
        "arn:aws:s3:region:111122223333:accesspoint/x",
        "arn:aws:iam::your-account-id:root",
        "arn:aws:iam::account-id:root",
        "cluster-arn",
    ] {
        assert_eq!(breaks(text, resource), [true], "{text}");
    }
    for text in [
        "arn:aws:s3:::bucket-name/*",
        "arn:aws:s3:::your-bucket/*",
        "arn:aws:s3:::acme/[optionalPrefix]/AWSLogs/*",
        "arn:aws:s3:::acme/<prefix>/*",
        "arn:aws:s3:::acme/AWSLogs/myAccountID/*",
        "arn:aws:cloudtrail:eu-west-1:111122223333:trail/trailName",
        "arn:aws:iam::111122223333:role/role-name",
        "arn:aws:s3:::${Bucket}",
    ] {
        assert_eq!(breaks(text, resource), [false], "{text}");
    }
    assert_eq!(breaks("<team>", Place::Condition("aws:ResourceTag/team")), [false]);
    assert_eq!(breaks("<account>", Place::Condition("aws:SourceAccount")), [true]);
}

#[test]
fn what_stands_between_delimiters_is_not_looked_into() {
    let text = "arn:aws:iam::<account-id>:role/[role-name]";
    let kinds = tokens(text, Place::Resource).into_iter().map(|token| token.kind).collect::<Vec<_>>();
    assert_eq!(kinds, [TokenKind::Angle, TokenKind::Bracket]);
}

#[test]
fn the_word_for_the_region_is_found_in_host_names() {
    let key = Place::Condition("kms:ViaService");
    assert_eq!(found("s3.region.amazonaws.com", key), ["region"]);
    assert_eq!(found("s3.destination-bucket-region.amazonaws.com", key), ["destination-bucket-region"]);
    assert_eq!(found("s3.*.amazonaws.com", key), Vec::<&str>::new());
    assert_eq!(found("logs.region.amazonaws.com", Place::Principal), ["region"]);
}
