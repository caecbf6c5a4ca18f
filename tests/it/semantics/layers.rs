//! Policies of all kinds beside each other.

use std::borrow::Cow;

use arnlint::access::{Decision, Layer, PolicyRole, Principal, Request, Row, Why, decide_layers};
use arnlint::finding::PolicyKind;
use arnlint::json::parse;
use arnlint::policy::{Container, KindFrom, Policy, lower};
use arnlint::text::FileId;

use super::support::{OBJECT, ROLE, TRAIL, USER, allow, ask, context, document, one};

const IDENTITY: Layer = Layer::Granting(PolicyRole::Identity);
const RESOURCE: Layer = Layer::Granting(PolicyRole::Resource);
const ALL: &str = r#""Action": "*", "Resource": "*""#;
const OTHER: &str = r#""Action": "sqs:*", "Resource": "*""#;

fn kind(layer: Layer) -> PolicyKind {
    match layer {
        Layer::Granting(PolicyRole::Resource) => PolicyKind::Bucket,
        Layer::Granting(PolicyRole::Trust) => PolicyKind::Trust,
        Layer::Scp(_) => PolicyKind::Scp,
        Layer::Rcp(_) => PolicyKind::Rcp,
        Layer::Endpoint => PolicyKind::Endpoint,
        _ => PolicyKind::Identity,
    }
}

fn decided(policies: &[(Layer, String)], request: &Request) -> Decision {
    let trees: Vec<_> =
        policies.iter().map(|(_, text)| parse(Cow::Borrowed(text), FileId(0), None).0).collect();
    let all: Vec<Policy<'_>> = policies
        .iter()
        .zip(&trees)
        .map(|((layer, _), tree)| {
            let kind = Some((kind(*layer), KindFrom::Flag));
            lower(tree, tree.root().unwrap(), Container { kind, ..Container::default() })
        })
        .collect();
    let layers: Vec<(&Policy<'_>, Layer)> =
        all.iter().zip(policies).map(|(policy, (layer, _))| (policy, *layer)).collect();
    decide_layers(&layers, request).decision
}

/// A request of the caller for an object of this account.
fn of(caller: &str, account: &str) -> Request {
    ask(caller, "s3:GetObject", OBJECT, &[("aws:ResourceAccount", one(account))])
}

fn session() -> Request {
    let caller = Principal::session(ROLE, "run-1").unwrap();
    Request::new(caller, "s3:GetObject", OBJECT, context(&[("aws:ResourceAccount", one("111122223333"))]))
        .unwrap()
}

fn bucket(principal: &str) -> (Layer, String) {
    (RESOURCE, allow(&format!(r#""Principal": {principal}, {ALL}"#)))
}

fn everyone(members: &str) -> String {
    allow(&format!(r#""Principal": "*", {members}"#))
}

#[test]
fn s8_01_a_deny_of_any_layer_denies() {
    let deny = document(&format!(r#"{{"Effect": "Allow", {ALL}}}, {{"Effect": "Deny", {ALL}}}"#));
    let with_principal = document(&format!(
        r#"{{"Effect": "Allow", "Principal": "*", {ALL}}}, {{"Effect": "Deny", "Principal": "*", {ALL}}}"#
    ));
    let request = of(USER, "111122223333");
    for layer in [Layer::Boundary, Layer::Session, Layer::Scp(Some(0)), Layer::Scp(None), IDENTITY] {
        let policies = [(layer, deny.clone()), (IDENTITY, allow(ALL))];
        assert_eq!(decided(&policies, &request), Decision::ExplicitDeny, "{layer:?}");
    }
    for layer in [Layer::Rcp(Some(0)), Layer::Endpoint, RESOURCE] {
        let policies = [(IDENTITY, allow(ALL)), (layer, with_principal.clone())];
        assert_eq!(decided(&policies, &request), Decision::ExplicitDeny, "{layer:?}");
    }
}

#[test]
fn s8_02_every_level_of_the_organization_has_to_allow() {
    let request = of(USER, "111122223333");
    let own = (IDENTITY, allow(ALL));
    let level = |number: usize, members: &str| (Layer::Scp(Some(number)), allow(members));
    let all = [own.clone(), level(0, ALL), level(1, ALL)];
    assert_eq!(decided(&all, &request), Decision::Allow);
    let lacking = [own.clone(), level(0, ALL), level(1, OTHER)];
    assert_eq!(decided(&lacking, &request), Decision::ImplicitDeny);
    let one_of_two = [own.clone(), level(0, ALL), level(0, OTHER)];
    assert_eq!(decided(&one_of_two, &request), Decision::Allow);
    let unplaced = [own, (Layer::Scp(None), allow(ALL)), (Layer::Scp(None), allow(OTHER))];
    assert_eq!(decided(&unplaced, &request), Decision::Unknown(Why::OtherSide));
    // Whom they do not count for.
    let linked = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
    let policies = [(IDENTITY, allow(ALL)), level(0, OTHER)];
    assert_eq!(decided(&policies, &of(linked, "111122223333")), Decision::Allow);
    assert_eq!(decided(&policies, &request), Decision::ImplicitDeny);
}

#[test]
fn s8_03_resource_control_and_endpoint_policies_have_to_allow() {
    let granted = bucket(r#""*""#);
    let anonymous = of("anonymous", "111122223333");
    for layer in [Layer::Rcp(Some(0)), Layer::Rcp(None), Layer::Endpoint] {
        for request in [&anonymous, &of(USER, "111122223333")] {
            let with = |members: &str| [granted.clone(), (layer, everyone(members))];
            assert_eq!(decided(&with(ALL), request), Decision::Allow, "{layer:?}");
            assert_eq!(decided(&with(OTHER), request), Decision::ImplicitDeny, "{layer:?}");
        }
    }
}

/// What comes of a resource's policy that names the caller so, while the layer allows something else.
fn past(layer: Layer, principal: &str, request: &Request) -> Decision {
    let policies = [(IDENTITY, allow(OTHER)), bucket(principal), (layer, allow(OTHER))];
    decided(&policies, request)
}

#[test]
fn s8_04_a_boundary_limits_identity_policies_and_grants_to_the_role() {
    let user = of(USER, "111122223333");
    let own = |layer: Layer| decided(&[(IDENTITY, allow(ALL)), (layer, allow(OTHER))], &user);
    assert_eq!(own(Layer::Boundary), Decision::ImplicitDeny);
    assert_eq!(past(Layer::Boundary, &format!(r#"{{"AWS": "{USER}"}}"#), &user), Decision::Allow);
    assert_eq!(past(Layer::Boundary, r#""*""#, &user), Decision::Allow);
    assert_eq!(past(Layer::Boundary, &format!(r#"{{"AWS": "{ROLE}"}}"#), &session()), Decision::ImplicitDeny);
    let itself = r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/build/run-1"}"#;
    assert_eq!(past(Layer::Boundary, itself, &session()), Decision::Allow);
    assert_eq!(past(Layer::Boundary, r#""*""#, &session()), Decision::Allow);
}

#[test]
fn s8_05_a_session_policy_limits_identity_policies_and_grants_to_the_role() {
    let own = decided(&[(IDENTITY, allow(ALL)), (Layer::Session, allow(OTHER))], &session());
    assert_eq!(own, Decision::ImplicitDeny);
    assert_eq!(past(Layer::Session, &format!(r#"{{"AWS": "{ROLE}"}}"#), &session()), Decision::ImplicitDeny);
    let both = [(IDENTITY, allow(ALL)), (Layer::Session, allow(ALL)), (Layer::Boundary, allow(ALL))];
    assert_eq!(decided(&both, &session()), Decision::Allow);
}

#[test]
fn s8_06_past_a_session_policy_both_readings_have_to_agree() {
    let open = Decision::Unknown(Why::Disputed(Row::SessionPolicyBypass));
    let itself = r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/build/run-1"}"#;
    assert_eq!(past(Layer::Session, itself, &session()), open);
    assert_eq!(past(Layer::Session, r#""*""#, &session()), open);
    let allowed = [(IDENTITY, allow(OTHER)), bucket(itself), (Layer::Session, allow(ALL))];
    assert_eq!(decided(&allowed, &session()), Decision::Allow);
}

#[test]
fn s8_07_across_accounts_both_limits_count() {
    let request = of(USER, "444455556666");
    let named = bucket(&format!(r#"{{"AWS": "{USER}"}}"#));
    let own = (IDENTITY, allow(ALL));
    assert_eq!(decided(&[own.clone(), named.clone()], &request), Decision::Allow);
    for layer in [Layer::Boundary, Layer::Session] {
        let limited = [own.clone(), named.clone(), (layer, allow(OTHER))];
        assert_eq!(decided(&limited, &request), Decision::ImplicitDeny, "{layer:?}");
    }
    assert_eq!(decided(&[(IDENTITY, allow(OTHER)), named], &request), Decision::ImplicitDeny);
}

#[test]
fn s8_08_an_allow_for_the_account_leaves_it_to_the_account() {
    let request = of(USER, "111122223333");
    let account = bucket(r#"{"AWS": "111122223333"}"#);
    assert_eq!(decided(&[(IDENTITY, allow(OTHER)), account.clone()], &request), Decision::ImplicitDeny);
    for layer in [Layer::Boundary, Layer::Session] {
        let with = |members: &str| [(IDENTITY, allow(ALL)), account.clone(), (layer, allow(members))];
        assert_eq!(decided(&with(ALL), &request), Decision::Allow, "{layer:?}");
        assert_eq!(decided(&with(OTHER), &request), Decision::ImplicitDeny, "{layer:?}");
    }
}

#[test]
fn s8_09_not_principal_denies_whoever_has_a_boundary() {
    let listed = format!(r#"["{USER}", "111122223333"]"#);
    let deny = document(&format!(
        r#"{{"Effect": "Allow", "Principal": "*", {ALL}}}, {{"Effect": "Deny", "NotPrincipal": {{"AWS": {listed}}}, {ALL}}}"#
    ));
    let request = of(USER, "111122223333");
    let policies = [(IDENTITY, allow(ALL)), (RESOURCE, deny)];
    assert_eq!(decided(&policies, &request), Decision::Allow);
    let bounded = [policies.to_vec(), vec![(Layer::Boundary, allow(ALL))]].concat();
    assert_eq!(decided(&bounded, &request), Decision::ExplicitDeny);
}

#[test]
fn s8_10_services_are_limited_by_the_resource_s_side_alone() {
    let request = of(TRAIL, "111122223333");
    let granted = bucket(&format!(r#"{{"Service": "{TRAIL}"}}"#));
    for layer in [Layer::Boundary, Layer::Session, Layer::Scp(Some(0))] {
        assert_eq!(
            decided(&[granted.clone(), (layer, allow(OTHER))], &request),
            Decision::Allow,
            "{layer:?}"
        );
    }
    assert_eq!(
        decided(&[(IDENTITY, allow(ALL)), bucket(r#"{"AWS": "111122223333"}"#)], &request),
        Decision::ImplicitDeny
    );
}
