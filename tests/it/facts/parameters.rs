//! Parameters of integrations and the shapes of their values.

use std::collections::BTreeSet;

use arnlint::surroundings::parameter::{PARAMETERS, Shape, check, find, looks_like_region};

#[test]
fn parameters_are_sorted_and_found_by_name() {
    assert!(PARAMETERS.is_sorted_by(|left, right| left.name < right.name));
    for parameter in &PARAMETERS {
        assert_eq!(find(parameter.name), Some(parameter));
        assert!(
            parameter.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
            "{}",
            parameter.name
        );
    }
    assert_eq!(find("bukcet"), None);
}

#[test]
fn values_of_each_shape_are_told_from_others() {
    let extra = BTreeSet::from(["zz-north-3".to_owned()]);
    let cases: [(Shape, &[&str], &[&str]); 11] = [
        (Shape::Text, &["", "anything"], &[]),
        (
            Shape::Bucket,
            &["acme-logs", "Old_Bucket", "x--euw1-az1--x-s3"],
            &["", "ab", "a/b", "arn:aws:s3:::acme-logs", "s3://acme-logs", "acme logs"],
        ),
        (
            Shape::Account,
            &["111122223333", "000000000000"],
            &["", "11112222333", "1111222233334", "１１１１２２２２３３３３"],
        ),
        (
            Shape::Region,
            &["eu-west-1", "us-gov-west-1", "zz-north-3"],
            &["", "zz-north-4", "EU", "eu-west", "global"],
        ),
        (Shape::Partition, &["aws", "aws-cn", "aws-us-gov"], &["", "AWS", "aws-"]),
        (Shape::Organization, &["o-exampleorgid", "o-a1b2c3d4e5"], &["o-", "o-UPPERCASE1", "r-exampleorgid"]),
        (
            Shape::TrailArn,
            &[
                "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
                "arn:aws:cloudtrail:zz-north-3:111122223333:trail/main",
                "arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/main",
            ],
            &[
                "",
                "main",
                "arn:aws:cloudtrail:eu-west-1:111122223333:trail/",
                "arn:aws:cloudtrail:*:111122223333:trail/main",
                "arn:aws:cloudtrail:us-gov-west-1:111122223333:trail/main",
                "arn:aws:cloudtrail:eu-west-1:111122223333:channel/main",
                "ARN:aws:cloudtrail:eu-west-1:111122223333:trail/main",
                "arn:azure:cloudtrail:eu-west-1:111122223333:trail/main",
                "arn:aws:s3:eu-west-1:111122223333:trail/main",
            ],
        ),
        (
            Shape::KeyArn,
            &["arn:aws:kms:eu-west-1:111122223333:key/mrk-1234"],
            &["arn:aws:kms:eu-west-1:111122223333:alias/logs"],
        ),
        (
            Shape::KeyReference,
            &[
                "arn:aws:kms:eu-west-1:111122223333:key/1",
                "arn:aws:kms:eu-west-1:111122223333:alias/logs",
                "alias/aws/s3",
                "1234abcd-12ab-34cd-56ef-1234567890ab",
                "mrk-1234abcd12ab34cd56ef1234567890ab",
            ],
            &["", "alias/", "logs", "arn:aws:kms:eu-west-1:111122223333:alias/", "arn:aws:s3:::acme-logs"],
        ),
        (Shape::Phase, &["setup", "steady"], &["", "Setup"]),
        (Shape::Mode, &["archive", "restore"], &["", "both"]),
    ];
    for (shape, good, bad) in cases {
        for value in good {
            assert_eq!(check(shape, value, &extra), Ok(()), "{shape:?} {value}");
        }
        for value in bad {
            let wrong = check(shape, value, &extra).unwrap_err();
            assert!(wrong.message.starts_with(&format!("`{value}` is ")), "{shape:?}: {}", wrong.message);
        }
    }
}

#[test]
fn a_long_value_is_cut_short_in_messages() {
    let wrong = check(Shape::Account, &"é".repeat(10_000), &BTreeSet::new()).unwrap_err();
    assert_eq!(wrong.message, format!("`{}…` is not an account id", "é".repeat(60)));
}

#[test]
fn codes_of_regions_have_a_shape_of_their_own() {
    for code in ["eu-west-1", "us-gov-east-1", "us-isob-east-1", "eusc-de-east-1", "ap-southeast-12"] {
        assert!(looks_like_region(code), "{code}");
    }
    for other in
        ["eu", "eu-west", "eu-west-1a", "-west-1", "eu--1", "Eu-west-1", "eu-west-123", "a-b-c-d-e-f-1"]
    {
        assert!(!looks_like_region(other), "{other}");
    }
}
