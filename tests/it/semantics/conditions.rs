//! Section 6.1 and 6.3 to 6.5: how conditions are put together, absent keys, lists, values that cannot be read.

use arnlint::access::{Given, Matcher, Row, Truth, Why};
use arnlint::finding::PolicyKind;

use super::support::{OBJECT, USER, ask, holds, many, one, when, with};

/// One operator with values against one value of a key in no table.
fn check(operator: &str, values: &str, given: Given) -> Truth {
    holds(&format!(r#"{{"{operator}": {{"acme:k": {values}}}}}"#), &[("acme:k", given)])
}

fn two(block: &str) -> Truth {
    holds(block, &[("acme:a", one("1")), ("acme:b", one("2"))])
}

#[test]
fn s6_01_all_operators_must_hold() {
    let both = |like: &str| {
        two(&format!(r#"{{"StringEquals": {{"acme:a": "1"}}, "StringLike": {{"acme:b": "{like}"}}}}"#))
    };
    assert_eq!(both("2*"), Truth::True);
    assert_eq!(both("3*"), Truth::False);
}

#[test]
fn s6_02_all_keys_of_an_operator_must_hold() {
    let both = |value: &str| two(&format!(r#"{{"StringEquals": {{"acme:a": "1", "acme:b": "{value}"}}}}"#));
    assert_eq!(both("2"), Truth::True);
    assert_eq!(both("3"), Truth::False);
}

#[test]
fn s6_03_one_of_the_values_is_enough() {
    assert_eq!(check("StringEquals", r#"["a", "b"]"#, one("b")), Truth::True);
    assert_eq!(check("StringEquals", r#"["a", "b"]"#, one("c")), Truth::False);
}

#[test]
fn s6_04_none_of_the_values_may_match_a_negated_operator() {
    assert_eq!(check("StringNotEquals", r#"["a", "b"]"#, one("b")), Truth::False);
    assert_eq!(check("StringNotEquals", r#"["a", "b"]"#, one("c")), Truth::True);
    assert_eq!(
        check("ArnNotLike", r#"["arn:aws:s3:::a*", "arn:aws:s3:::b*"]"#, one("arn:aws:s3:::bc")),
        Truth::False
    );
    assert_eq!(
        check("NotIpAddress", r#"["192.0.2.0/24", "198.51.100.0/24"]"#, one("203.0.113.9")),
        Truth::True
    );
}

#[test]
fn s6_05_a_key_under_two_operators_must_satisfy_both() {
    let both = |value: &str| {
        let block = r#"{"StringLike": {"acme:k": "a*"}, "StringNotEquals": {"acme:k": "ab"}}"#;
        holds(block, &[("acme:k", one(value))])
    };
    assert_eq!(both("ac"), Truth::True);
    assert_eq!(both("ab"), Truth::False);
    assert_eq!(both("b"), Truth::False);
}

const PLAIN: [(&str, &str); 7] = [
    ("StringEquals", "x"),
    ("StringLike", "x*"),
    ("ArnLike", "arn:aws:s3:::x"),
    ("NumericLessThan", "5"),
    ("DateGreaterThan", "2030-01-01T00:00:00Z"),
    ("Bool", "true"),
    ("IpAddress", "192.0.2.0/24"),
];
const NEGATED: [(&str, &str); 5] = [
    ("StringNotEquals", "x"),
    ("StringNotLike", "x*"),
    ("ArnNotEquals", "arn:aws:s3:::x"),
    ("NumericNotEquals", "5"),
    ("NotIpAddress", "192.0.2.0/24"),
];

/// The answer of every operator, with this prefix and suffix, for an absent key: of plain ones, of negated ones.
fn absent(prefix: &str, suffix: &str) -> (Truth, Truth) {
    let all = |list: &[(&str, &str)]| {
        let mut answers = list.iter().map(|(operator, value)| {
            check(&format!("{prefix}{operator}{suffix}"), &format!(r#""{value}""#), Given::Absent)
        });
        let first = answers.next().expect("an operator");
        assert!(answers.all(|answer| answer == first), "{prefix}…{suffix}");
        first
    };
    (all(&PLAIN), all(&NEGATED))
}

#[test]
fn s6_17_absent_fails_a_plain_operator_and_satisfies_a_negated_one() {
    assert_eq!(absent("", ""), (Truth::False, Truth::True));
}

#[test]
fn s6_18_absent_satisfies_if_exists() {
    assert_eq!(absent("", "IfExists"), (Truth::True, Truth::True));
}

#[test]
fn s6_19_absent_fails_for_any_value() {
    assert_eq!(absent("ForAnyValue:", ""), (Truth::False, Truth::False));
}

#[test]
fn s6_20_absent_satisfies_for_all_values() {
    assert_eq!(absent("ForAllValues:", ""), (Truth::True, Truth::True));
}

#[test]
fn s6_21_if_exists_changes_nothing_under_for_any_value() {
    assert_eq!(absent("ForAnyValue:", "IfExists"), (Truth::False, Truth::False));
}

#[test]
fn s6_22_if_exists_changes_nothing_under_for_all_values() {
    assert_eq!(absent("ForAllValues:", "IfExists"), (Truth::True, Truth::True));
}

#[test]
fn s6_23_null_says_whether_the_key_is_absent() {
    assert_eq!(check("Null", r#""true""#, Given::Absent), Truth::True);
    assert_eq!(check("Null", "false", Given::Absent), Truth::False);
    assert_eq!(check("Null", "true", one("x")), Truth::False);
    assert_eq!(check("Null", "false", one("x")), Truth::True);
    assert_eq!(check("Null", "false", one("")), Truth::True);
}

#[test]
fn s6_24_for_any_value_needs_one_element() {
    let any = |values: &str, given: &[&str]| check("ForAnyValue:StringLike", values, many(given));
    assert_eq!(any(r#"["a*", "b"]"#, &["x", "ab"]), Truth::True);
    assert_eq!(any(r#"["a*", "b"]"#, &["x", "y"]), Truth::False);
}

#[test]
fn s6_25_for_all_values_needs_every_element() {
    let all = |values: &str, given: &[&str]| check("ForAllValues:StringLike", values, many(given));
    assert_eq!(all(r#"["a*", "b"]"#, &["b", "ab"]), Truth::True);
    assert_eq!(all(r#"["a*", "b"]"#, &["b", "c"]), Truth::False);
}

#[test]
fn s6_26_a_negated_operator_is_the_opposite_under_the_other_prefix() {
    let lists: [&[&str]; 6] = [&[], &["a"], &["b"], &["c"], &["a", "c"], &["a", "b", "c", "d"]];
    for values in [r#""a""#, r#"["a", "b"]"#, r#"["d", "e"]"#] {
        for list in lists {
            let ask = |operator: &str| check(operator, values, many(list));
            assert_eq!(
                ask("ForAllValues:StringNotEquals"),
                !ask("ForAnyValue:StringEquals"),
                "{values} {list:?}"
            );
            assert_eq!(
                ask("ForAnyValue:StringNotEquals"),
                !ask("ForAllValues:StringEquals"),
                "{values} {list:?}"
            );
        }
    }
}

#[test]
fn s6_27_one_value_is_a_list_of_one_for_a_set_operator() {
    for operator in ["ForAnyValue:StringEquals", "ForAllValues:StringEquals"] {
        assert_eq!(check(operator, r#"["a", "b"]"#, one("b")), Truth::True);
        assert_eq!(check(operator, r#"["a", "b"]"#, one("c")), Truth::False);
    }
}

#[test]
fn s6_28_a_list_needs_a_set_operator() {
    for operator in ["StringEquals", "StringLike", "StringEqualsIfExists"] {
        assert_eq!(check(operator, r#""a""#, many(&["a"])), Truth::False, "{operator}");
    }
    assert_eq!(check("StringNotEquals", r#""a""#, many(&["b"])), Truth::disputed(Row::NegatedOnList));
    let paths = r#"{"StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}"#;
    assert_eq!(holds(paths, &[("aws:PrincipalOrgPaths", one("o-a1b2c3d4e5/r-ab12/"))]), Truth::False);
}

#[test]
fn s6_29_a_policy_value_that_cannot_be_read_leaves_the_condition_open() {
    let open = Truth::disputed(Row::BadPolicyValue);
    for (operator, value, given) in [
        ("NumericEquals", "ten", "10"),
        ("DateEquals", "yesterday", "2026-01-01T00:00:00Z"),
        ("IpAddress", "192.0.2.0/33", "192.0.2.1"),
        ("NotIpAddress", "192.0.2.*", "192.0.2.1"),
        ("Bool", "yes", "true"),
        ("BinaryEquals", "%%%", "QUJD"),
        ("ArnLike", "*", "arn:aws:s3:::x"),
        ("ArnNotEquals", "arn:aws:s3", "arn:aws:s3:::x"),
    ] {
        assert_eq!(check(operator, &format!(r#""{value}""#), one(given)), open, "{operator}");
        let beside = format!(r#"["{value}", "{given}"]"#);
        assert_eq!(check(operator, &beside, one(given)), open, "{operator}");
    }
    assert_eq!(check("Null", r#""yes""#, one("x")), open);
    assert_eq!(check("NumericEquals", r#""ten""#, Given::Absent), Truth::False);
}

#[test]
fn s6_30_a_request_value_that_cannot_be_read_does_not_match() {
    for (operator, value, given) in [
        ("NumericEquals", "10", "ten"),
        ("DateEquals", "2026-01-01T00:00:00Z", "yesterday"),
        ("IpAddress", "192.0.2.0/24", "localhost"),
        ("Bool", "true", "yes"),
        ("BinaryEquals", "QUJD", "%%%"),
        ("ArnLike", "arn:aws:s3:::*", "x"),
    ] {
        assert_eq!(check(operator, &format!(r#""{value}""#), one(given)), Truth::False, "{operator}");
    }
    for (operator, value, given) in [
        ("NumericNotEquals", "10", "ten"),
        ("NotIpAddress", "192.0.2.0/24", "localhost"),
        ("ArnNotLike", "arn:aws:s3:::*", "x"),
    ] {
        let open = Truth::disputed(Row::BadRequestValue);
        assert_eq!(check(operator, &format!(r#""{value}""#), one(given)), open, "{operator}");
    }
}

#[test]
fn an_operator_that_does_not_exist_is_not_understood() {
    for operator in
        ["StringIs", "NullIfExists", "ForAnyValue:Null", "ForSomeValue:StringEquals", "StringEquals "]
    {
        assert_eq!(check(operator, r#""a""#, one("a")), Truth::Unknown(Why::NotUnderstood), "{operator}");
    }
}

#[test]
fn each_value_of_a_condition_answers_for_itself() {
    let text = when(r#"{"StringNotLike": {"acme:k": ["a*", "b*", "c*"]}}"#);
    let request = ask(USER, "s3:GetObject", OBJECT, &[("acme:k", one("bc"))]);
    with(&text, PolicyKind::Identity, |policy| {
        let matcher = Matcher::new(policy, &request);
        let condition = &policy.statements[0].conditions()[0];
        let found: Vec<_> =
            condition.values.iter().map(|value| matcher.condition_value(condition, value)).collect();
        assert_eq!(found, [Truth::False, Truth::True, Truth::False]);
        assert_eq!(matcher.condition(condition), Truth::False);
    });
}
