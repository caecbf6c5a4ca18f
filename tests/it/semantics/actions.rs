//! Section 3: `Action` and `NotAction`.

use arnlint::access::{Matcher, Row, Truth};
use arnlint::finding::PolicyKind;

use super::support::{USER, allow, ask, with};

/// Whether the element takes in the action.
fn element(element: &str, action: &str) -> Truth {
    let request = ask(USER, action, "*", &[]);
    with(&allow(&format!(r#"{element}, "Resource": "*""#)), PolicyKind::Identity, |policy| {
        Matcher::new(policy, &request).statement(0, &policy.statements[0]).action
    })
}

fn action(pattern: &str, action: &str) -> Truth {
    element(&format!(r#""Action": "{pattern}""#), action)
}

#[test]
fn s3_01_prefix_and_name_have_no_case() {
    for same in ["s3:GetObject", "S3:GETOBJECT", "s3:getobject", "s3:gEt*"] {
        assert_eq!(action(same, "s3:GetObject"), Truth::True, "{same}");
    }
}

#[test]
fn s3_02_wildcards_stand_anywhere_in_the_name() {
    for matching in ["*", "s3:*", "s3:Get*", "s3:*Object", "s3:G*t*", "s3:Get?bject", "s3:GetObject*"] {
        assert_eq!(action(matching, "s3:GetObject"), Truth::True, "{matching}");
    }
    for other in ["s3:Get?Object", "s3:Put*", "s3:GetObject?", "s3", "GetObject", "sqs:*"] {
        assert_eq!(action(other, "s3:GetObject"), Truth::False, "{other}");
    }
    for prefix in ["s*:GetObject", "*:GetObject", "?3:GetObject", "s3*", "**"] {
        assert_eq!(action(prefix, "s3:GetObject"), Truth::disputed(Row::ActionPrefixWildcard), "{prefix}");
        assert!(!action(prefix, "iam:x").is_true(), "{prefix}");
    }
    assert_eq!(action("s*:GetObject", "s3:PutObject"), Truth::False);
}

#[test]
fn s3_03_nothing_is_trimmed_and_commas_separate_nothing() {
    for nothing in
        ["s3:GetObject,PutObject", "s3:GetObject, s3:PutObject", "s3:GetObject ", " s3:GetObject", "s3:", ""]
    {
        assert_eq!(action(nothing, "s3:GetObject"), Truth::False, "`{nothing}`");
        assert_eq!(
            element(&format!(r#""NotAction": "{nothing}""#), "s3:GetObject"),
            Truth::True,
            "`{nothing}`"
        );
    }
}

#[test]
fn s3_04_not_action_takes_in_what_it_does_not_name() {
    let not = |list: &str, name: &str| element(&format!(r#""NotAction": {list}"#), name);
    assert_eq!(not(r#"["iam:*", "sts:*"]"#, "s3:GetObject"), Truth::True);
    assert_eq!(not(r#"["iam:*", "s3:Get*"]"#, "s3:GetObject"), Truth::False);
    assert_eq!(not(r#""*""#, "s3:GetObject"), Truth::False);
}

#[test]
fn s3_05_star_colon_star_is_open() {
    assert_eq!(action("*:*", "s3:GetObject"), Truth::disputed(Row::ActionStarStar));
    // With `*` beside it nothing depends on it.
    assert_eq!(element(r#""Action": ["*:*", "*"]"#, "s3:GetObject"), Truth::True);
}
