//! Answers that hold policies as JSON, and bare documents.

use arnlint::finding::PolicyKind::{Bucket, Endpoint, Identity, Rcp, Resource, Scp, Trust};
use arnlint::policy::KindFrom;

use super::{found, outline};

const READ: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#;
const ASSUME: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
const BUCKET: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject"],"Resource":"arn:aws:s3:::b/*"}]}"#;

fn name(text: &str) -> String {
    text.to_owned()
}

/// The bytes under an action of the constants above.
fn actions(action: &str) -> Vec<String> {
    vec![format!("\"{action}\"")]
}

#[test]
fn a_bare_document_is_told_by_its_elements() {
    for (text, kind) in [(READ, Identity), (ASSUME, Trust), (BUCKET, Bucket)] {
        let [only] = found(text).try_into().unwrap();
        let super::Found { whole, path, from, .. } = &only;
        assert_eq!((only.kind, whole.as_str(), path.as_str()), (kind, text, ""));
        assert_eq!((*from, only.name), (KindFrom::Content, None));
    }
}

#[test]
fn a_list_of_documents_is_many_policies() {
    let text = format!("[{READ}, {{\"a\": 1}}, {BUCKET}]");
    let wanted = [
        (Identity, None, "0".to_owned(), actions("s3:GetObject")),
        (Bucket, None, "2".to_owned(), actions("s3:GetObject")),
    ];
    assert_eq!(outline(&text), wanted);
}

#[test]
fn roles_have_trust_policies() {
    let text =
        format!(r#"{{"Role": {{"Path": "/", "RoleName": "app", "AssumeRolePolicyDocument": {ASSUME}}}}}"#);
    let [only] = found(&text).try_into().unwrap();
    assert_eq!((only.kind, only.from, only.name), (Trust, KindFrom::Container, Some(name("app"))));
    assert_eq!((only.path.as_str(), only.whole.as_str()), ("Role.AssumeRolePolicyDocument", ASSUME));
    let list = format!(
        r#"{{"Roles": [{{"RoleName": "a", "AssumeRolePolicyDocument": {ASSUME}}}, {{"RoleName": "b"}}, {{"AssumeRolePolicyDocument": {ASSUME}}}]}}"#
    );
    let wanted = [
        (Trust, Some(name("a")), "Roles.0.AssumeRolePolicyDocument".to_owned(), actions("sts:AssumeRole")),
        (Trust, None, "Roles.2.AssumeRolePolicyDocument".to_owned(), actions("sts:AssumeRole")),
    ];
    assert_eq!(outline(&list), wanted);
}

#[test]
fn versions_and_inline_policies_are_identity_policies() {
    let version = format!(r#"{{"PolicyVersion": {{"Document": {READ}, "VersionId": "v3"}}}}"#);
    let wanted = [(Identity, None, "PolicyVersion.Document".to_owned(), actions("s3:GetObject"))];
    assert_eq!(outline(&version), wanted);
    for holder in ["RoleName", "UserName", "GroupName"] {
        let inline = format!(r#"{{"{holder}": "x", "PolicyName": "inline", "PolicyDocument": {READ}}}"#);
        let wanted = [(Identity, Some(name("inline")), "PolicyDocument".to_owned(), actions("s3:GetObject"))];
        assert_eq!(outline(&inline), wanted);
    }
}

#[test]
fn a_container_says_the_kind_even_of_what_looks_like_another() {
    let text = format!(r#"{{"RoleName": "x", "PolicyName": "p", "PolicyDocument": {BUCKET}}}"#);
    let [only] = found(&text).try_into().unwrap();
    assert_eq!((only.kind, only.from), (Identity, KindFrom::Container));
    let empty = r#"{"Role": {"RoleName": "x", "AssumeRolePolicyDocument": {}}}"#;
    assert_eq!(found(empty).len(), 1, "what the container says to be a policy is one");
    let nothing = r#"{"Role": {"RoleName": "x", "AssumeRolePolicyDocument": []}}"#;
    assert_eq!(found(nothing).len(), 0);
}

#[test]
fn the_whole_account_in_the_order_of_the_file() {
    let text = format!(
        r#"{{
  "UserDetailList": [{{"UserName": "u", "UserPolicyList": [{{"PolicyName": "u1", "PolicyDocument": {READ}}}, {{"PolicyName": "u2", "PolicyDocument": {READ}}}]}}],
  "GroupDetailList": [{{"GroupName": "g", "GroupPolicyList": [{{"PolicyName": "g1", "PolicyDocument": {READ}}}]}}],
  "RoleDetailList": [{{"RoleName": "r", "AssumeRolePolicyDocument": {ASSUME}, "RolePolicyList": [{{"PolicyName": "r1", "PolicyDocument": {READ}}}]}}],
  "Policies": [{{"PolicyName": "m", "PolicyVersionList": [{{"Document": {READ}, "VersionId": "v1"}}, {{"Document": {READ}, "VersionId": "v2"}}]}}]
}}"#
    );
    let found: Vec<_> =
        outline(&text).into_iter().map(|(kind, name, path, _)| (kind, name.unwrap(), path)).collect();
    let wanted = [
        (Identity, "u1", "UserDetailList.0.UserPolicyList.0.PolicyDocument"),
        (Identity, "u2", "UserDetailList.0.UserPolicyList.1.PolicyDocument"),
        (Identity, "g1", "GroupDetailList.0.GroupPolicyList.0.PolicyDocument"),
        (Trust, "r", "RoleDetailList.0.AssumeRolePolicyDocument"),
        (Identity, "r1", "RoleDetailList.0.RolePolicyList.0.PolicyDocument"),
        (Identity, "m", "Policies.0.PolicyVersionList.0.Document"),
        (Identity, "m", "Policies.0.PolicyVersionList.1.Document"),
    ];
    let wanted = wanted.map(|(kind, name, path)| (kind, name.to_owned(), path.to_owned()));
    assert_eq!(found, wanted);
}

#[test]
fn endpoints_and_resources() {
    let endpoints =
        format!(r#"{{"VpcEndpoints": [{{"VpcEndpointId": "vpce-1", "PolicyDocument": {BUCKET}}}]}}"#);
    let [only] = found(&endpoints).try_into().unwrap();
    assert_eq!((only.kind, only.name), (Endpoint, Some(name("vpce-1"))));
    let secret = format!(r#"{{"ARN": "x", "Name": "s", "ResourcePolicy": {BUCKET}}}"#);
    let [only] = found(&secret).try_into().unwrap();
    assert_eq!((only.kind, only.name), (Resource, Some(name("s"))));
}

#[test]
fn organizations_name_the_kind_in_their_own_words() {
    let answer = |kind: &str| {
        format!(
            r#"{{"Policy": {{"PolicySummary": {{"Name": "n", "Type": "{kind}"}}, "Content": "{}"}}}}"#,
            READ.replace('"', "\\\"")
        )
    };
    for (word, kind) in [("SERVICE_CONTROL_POLICY", Scp), ("RESOURCE_CONTROL_POLICY", Rcp)] {
        let [only] = found(&answer(word)).try_into().unwrap();
        assert_eq!((only.kind, only.name, only.path.as_str()), (kind, Some(name("n")), "Policy.Content"));
        assert_eq!(only.actions, ["\\\"s3:GetObject\\\""]);
    }
    for other in ["TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY"] {
        assert_eq!(found(&answer(other)), [], "{other}");
    }
}
