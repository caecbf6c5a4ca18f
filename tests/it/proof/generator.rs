//! Policies at random, of few letters, with every kind of element and operator.

use arnlint::finding::PolicyKind;
use serde_json::{Map, Value, json};

/// A small generator: the runs are the same every time.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    pub(super) fn one<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.below(values.len())]
    }

    fn some(&mut self, values: &[&str]) -> Value {
        let count = 1 + self.below(2);
        let list: Vec<&str> = (0..count).map(|_| *self.one(values)).collect();
        if list.len() == 1 && self.below(2) == 0 { json!(list[0]) } else { json!(list) }
    }
}

/// Which condition keys the policies of a round name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    /// A text and a list.
    Texts,
    /// A number, an address and a truth value.
    Typed,
    /// A date and a text.
    Dates,
    /// Keys that follow from the caller, and its organization.
    Callers,
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

fn condition(random: &mut Random, keys: Keys, into: &mut Map<String, Value>) {
    let texts = ["a", "b", "ab", "a*", "*b", "?", "*", "A"];
    let truth = ["true", "false"];
    let (operators, key, values): (&[&str], &str, &[&str]) = match (keys, random.below(3)) {
        (Keys::Texts, 0) | (Keys::Dates, 2) => (
            &[
                "StringEquals",
                "StringNotEquals",
                "StringLike",
                "StringNotLike",
                "StringEqualsIfExists",
                "StringNotLikeIfExists",
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
            ],
            "acme:k",
            &texts,
        ),
        (Keys::Texts, 1) => (
            &[
                "ForAnyValue:StringEquals",
                "ForAllValues:StringEquals",
                "ForAnyValue:StringNotEquals",
                "ForAllValues:StringNotEquals",
                "ForAnyValue:StringLike",
                "ForAllValues:StringLike",
                "ForAllValues:StringNotLike",
                "ForAnyValue:StringLikeIfExists",
                "ForAllValues:StringLikeIfExists",
            ],
            "aws:TagKeys",
            &texts,
        ),
        (Keys::Texts, _) => (&["Null"], *random.one(&["acme:k", "aws:TagKeys"]), &truth),
        (Keys::Typed, 0) => (
            &[
                "NumericLessThan",
                "NumericLessThanEquals",
                "NumericGreaterThan",
                "NumericEquals",
                "NumericNotEquals",
                "NumericGreaterThanEqualsIfExists",
            ],
            "aws:MultiFactorAuthAge",
            &["10", "20", "15.5"],
        ),
        (Keys::Typed, 1) => (
            &["IpAddress", "NotIpAddress", "IpAddressIfExists"],
            "aws:SourceIp",
            &["10.0.0.0/8", "10.1.0.0/16", "9.0.0.1", "0.0.0.0/0", "2001:db8::/32"],
        ),
        (Keys::Typed, _) => (&["Bool", "BoolIfExists"], "aws:SecureTransport", &truth),
        (Keys::Dates, _) => (
            &["DateLessThan", "DateGreaterThan", "DateLessThanEquals", "DateEquals", "DateNotEquals"],
            "aws:CurrentTime",
            &["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "1767225600"],
        ),
        (Keys::Callers, 0) => (
            &["ArnLike", "ArnNotLike", "StringLike", "StringNotEquals", "ArnEqualsIfExists"],
            "aws:PrincipalArn",
            &[
                "arn:aws:iam::111122223333:role/r",
                "arn:aws:iam::111122223333:*",
                "arn:aws:iam::*:user/u",
                "arn:aws:iam::444455556666:root",
                "arn:aws:iam::*:role/*",
            ],
        ),
        (Keys::Callers, 1) => (
            &["StringEquals", "StringNotEquals", "StringEqualsIfExists"],
            *random.one(&["aws:PrincipalAccount", "aws:PrincipalOrgID"]),
            &["111122223333", "444455556666", "o-exampleorgid"],
        ),
        (Keys::Callers, _) => (&["Bool", "BoolIfExists"], "aws:PrincipalIsAWSService", &truth),
    };
    let operator = *random.one(operators);
    let values = random.some(values);
    let block = into.entry(operator).or_insert_with(|| json!({}));
    block.as_object_mut().unwrap().insert(key.to_owned(), values);
}

fn principal(random: &mut Random) -> Value {
    let aws = [
        "111122223333",
        "444455556666",
        "arn:aws:iam::111122223333:root",
        "arn:aws:iam::111122223333:role/r",
        "arn:aws:iam::444455556666:user/u",
        "arn:aws:sts::111122223333:assumed-role/r/s",
    ];
    match random.below(5) {
        0 => json!("*"),
        1 => json!({"Service": random.some(&["s3.amazonaws.com", "cloudtrail.amazonaws.com"])}),
        2 => json!({"AWS": random.some(&aws), "Service": "cloudtrail.amazonaws.com"}),
        _ => json!({"AWS": random.some(&aws)}),
    }
}

fn statement(random: &mut Random, kind: PolicyKind, keys: Keys) -> Value {
    let effect = *random.one(&["Allow", "Allow", "Deny"]);
    let mut statement = json!({"Effect": effect});
    let members = statement.as_object_mut().unwrap();
    let negated = |random: &mut Random| random.below(6) == 0;
    let (action, resource) = (negated(random), negated(random));
    let name = if action { "NotAction" } else { "Action" };
    members.insert(name.to_owned(), random.some(ACTIONS));
    let name = if resource { "NotResource" } else { "Resource" };
    members.insert(name.to_owned(), random.some(RESOURCES));
    if kind.has_principal() {
        let name = if effect == "Deny" && random.below(3) == 0 { "NotPrincipal" } else { "Principal" };
        members.insert(name.to_owned(), principal(random));
    }
    let mut conditions = Map::new();
    for _ in 0..random.below(3) {
        condition(random, keys, &mut conditions);
    }
    if !conditions.is_empty() {
        members.insert("Condition".to_owned(), Value::Object(conditions));
    }
    statement
}

/// A policy of one to three statements.
pub(super) fn policy(random: &mut Random, kind: PolicyKind, keys: Keys) -> Value {
    let count = 1 + random.below(3);
    let statements: Vec<Value> = (0..count).map(|_| statement(random, kind, keys)).collect();
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// The policy with one change: a statement less or more, another value, another effect.
pub(super) fn changed(random: &mut Random, policy: &Value, kind: PolicyKind, keys: Keys) -> Value {
    let mut changed = policy.clone();
    let statements = changed["Statement"].as_array_mut().unwrap();
    let at = random.below(statements.len());
    match random.below(4) {
        0 if statements.len() > 1 => {
            statements.remove(at);
        }
        1 => statements.push(statement(random, kind, keys)),
        2 => {
            let members = statements[at].as_object_mut().unwrap();
            if let Some(value) = members.get_mut("Action") {
                *value = random.some(ACTIONS);
            } else if let Some(value) = members.get_mut("Resource") {
                *value = random.some(RESOURCES);
            }
        }
        _ => statements[at] = statement(random, kind, keys),
    }
    changed
}
