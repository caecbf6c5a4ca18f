//! Section 5: `Principal`, `NotPrincipal` and the keys that follow from the caller.

use arnlint::access::{
    Context, Decision, Given, Matcher, Principal, Request, Row, Strength, Text, Truth, Why, evaluate_policy,
};
use arnlint::finding::PolicyKind;
use arnlint::policy::Effect;

use super::support::{OBJECT, ROLE, SESSION, TRAIL, USER, ask, bucket, document, one, with};

const ROOT: &str = "arn:aws:iam::111122223333:root";
const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/bo";

fn statement(effect: Effect, element: &str) -> String {
    let effect = if effect == Effect::Deny { "Deny" } else { "Allow" };
    document(&format!(r#"{{"Effect": "{effect}", {element}, "Action": "*", "Resource": "*"}}"#))
}

/// How an element with this JSON value names a caller.
fn names(element: &str, request: &Request) -> (Truth, Option<Strength>) {
    with(&statement(Effect::Allow, element), PolicyKind::Bucket, |policy| {
        let found = Matcher::new(policy, request).statement(0, &policy.statements[0]);
        (found.principal, found.strength)
    })
}

fn principal(value: &str, caller: &str) -> (Truth, Option<Strength>) {
    names(&format!(r#""Principal": {value}"#), &ask(caller, "s3:GetObject", OBJECT, &[]))
}

fn aws(value: &str, caller: &str) -> (Truth, Option<Strength>) {
    principal(&format!(r#"{{"AWS": "{value}"}}"#), caller)
}

const NOBODY: (Truth, Option<Strength>) = (Truth::False, None);

#[test]
fn s5_01_a_star_is_everyone() {
    for caller in ["anonymous", "111122223333", USER, ROLE, SESSION, FEDERATED, TRAIL] {
        assert_eq!(principal(r#""*""#, caller), (Truth::True, Some(Strength::Everyone)), "{caller}");
        assert_eq!(aws("*", caller), (Truth::True, Some(Strength::Everyone)), "{caller}");
    }
}

#[test]
fn s5_02_an_account_delegates() {
    for value in ["111122223333", ROOT] {
        for caller in [USER, ROLE, SESSION, FEDERATED] {
            assert_eq!(aws(value, caller), (Truth::True, Some(Strength::Account)), "{caller}");
            let text = statement(Effect::Allow, &format!(r#""Principal": {{"AWS": "{value}"}}"#));
            let request = ask(caller, "s3:GetObject", OBJECT, &[]);
            assert_eq!(bucket(&text, &request), Decision::Unknown(Why::OtherSide), "{caller}");
            let text = statement(Effect::Deny, &format!(r#""Principal": {{"AWS": "{value}"}}"#));
            assert_eq!(bucket(&text, &request), Decision::ExplicitDeny, "{caller}");
        }
        for stranger in ["anonymous", TRAIL, "arn:aws:iam::444455556666:user/ana"] {
            assert_eq!(aws(value, stranger), NOBODY, "{stranger}");
        }
        // For the root user no other policy has a say.
        assert_eq!(aws(value, ROOT), (Truth::True, Some(Strength::Direct)));
    }
    assert_eq!(aws("arn:aws-cn:iam::111122223333:root", USER), NOBODY);
}

#[test]
fn s5_03_a_user_is_named_with_regard_to_case() {
    assert_eq!(aws(USER, USER), (Truth::True, Some(Strength::Direct)));
    for other in [
        "arn:aws:iam::111122223333:user/team/Ana",
        "arn:aws:iam::111122223333:user/ana",
        "arn:aws:iam::444455556666:user/team/ana",
        "arn:aws-cn:iam::111122223333:user/team/ana",
        "arn:aws:iam::111122223333:user/team/ana/",
    ] {
        assert_eq!(aws(other, USER), NOBODY, "{other}");
    }
    // A session that a user federated carries the user's name only if it is known which user it was.
    assert_eq!(aws(USER, FEDERATED), (Truth::Unknown(Why::Caller), None));
    let Ok(Principal::User(user)) = Principal::parse(USER) else { panic!("a user") };
    let caller = Principal::FederatedUser {
        partition: "aws".to_owned(),
        account: "111122223333".to_owned(),
        name: "bo".to_owned(),
        user: Some(user),
    };
    let request = Request::new(caller, "s3:GetObject", OBJECT, Context::new()).unwrap();
    let element = format!(r#""Principal": {{"AWS": "{USER}"}}"#);
    assert_eq!(names(&element, &request), (Truth::True, Some(Strength::UserOfSession)));
}

#[test]
fn s5_04_a_role_is_each_of_its_sessions() {
    for caller in [ROLE, SESSION] {
        assert_eq!(aws(ROLE, caller), (Truth::True, Some(Strength::RoleOfSession)), "{caller}");
        assert_eq!(aws("arn:aws:iam::111122223333:role/build", caller).0, Truth::True, "{caller}");
        for other in [
            "arn:aws:iam::111122223333:role/team/Build",
            "arn:aws:iam::111122223333:role/team/build-2",
            "arn:aws:iam::444455556666:role/team/build",
            "arn:aws:iam::111122223333:user/build",
        ] {
            assert_eq!(aws(other, caller), NOBODY, "{other} {caller}");
        }
    }
    assert_eq!(aws(ROLE, USER), NOBODY);
    let text = statement(Effect::Allow, &format!(r#""Principal": {{"AWS": "{ROLE}"}}"#));
    assert_eq!(bucket(&text, &ask(SESSION, "s3:GetObject", OBJECT, &[])), Decision::Allow);
}

#[test]
fn s5_05_a_session_is_itself() {
    assert_eq!(aws(SESSION, SESSION), (Truth::True, Some(Strength::Direct)));
    assert_eq!(aws("arn:aws:sts::111122223333:assumed-role/build/run-2", SESSION), NOBODY);
    assert_eq!(aws("arn:aws:sts::111122223333:assumed-role/other/run-1", SESSION), NOBODY);
    // Of a role alone it is not known whether it is this session.
    assert_eq!(aws(SESSION, ROLE), (Truth::Unknown(Why::Caller), None));
}

#[test]
fn s5_06_a_federated_user_is_itself() {
    assert_eq!(aws(FEDERATED, FEDERATED), (Truth::True, Some(Strength::Direct)));
    assert_eq!(aws("arn:aws:sts::111122223333:federated-user/bob", FEDERATED), NOBODY);
    assert_eq!(aws(FEDERATED, USER), NOBODY);
}

#[test]
fn s5_07_a_service_is_named_exactly() {
    let service = |name: &str, caller: &str| principal(&format!(r#"{{"Service": "{name}"}}"#), caller);
    assert_eq!(service(TRAIL, TRAIL), (Truth::True, Some(Strength::Direct)));
    assert_eq!(service("s3.amazonaws.com", TRAIL), NOBODY);
    assert_eq!(service("cloudtrail.us-east-1.amazonaws.com", TRAIL), NOBODY);
    assert_eq!(service("*", TRAIL), (Truth::disputed(Row::StarPrincipal), None));
    assert_eq!(service("*", USER), NOBODY);
    assert_eq!(service(TRAIL, USER), NOBODY);
    let text = statement(Effect::Allow, &format!(r#""Principal": {{"Service": "{TRAIL}"}}"#));
    assert_eq!(bucket(&text, &ask(TRAIL, "s3:PutObject", OBJECT, &[])), Decision::Allow);
}

#[test]
fn s5_08_an_identity_provider_is_named_exactly() {
    let oidc = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    let saml = "arn:aws:iam::111122223333:saml-provider/corp";
    for provider in [oidc, saml, "accounts.google.com"] {
        let value = format!(r#"{{"Federated": "{provider}"}}"#);
        assert_eq!(principal(&value, provider), (Truth::True, Some(Strength::Direct)));
        assert_eq!(principal(&value, USER), NOBODY);
        assert_eq!(
            principal(r#"{"Federated": "arn:aws:iam::111122223333:saml-provider/other"}"#, provider),
            NOBODY
        );
        assert_eq!(aws("111122223333", provider), NOBODY);
    }
}

#[test]
fn s5_09_a_canonical_user_is_an_account_that_cannot_be_told() {
    let (one, other) = ("0a".repeat(32), "0b".repeat(32));
    let value = format!(r#"{{"CanonicalUser": "{one}"}}"#);
    assert_eq!(principal(&value, &one), (Truth::True, Some(Strength::Direct)));
    assert_eq!(principal(&value, &other), NOBODY);
    assert_eq!(principal(&value, "anonymous"), NOBODY);
    assert_eq!(principal(&value, TRAIL), NOBODY);
    let open = Truth::disputed(Row::CanonicalUser);
    assert_eq!(principal(&value, USER).0, open);
    assert_eq!(aws("111122223333", &one).0, open);
    assert_eq!(aws(USER, &one), NOBODY);
}

#[test]
fn s5_10_the_id_of_a_deleted_principal_is_nobody() {
    for id in ["AIDAEXAMPLEEXAMPLE", "AROAEXAMPLEEXAMPLE"] {
        for caller in [USER, SESSION, ROOT] {
            assert_eq!(aws(id, caller), NOBODY);
        }
    }
}

#[test]
fn s5_11_a_group_is_no_principal() {
    assert_eq!(aws("arn:aws:iam::111122223333:group/team", USER), NOBODY);
}

#[test]
fn s5_12_wildcards_inside_an_arn_match_nobody() {
    assert_eq!(aws("arn:aws:iam::111122223333:user/*", USER), NOBODY);
    assert_eq!(aws("arn:aws:iam::*:root", USER), NOBODY);
    assert_eq!(aws("arn:aws:sts::111122223333:assumed-role/build/*", SESSION), NOBODY);
}

#[test]
fn s5_13_the_types_of_a_map_are_alternatives() {
    let map = format!(r#"{{"AWS": ["{ROLE}", "444455556666"], "Service": "{TRAIL}"}}"#);
    assert_eq!(principal(&map, TRAIL).0, Truth::True);
    assert_eq!(principal(&map, SESSION).0, Truth::True);
    assert_eq!(principal(&map, "arn:aws:iam::444455556666:user/x").0, Truth::True);
    assert_eq!(principal(&map, USER), NOBODY);
}

/// Whether a `Deny` with `NotPrincipal` takes in a caller.
fn denied(listed: &str, caller: &str) -> Truth {
    not_principal(Effect::Deny, listed, &ask(caller, "s3:GetObject", OBJECT, &[]))
}

fn not_principal(effect: Effect, listed: &str, request: &Request) -> Truth {
    with(&statement(effect, &format!(r#""NotPrincipal": {listed}"#)), PolicyKind::Bucket, |policy| {
        Matcher::new(policy, request).statement(0, &policy.statements[0]).principal
    })
}

#[test]
fn s5_15_not_principal_spares_who_is_listed_with_role_and_account() {
    let session = format!(r#"{{"AWS": ["{SESSION}", "{ROLE}", "{ROOT}"]}}"#);
    assert_eq!(denied(&session, SESSION), Truth::False);
    assert_eq!(denied(&session, USER).why(), Some(Why::Disputed(Row::NotPrincipalLevels)));
    assert_eq!(denied(&session, "arn:aws:iam::444455556666:user/x"), Truth::True);
    let user = format!(r#"{{"AWS": ["{USER}", "111122223333"]}}"#);
    assert_eq!(denied(&user, USER), Truth::False);
    assert_eq!(denied(&user, "anonymous"), Truth::True);
    assert_eq!(denied(&format!(r#"{{"AWS": "{ROOT}"}}"#), ROOT), Truth::False);
    assert_eq!(denied(r#"{"AWS": "*"}"#, SESSION), Truth::False);
    assert_eq!(denied(r#""*""#, "anonymous"), Truth::False);
}

#[test]
fn s5_16_not_principal_spares_nobody_with_a_boundary() {
    let listed = format!(r#"{{"AWS": ["{USER}", "111122223333"]}}"#);
    let bounded = ask(USER, "s3:GetObject", OBJECT, &[]).with_boundary();
    assert_eq!(not_principal(Effect::Deny, &listed, &bounded), Truth::True);
    let free = ask(USER, "s3:GetObject", OBJECT, &[]);
    assert_eq!(not_principal(Effect::Deny, &listed, &free), Truth::False);
}

#[test]
fn s5_17_not_principal_denies_services_that_are_not_listed() {
    assert_eq!(denied(&format!(r#"{{"AWS": ["{USER}", "{ROOT}"]}}"#), TRAIL), Truth::True);
    assert_eq!(denied(&format!(r#"{{"AWS": "{ROOT}", "Service": "{TRAIL}"}}"#), TRAIL), Truth::False);
    let text = document(&format!(
        r#"{{"Effect": "Allow", "Principal": {{"Service": "{TRAIL}"}}, "Action": "*", "Resource": "*"}},
           {{"Effect": "Deny", "NotPrincipal": {{"AWS": "{ROOT}"}}, "Action": "*", "Resource": "*"}}"#
    ));
    assert_eq!(bucket(&text, &ask(TRAIL, "s3:PutObject", OBJECT, &[])), Decision::ExplicitDeny);
}

#[test]
fn s5_18_not_principal_with_allow_lets_everyone_else_in() {
    let text = statement(Effect::Allow, r#""NotPrincipal": {"AWS": "444455556666"}"#);
    for caller in ["anonymous", USER, TRAIL] {
        assert_eq!(bucket(&text, &ask(caller, "s3:GetObject", OBJECT, &[])), Decision::Allow, "{caller}");
    }
    let listed = ask("444455556666", "s3:GetObject", OBJECT, &[]);
    assert_eq!(bucket(&text, &listed), Decision::ImplicitDeny);
}

#[test]
fn s5_19_listing_only_an_account_or_only_a_user_is_open() {
    let open = Truth::disputed(Row::NotPrincipalLevels);
    assert_eq!(denied(r#"{"AWS": "111122223333"}"#, USER), open);
    assert_eq!(denied(&format!(r#"{{"AWS": "{USER}"}}"#), USER), open);
    assert_eq!(denied(&format!(r#"{{"AWS": ["{ROLE}", "{ROOT}"]}}"#), SESSION), open);
    assert_eq!(denied(r#"{"AWS": "444455556666"}"#, USER), Truth::True);
    let request = ask(USER, "s3:GetObject", OBJECT, &[]);
    let text = statement(Effect::Deny, r#""NotPrincipal": {"AWS": "111122223333"}"#);
    let verdict = with(&text, PolicyKind::Bucket, |policy| evaluate_policy(policy, &request).decision);
    assert_eq!(verdict, Decision::Unknown(Why::Disputed(Row::NotPrincipalLevels)));
}

#[test]
fn s5_20_keys_about_the_caller_follow_from_the_caller() {
    let value = |caller: &str, key: &str| ask(caller, "s3:GetObject", OBJECT, &[]).value(key).into_owned();
    assert_eq!(value(USER, "aws:PrincipalArn"), one(USER));
    assert_eq!(value(ROLE, "AWS:principalarn"), one(ROLE));
    assert_eq!(value(FEDERATED, "aws:PrincipalArn"), one(FEDERATED));
    assert_eq!(value("111122223333", "aws:PrincipalArn"), one(ROOT));
    assert_eq!(value("anonymous", "aws:PrincipalArn"), Given::Absent);
    assert_eq!(value(TRAIL, "aws:PrincipalArn"), Given::Absent);
    // The ARN of a session leaves out the role's path.
    assert_eq!(
        value(SESSION, "aws:PrincipalArn"),
        Given::One(Text::like("arn:aws:iam::111122223333:role/*build"))
    );
    let request =
        Request::new(Principal::session(ROLE, "run-1").unwrap(), "s3:GetObject", OBJECT, Context::new());
    assert_eq!(request.unwrap().value("aws:PrincipalArn").into_owned(), one(ROLE));

    for (caller, account, kind, service) in [
        ("anonymous", one("anonymous"), one("Anonymous"), Given::Absent),
        (ROOT, one("111122223333"), one("Account"), one("false")),
        (USER, one("111122223333"), one("User"), one("false")),
        (SESSION, one("111122223333"), one("AssumedRole"), one("false")),
        (FEDERATED, one("111122223333"), one("FederatedUser"), one("false")),
        (TRAIL, Given::Present, Given::Present, one("true")),
    ] {
        assert_eq!(value(caller, "aws:PrincipalAccount"), account, "{caller}");
        assert_eq!(value(caller, "aws:PrincipalType"), kind, "{caller}");
        assert_eq!(value(caller, "aws:PrincipalIsAWSService"), service, "{caller}");
        let name = if caller == TRAIL { one(TRAIL) } else { Given::Absent };
        assert_eq!(value(caller, "aws:PrincipalServiceName"), name, "{caller}");
        let name = if caller == USER { one("ana") } else { Given::Absent };
        assert_eq!(value(caller, "aws:username"), name, "{caller}");
    }
    assert_eq!(value("anonymous", "aws:userid"), one("anonymous"));
    assert_eq!(value(ROOT, "aws:userid"), one("111122223333"));
    assert_eq!(value(FEDERATED, "aws:userid"), one("111122223333:bo"));
    assert_eq!(value(SESSION, "aws:userid"), Given::One(Text::like("*:run-1")));
    assert_eq!(value(USER, "aws:userid"), Given::Present);
}

#[test]
fn keys_that_a_caller_never_or_always_has() {
    let value = |caller: &str, key: &str| ask(caller, "s3:GetObject", OBJECT, &[]).value(key).into_owned();
    for key in ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalTag/team"] {
        assert_eq!(value("anonymous", key), Given::Absent);
        assert_eq!(value(TRAIL, key), Given::Absent);
        assert_eq!(value(USER, key), Given::Unknown);
    }
    for key in ["aws:MultiFactorAuthPresent", "aws:TokenIssueTime"] {
        assert_eq!(value(SESSION, key), Given::Present);
        assert_eq!(value("anonymous", key), Given::Absent);
        assert_eq!(value(USER, key), Given::Unknown);
    }
    for key in ["aws:SourceArn", "aws:SourceAccount"] {
        assert_eq!(value(USER, key), Given::Absent);
        assert_eq!(value(TRAIL, key), Given::Unknown);
    }
    assert_eq!(value(USER, "aws:SecureTransport"), Given::Present);
}

#[test]
fn a_service_stands_in_the_list_of_its_names() {
    let deny = document(
        r#"{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
            "Condition": {"ForAllValues:StringNotEquals": {"aws:PrincipalServiceNamesList": "cloudtrail.amazonaws.com"}}}"#,
    );
    let verdict = |caller: &str| bucket(&deny, &ask(caller, "s3:PutObject", OBJECT, &[]));
    assert_eq!(verdict(TRAIL), Decision::ImplicitDeny);
    assert_eq!(verdict(USER), Decision::ExplicitDeny);
    // Another service may share a name with it for all that is known.
    assert_eq!(verdict("s3.amazonaws.com"), Decision::Unknown(Why::Key));
}
