//! Section 4: `Resource` and `NotResource`.

use arnlint::access::{ArnReading, Context, Given, Matcher, Principal, Request, Row, Truth};
use arnlint::finding::PolicyKind;

use super::support::{OBJECT, USER, allow, one, resource, resource_in, with};

const GROUP: &str = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws-glue/jobs";

fn not_resource(list: &str, named: &str, keys: &[(&str, Given)]) -> Truth {
    let request = super::support::ask(USER, "s3:GetObject", named, keys);
    with(&allow(&format!(r#""Action": "*", "NotResource": {list}"#)), PolicyKind::Identity, |policy| {
        Matcher::new(policy, &request).statement(0, &policy.statements[0]).resource
    })
}

fn by_parts(pattern: &str, named: &str) -> Truth {
    let caller = Principal::parse(USER).unwrap();
    let request =
        Request::new(caller, "s3:GetObject", named, Context::new()).unwrap().with_arns(ArnReading::Parts);
    with(&allow(&format!(r#""Action": "*", "Resource": "{pattern}""#)), PolicyKind::Identity, |policy| {
        Matcher::new(policy, &request).statement(0, &policy.statements[0]).resource
    })
}

#[test]
fn s4_01_a_star_is_every_resource_and_none() {
    for named in [OBJECT, GROUP, "*"] {
        assert_eq!(resource("*", named, &[]), Truth::True);
    }
}

#[test]
fn s4_02_wildcards_run_over_slashes_and_colons_of_the_resource() {
    assert_eq!(resource("arn:aws:s3:::logs/*.gz", OBJECT, &[]), Truth::True);
    assert_eq!(resource("arn:aws:s3:::lo*a.gz", OBJECT, &[]), Truth::True);
    assert_eq!(resource("arn:aws:s3:::logs?AWSLogs/?.gz", OBJECT, &[]), Truth::True);
    assert_eq!(resource("arn:aws:s3:::logs/?.gz", OBJECT, &[]), Truth::False);
    assert_eq!(resource("arn:aws:logs:eu-west-1:111122223333:log*jobs", GROUP, &[]), Truth::True);
}

#[test]
fn s4_03_a_star_at_the_end_of_a_part_runs_on() {
    assert_eq!(resource("arn:aws:s3:*", OBJECT, &[]), Truth::True);
    assert_eq!(resource("arn:aws:logs:eu-west-1:*jobs", GROUP, &[]), Truth::True);
    assert_eq!(by_parts("arn:aws:logs:eu-west-1:*jobs", GROUP), Truth::False);
}

#[test]
fn s4_04_statements_of_managed_policies_are_alive() {
    assert_eq!(resource("arn:aws:logs:*:*:/aws-glue/*", GROUP, &[]), Truth::True);
    assert_eq!(resource("arn:aws:rds:*", "arn:aws:rds:eu-west-1:111122223333:db:x", &[]), Truth::True);
}

#[test]
fn s4_05_a_resource_of_another_form_is_a_request_of_its_own() {
    // The stray form is matched when asked about; that no such stack exists is the caller's to know.
    let stray = "arn:aws:cloudformation:eu-west-1:111122223333:stack/Sensitive/:stack/Mine/1";
    let mine = "arn:aws:cloudformation:eu-west-1:111122223333:stack/Mine/1";
    let sensitive = "arn:aws:cloudformation:eu-west-1:111122223333:stack/Sensitive/1";
    let pattern = "arn:aws:cloudformation:*:*:stack/Mine/*";
    assert_eq!(resource(pattern, mine, &[]), Truth::True);
    assert_eq!(resource(pattern, sensitive, &[]), Truth::False);
    assert_eq!(resource(pattern, stray, &[]), Truth::True);
    assert_eq!(by_parts(pattern, stray), Truth::False);
}

#[test]
fn s4_06_parts_can_be_matched_one_by_one_instead() {
    assert_eq!(by_parts("arn:aws:s3:::logs/*", OBJECT), Truth::True);
    assert_eq!(by_parts("arn:*:s3:*:*:logs/*", OBJECT), Truth::True);
    assert_eq!(by_parts("arn:aws:logs:*:*:/aws-glue/*", GROUP), Truth::False);
    assert_eq!(by_parts("arn:aws:s3:*", OBJECT), Truth::False);
    assert_eq!(by_parts("*", OBJECT), Truth::True);
}

#[test]
fn s4_08_a_short_arn_is_open_for_identities_and_nothing_for_resources() {
    let queue = "arn:aws:sqs:eu-west-1:111122223333:q";
    for short in ["arn:aws:sqs", "arn:aws:sqs:eu-west-1", "arn:aws:sqs:*:111122223333"] {
        assert_eq!(resource(short, queue, &[]), Truth::disputed(Row::ShortArn), "{short}");
        assert_eq!(resource_in(PolicyKind::Resource, short, queue, &[]), Truth::False, "{short}");
    }
    assert_eq!(resource("arn:aws:sns", queue, &[]), Truth::False);
    assert_eq!(resource("arn:aws:sqs:eu-west-2", queue, &[]), Truth::False);
}

#[test]
fn s4_09_a_wildcard_in_the_service_is_not_relied_on() {
    for pattern in ["arn:aws:s*:::logs/*", "arn:aws:*", "arn:*", "arn:aws:?3:::*", "arn:aws:s3*"] {
        assert_eq!(resource(pattern, OBJECT, &[]), Truth::disputed(Row::ServiceWildcard), "{pattern}");
    }
    assert_eq!(resource("arn:aws:q*:::logs/*", OBJECT, &[]), Truth::False);
    assert_eq!(resource("arn:*:s3:::logs/*", OBJECT, &[]), Truth::True);
}

#[test]
fn s4_10_a_wildcard_in_the_type_of_an_iam_arn_is_open() {
    assert_eq!(resource("arn:aws:iam::111122223333:u*", USER, &[]), Truth::disputed(Row::TypeWildcard));
    assert_eq!(
        resource("arn:aws:iam::111122223333:*/team/ana", USER, &[]),
        Truth::disputed(Row::TypeWildcard)
    );
    assert_eq!(resource("arn:aws:iam::111122223333:*", USER, &[]), Truth::True);
    assert_eq!(resource("arn:aws:iam::111122223333:user/*", USER, &[]), Truth::True);
    assert_eq!(resource("arn:aws:iam::111122223333:g*", USER, &[]), Truth::False);
}

#[test]
fn s4_11_case_matters_in_the_resource_and_is_open_before_it() {
    assert_eq!(resource("arn:aws:s3:::Logs/*", OBJECT, &[]), Truth::False);
    assert_eq!(resource("ARN:AWS:S3:::logs/*", OBJECT, &[]), Truth::disputed(Row::ArnCase));
    assert_eq!(resource("ARN:AWS:S3:::Logs/*", OBJECT, &[]), Truth::False);
    assert_eq!(resource("arn:aws:iam::111122223333:user/team/Ana", USER, &[]), Truth::disputed(Row::ArnCase));
    let role = "arn:aws:iam::111122223333:role/Build";
    assert_eq!(resource("arn:aws:iam::111122223333:role/build", role, &[]), Truth::False);
}

#[test]
fn s4_12_an_action_without_resource_is_matched_by_a_star_alone() {
    assert_eq!(resource("*", "*", &[]), Truth::True);
    for named in ["arn:aws:s3:::logs", "arn:aws:s3:*", "arn:*", "?", "a*"] {
        assert_eq!(resource(named, "*", &[]), Truth::False, "{named}");
    }
    assert_eq!(not_resource(r#"["arn:aws:s3:::logs"]"#, "*", &[]), Truth::True);
    assert_eq!(not_resource(r#""*""#, "*", &[]), Truth::False);
}

#[test]
fn s4_13_not_resource_takes_in_what_it_does_not_name() {
    assert_eq!(
        not_resource(r#"["arn:aws:s3:::other/*", "arn:aws:s3:::logs/AWSLogs/*"]"#, OBJECT, &[]),
        Truth::False
    );
    assert_eq!(not_resource(r#"["arn:aws:s3:::other/*", "arn:aws:s3:::logs"]"#, OBJECT, &[]), Truth::True);
}

#[test]
fn s4_14_a_bucket_is_not_its_objects() {
    let (bucket, neighbour) = ("arn:aws:s3:::logs", "arn:aws:s3:::logs-old/a");
    for (pattern, expected) in [
        ("arn:aws:s3:::logs", [true, false, false]),
        ("arn:aws:s3:::logs/*", [false, true, false]),
        ("arn:aws:s3:::logs*", [true, true, true]),
    ] {
        let found = [bucket, OBJECT, neighbour].map(|named| resource(pattern, named, &[]).is_true());
        assert_eq!(found, expected, "{pattern}");
    }
}

#[test]
fn s4_15_a_variable_without_value_names_no_resource() {
    let keys = [("aws:PrincipalTag/team", Given::Absent)];
    assert_eq!(resource("arn:aws:s3:::logs/${aws:PrincipalTag/team}*", OBJECT, &keys), Truth::False);
    assert_eq!(not_resource(r#""arn:aws:s3:::logs/${aws:PrincipalTag/team}*""#, OBJECT, &keys), Truth::True);
    let keys = [("aws:PrincipalTag/team", one("AWSLogs"))];
    assert_eq!(resource("arn:aws:s3:::logs/${aws:PrincipalTag/team}*", OBJECT, &keys), Truth::True);
    assert_eq!(not_resource(r#""arn:aws:s3:::logs/${aws:PrincipalTag/team}*""#, OBJECT, &keys), Truth::False);
}
