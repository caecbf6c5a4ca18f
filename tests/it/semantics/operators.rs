//! Section 6.2: one value of a request against one of a policy.

use arnlint::access::{Row, Truth};

use super::support::{holds, one};

/// Whether the policy's value is matched by the request's.
fn check(operator: &str, value: &str, given: &str) -> Truth {
    holds(&format!(r#"{{"{operator}": {{"acme:k": "{value}"}}}}"#), &[("acme:k", one(given))])
}

/// Each triple of operator, value of the policy, value of the request.
fn all(expected: bool, cases: &[(&str, &str, &str)]) {
    for (operator, value, given) in cases {
        assert_eq!(check(operator, value, given), Truth::from(expected), "{operator} `{value}` `{given}`");
    }
}

#[test]
fn s6_06_string_equals_compares_as_written() {
    all(true, &[("StringEquals", "a*", "a*"), ("StringNotEquals", "a*", "ab"), ("StringEquals", "", "")]);
    all(
        false,
        &[
            ("StringEquals", "a*", "ab"),
            ("StringEquals", "a", "A"),
            ("StringEquals", "a", "a "),
            ("StringEquals", "é", "e\u{301}"),
        ],
    );
}

#[test]
fn s6_07_ignore_case_folds_ascii() {
    all(true, &[("StringEqualsIgnoreCase", "aB*", "Ab*"), ("StringNotEqualsIgnoreCase", "a", "b")]);
    all(
        false,
        &[
            ("StringEqualsIgnoreCase", "a*", "ab"),
            ("StringNotEqualsIgnoreCase", "a", "A"),
            ("StringEqualsIgnoreCase", "ä", "o"),
        ],
    );
    assert_eq!(check("StringEqualsIgnoreCase", "Ä", "ä"), Truth::disputed(Row::NonAsciiCase));
    assert_eq!(check("StringEqualsIgnoreCase", "Äb", "ÄB"), Truth::True);
}

#[test]
fn s6_08_string_like_is_a_glob_over_the_whole_value() {
    all(
        true,
        &[
            ("StringLike", "a*", "a"),
            ("StringLike", "a*z", "a/b:c z"),
            ("StringLike", "?b", "ab"),
            ("StringLike", "*", ""),
            ("StringNotLike", "a?", "abc"),
        ],
    );
    all(
        false,
        &[
            ("StringLike", "a*", "Ab"),
            ("StringLike", "b", "abc"),
            ("StringLike", "?", ""),
            ("StringNotLike", "a*", "ab"),
        ],
    );
}

#[test]
fn s6_09_arns_are_compared_part_by_part() {
    let role = "arn:aws:iam::111122223333:role/team/build";
    for operator in ["ArnLike", "ArnEquals"] {
        all(
            true,
            &[
                (operator, role, role),
                (operator, "arn:*:iam::*:role/*", role),
                (operator, "arn:aws:iam::11112222????:role/team/*", role),
                (
                    operator,
                    "arn:aws:logs:*:*:log-group:*",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:a:b",
                ),
            ],
        );
        all(
            false,
            &[
                (operator, "arn:aws:iam:*:role/team/build:x", role),
                (operator, "arn:aws:*:111122223333:role/*:*", role),
                (
                    operator,
                    "arn:aws:logs:*:*:/aws-glue/*",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:/aws-glue/x",
                ),
                (operator, "arn:aws:iam::111122223333:role/Team/*", role),
            ],
        );
    }
    all(
        true,
        &[("ArnNotLike", "arn:aws:iam::444455556666:*", role), ("ArnNotEquals", "arn:aws:iam::4*:*", role)],
    );
    all(false, &[("ArnNotLike", "arn:aws:iam::1*:*", role), ("ArnNotEquals", "arn:aws:iam::1*:*", role)]);
}

#[test]
fn s6_10_numbers_are_exact_decimals() {
    all(
        true,
        &[
            ("NumericEquals", "10", "10.0"),
            ("NumericEquals", "1e3", "1000"),
            ("NumericEquals", "-0", "0"),
            ("NumericEquals", "0.1", "0.10"),
            ("NumericNotEquals", "9007199254740993", "9007199254740992"),
            ("NumericLessThan", "9007199254740993", "9007199254740992"),
            ("NumericLessThan", "0.30000000000000000001", "0.3"),
            ("NumericLessThan", "-1", "-1.5"),
            ("NumericLessThanEquals", "5", "5"),
            ("NumericGreaterThan", "9", "10"),
            ("NumericGreaterThan", "-10", "9"),
            ("NumericGreaterThan", "0", "0.0001"),
            ("NumericGreaterThanEquals", "1e-7", "0.0000001"),
            ("NumericGreaterThan", "1e999999", "1e1000000"),
        ],
    );
    all(
        false,
        &[
            ("NumericEquals", "10", "10.01"),
            ("NumericLessThan", "5", "5"),
            ("NumericGreaterThan", "5", "5"),
            ("NumericGreaterThan", "10", "9"),
            ("NumericLessThan", "-1", "0"),
            ("NumericNotEquals", "1.50", "1.5"),
        ],
    );
    for odd in ["", "-", "+1", ".5", "5.", "1e", "0x10", "1 ", "1e99999999999", "１", "NaN"] {
        assert_eq!(check("NumericEquals", odd, "1"), Truth::disputed(Row::BadPolicyValue), "`{odd}`");
        assert_eq!(check("NumericEquals", "1", odd), Truth::False, "`{odd}`");
    }
}

#[test]
fn s6_11_dates_are_points_in_time() {
    let noon = "2026-03-01T12:00:00Z";
    all(
        true,
        &[
            ("DateEquals", noon, "2026-03-01T14:00:00+02:00"),
            ("DateEquals", noon, "2026-03-01T07:30-04:30"),
            ("DateEquals", noon, "1772366400"),
            ("DateEquals", noon, "2026-03-01T12:00:00.000Z"),
            ("DateEquals", "1970-01-01", "00000"),
            ("DateEquals", "2026-03", "2026-03-01T00:00Z"),
            ("DateNotEquals", noon, "2026-03-01T12:00:00.001Z"),
            ("DateLessThan", noon, "2026-02-28T23:59:59Z"),
            ("DateLessThanEquals", noon, noon),
            ("DateGreaterThan", noon, "2026-03-01T12:00:00.1Z"),
            ("DateGreaterThanEquals", noon, "2026-03-01T12:00:01Z"),
            ("DateGreaterThan", "2024-02-28", "2024-02-29"),
            ("DateEquals", "1969-12-31T23:59:59Z", "-1"),
            ("DateEquals", "2000-03-01", "951868800"),
            ("DateEquals", "1900-03-01", "-2203891200"),
        ],
    );
    all(
        false,
        &[
            ("DateEquals", noon, "2026-03-01T12:00:00-01:00"),
            ("DateLessThan", noon, noon),
            ("DateGreaterThan", noon, noon),
        ],
    );
    let odd = [
        "2026",
        "2026-13-01",
        "2026-02-29",
        "2026-03-01T24:00Z",
        "2026-03-01T12:00",
        "2026-03T12:00Z",
        "2026-03-01T12:60Z",
        "2026-03-01T12:00:61Z",
        "2026-3-1",
        "26-03-01",
        "2026-03-01T12Z",
        "2026-03-01T12:00:00.Z",
        "2026-03-01 12:00:00Z",
        "",
        "-1.5",
        "2026-03-01T12:00+25:00",
        "99999999999999999999",
    ];
    for text in odd {
        assert_eq!(check("DateEquals", text, noon), Truth::disputed(Row::BadPolicyValue), "`{text}`");
        assert_eq!(check("DateEquals", noon, text), Truth::False, "`{text}`");
    }
}

#[test]
fn s6_12_bool_compares_two_words() {
    all(true, &[("Bool", "true", "True"), ("Bool", "FALSE", "false")]);
    all(false, &[("Bool", "true", "false"), ("Bool", "false", "true")]);
    let variable = r#"{"Bool": {"acme:k": "${aws:SecureTransport}"}}"#;
    let keys = [("acme:k", one("true")), ("aws:SecureTransport", one("true"))];
    assert_eq!(holds(variable, &keys), Truth::disputed(Row::BoolVariable));
}

#[test]
fn s6_13_binary_compares_bytes() {
    all(
        true,
        &[
            ("BinaryEquals", "QUI=", "QUI="),
            ("BinaryEquals", "QUI=", "QUI"),
            ("BinaryEquals", "+/8=", "+/8="),
        ],
    );
    all(false, &[("BinaryEquals", "QUI=", "qui="), ("BinaryEquals", "QUI=", "QUJD")]);
}

#[test]
fn s6_14_addresses_lie_in_blocks_of_their_family() {
    all(
        true,
        &[
            ("IpAddress", "203.0.113.0/24", "203.0.113.255"),
            ("IpAddress", "203.0.113.77/24", "203.0.113.1"),
            ("IpAddress", "203.0.113.7", "203.0.113.7"),
            ("IpAddress", "0.0.0.0/0", "255.255.255.255"),
            ("IpAddress", "2001:db8::/32", "2001:DB8:ffff::1"),
            ("IpAddress", "::/0", "2001:db8::1"),
            ("IpAddress", "2001:db8::1", "2001:db8:0:0:0:0:0:1"),
            ("NotIpAddress", "203.0.113.0/24", "203.0.114.0"),
            ("NotIpAddress", "::/0", "203.0.113.7"),
        ],
    );
    all(
        false,
        &[
            ("IpAddress", "203.0.113.0/24", "203.0.114.0"),
            ("IpAddress", "203.0.113.7", "203.0.113.8"),
            ("IpAddress", "0.0.0.0/0", "2001:db8::1"),
            ("IpAddress", "::ffff:203.0.113.0/120", "203.0.113.7"),
            ("IpAddress", "2001:db8::/32", "2001:db9::1"),
            ("NotIpAddress", "203.0.113.0/24", "203.0.113.7"),
        ],
    );
    for odd in [
        "203.0.113.0/",
        "203.0.113.0/+8",
        "203.0.113.0/33",
        "203.0.113",
        "203.0.113.007",
        "2001:db8::/129",
        "any",
    ] {
        assert_eq!(check("IpAddress", odd, "203.0.113.7"), Truth::disputed(Row::BadPolicyValue), "`{odd}`");
    }
}

#[test]
fn s6_15_null_takes_one_of_its_values() {
    let null =
        |values: &str| holds(&format!(r#"{{"Null": {{"acme:k": {values}}}}}"#), &[("acme:k", one("x"))]);
    assert_eq!(null(r#"["true", "false"]"#), Truth::True);
    assert_eq!(null(r#"["true", "TRUE"]"#), Truth::False);
    assert_eq!(null(r#""False""#), Truth::True);
}

#[test]
fn s6_16_names_of_operators_have_no_case() {
    all(
        true,
        &[
            ("stringequals", "a", "a"),
            ("STRINGLIKEIFEXISTS", "a*", "ab"),
            ("foranyvalue:stringLike", "a", "a"),
        ],
    );
    all(false, &[("stringnotequals", "a", "a"), ("notipaddress", "192.0.2.0/24", "192.0.2.1")]);
}
