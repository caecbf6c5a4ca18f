//! Policy variables: what holds for every value that they can have, and requests that show the opposite.

use arnlint::access::Given;
use arnlint::finding::PolicyKind;
use arnlint::proof::{Answer, Options, Verdict};

use super::beyond;

fn policy(version: &str, resource: &str, condition: &str) -> String {
    format!(
        r#"{{"Version": "{version}", "Statement": [{{"Effect": "Allow", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::acme/{resource}", "Condition": {condition}}}]}}"#
    )
}

fn on(resource: &str) -> String {
    policy("2012-10-17", resource, "{}")
}

fn when(condition: &str) -> String {
    policy("2012-10-17", "*", condition)
}

fn ask(new: &str, old: &str) -> Answer {
    beyond(new, old, Some(PolicyKind::Identity), Options::default())
}

/// Both directions: what the second allows and the first does not, and the other way round.
fn both(old: &str, new: &str) -> [Verdict; 2] {
    [ask(new, old).verdict, ask(old, new).verdict]
}

const EQUAL: [Verdict; 2] = [Verdict::None, Verdict::None];
const WIDER: [Verdict; 2] = [Verdict::Witness, Verdict::None];
const BOTH: [Verdict; 2] = [Verdict::Witness, Verdict::Witness];

#[test]
fn a_variable_is_any_text_that_its_key_can_hold() {
    for (old, new, verdicts) in [
        ("home/${aws:username}/*", "home/${aws:username}/*", EQUAL),
        ("home/${aws:username}/*", "home/${AWS:UserName}/*", EQUAL),
        ("home/${aws:username}/*", "home/*", WIDER),
        ("home/${aws:username}/*", "*", WIDER),
        ("home/${aws:username}/a", "home/${aws:username}/*", WIDER),
        ("home/${aws:username}/*", "homes/${aws:username}/*", BOTH),
        ("${aws:PrincipalTag/team}/*", "${aws:PrincipalTag/unit}/*", BOTH),
        ("${aws:PrincipalTag/team}/x", "*/x", WIDER),
        ("${aws:PrincipalTag/team}/x", "red/x", BOTH),
    ] {
        let found = both(&on(old), &on(new));
        assert_eq!(found, verdicts, "{old} {new}");
    }
}

#[test]
fn a_key_that_only_variables_name_is_said_to_be_absent() {
    let answer = ask(&on("red/x"), &on("${aws:PrincipalTag/team}/x"));
    let request = &answer.regions[0].request;
    assert_eq!(request.resource().exact(), Some("arn:aws:s3:::acme/red/x"));
    let given = request.context().get("aws:PrincipalTag/team").and_then(Given::is_present);
    assert_eq!(given, Some(false), "{request:?}");
}

#[test]
fn in_the_older_version_a_variable_is_plain_text() {
    let old = policy("2008-10-17", "home/${aws:username}/*", "{}");
    assert_eq!(both(&old, &on("home/*")), WIDER);
    assert_eq!(both(&old, &on("home/${$}{aws:username}/*")), EQUAL);
    assert_eq!(ask(&old, &on("home/${aws:username}/*")).verdict, Verdict::Witness);
}

#[test]
fn a_list_key_has_no_value_in_a_variable() {
    assert_eq!(both(&on("${aws:TagKeys}/*"), &on("*")), WIDER);
    let nothing = r#"{"Version": "2012-10-17", "Statement": []}"#;
    assert_eq!(both(nothing, &on("${aws:TagKeys}/*")), EQUAL);
}

#[test]
fn conditions_compare_with_what_another_key_holds() {
    let same = r#"{"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}"}}"#;
    let other = r#"{"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/unit}"}}"#;
    let any = r#"{"Null": {"aws:PrincipalTag/team": "false"}}"#;
    assert_eq!(both(&when(same), &when(same)), EQUAL);
    assert_eq!(both(&when(same), &when(any)), WIDER);
    assert_eq!(both(&when(same), &when("{}")), WIDER);
    assert_eq!(both(&when(same), &when(other)), BOTH);
    let like = r#"{"StringLike": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}*"}}"#;
    assert_eq!(both(&when(same), &when(like)), WIDER);
}
