//! Section 2: documents and statements.

use arnlint::access::{Decision, Evaluation, Truth, Why, evaluate_policy};
use arnlint::finding::PolicyKind;

use super::support::{
    OBJECT, TRAIL, USER, allow, ask, bucket, document, holds, identity, one, resource, with,
};

fn get() -> arnlint::access::Request {
    ask(USER, "s3:GetObject", OBJECT, &[])
}

#[test]
fn s2_01_a_lone_value_and_an_array_of_one_are_the_same() {
    for (action, resource, condition) in [
        (r#""s3:GetObject""#, r#""arn:aws:s3:::logs/*""#, r#""https""#),
        (r#"["s3:GetObject"]"#, r#"["arn:aws:s3:::logs/*"]"#, r#"["https"]"#),
    ] {
        for principal in [r#"{"AWS": "*"}"#, r#"{"AWS": ["*"]}"#] {
            let text = allow(&format!(
                r#""Principal": {principal}, "Action": {action}, "Resource": {resource},
                   "Condition": {{"StringEquals": {{"acme:scheme": {condition}}}}}"#
            ));
            let request = ask(USER, "s3:GetObject", OBJECT, &[("acme:scheme", one("https"))]);
            assert_eq!(bucket(&text, &request), Decision::Allow);
        }
    }
    let lone =
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    assert_eq!(identity(lone, &get()), Decision::Allow);
}

#[test]
fn s2_02_without_the_newer_version_a_variable_is_text() {
    let statement =
        r#"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::home/${aws:username}/*"}"#;
    let own = ask(USER, "s3:GetObject", "arn:aws:s3:::home/ana/a", &[]);
    let literal = ask(USER, "s3:GetObject", "arn:aws:s3:::home/${aws:username}/a", &[]);
    for version in [r#""Version": "2008-10-17", "#, ""] {
        let text = format!(r#"{{{version}"Statement": {statement}}}"#);
        assert_eq!(identity(&text, &own), Decision::ImplicitDeny);
        assert_eq!(identity(&text, &literal), Decision::Allow);
    }
    assert_eq!(identity(&document(statement), &own), Decision::Allow);
    assert_eq!(identity(&document(statement), &literal), Decision::ImplicitDeny);
}

#[test]
fn s2_03_an_element_beside_its_opposite_is_not_understood() {
    for members in [
        r#""Action": "*", "NotAction": "iam:*", "Resource": "*""#,
        r#""Action": "*", "Resource": "*", "NotResource": "arn:aws:s3:::x""#,
        r#""Action": "*", "Resource": "*", "Colour": "red""#,
        r#""Action": "*""#,
        r#""Resource": "*""#,
    ] {
        assert_eq!(identity(&allow(members), &get()), Decision::Unknown(Why::NotUnderstood), "{members}");
    }
    let both = allow(r#""Principal": "*", "NotPrincipal": {"AWS": "*"}, "Action": "*", "Resource": "*""#);
    assert_eq!(bucket(&both, &get()), Decision::Unknown(Why::NotUnderstood));
    let trust = r#""Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole""#;
    let assume = ask(TRAIL, "sts:AssumeRole", "arn:aws:iam::111122223333:role/r", &[]);
    let verdict = |members: &str| {
        with(&allow(members), PolicyKind::Trust, |policy| evaluate_policy(policy, &assume).decision)
    };
    assert_eq!(verdict(trust), Decision::Allow);
    assert_eq!(verdict(&format!(r#"{trust}, "Resource": "*""#)), Decision::Unknown(Why::NotUnderstood));
    // The rest may settle it all the same.
    let elsewhere = allow(r#""Action": "iam:*", "NotAction": "s3:*", "Resource": "*""#);
    assert_eq!(identity(&elsewhere, &get()), Decision::ImplicitDeny);
}

#[test]
fn s2_04_duplicate_keys_leave_everything_open() {
    let twice = r#"{"Effect": "Deny", "Action": "s3:*", "Action": "iam:*", "Resource": "*"}"#;
    assert_eq!(identity(&document(twice), &get()), Decision::Unknown(Why::DuplicateKeys));
    let beside = format!(r#"{{"Effect": "Deny", "Action": "*", "Resource": "*"}}, {twice}"#);
    assert_eq!(identity(&document(&beside), &get()), Decision::Unknown(Why::DuplicateKeys));
}

#[test]
fn s2_05_principals_belong_to_policies_of_resources() {
    let with_principal = allow(r#""Principal": "*", "Action": "*", "Resource": "*""#);
    assert_eq!(identity(&with_principal, &get()), Decision::Unknown(Why::NotUnderstood));
    assert_eq!(bucket(&with_principal, &get()), Decision::Allow);
    let without = allow(r#""Action": "*", "Resource": "*""#);
    assert_eq!(bucket(&without, &get()), Decision::ImplicitDeny);
    assert_eq!(identity(&without, &get()), Decision::Allow);
}

#[test]
fn s2_06_quotes_around_numbers_and_booleans_do_not_matter() {
    for value in ["true", r#""true""#, r#""TRUE""#, "[true]"] {
        let condition = format!(r#"{{"Bool": {{"aws:SecureTransport": {value}}}}}"#);
        assert_eq!(holds(&condition, &[("aws:SecureTransport", one("true"))]), Truth::True);
        assert_eq!(holds(&condition, &[("aws:SecureTransport", one("false"))]), Truth::False);
    }
    for value in ["10", r#""10""#] {
        let condition = format!(r#"{{"NumericLessThanEquals": {{"s3:max-keys": {value}}}}}"#);
        assert_eq!(holds(&condition, &[("s3:max-keys", one("10"))]), Truth::True);
        assert_eq!(holds(&condition, &[("s3:max-keys", one("11"))]), Truth::False);
    }
}

#[test]
fn s2_07_every_element_has_to_match() {
    let text = |principal: &str, action: &str, resource: &str, value: &str| {
        allow(&format!(
            r#""Principal": {{"AWS": "{principal}"}}, "Action": "{action}", "Resource": "{resource}",
               "Condition": {{"StringEquals": {{"acme:k": "{value}"}}}}"#
        ))
    };
    let request = ask(USER, "s3:GetObject", OBJECT, &[("acme:k", one("v"))]);
    assert_eq!(bucket(&text(USER, "s3:GetObject", OBJECT, "v"), &request), Decision::Allow);
    let other = "arn:aws:iam::111122223333:user/other";
    for miss in [
        text(other, "s3:GetObject", OBJECT, "v"),
        text(USER, "s3:PutObject", OBJECT, "v"),
        text(USER, "s3:GetObject", "arn:aws:s3:::logs", "v"),
        text(USER, "s3:GetObject", OBJECT, "w"),
    ] {
        assert_eq!(bucket(&miss, &request), Decision::ImplicitDeny);
    }
}

fn evaluate(statements: &[&str]) -> Evaluation {
    with(&document(&statements.join(", ")), PolicyKind::Identity, |policy| evaluate_policy(policy, &get()))
}

#[test]
fn s2_08_deny_wins_over_allow_in_any_order() {
    let allow = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let deny = r#"{"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"}"#;
    let elsewhere = r#"{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}"#;
    for order in [[allow, deny], [deny, allow]] {
        let found = evaluate(&order);
        assert_eq!(found.decision, Decision::ExplicitDeny);
        assert_eq!(found.deciding.len(), 1);
        assert_eq!(order[found.deciding[0].position], deny);
    }
    let found = evaluate(&[elsewhere, allow]);
    assert_eq!(found.decision, Decision::Allow);
    assert_eq!(found.deciding[0].position, 1);
    let found = evaluate(&[elsewhere]);
    assert_eq!(found.decision, Decision::ImplicitDeny);
    assert!(found.deciding.is_empty());
    assert_eq!(evaluate(&[]).decision, Decision::ImplicitDeny);
}

#[test]
fn a_certain_deny_stands_beside_what_is_not_understood() {
    let deny = r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#;
    let allow = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let odd = r#"{"Effect": "Alow", "Action": "*", "Resource": "*"}"#;
    let odd_deny =
        r#"{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringIs": {"a": "b"}}}"#;
    assert_eq!(evaluate(&[odd, deny]).decision, Decision::ExplicitDeny);
    assert_eq!(evaluate(&[allow, odd]).decision, Decision::Unknown(Why::NotUnderstood));
    assert_eq!(evaluate(&[allow, odd_deny]).decision, Decision::Unknown(Why::NotUnderstood));
    // Which deny it is stays open, but not that it is one.
    let found = evaluate(&[odd_deny]);
    assert_eq!(found.decision, Decision::Unknown(Why::NotUnderstood));
    assert_eq!(found.allowed(), Truth::False);
    assert_eq!(evaluate(&["7", deny]).decision, Decision::ExplicitDeny);
    assert_eq!(evaluate(&["7", allow]).decision, Decision::Unknown(Why::NotUnderstood));
}

#[test]
fn a_version_that_does_not_exist_is_not_understood() {
    let text =
        r#"{"Version": "2012-10-18", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    assert_eq!(identity(text, &get()), Decision::Unknown(Why::NotUnderstood));
}

#[test]
fn a_damaged_document_leaves_everything_open() {
    let text = r#"{"Version": "2012-10-17" "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#;
    assert_eq!(identity(text, &get()), Decision::Unknown(Why::Damaged));
}

#[test]
fn empty_lists_match_nothing_and_their_opposites_are_open() {
    let verdict = |members: &str| identity(&allow(members), &get());
    assert_eq!(verdict(r#""Action": [], "Resource": "*""#), Decision::ImplicitDeny);
    assert_eq!(verdict(r#""Action": "*", "Resource": []"#), Decision::ImplicitDeny);
    assert_eq!(verdict(r#""NotAction": [], "Resource": "*""#), Decision::Unknown(Why::NotUnderstood));
    assert_eq!(holds(r#"{"StringEquals": {"acme:k": []}}"#, &[("acme:k", one("v"))]), Truth::False);
    assert_eq!(
        holds(r#"{"ForAllValues:StringEquals": {"acme:k": []}}"#, &[("acme:k", one("v"))]),
        Truth::False
    );
    let nobody = allow(r#""Principal": {}, "Action": "*", "Resource": "*""#);
    assert_eq!(bucket(&nobody, &get()), Decision::ImplicitDeny);
}

#[test]
fn a_value_that_is_no_scalar_is_not_understood() {
    assert_eq!(resource("*", OBJECT, &[]), Truth::True);
    let nested = allow(r#""Action": ["iam:*", ["s3:*"]], "Resource": "*""#);
    assert_eq!(identity(&nested, &get()), Decision::Unknown(Why::NotUnderstood));
    let settled = allow(r#""Action": ["s3:*", null], "Resource": "*""#);
    assert_eq!(identity(&settled, &get()), Decision::Allow);
}
