//! Small worlds: the words that their policies are made of, and every request that there is in them.

use arnlint::access::{ArnReading, Context, Given, Principal, Request, Text};
use arnlint::finding::PolicyKind;
use arnlint::proof::Universe;

/// What a key may hold in a request.
pub(super) enum Held {
    Absent,
    One(&'static str),
    Many(&'static [&'static str]),
}

/// What a condition of a policy may say: one of these operators, one of these keys, some of these values.
pub(super) type Words = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// The words of policies, and what requests are made of.
pub(super) struct World {
    pub(super) kind: PolicyKind,
    pub(super) universe: Universe,
    pub(super) arns: Option<ArnReading>,
    pub(super) actions: &'static [&'static str],
    pub(super) resources: &'static [&'static str],
    /// Types of principals with names.
    pub(super) principals: &'static [(&'static str, &'static [&'static str])],
    pub(super) conditions: &'static [Words],
    pub(super) callers: &'static [&'static str],
    pub(super) asked_actions: &'static [&'static str],
    pub(super) asked_resources: &'static [&'static str],
    pub(super) asked_keys: &'static [(&'static str, &'static [Held])],
    /// Whether there is such a request: caller, action, resource, and what the keys hold.
    pub(super) exists: fn(&Principal, &str, &str, &Context) -> bool,
}

impl World {
    fn contexts(&self) -> Vec<Context> {
        let mut all = vec![Context::new()];
        for (key, values) in self.asked_keys {
            let mut next = Vec::new();
            for context in &all {
                for held in *values {
                    let mut one = context.clone();
                    let given = match held {
                        Held::Absent => Given::Absent,
                        Held::One(text) => Given::one(text),
                        Held::Many(texts) => Given::many(texts),
                    };
                    one.set(key, given).unwrap();
                    next.push(one);
                }
            }
            all = next;
        }
        all
    }

    /// Every request of the world; what the caller or another key rules out is none.
    pub(super) fn requests(&self) -> Vec<Request> {
        let contexts = self.contexts();
        let mut all = Vec::new();
        for caller in self.callers {
            let caller = caller_of(caller);
            for action in self.asked_actions {
                for resource in self.asked_resources {
                    for context in &contexts {
                        if !(self.exists)(&caller, action, resource, context) {
                            continue;
                        }
                        let resource = Text::from((*resource).to_owned());
                        all.extend(Request::new(caller.clone(), *action, resource, context.clone()));
                    }
                }
            }
        }
        all
    }
}

/// A caller by its ARN; sessions are those of a role that has no path.
fn caller_of(text: &str) -> Principal {
    match text.split_once(":assumed-role/").and_then(|(head, rest)| Some((head, rest.split_once('/')?))) {
        Some((head, (role, name))) => {
            let role = format!("{}:role/{role}", head.replace(":sts:", ":iam:"));
            Principal::session(&role, name).unwrap()
        }
        None => Principal::parse(text).unwrap(),
    }
}

fn any(_: &Principal, _: &str, _: &str, _: &Context) -> bool {
    true
}

/// Keys of calls for a resource's owner come with services alone.
pub(super) fn source_keys_with_services(caller: &Principal, _: &str, _: &str, context: &Context) -> bool {
    let has = |key: &str| context.get(key).and_then(Given::is_present) == Some(true);
    matches!(caller, Principal::Service(_)) || !(has("aws:SourceArn") || has("aws:SourceAccount"))
}

/// Buckets are listed, with a prefix and a number of keys; objects are read and written, without.
pub(super) fn of_s3(_: &Principal, action: &str, resource: &str, context: &Context) -> bool {
    let has = |key: &str| context.get(key).and_then(Given::is_present) == Some(true);
    if action == "s3:ListBucket" {
        !resource.contains('/')
    } else {
        resource.contains('/') && !has("s3:prefix") && !has("s3:max-keys")
    }
}

const ACTIONS: &[&str] = &["x:a", "x:b", "x:ab", "x:*", "x:a*", "x:*b", "x:?", "x:?b", "*", "X:A"];
const RESOURCES: &[&str] = &[
    "arn:aws:s3:::a",
    "arn:aws:s3:::b",
    "arn:aws:s3:::a/*",
    "*",
    "arn:aws:s3:::a*",
    "arn:aws:s3:::?",
    "arn:aws:s3:::*b",
    "arn:aws:s3:::a?b",
    "arn:aws:s3:::*/*",
    "arn:aws:s3:::ab",
    "arn:aws:s3:::a/b",
];
const ASKED_ACTIONS: &[&str] = &["x:a", "x:b", "x:ab", "x:c"];
const ASKED_RESOURCES: &[&str] =
    &["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::ab", "arn:aws:s3:::a/b", "arn:aws:s3:::c"];
const USER: &[&str] = &["arn:aws:iam::444455556666:user/u"];

pub(super) const PRINCIPALS: &[(&str, &[&str])] = &[
    ("*", &[]),
    ("Service", &["s3.amazonaws.com", "cloudtrail.amazonaws.com"]),
    (
        "AWS",
        &[
            "111122223333",
            "444455556666",
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:role/r",
            "arn:aws:iam::444455556666:user/u",
            "arn:aws:sts::111122223333:assumed-role/r/s",
            "arn:aws:sts::111122223333:federated-user/f",
        ],
    ),
];
pub(super) const CALLERS_OF_ALL_KINDS: &[&str] = &[
    "anonymous",
    "cloudtrail.amazonaws.com",
    "s3.amazonaws.com",
    "arn:aws:iam::111122223333:root",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:sts::111122223333:assumed-role/r/t",
    "arn:aws:sts::111122223333:federated-user/f",
    "arn:aws:iam::444455556666:user/u",
    "arn:aws:iam::444455556666:user/v",
];

pub(super) const TEXT_OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIfExists",
    "StringNotLikeIfExists",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
];
pub(super) const LIST_OPERATORS: &[&str] = &[
    "ForAnyValue:StringEquals",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringNotEquals",
    "ForAllValues:StringNotEquals",
    "ForAnyValue:StringLike",
    "ForAllValues:StringLike",
    "ForAllValues:StringNotLike",
    "ForAnyValue:StringLikeIfExists",
    "ForAllValues:StringLikeIfExists",
];
const TEXTS_OF_POLICIES: &[&str] = &["a", "b", "ab", "a*", "*b", "?", "*", "A"];
pub(super) const TRUTH: &[&str] = &["true", "false"];
const DATES_OF_POLICIES: &[&str] = &["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "1767225600"];

pub(super) const PLAIN: World = World {
    kind: PolicyKind::Identity,
    universe: Universe::Raw,
    arns: Some(ArnReading::Flat),
    actions: ACTIONS,
    resources: RESOURCES,
    principals: PRINCIPALS,
    conditions: &[],
    callers: USER,
    asked_actions: ASKED_ACTIONS,
    asked_resources: ASKED_RESOURCES,
    asked_keys: &[],
    exists: any,
};

/// A text and a list.
pub(super) const TEXTS: World = World {
    conditions: &[
        (TEXT_OPERATORS, &["acme:k"], TEXTS_OF_POLICIES),
        (LIST_OPERATORS, &["aws:TagKeys"], TEXTS_OF_POLICIES),
        (&["Null"], &["acme:k", "aws:TagKeys"], TRUTH),
    ],
    asked_keys: &[
        ("acme:k", &[Held::Absent, Held::One("a"), Held::One("ab"), Held::One("B")]),
        ("aws:TagKeys", &[Held::Absent, Held::Many(&["a"]), Held::Many(&["b"]), Held::Many(&["a", "bb"])]),
    ],
    ..PLAIN
};

/// A number, an address and a truth value.
pub(super) const TYPED: World = World {
    conditions: &[
        (
            &[
                "NumericLessThan",
                "NumericLessThanEquals",
                "NumericGreaterThan",
                "NumericEquals",
                "NumericNotEquals",
                "NumericGreaterThanEqualsIfExists",
            ],
            &["aws:MultiFactorAuthAge"],
            &["10", "20", "15.5", "1e1"],
        ),
        (
            &["IpAddress", "NotIpAddress", "IpAddressIfExists"],
            &["aws:SourceIp"],
            &["10.0.0.0/8", "10.1.0.0/16", "9.0.0.1", "0.0.0.0/0", "2001:db8::/32"],
        ),
        (&["Bool", "BoolIfExists"], &["aws:SecureTransport"], TRUTH),
        (&["Null"], &["aws:SecureTransport", "aws:SourceIp", "aws:MultiFactorAuthAge"], TRUTH),
    ],
    asked_actions: &["x:a", "x:ab"],
    asked_resources: &["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::a/b"],
    asked_keys: &[
        (
            "aws:MultiFactorAuthAge",
            &[
                Held::Absent,
                Held::One("5"),
                Held::One("10"),
                Held::One("16"),
                Held::One("20"),
                Held::One("25"),
            ],
        ),
        (
            "aws:SourceIp",
            &[
                Held::Absent,
                Held::One("9.0.0.1"),
                Held::One("10.0.0.1"),
                Held::One("10.1.0.1"),
                Held::One("11.0.0.1"),
                Held::One("2001:db8::1"),
            ],
        ),
        ("aws:SecureTransport", &[Held::One("true"), Held::One("false")]),
    ],
    ..PLAIN
};

/// A date and a text.
pub(super) const DATES: World = World {
    conditions: &[
        (
            &["DateLessThan", "DateGreaterThan", "DateLessThanEquals", "DateEquals", "DateNotEquals"],
            &["aws:CurrentTime"],
            DATES_OF_POLICIES,
        ),
        (
            &["DateGreaterThanEquals", "DateLessThanIfExists", "DateNotEqualsIfExists"],
            &["aws:TokenIssueTime"],
            DATES_OF_POLICIES,
        ),
        (TEXT_OPERATORS, &["acme:k"], TEXTS_OF_POLICIES),
    ],
    callers: &["arn:aws:iam::444455556666:user/u", "arn:aws:sts::111122223333:assumed-role/r/s"],
    asked_actions: &["x:a", "x:ab"],
    asked_keys: &[
        (
            "aws:CurrentTime",
            &[
                Held::One("2025-01-01T00:00:00Z"),
                Held::One("2026-01-01T00:00:00Z"),
                Held::One("2026-03-01T00:00:00Z"),
                Held::One("2026-07-01T00:00:00Z"),
            ],
        ),
        (
            "aws:TokenIssueTime",
            &[Held::Absent, Held::One("2026-01-01T01:00:00+01:00"), Held::One("2027-01-01")],
        ),
        ("acme:k", &[Held::Absent, Held::One("a"), Held::One("B")]),
    ],
    ..PLAIN
};

/// Keys that follow from the caller, and its organization.
pub(super) const CALLERS: World = World {
    kind: PolicyKind::Resource,
    conditions: &[
        (
            &["ArnLike", "ArnNotLike", "StringLike", "StringNotEquals", "ArnEqualsIfExists"],
            &["aws:PrincipalArn"],
            &[
                "arn:aws:iam::111122223333:role/r",
                "arn:aws:iam::111122223333:*",
                "arn:aws:iam::*:user/u",
                "arn:aws:iam::444455556666:root",
                "arn:aws:iam::*:role/*",
            ],
        ),
        (
            &["StringEquals", "StringNotEquals", "StringEqualsIfExists"],
            &["aws:PrincipalAccount", "aws:PrincipalOrgID"],
            &["111122223333", "444455556666", "o-exampleorgid"],
        ),
        (
            &["StringEquals", "StringNotLike", "StringLikeIfExists"],
            &["aws:username", "aws:PrincipalType"],
            &["u", "User", "A*", "*"],
        ),
        (&["Bool", "BoolIfExists"], &["aws:PrincipalIsAWSService"], TRUTH),
        (
            &["Null"],
            &["aws:PrincipalArn", "aws:username", "aws:PrincipalOrgID", "aws:PrincipalServiceName"],
            TRUTH,
        ),
    ],
    callers: CALLERS_OF_ALL_KINDS,
    asked_actions: &["x:a", "x:ab"],
    asked_keys: &[("aws:PrincipalOrgID", &[Held::Absent, Held::One("o-exampleorgid"), Held::One("o-other")])],
    ..PLAIN
};
