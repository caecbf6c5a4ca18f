//! Section 7: policy variables.

use arnlint::access::{Given, Row, Text, Truth, Why};

use super::support::{OBJECT, holds, many, one, resource};

const TEAM: &str = "aws:PrincipalTag/team";

/// `StringLike` on one key against a value of the policy, beside what is said about the team's tag.
fn like(pattern: &str, found: &str, team: Given) -> Truth {
    let condition = format!(r#"{{"StringLike": {{"acme:path": "{pattern}"}}}}"#);
    holds(&condition, &[("acme:path", one(found)), (TEAM, team)])
}

#[test]
fn s7_01_variables_belong_behind_the_fifth_colon_and_into_texts() {
    let keys = [(TEAM, one("AWSLogs"))];
    assert_eq!(resource("arn:aws:s3:::logs/${aws:PrincipalTag/team}/*", OBJECT, &keys), Truth::True);
    assert_eq!(resource("arn:aws:s3:::${aws:PrincipalTag/team}/*", OBJECT, &keys), Truth::False);
    // Before it the guide and policies that AWS manages differ.
    let queue = "arn:aws:sqs:eu-west-1:111122223333:q";
    let open = Truth::disputed(Row::VariableInArnHead);
    assert_eq!(resource("arn:aws:sqs:*:${aws:PrincipalAccount}:q", queue, &[]), open);
    assert_eq!(resource("arn:aws:sqs:*:${aws:PrincipalAccount}:r", queue, &[]), Truth::False);
    for operator in ["StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnLike", "ArnEquals"] {
        let condition =
            format!(r#"{{"{operator}": {{"acme:k": "arn:aws:s3:::${{aws:PrincipalTag/team}}"}}}}"#);
        let keys = [("acme:k", one("arn:aws:s3:::red")), (TEAM, one("red"))];
        assert_eq!(holds(&condition, &keys), Truth::True, "{operator}");
    }
    // Other operators see the text, which they cannot read.
    let number = r#"{"NumericEquals": {"acme:k": "${aws:PrincipalTag/team}"}}"#;
    assert_eq!(
        holds(number, &[("acme:k", one("1")), (TEAM, one("1"))]),
        Truth::disputed(Row::BadPolicyValue)
    );
}

#[test]
fn s7_02_a_key_that_holds_a_list_has_no_value_in_a_variable() {
    let condition = r#"{"StringEquals": {"acme:k": "${aws:TagKeys}"}}"#;
    assert_eq!(holds(condition, &[("acme:k", one("a")), ("aws:TagKeys", many(&["a"]))]), Truth::False);
    let default = r#"{"StringEquals": {"acme:k": "${aws:TagKeys, 'a'}"}}"#;
    let open = Truth::disputed(Row::ListVariable);
    assert_eq!(holds(default, &[("acme:k", one("a")), ("aws:TagKeys", many(&["b"]))]), open);
}

#[test]
fn s7_03_the_key_has_no_case() {
    assert_eq!(resource("arn:aws:s3:::home/${AWS:UserName}", "arn:aws:s3:::home/ana", &[]), Truth::True);
}

#[test]
fn s7_04_the_three_escapes_are_letters() {
    assert_eq!(like("a${*}b", "a*b", Given::Absent), Truth::True);
    assert_eq!(like("a${*}b", "axb", Given::Absent), Truth::False);
    assert_eq!(like("a${?}*", "a?b", Given::Absent), Truth::True);
    assert_eq!(like("a${?}*", "axb", Given::Absent), Truth::False);
    assert_eq!(like("${$}x", "$x", Given::Absent), Truth::True);
    assert_eq!(like("${$}x", "x", Given::Absent), Truth::False);
    assert_eq!(resource("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/*", &[]), Truth::True);
    assert_eq!(resource("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/x", &[]), Truth::False);
}

#[test]
fn s7_05_a_default_stands_in_for_a_missing_value() {
    let pattern = "home/${aws:PrincipalTag/team, 'common'}/*";
    assert_eq!(like(pattern, "home/common/a", Given::Absent), Truth::True);
    assert_eq!(like(pattern, "home/red/a", Given::Absent), Truth::False);
    assert_eq!(like(pattern, "home/red/a", one("red")), Truth::True);
    assert_eq!(like(pattern, "home/common/a", one("red")), Truth::False);
    assert_eq!(like("${aws:PrincipalTag/team,'a*'}", "abc", Given::Absent), Truth::False);
    assert_eq!(like("${aws:PrincipalTag/team,'a*'}", "a*", Given::Absent), Truth::True);
}

#[test]
fn s7_06_what_is_filled_in_has_no_wildcards() {
    assert_eq!(like("home/${aws:PrincipalTag/team}", "home/anything", one("*")), Truth::False);
    assert_eq!(like("home/${aws:PrincipalTag/team}", "home/*", one("*")), Truth::True);
    assert_eq!(like("home/${aws:PrincipalTag/team}*", "home/?x", one("?")), Truth::True);
    assert_eq!(like("home/${aws:PrincipalTag/team}*", "home/yx", one("?")), Truth::False);
}

#[test]
fn s7_07_without_value_an_entry_of_resource_names_nothing() {
    let keys = [(TEAM, Given::Absent)];
    assert_eq!(resource("arn:aws:s3:::*${aws:PrincipalTag/team}*", OBJECT, &keys), Truth::False);
    // A session has no user name.
    let text = super::support::allow(r#""Action": "*", "Resource": ["arn:aws:s3:::logs/${aws:username}*"]"#);
    let request = super::support::ask(super::support::SESSION, "s3:GetObject", OBJECT, &[]);
    assert_eq!(super::support::identity(&text, &request), arnlint::access::Decision::ImplicitDeny);
}

#[test]
fn s7_08_without_value_a_condition_value_does_not_match() {
    let keys = [("acme:k", one("x")), (TEAM, Given::Absent)];
    let condition =
        |operator: &str, values: &str| holds(&format!(r#"{{"{operator}": {{"acme:k": {values}}}}}"#), &keys);
    assert_eq!(condition("StringLike", r#""*${aws:PrincipalTag/team}*""#), Truth::False);
    assert_eq!(condition("StringNotLike", r#""*${aws:PrincipalTag/team}*""#), Truth::True);
    assert_eq!(condition("StringLike", r#"["*${aws:PrincipalTag/team}*", "x"]"#), Truth::True);
    assert_eq!(condition("StringNotLike", r#"["*${aws:PrincipalTag/team}*", "x"]"#), Truth::False);
}

#[test]
fn s7_09_an_empty_value_is_open() {
    let open = Truth::disputed(Row::EmptyVariable);
    assert_eq!(like("home/${aws:PrincipalTag/team}*", "home/a", one("")), open);
    assert_eq!(like("home/${aws:PrincipalTag/team}/a", "home/b", one("")), Truth::False);
    assert_eq!(like("home/${aws:PrincipalTag/team, 'x'}/a", "home/x/a", one("")), open);
}

#[test]
fn s7_10_odd_variables_are_open() {
    let nested = like("home/${aws:PrincipalTag/${aws:username}}", "home/x", Given::Absent);
    assert_eq!(nested, Truth::disputed(Row::OddVariable));
    for odd in [
        "${aws:PrincipalTag/${aws:username}}",
        "${aws:PrincipalTag/team",
        "${}",
        "${ aws:username }",
        "${aws:username, x}",
    ] {
        let found = like(&format!("home/{odd}"), "home/x", Given::Absent);
        // Some of these are also what a template's program fills in.
        let open = [Why::Disputed(Row::OddVariable), Why::Hole];
        assert!(found.why().is_some_and(|why| open.contains(&why)), "{odd}: {found:?}");
        assert_eq!(like(&format!("home/{odd}"), "away/x", Given::Absent), Truth::False, "{odd}");
    }
    // In the place of a key it is a name that nothing is said about.
    let key = r#"{"StringEquals": {"aws:PrincipalTag/${aws:username}": "x"}}"#;
    assert_eq!(holds(key, &[]), Truth::Unknown(Why::Key));
}

#[test]
fn a_variable_of_which_nothing_is_known_stands_for_any_text() {
    assert_eq!(
        resource("arn:aws:s3:::logs/${aws:PrincipalTag/team}/*", OBJECT, &[]),
        Truth::Unknown(Why::Key)
    );
    assert_eq!(resource("arn:aws:s3:::other/${aws:PrincipalTag/team}/*", OBJECT, &[]), Truth::False);
    let any = Text::like("arn:aws:s3:::logs/*");
    assert_eq!(resource("arn:aws:s3:::logs/${aws:PrincipalTag/team}/*", any, &[]), Truth::Unknown(Why::Key));
}
