//! Policies written in two ways that mean the same: neither allows anything that the other does not.

use arnlint::finding::PolicyKind;
use arnlint::proof::Options;
use serde_json::{Value, json};

use super::metamorphic::Held;

/// Two statements of a bucket policy, or two lists of them, with these further members.
fn pair(one: Value, two: Value) -> [Value; 2] {
    [one, two].map(|members| {
        let list = if let Value::Array(list) = members { list } else { vec![members] };
        let whole = |members: &Value| {
            let mut statement = json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::acme/*"});
            let own = members.as_object().unwrap().clone();
            statement.as_object_mut().unwrap().extend(own);
            statement.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            statement
        };
        let list: Vec<Value> = list.iter().map(whole).collect();
        json!({"Version": "2012-10-17", "Statement": list})
    })
}

#[test]
fn two_ways_to_say_the_same() {
    let when = |condition: Value| json!({"Condition": condition});
    let deny = |condition: Value| json!([{}, {"Effect": "Deny", "Condition": condition}]);
    let list = |action: Value| json!({"Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme", "Condition": action});
    let mut held = Held::new(PolicyKind::Bucket, Options::default());
    for (what, one, two) in [
        (
            "halves of a range",
            when(json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})),
            when(json!({"IpAddress": {"aws:SourceIp": ["203.0.113.0/25", "203.0.113.128/25"]}})),
        ),
        (
            "halves of an IPv6 range",
            when(json!({"NotIpAddress": {"aws:SourceIp": "2001:db8::/32"}})),
            when(json!({"NotIpAddress": {"aws:SourceIp": ["2001:db8:8000::/33", "2001:db8::/33"]}})),
        ),
        (
            "bits behind the mask",
            when(json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})),
            when(json!({"IpAddress": {"aws:SourceIp": "10.1.2.3/8"}})),
        ),
        (
            "every address",
            when(json!({"IpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}})),
            when(json!({"Null": {"aws:SourceIp": "false"}})),
        ),
        (
            "below and above",
            json!([
                list(json!({"NumericLessThan": {"s3:max-keys": "100"}})),
                list(json!({"NumericGreaterThanEquals": {"s3:max-keys": "100"}}))
            ]),
            list(json!({"Null": {"s3:max-keys": "false"}})),
        ),
        (
            "ranges that overlap",
            json!([
                list(
                    json!({"NumericLessThan": {"s3:max-keys": "20"}, "NumericGreaterThan": {"s3:max-keys": "5"}})
                ),
                list(
                    json!({"NumericGreaterThan": {"s3:max-keys": "10"}, "NumericLessThanEquals": {"s3:max-keys": "30"}})
                )
            ]),
            list(
                json!({"NumericGreaterThan": {"s3:max-keys": "5.0"}, "NumericLessThanEquals": {"s3:max-keys": "30"}}),
            ),
        ),
        (
            "days of a year",
            json!([
                when(json!({"DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}})),
                when(json!({"DateGreaterThanEquals": {"aws:CurrentTime": "1767225600"}}))
            ]),
            json!({}),
        ),
        (
            "a connection is encrypted or it is not",
            deny(json!({"Bool": {"aws:SecureTransport": "false"}})),
            when(json!({"Bool": {"aws:SecureTransport": "true"}})),
        ),
        (
            "no other organization",
            deny(json!({"StringNotEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}})),
            when(json!({"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}})),
        ),
        (
            "IfExists at a negated operator",
            deny(json!({"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-1"}})),
            deny(json!({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}})),
        ),
        (
            "IfExists is the value or none",
            when(json!({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}})),
            json!([
                when(json!({"StringEquals": {"aws:SourceVpce": "vpce-1"}})),
                when(json!({"Null": {"aws:SourceVpce": "true"}}))
            ]),
        ),
        (
            "not all is some other",
            deny(json!({"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["a", "b"]}})),
            when(json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["b", "a"]}})),
        ),
        (
            "none of them",
            deny(json!({"ForAnyValue:StringLike": {"aws:TagKeys": "a*"}})),
            when(json!({"ForAllValues:StringNotLike": {"aws:TagKeys": "a*"}})),
        ),
        (
            "an account and its root user",
            json!({"Principal": {"AWS": "111122223333"}}),
            json!({"Principal": {"AWS": ["arn:aws:iam::111122223333:root"]}}),
        ),
        (
            "callers one by one",
            json!({"Principal": {"AWS": ["111122223333", "444455556666"], "Service": "sns.amazonaws.com"}}),
            json!([{"Principal": {"AWS": "444455556666"}}, {"Principal": {"Service": "sns.amazonaws.com"}},
                {"Principal": {"AWS": "111122223333"}}]),
        ),
        ("everybody", json!({"Principal": "*"}), json!({"Principal": {"AWS": "*"}})),
        ("another case", json!({"Action": "S3:getobject"}), json!({"Action": ["s3:GetObject"]})),
        (
            "what is denied need not be allowed",
            json!([{"Action": "s3:*"}, {"Effect": "Deny", "Action": null, "NotAction": "s3:GetObject"}]),
            json!({}),
        ),
    ] {
        let [one, two] = pair(one, two);
        held.same(&one, &two, what);
    }
    assert!(held.unknown.is_empty(), "{}", held.unknown.join("\n"));
}
