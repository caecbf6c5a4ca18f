//! Section 1: what a request is.

use arnlint::access::{Context, Decision, Given, Principal, Request, RequestError, Text, Truth, Why};

use super::support::{
    OBJECT, ROLE, SESSION, TRAIL, USER, allow, ask, bucket, holds, identity, many, one, when,
};

#[test]
fn s1_01_each_kind_of_caller_is_read_from_its_usual_text() {
    let read = |text: &str| Principal::parse(text).unwrap();
    assert_eq!(read("anonymous"), Principal::Anonymous);
    assert!(matches!(read("111122223333"), Principal::AccountRoot { .. }));
    assert!(
        matches!(read("arn:aws-cn:iam::111122223333:root"), Principal::AccountRoot { partition, .. } if partition == "aws-cn")
    );
    assert!(
        matches!(read(USER), Principal::User(user) if user.name == "ana" && user.path.as_deref() == Some("team/"))
    );
    assert!(matches!(read(ROLE), Principal::Role(role) if role.name == "build"));
    assert!(
        matches!(read(SESSION), Principal::Session { role, name } if role.path.is_none() && name == "run-1")
    );
    assert!(matches!(read("arn:aws:sts::111122223333:federated-user/bo"), Principal::FederatedUser { .. }));
    assert!(matches!(read("accounts.google.com"), Principal::WebIdentity { .. }));
    assert!(matches!(read("arn:aws:iam::111122223333:saml-provider/corp"), Principal::Saml { .. }));
    assert!(matches!(read(TRAIL), Principal::Service(name) if name == TRAIL));
    assert!(matches!(read(&"0a".repeat(32)), Principal::CanonicalUser(_)));
    for nobody in [
        "",
        "*",
        "ana",
        "arn:aws:iam::111122223333:group/g",
        "arn:aws:iam::111122223333:user/*",
        "arn:aws:s3:::b",
    ] {
        assert_eq!(Principal::parse(nobody), Err(RequestError::NotAPrincipal(nobody.to_owned())));
    }
}

#[test]
fn s1_02_actions_have_no_case() {
    let text = allow(r#""Action": "S3:getobject", "Resource": "*""#);
    assert_eq!(identity(&text, &ask(USER, "s3:GetObject", OBJECT, &[])), Decision::Allow);
    assert_eq!(identity(&text, &ask(USER, "s3:GetObjectAcl", OBJECT, &[])), Decision::ImplicitDeny);
}

#[test]
fn s1_03_a_request_has_one_arn_or_none() {
    let text = allow(r#""Action": "*", "Resource": ["arn:aws:s3:::logs/*", "*"]"#);
    assert_eq!(identity(&text, &ask(USER, "s3:ListAllMyBuckets", "*", &[])), Decision::Allow);
    let text = allow(r#""Action": "*", "Resource": "arn:aws:s3:::logs/*""#);
    assert_eq!(identity(&text, &ask(USER, "s3:GetObject", OBJECT, &[])), Decision::Allow);
    assert_eq!(identity(&text, &ask(USER, "s3:ListAllMyBuckets", "*", &[])), Decision::ImplicitDeny);
}

#[test]
fn s1_04_names_of_keys_have_no_case() {
    let condition = r#"{"StringEquals": {"AWS:requesttag/Team": "red"}}"#;
    assert_eq!(holds(condition, &[("aws:RequestTag/team", one("red"))]), Truth::True);
    assert_eq!(holds(condition, &[("aws:RequestTag/team", one("blue"))]), Truth::False);
    assert_eq!(holds(condition, &[("aws:RequestTag/team", Given::Absent)]), Truth::False);
    assert_eq!(holds(condition, &[("aws:RequestTag/other", one("red"))]), Truth::Unknown(Why::Key));
}

#[test]
fn s1_05_the_key_decides_between_value_and_list() {
    // One value for a key that holds a list is a list: a plain operator does not match it.
    let plain = r#"{"StringEquals": {"aws:TagKeys": "team"}}"#;
    assert_eq!(holds(plain, &[("aws:TagKeys", one("team"))]), Truth::False);
    let set = r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": "team"}}"#;
    assert_eq!(holds(set, &[("aws:TagKeys", one("team"))]), Truth::True);
    // A list of one for a key that holds one value is the value; two are a mistake.
    let tag = r#"{"StringEquals": {"aws:RequestTag/team": ["red", "blue"]}}"#;
    assert_eq!(holds(tag, &[("aws:RequestTag/team", many(&["red"]))]), Truth::True);
    let mut context = Context::new();
    let error = context.set("aws:RequestTag/team", many(&["red", "blue"])).map(|_| ()).unwrap_err();
    assert_eq!(error, RequestError::NotSingle { key: "aws:RequestTag/team".to_owned() });
    // Of a key in no table, the form in which it is given decides.
    let unknown = r#"{"StringEquals": {"acme:colour": "red"}}"#;
    assert_eq!(holds(unknown, &[("acme:colour", one("red"))]), Truth::True);
    assert_eq!(holds(unknown, &[("acme:colour", many(&["red"]))]), Truth::False);
}

#[test]
fn s1_06_an_empty_list_is_no_value() {
    for empty in [many(&[]), many(&[""]), many(&["", ""]), Given::Absent] {
        let keys = [("aws:TagKeys", empty)];
        assert_eq!(holds(r#"{"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}"#, &keys), Truth::True);
        assert_eq!(holds(r#"{"ForAnyValue:StringLike": {"aws:TagKeys": "*"}}"#, &keys), Truth::False);
        assert_eq!(holds(r#"{"Null": {"aws:TagKeys": "true"}}"#, &keys), Truth::True);
        assert_eq!(holds(r#"{"Null": {"aws:TagKeys": "false"}}"#, &keys), Truth::False);
    }
    assert_eq!(
        holds(r#"{"Null": {"aws:TagKeys": "false"}}"#, &[("aws:TagKeys", many(&["", "a"]))]),
        Truth::True
    );
}

#[test]
fn s1_07_each_pair_of_a_call_is_asked_on_its_own() {
    let text = allow(r#""Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::from/*""#);
    assert_eq!(identity(&text, &ask(USER, "s3:GetObject", "arn:aws:s3:::from/a", &[])), Decision::Allow);
    assert_eq!(identity(&text, &ask(USER, "s3:PutObject", "arn:aws:s3:::to/a", &[])), Decision::ImplicitDeny);
}

#[test]
fn what_is_not_said_is_not_known() {
    let text = when(r#"{"StringEquals": {"s3:x-amz-acl": "private"}}"#);
    assert_eq!(identity(&text, &ask(USER, "s3:PutObject", OBJECT, &[])), Decision::Unknown(Why::Key));
    let present = [("s3:x-amz-acl", Given::Present)];
    assert_eq!(identity(&text, &ask(USER, "s3:PutObject", OBJECT, &present)), Decision::Unknown(Why::Key));
    // Every value would do, so it need not be known.
    let any = r#"{"StringLike": {"s3:x-amz-acl": "*"}}"#;
    assert_eq!(holds(any, &present), Truth::True);
    assert_eq!(holds(any, &[]), Truth::Unknown(Why::Key));
    assert_eq!(holds(r#"{"StringLikeIfExists": {"s3:x-amz-acl": "*"}}"#, &[]), Truth::True);
    assert_eq!(holds(r#"{"Null": {"s3:x-amz-acl": "false"}}"#, &present), Truth::True);
    assert_eq!(holds(r#"{"Null": {"s3:x-amz-acl": ["true", "false"]}}"#, &[]), Truth::True);
}

#[test]
fn a_pattern_in_a_request_stands_for_all_that_fit_it() {
    let objects = || Text::like("arn:aws:s3:::logs/AWSLogs/111122223333/*");
    let ask = |resource: Text| ask(TRAIL, "s3:PutObject", resource, &[]);
    let policy = |resource: &str| {
        allow(&format!(
            r#""Principal": {{"Service": "{TRAIL}"}}, "Action": "s3:PutObject", "Resource": "{resource}""#
        ))
    };
    let verdict = |resource: &str| bucket(&policy(resource), &ask(objects()));
    assert_eq!(verdict("arn:aws:s3:::logs/AWSLogs/*"), Decision::Allow);
    assert_eq!(verdict("arn:aws:s3:::logs/AWSLogs/111122223333/*"), Decision::Allow);
    assert_eq!(
        verdict("arn:aws:s3:::logs/AWSLogs/111122223333/CloudTrail/*"),
        Decision::Unknown(Why::Resource)
    );
    assert_eq!(verdict("arn:aws:s3:::logs/prefix/*"), Decision::ImplicitDeny);

    let source = |value: Text| {
        let condition = r#"{"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:111122223333:trail/*"}}"#;
        let text =
            allow(&format!(r#""Principal": "*", "Action": "*", "Resource": "*", "Condition": {condition}"#));
        bucket(
            &text,
            &super::support::ask(TRAIL, "s3:PutObject", objects(), &[("aws:SourceArn", Given::One(value))]),
        )
    };
    assert_eq!(source(Text::like("arn:aws:cloudtrail:*:111122223333:trail/main")), Decision::Allow);
    assert_eq!(source(Text::like("arn:aws:cloudtrail:*:444455556666:trail/main")), Decision::ImplicitDeny);
    assert_eq!(source(Text::like("arn:aws:cloudtrail:*:*:trail/main")), Decision::Unknown(Why::Key));
    assert_eq!(source(Text::anything()), Decision::Unknown(Why::Key));
}

#[test]
fn a_context_that_contradicts_the_caller_is_refused() {
    let request = |caller: &str, key: &str, given: Given| {
        let mut context = Context::new();
        context.set(key, given).unwrap();
        Request::new(Principal::parse(caller).unwrap(), "s3:GetObject", OBJECT, context).map(|_| ())
    };
    let refused = |caller: &str, key: &str, given: Given| {
        let error = request(caller, key, given).unwrap_err();
        assert!(
            matches!(&error, RequestError::Contradiction { key: named, .. } if named.eq_ignore_ascii_case(key))
        );
        assert!(!error.to_string().ends_with('.'), "{error}");
    };
    refused(USER, "aws:PrincipalArn", one("arn:aws:iam::111122223333:user/other"));
    refused(USER, "AWS:username", Given::Absent);
    refused(ROLE, "aws:username", one("ana"));
    refused("anonymous", "aws:PrincipalArn", one(USER));
    refused("anonymous", "aws:PrincipalOrgID", one("o-example12345"));
    refused(TRAIL, "aws:PrincipalOrgID", Given::Present);
    refused(TRAIL, "aws:PrincipalIsAWSService", one("false"));
    refused(TRAIL, "aws:PrincipalServiceNamesList", many(&["s3.amazonaws.com"]));
    refused(SESSION, "aws:userid", one("AROAEXAMPLEEXAMPLE:other"));
    refused(USER, "aws:SecureTransport", Given::Absent);
    request(USER, "aws:PrincipalArn", one(USER)).unwrap();
    request(SESSION, "aws:PrincipalArn", one(ROLE)).unwrap();
    request(SESSION, "aws:userid", one("AROAEXAMPLEEXAMPLE:run-1")).unwrap();
    request(TRAIL, "aws:PrincipalServiceNamesList", many(&[TRAIL, "delivery.logs.amazonaws.com"])).unwrap();
    request(USER, "aws:PrincipalArn", Given::Unknown).unwrap();

    let mut context = Context::new();
    context.set("aws:SourceIp", one("203.0.113.7")).unwrap();
    context.set("aws:SourceVpce", one("vpce-1a2b3c4d")).unwrap();
    let both = Request::new(Principal::parse(USER).unwrap(), "s3:GetObject", OBJECT, context);
    assert!(matches!(both, Err(RequestError::Contradiction { .. })));
}

#[test]
fn a_vpc_endpoint_takes_the_place_of_the_address() {
    let address = r#"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#;
    assert_eq!(holds(address, &[("aws:SourceVpce", one("vpce-1a2b3c4d"))]), Truth::True);
    let endpoint = r#"{"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}"#;
    assert_eq!(holds(endpoint, &[("aws:SourceIp", one("203.0.113.7"))]), Truth::True);
}
