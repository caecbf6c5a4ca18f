//! Several policies, near misses, holes, and the sameness of answers.

use std::time::{Duration, Instant};

use arnlint::access::{
    Decision, Given, Matcher, PolicyRole, Request, Strength, Truth, Why, decide, evaluate_policy,
};
use arnlint::finding::PolicyKind;
use arnlint::policy::Policy;

use super::support::{OBJECT, ROLE, SESSION, TRAIL, USER, allow, ask, document, mark_holes, one, with};

const EVERYTHING: &str = r#""Action": "*", "Resource": "*""#;
const SILENT: &str = r#"{"Version": "2012-10-17", "Statement": []}"#;

fn resource_side(value: &str) -> String {
    allow(&format!(r#""Principal": {value}, {EVERYTHING}"#))
}

fn bucket(text: &str) -> Option<(&str, PolicyRole)> {
    Some((text, PolicyRole::Resource))
}

/// What an identity policy and a resource's policy say together; `None` for a side that is not given.
fn together(identity: Option<&str>, resource: Option<(&str, PolicyRole)>, request: &Request) -> Decision {
    let empty = SILENT.to_owned();
    with(identity.unwrap_or(&empty), PolicyKind::Identity, |own| {
        let (text, role) = resource.unwrap_or((&empty, PolicyRole::Resource));
        let kind = if role == PolicyRole::Trust { PolicyKind::Trust } else { PolicyKind::Bucket };
        with(text, kind, |theirs| {
            let mut policies: Vec<(&Policy<'_>, PolicyRole)> = Vec::new();
            if identity.is_some() {
                policies.push((own, PolicyRole::Identity));
            }
            if resource.is_some() {
                policies.push((theirs, role));
            }
            decide(&policies, request).decision
        })
    })
}

fn in_account(account: &str) -> Request {
    ask(USER, "s3:GetObject", OBJECT, &[("aws:ResourceAccount", one(account))])
}

#[test]
fn within_one_account_either_side_is_enough() {
    let request = in_account("111122223333");
    let everything = allow(EVERYTHING);
    let user = resource_side(&format!(r#"{{"AWS": "{USER}"}}"#));
    let account = resource_side(r#"{"AWS": "111122223333"}"#);
    assert_eq!(together(Some(&everything), bucket(SILENT), &request), Decision::Allow);
    assert_eq!(together(Some(SILENT), bucket(&user), &request), Decision::Allow);
    assert_eq!(together(Some(SILENT), bucket(&account), &request), Decision::ImplicitDeny);
    assert_eq!(together(Some(&everything), bucket(&account), &request), Decision::Allow);
    assert_eq!(together(Some(SILENT), bucket(SILENT), &request), Decision::ImplicitDeny);
    // A side that is not given may allow.
    assert_eq!(together(Some(&everything), None, &request), Decision::Allow);
    assert_eq!(together(Some(SILENT), None, &request), Decision::Unknown(Why::OtherSide));
    assert_eq!(together(None, bucket(&user), &request), Decision::Allow);
    assert_eq!(together(None, bucket(&account), &request), Decision::Unknown(Why::OtherSide));
}

#[test]
fn across_accounts_both_sides_are_needed() {
    let request = in_account("444455556666");
    let everything = allow(EVERYTHING);
    let user = resource_side(&format!(r#"{{"AWS": "{USER}"}}"#));
    let account = resource_side(r#"{"AWS": "111122223333"}"#);
    assert_eq!(together(Some(&everything), bucket(SILENT), &request), Decision::ImplicitDeny);
    assert_eq!(together(Some(SILENT), bucket(&user), &request), Decision::ImplicitDeny);
    for text in [&user, &account] {
        assert_eq!(together(Some(&everything), bucket(text), &request), Decision::Allow);
        assert_eq!(together(None, bucket(text), &request), Decision::Unknown(Why::OtherSide));
    }
}

#[test]
fn without_the_accounts_only_agreement_counts() {
    let request = ask(USER, "s3:GetObject", OBJECT, &[]);
    let everything = allow(EVERYTHING);
    let user = resource_side(&format!(r#"{{"AWS": "{USER}"}}"#));
    assert_eq!(together(Some(&everything), bucket(&user), &request), Decision::Allow);
    assert_eq!(together(Some(&everything), bucket(SILENT), &request), Decision::Unknown(Why::Account));
    assert_eq!(together(Some(SILENT), bucket(&user), &request), Decision::Unknown(Why::Account));
    assert_eq!(together(Some(SILENT), bucket(SILENT), &request), Decision::ImplicitDeny);
    // The ARN of most resources says the account.
    let queue = ask(USER, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q", &[]);
    assert_eq!(together(Some(&everything), bucket(SILENT), &queue), Decision::Allow);
}

#[test]
fn a_trust_policy_and_a_key_policy_have_to_take_part() {
    let role = "arn:aws:iam::111122223333:role/target";
    let assume = ask(USER, "sts:AssumeRole", role, &[]);
    let everything = allow(EVERYTHING);
    let trust = |value: &str| allow(&format!(r#""Principal": {value}, "Action": "sts:AssumeRole""#));
    let user = trust(&format!(r#"{{"AWS": "{USER}"}}"#));
    let account = trust(r#"{"AWS": "111122223333"}"#);
    let verdict =
        |identity: &str, text: &str| together(Some(identity), Some((text, PolicyRole::Trust)), &assume);
    assert_eq!(verdict(&everything, SILENT), Decision::ImplicitDeny);
    assert_eq!(verdict(SILENT, &user), Decision::Allow);
    assert_eq!(verdict(SILENT, &account), Decision::ImplicitDeny);
    assert_eq!(verdict(&everything, &account), Decision::Allow);
    let decrypt = ask(USER, "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1", &[]);
    let key = |text| together(Some(&everything), Some((text, PolicyRole::Resource)), &decrypt);
    assert_eq!(key(SILENT), Decision::ImplicitDeny);
    assert_eq!(key(&resource_side(r#"{"AWS": "111122223333"}"#)), Decision::Allow);
}

#[test]
fn callers_without_policies_of_their_own_need_the_resources_side() {
    let everyone = resource_side(r#""*""#);
    let service = resource_side(&format!(r#"{{"Service": "{TRAIL}"}}"#));
    let root = resource_side(r#"{"AWS": "arn:aws:iam::444455556666:root"}"#);
    let verdict = |text: &str, caller: &str| {
        let keys = [("aws:ResourceAccount", one("111122223333"))];
        together(None, Some((text, PolicyRole::Resource)), &ask(caller, "s3:PutObject", OBJECT, &keys))
    };
    assert_eq!(verdict(&everyone, "anonymous"), Decision::Allow);
    assert_eq!(verdict(&service, "anonymous"), Decision::ImplicitDeny);
    assert_eq!(verdict(&service, TRAIL), Decision::Allow);
    assert_eq!(verdict(&everyone, TRAIL), Decision::Allow);
    assert_eq!(verdict(SILENT, TRAIL), Decision::ImplicitDeny);
    assert_eq!(verdict(&root, "444455556666"), Decision::Allow);
    assert_eq!(verdict(SILENT, "444455556666"), Decision::ImplicitDeny);
    assert_eq!(verdict(SILENT, "111122223333"), Decision::Allow);
}

#[test]
fn a_deny_of_either_side_decides() {
    let request = in_account("111122223333");
    let everything = allow(EVERYTHING);
    let deny = document(&format!(r#"{{"Effect": "Deny", "Principal": "*", {EVERYTHING}}}"#));
    let denied = together(Some(&everything), Some((&deny, PolicyRole::Resource)), &request);
    assert_eq!(denied, Decision::ExplicitDeny);
    let deny = document(&format!(r#"{{"Effect": "Deny", {EVERYTHING}}}"#));
    let user = resource_side(&format!(r#"{{"AWS": "{USER}"}}"#));
    assert_eq!(together(Some(&deny), Some((&user, PolicyRole::Resource)), &request), Decision::ExplicitDeny);
    with(&everything, PolicyKind::Identity, |own| {
        with(&deny, PolicyKind::Identity, |other| {
            let found = decide(&[(own, PolicyRole::Identity), (other, PolicyRole::Identity)], &request);
            assert_eq!(found.decision, Decision::ExplicitDeny);
            assert_eq!(found.deciding.iter().map(|place| place.policy).collect::<Vec<_>>(), [1]);
        });
    });
}

#[test]
fn a_resource_policy_is_one_even_where_its_content_looks_like_another() {
    // No statement names a principal, so that content alone makes it an identity policy.
    let text = allow(EVERYTHING);
    let request = in_account("111122223333");
    with(&text, PolicyKind::Identity, |policy| {
        assert_eq!(evaluate_policy(policy, &request).decision, Decision::Allow);
        let found = decide(&[(policy, PolicyRole::Resource)], &request);
        assert_eq!(found.granted, Truth::Unknown(Why::OtherSide));
        let found = decide(&[(policy, PolicyRole::Resource)], &ask("anonymous", "s3:GetObject", OBJECT, &[]));
        assert_eq!(found.decision, Decision::ImplicitDeny);
    });
}

#[test]
fn the_nearest_miss_shows_which_element_fails() {
    let text = allow(&format!(
        r#""Principal": {{"AWS": ["{USER}", "{ROLE}"]}}, "Action": ["s3:PutObject", "s3:GetObject"],
           "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::data/*"],
           "Condition": {{"Bool": {{"aws:SecureTransport": "true"}}, "StringEquals": {{"acme:k": "v"}}}}"#
    ));
    let keys = [("aws:SecureTransport", one("true")), ("acme:k", Given::Absent)];
    let request = ask(SESSION, "s3:PutObject", OBJECT, &keys);
    with(&text, PolicyKind::Bucket, |policy| {
        let matcher = Matcher::new(policy, &request);
        let statement = &policy.statements[0];
        let found = matcher.statement(0, statement);
        assert_eq!((found.principal, found.strength), (Truth::True, Some(Strength::RoleOfSession)));
        assert_eq!((found.action, found.resource), (Truth::True, Truth::False));
        assert_eq!(found.conditions, [Truth::True, Truth::False]);
        assert_eq!((found.truth(), found.misses()), (Truth::False, 2));
        let actions: Vec<_> = statement.actions().iter().map(|value| matcher.action(value)).collect();
        assert_eq!(actions, [Truth::True, Truth::False]);
        let resources: Vec<_> = statement.resources().iter().map(|value| matcher.resource(value)).collect();
        assert_eq!(resources, [Truth::False, Truth::False]);
        let entries = &statement.principal.as_ref().unwrap().entries;
        let principals: Vec<_> = entries.iter().map(|entry| matcher.principal(entry).0).collect();
        assert_eq!(principals, [Truth::False, Truth::True]);
    });
}

/// What a bucket policy with `<…>` for what is not known says.
fn with_holes(text: &str, request: &Request) -> Decision {
    with(text, PolicyKind::Bucket, |policy| evaluate_policy(&mark_holes(policy), request).decision)
}

#[test]
fn what_is_not_filled_in_is_open_unless_no_filling_matches() {
    let open = Decision::Unknown(Why::Hole);
    let verdict = |caller: &str, principal: &str, action: &str, resource: &str, value: &str| {
        let text = allow(&format!(
            r#""Principal": {principal}, "Action": "{action}", "Resource": "{resource}",
               "Condition": {{"ArnLike": {{"acme:source": "{value}"}}}}"#
        ));
        let source = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
        with_holes(&text, &ask(caller, "s3:PutObject", OBJECT, &[("acme:source", one(source))]))
    };
    let any = "arn:*:*:*:*:*";
    let ok = |resource: &str| verdict(TRAIL, r#""*""#, "s3:PutObject", resource, any);
    assert_eq!(ok("arn:aws:s3:::<BUCKET>/AWSLogs/*"), open);
    assert_eq!(ok("<ARN>"), open);
    assert_eq!(ok("arn:aws:s3:::<BUCKET>/prefix/*"), Decision::ImplicitDeny);
    assert_eq!(ok("arn:aws:s3:::<BUCKET>"), open);
    let action = |action: &str| verdict(TRAIL, r#""*""#, action, "*", any);
    assert_eq!(action("s3:Put<WHAT>"), open);
    assert_eq!(action("s3:Get<WHAT>"), Decision::ImplicitDeny);
    let condition = |value: &str| verdict(TRAIL, r#""*""#, "*", "*", value);
    assert_eq!(condition("arn:aws:cloudtrail:<REGION>:<ACCOUNT>:trail/main"), open);
    assert_eq!(condition("arn:aws:cloudtrail:<REGION>:<ACCOUNT>:trail/other"), Decision::ImplicitDeny);
    let principal = |caller: &str, value: &str| verdict(caller, value, "*", "*", any);
    assert_eq!(principal(TRAIL, r#"{"Service": "<SERVICE>"}"#), open);
    assert_eq!(principal(TRAIL, r#"{"Service": "<SERVICE>.example.com"}"#), Decision::ImplicitDeny);
    assert_eq!(principal(USER, r#"{"AWS": "arn:aws:iam::<ACCOUNT>:root"}"#), open);
    assert_eq!(principal(USER, r#"{"AWS": "arn:aws:iam::<ACCOUNT>:role/x"}"#), Decision::ImplicitDeny);
    assert_eq!(principal(SESSION, r#"{"AWS": "arn:aws:iam::<ACCOUNT>:role/team/build"}"#), open);
    assert_eq!(principal(SESSION, r#"{"AWS": "arn:aws:sts::<ACCOUNT>:assumed-role/build/<WHO>"}"#), open);
    assert_eq!(principal("anonymous", r#"{"AWS": "<ACCOUNT>"}"#), open);
    assert_eq!(principal("anonymous", r#"{"AWS": "arn:aws:iam::<ACCOUNT>:root"}"#), Decision::ImplicitDeny);
}

#[test]
fn a_hole_in_not_principal_leaves_the_deny_open() {
    let deny = |listed: &str| {
        document(&format!(
            r#"{{"Effect": "Deny", "NotPrincipal": {listed}, "Action": "*", "Resource": "*"}}"#
        ))
    };
    let request = ask(TRAIL, "s3:PutObject", OBJECT, &[]);
    assert_eq!(with_holes(&deny(r#"{"Service": "<SERVICE>"}"#), &request), Decision::Unknown(Why::Hole));
    let root = r#"{"AWS": "arn:aws:iam::<ACCOUNT>:root"}"#;
    assert_eq!(with_holes(&deny(root), &request), Decision::ExplicitDeny);
    let request = ask(USER, "s3:PutObject", OBJECT, &[]);
    assert_eq!(with_holes(&deny(root), &request), Decision::Unknown(Why::Hole));
}

#[test]
fn an_answer_does_not_depend_on_the_order_of_statements() {
    let statements = [
        r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/*"}"#,
        r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"}"#,
        r#"{"Effect": "Deny", "Principal": "*", "Action": "s*:*", "Resource": "*"}"#,
        r#"{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}"#,
        r#"{"Effect": "Alow", "Principal": "*", "Action": "*", "Resource": "*"}"#,
        r#"{"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"}"#,
    ];
    for caller in [USER, TRAIL, "anonymous"] {
        let request = ask(caller, "s3:GetObject", OBJECT, &[]);
        for chosen in 1u32..(1 << statements.len()) {
            let some: Vec<_> =
                (0..statements.len()).filter(|at| chosen >> at & 1 == 1).map(|at| statements[at]).collect();
            let verdict = |list: &[&str]| {
                with(&document(&list.join(",")), PolicyKind::Bucket, |policy| {
                    let found = evaluate_policy(policy, &request);
                    (found.decision, found.denied, found.granted, found.deciding.len())
                })
            };
            let forward = verdict(&some);
            let backward: Vec<_> = some.iter().rev().copied().collect();
            assert_eq!(verdict(&backward), forward, "{some:?}");
            let turned: Vec<_> = some.iter().skip(1).chain(some.first()).copied().collect();
            assert_eq!(verdict(&turned), forward, "{some:?}");
        }
    }
}

#[test]
fn hostile_policies_are_decided_fast() {
    let started = Instant::now();
    let object = format!("arn:aws:s3:::logs/{}", "a".repeat(1_024));
    let request = ask(USER, "s3:GetObject", object, &[("acme:k", one(&"a".repeat(2_048)))]);
    let stars = "*a".repeat(1_000);
    let text = allow(&format!(
        r#""Action": ["{stars}b", "s3:{stars}", "*"], "Resource": ["arn:aws:s3:::{stars}b", "arn:aws:s3:::{stars}"],
           "Condition": {{"StringLike": {{"acme:k": ["{stars}b", "{stars}"]}}}}"#
    ));
    with(&text, PolicyKind::Identity, |policy| {
        assert_eq!(evaluate_policy(policy, &request).decision, Decision::Allow);
    });
    let nested = format!("{}x{}", "${a".repeat(20_000), "}".repeat(20_000));
    let text = allow(&format!(r#""Action": "*", "Resource": ["{nested}", "{}"]"#, "${".repeat(20_000)));
    with(&text, PolicyKind::Identity, |policy| {
        assert!(matches!(evaluate_policy(policy, &request).decision, Decision::Unknown(_)));
    });
    let many =
        vec![
            format!(r#"{{"Effect": "Allow", "Action": "s3:Put*", "Resource": "arn:aws:s3:::{stars}b"}}"#);
            200
        ];
    with(&document(&many.join(",")), PolicyKind::Identity, |policy| {
        assert_eq!(evaluate_policy(policy, &request).decision, Decision::ImplicitDeny);
    });
    assert!(started.elapsed() < Duration::from_secs(10), "took {:?}", started.elapsed());
}
