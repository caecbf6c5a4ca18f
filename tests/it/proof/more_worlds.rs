//! Further small worlds: policy variables, lists that no table knows, networks, services, roles, both readings of
//! ARNs, and real actions.

use arnlint::finding::PolicyKind;
use arnlint::proof::Universe;

use super::worlds::{
    CALLERS_OF_ALL_KINDS, Held, LIST_OPERATORS, PLAIN, PRINCIPALS, TEXT_OPERATORS, TRUTH, World, of_s3,
    source_keys_with_services,
};

/// Policy variables in resources and conditions.
pub(super) const VARIABLES: World = World {
    resources: &[
        "arn:aws:s3:::${aws:username}",
        "arn:aws:s3:::${aws:username}/*",
        "arn:aws:s3:::${aws:PrincipalTag/t}",
        "arn:aws:s3:::*${aws:PrincipalTag/t}",
        "arn:aws:s3:::${aws:PrincipalTag/t, 'b'}",
        "arn:aws:s3:::${acme:k}",
        "arn:aws:s3:::a",
        "arn:aws:s3:::a*",
        "arn:aws:s3:::?",
        "arn:aws:s3:::${*}",
        "*",
    ],
    conditions: &[
        (
            TEXT_OPERATORS,
            &["acme:k"],
            &[
                "${aws:PrincipalTag/t}",
                "${aws:username}",
                "a",
                "a${aws:PrincipalTag/t}",
                "*",
                "${*}",
                "${acme:k}",
            ],
        ),
        (
            &["StringEquals", "StringLike", "StringNotEquals", "StringNotLikeIfExists"],
            &["aws:PrincipalTag/t"],
            &["a", "b", "${aws:username}", "*", "${acme:k}", "${aws:PrincipalTag/t}"],
        ),
        (&["Null"], &["acme:k", "aws:PrincipalTag/t"], TRUTH),
    ],
    callers: &[
        "arn:aws:iam::444455556666:user/a",
        "arn:aws:iam::444455556666:user/u",
        "arn:aws:sts::111122223333:assumed-role/r/s",
    ],
    asked_actions: &["x:a"],
    asked_resources: &[
        "arn:aws:s3:::a",
        "arn:aws:s3:::b",
        "arn:aws:s3:::aa",
        "arn:aws:s3:::u/b",
        "arn:aws:s3:::*",
    ],
    asked_keys: &[
        ("acme:k", &[Held::Absent, Held::One("a"), Held::One("b"), Held::One("aa"), Held::One("*")]),
        ("aws:PrincipalTag/t", &[Held::Absent, Held::One("a"), Held::One("b"), Held::One("*")]),
    ],
    ..PLAIN
};

/// A list of a key that no table knows, asked with set operators alone.
pub(super) const LISTS: World = World {
    conditions: &[
        (LIST_OPERATORS, &["acme:l"], &["a", "b", "a*", "?", "*"]),
        (&["Null"], &["acme:l"], TRUTH),
        (
            &[
                "ForAnyValue:ArnLike",
                "ForAllValues:ArnNotLike",
                "ForAnyValue:ArnNotEquals",
                "ForAllValues:ArnEquals",
            ],
            &["acme:m"],
            &["arn:aws:s3:::a", "arn:aws:s3:::*", "arn:*:s3:::b"],
        ),
    ],
    asked_actions: &["x:a", "x:ab"],
    asked_resources: &["arn:aws:s3:::a", "arn:aws:s3:::b"],
    asked_keys: &[
        (
            "acme:l",
            &[
                Held::Absent,
                Held::Many(&["a"]),
                Held::Many(&["b", "c"]),
                Held::Many(&["a", "b"]),
                Held::Many(&["ab", "b"]),
                Held::Many(&["cc"]),
            ],
        ),
        (
            "acme:m",
            &[
                Held::Absent,
                Held::Many(&["arn:aws:s3:::a"]),
                Held::Many(&["arn:aws:s3:::a", "arn:aws:s3:::b"]),
                Held::Many(&["arn:aws-cn:s3:::b"]),
                Held::Many(&["x"]),
            ],
        ),
    ],
    ..PLAIN
};

/// Through which network, and with which credentials.
pub(super) const NETWORK: World = World {
    kind: PolicyKind::Bucket,
    conditions: &[
        (
            &["IpAddress", "NotIpAddress", "NotIpAddressIfExists"],
            &["aws:SourceIp"],
            &["10.0.0.0/8", "9.0.0.1"],
        ),
        (
            &["StringEquals", "StringNotEquals", "StringNotEqualsIfExists", "StringEqualsIfExists"],
            &["aws:SourceVpc", "aws:SourceVpce"],
            &["vpc-1", "vpc-2"],
        ),
        (&["Bool", "BoolIfExists"], &["aws:MultiFactorAuthPresent", "aws:ViaAWSService"], TRUTH),
        (
            &["Null"],
            &["aws:SourceIp", "aws:SourceVpc", "aws:MultiFactorAuthPresent", "aws:TokenIssueTime"],
            TRUTH,
        ),
    ],
    callers: CALLERS_OF_ALL_KINDS,
    asked_actions: &["x:a"],
    asked_resources: &["arn:aws:s3:::a", "arn:aws:s3:::a/b"],
    asked_keys: &[
        ("aws:SourceIp", &[Held::Absent, Held::One("10.0.0.1"), Held::One("9.0.0.1")]),
        ("aws:SourceVpc", &[Held::Absent, Held::One("vpc-1"), Held::One("vpc-2")]),
        ("aws:SourceVpce", &[Held::Absent, Held::One("vpc-1")]),
        ("aws:MultiFactorAuthPresent", &[Held::Absent, Held::One("true"), Held::One("false")]),
        ("aws:ViaAWSService", &[Held::One("true"), Held::One("false")]),
        ("aws:TokenIssueTime", &[Held::Absent, Held::One("2026-01-01T00:00:00Z")]),
    ],
    ..PLAIN
};

/// For whom a service calls.
pub(super) const SERVICES: World = World {
    kind: PolicyKind::Resource,
    conditions: &[
        (
            &["StringEquals", "StringNotEquals", "StringEqualsIfExists"],
            &["aws:SourceAccount"],
            &["111122223333", "444455556666"],
        ),
        (
            &["ArnLike", "ArnNotLike", "ArnEqualsIfExists", "StringLike", "StringNotEquals"],
            &["aws:SourceArn"],
            &["arn:aws:sns:*:111122223333:*", "arn:aws:sns:us-east-1:444455556666:t", "arn:aws:*:*:*:t"],
        ),
        (
            &["StringEquals", "StringNotLike", "StringEqualsIfExists"],
            &["aws:PrincipalServiceName"],
            &["sns.amazonaws.com", "*.amazonaws.com"],
        ),
        (
            &["ForAnyValue:StringEquals", "ForAllValues:StringLike"],
            &["aws:PrincipalServiceNamesList"],
            &["sns.amazonaws.com", "cloudtrail.amazonaws.com"],
        ),
        (&["Null"], &["aws:SourceAccount", "aws:SourceArn", "aws:PrincipalServiceName"], TRUTH),
    ],
    callers: &[
        "anonymous",
        "cloudtrail.amazonaws.com",
        "sns.amazonaws.com",
        "arn:aws:sts::111122223333:assumed-role/r/s",
        "arn:aws:iam::444455556666:user/u",
    ],
    asked_actions: &["x:a"],
    asked_keys: &[
        ("aws:SourceAccount", &[Held::Absent, Held::One("111122223333"), Held::One("444455556666")]),
        (
            "aws:SourceArn",
            &[
                Held::Absent,
                Held::One("arn:aws:sns:us-east-1:111122223333:t"),
                Held::One("arn:aws:sns:us-east-1:444455556666:t"),
                Held::One("arn:aws:sns:us-east-1:111122223333:u:t"),
            ],
        ),
    ],
    exists: source_keys_with_services,
    ..PLAIN
};

/// Who may take a role.
pub(super) const ROLES: World = World {
    kind: PolicyKind::Trust,
    actions: &["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRole*", "sts:TagSession", "sts:*", "*"],
    resources: &[],
    principals: &[
        PRINCIPALS[0],
        PRINCIPALS[1],
        PRINCIPALS[2],
        ("Federated", &["accounts.google.com", "arn:aws:iam::111122223333:saml-provider/p"]),
    ],
    conditions: &[
        (TEXT_OPERATORS, &["sts:ExternalId", "accounts.google.com:aud"], &["a", "b", "a*", "*"]),
        (
            &["StringLike", "ArnLike", "ArnNotEquals"],
            &["aws:PrincipalArn"],
            &["arn:aws:iam::111122223333:*", "arn:aws:iam::*:user/*"],
        ),
        (&["Null"], &["sts:ExternalId", "accounts.google.com:aud", "aws:PrincipalArn"], TRUTH),
    ],
    callers: &[
        "anonymous",
        "cloudtrail.amazonaws.com",
        "accounts.google.com",
        "arn:aws:iam::111122223333:saml-provider/p",
        "arn:aws:iam::111122223333:root",
        "arn:aws:sts::111122223333:assumed-role/r/s",
        "arn:aws:iam::444455556666:user/u",
    ],
    asked_actions: &["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:TagSession"],
    asked_resources: &["arn:aws:iam::111122223333:role/x"],
    asked_keys: &[
        ("sts:ExternalId", &[Held::Absent, Held::One("a"), Held::One("b")]),
        ("accounts.google.com:aud", &[Held::Absent, Held::One("a"), Held::One("b")]),
    ],
    ..PLAIN
};

/// ARNs that the two readings tell apart.
pub(super) const ARNS: World = World {
    arns: None,
    resources: &[
        "arn:aws:sqs:*:a",
        "arn:aws:sqs:*:1:a",
        "arn:aws:sqs:*:*:a",
        "arn:aws:sqs:r:*",
        "arn:aws:sqs:r:1:*",
        "arn:aws:sqs:?:1:a",
        "arn:aws:sqs:r:1:b:*",
        "arn:aws:sqs:r*",
        "arn:aws:sqs:r:*b*",
        "*",
    ],
    asked_resources: &[
        "arn:aws:sqs:r:1:a",
        "arn:aws:sqs:r:1:b",
        "arn:aws:sqs:r:1:b:a",
        "arn:aws:sqs:s:1:a",
        "arn:aws:sqs:r:1:1:a",
        "arn:aws:sqs:r:b:c",
        "arn:aws:sqs:r::a",
    ],
    conditions: &[(&["StringEquals", "StringNotEquals"], &["acme:k"], &["a", "b"])],
    asked_keys: &[("acme:k", &[Held::Absent, Held::One("a"), Held::One("b")])],
    ..PLAIN
};

/// Actions that the service reference knows, with their resources and keys.
pub(super) const S3: World = World {
    universe: Universe::Typed,
    actions: &[
        "s3:GetObject",
        "s3:PutObject",
        "s3:ListBucket",
        "s3:Get*",
        "s3:*Object",
        "s3:*",
        "s3:List*",
        "*",
    ],
    resources: &[
        "arn:aws:s3:::a",
        "arn:aws:s3:::a/*",
        "arn:aws:s3:::a*",
        "arn:aws:s3:::*/b",
        "arn:aws:s3:::*/*",
        "arn:aws:s3:::b",
        "arn:aws:s3:::*",
        "*",
    ],
    conditions: &[
        (
            &["StringEquals", "StringLike", "StringNotLike", "StringLikeIfExists"],
            &["s3:prefix"],
            &["a", "b*", "*", ""],
        ),
        (
            &["NumericLessThanEquals", "NumericGreaterThan", "NumericEqualsIfExists"],
            &["s3:max-keys"],
            &["1", "10", "100"],
        ),
        (&["Bool"], &["aws:SecureTransport"], TRUTH),
        (&["Null"], &["s3:prefix", "s3:max-keys"], TRUTH),
    ],
    asked_actions: &["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject"],
    asked_resources: &["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::a/b", "arn:aws:s3:::ab/c"],
    asked_keys: &[
        ("s3:prefix", &[Held::Absent, Held::One("a"), Held::One("bb")]),
        ("s3:max-keys", &[Held::Absent, Held::One("1"), Held::One("50"), Held::One("1000")]),
        ("aws:SecureTransport", &[Held::One("true"), Held::One("false")]),
    ],
    exists: of_s3,
    ..PLAIN
};
