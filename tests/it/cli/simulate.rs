//! `arnlint simulate`: allowed, denied, not allowed, unknown.

use super::{arnlint, arnlint_with, folder};

const BUCKET: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme/public/*"
    },
    {
      "Sid": "OnlyTls",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::acme/*",
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
"#;

const IDENTITY: &str =
    r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#;
const ROLE: &str = "arn:aws:iam::111122223333:role/app";

/// Arguments of a question about an object.
fn ask<'a>(principal: &'a str, action: &'a str, resource: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    let question = ["simulate", "--principal", principal, "--action", action, "--resource", resource];
    question.into_iter().chain(rest.iter().copied()).collect()
}

#[test]
fn the_four_answers_with_the_statement_that_decides() {
    let folder = folder(&[("policy.json", BUCKET)]);
    let public = "arn:aws:s3:::acme/public/x";
    for (resource, action, rest, code, starts, statement) in [
        (
            public,
            "s3:GetObject",
            &["--context", "aws:SecureTransport=true"][..],
            0,
            "allowed: ",
            "this statement allows it",
        ),
        (
            public,
            "s3:GetObject",
            &["--context", "aws:SecureTransport=false"],
            1,
            "explicit-deny: ",
            "this statement denies it",
        ),
        (
            public,
            "s3:PutObject",
            &["--context", "aws:SecureTransport=true"],
            1,
            "implicit-deny: ",
            "no statement allows it",
        ),
        (public, "s3:GetObject", &[], 3, "unknown: ", "not stated by the request"),
        ("arn:aws:s3:::other/x", "s3:GetObject", &[], 1, "implicit-deny: ", "no statement allows it"),
    ] {
        let mut args = ask("anonymous", action, resource, rest);
        args.push("policy.json");
        let run = arnlint(folder.path(), &args);
        assert_eq!((run.code, run.err.as_str()), (code, ""), "{args:?}: {}", run.out);
        assert!(run.out.starts_with(starts), "{}", run.out);
        assert!(run.out.contains(statement), "{}", run.out);
    }
}

#[test]
fn json_names_the_statement_by_position_and_sid() {
    let folder = folder(&[("policy.json", BUCKET)]);
    let args = ask(
        "anonymous",
        "s3:GetObject",
        "arn:aws:s3:::acme/public/x",
        &["--context", "aws:SecureTransport=false", "--format", "json", "policy.json"],
    );
    let run = arnlint(folder.path(), &args);
    assert_eq!(run.code, 1);
    let json = run.json();
    assert_eq!((json["version"].as_u64(), json["decision"].as_str()), (Some(1), Some("explicit-deny")));
    let [statement] = json["statements"].as_array().unwrap().as_slice() else { panic!("{json}") };
    assert_eq!((statement["file"].as_str(), statement["statement"].as_u64()), (Some("policy.json"), Some(1)));
    assert_eq!(statement["sid"], "OnlyTls");
    let (start, end) = (&statement["start"], &statement["end"]);
    assert_eq!((start["line"].as_u64(), start["column"].as_u64()), (Some(11), Some(5)));
    let offset = |point: &serde_json::Value| usize::try_from(point["offset"].as_u64().unwrap()).unwrap();
    let text = &BUCKET[offset(start)..offset(end)];
    assert!(text.starts_with('{') && text.ends_with('}') && text.contains("OnlyTls"), "{text}");
}

#[test]
fn several_files_speak_for_both_sides() {
    let folder = folder(&[("bucket.json", BUCKET), ("identity.json", IDENTITY)]);
    let account = ["--context", "aws:ResourceAccount=111122223333", "--context", "aws:SecureTransport=true"];
    let mut args = ask(ROLE, "s3:PutObject", "arn:aws:s3:::acme/x", &account);
    args.extend(["bucket.json", "identity.json"]);
    let run = arnlint(folder.path(), &args);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("identity.json:1:"), "{}", run.out);
    let other = ["--context", "aws:ResourceAccount=444455556666", "--context", "aws:SecureTransport=true"];
    let mut args = ask(ROLE, "s3:PutObject", "arn:aws:s3:::acme/x", &other);
    args.extend(["bucket.json", "identity.json"]);
    assert_eq!(arnlint(folder.path(), &args).code, 1, "another account has to let the caller in");
    let args = ask(
        ROLE,
        "s3:PutObject",
        "arn:aws:s3:::acme/x",
        &["--context", "aws:SecureTransport=true", "bucket.json", "identity.json"],
    );
    assert_eq!(arnlint(folder.path(), &args).code, 3, "it is not known whose bucket it is");
}

#[test]
fn organization_policies_limit_and_never_grant() {
    let scp = |action: &str| {
        let content = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{action}","Resource":"*"}}]}}"#
        );
        format!(
            r#"{{"Policy": {{"PolicySummary": {{"Name": "x", "Type": "SERVICE_CONTROL_POLICY"}}, "Content": {}}}}}"#,
            serde_json::to_string(&content).unwrap()
        )
    };
    let nothing = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}"#;
    let folder = folder(&[
        ("all.json", &scp("*")),
        ("sqs.json", &scp("sqs:*")),
        ("identity.json", IDENTITY),
        ("nothing.json", nothing),
    ]);
    let code = |files: &[&str]| {
        let mut args = ask(ROLE, "s3:GetObject", "arn:aws:s3:::acme/x", &[]);
        args.extend(files);
        let run = arnlint(folder.path(), &args);
        assert_eq!(run.err, "");
        run.code
    };
    assert_eq!(code(&["identity.json"]), 0);
    assert_eq!(code(&["identity.json", "all.json"]), 0);
    assert_eq!(code(&["identity.json", "sqs.json"]), 1, "what an organization does not allow is refused");
    assert_eq!(code(&["nothing.json", "all.json"]), 1, "an organization grants nothing");
    assert_eq!(code(&["identity.json", "all.json", "sqs.json"]), 3, "their levels are not known");
    assert_eq!(code(&["sqs.json"]), 1);
}

#[test]
fn policies_of_several_identities_are_not_taken_for_one() {
    let account = format!(
        r#"{{"RoleDetailList": [{{"RoleName": "a", "RolePolicyList": [{{"PolicyName": "x", "PolicyDocument": {IDENTITY}}}]}}, {{"RoleName": "b", "RolePolicyList": [{{"PolicyName": "y", "PolicyDocument": {IDENTITY}}}]}}]}}"#
    );
    let folder = folder(&[("account.json", &account)]);
    let run = arnlint(folder.path(), &ask(ROLE, "s3:GetObject", "arn:aws:s3:::acme/x", &["account.json"]));
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("`account.json` holds policies of several identities"), "{}", run.err);
}

#[test]
fn wildcards_of_the_resource_ask_for_all_that_fits() {
    let identity = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/public/*"}]}"#;
    let folder = folder(&[("identity.json", identity)]);
    let code = |resource: &str| {
        arnlint(folder.path(), &ask(ROLE, "s3:GetObject", resource, &["identity.json"])).code
    };
    assert_eq!(code("arn:aws:s3:::acme/public/2026/*"), 0);
    assert_eq!(code("arn:aws:s3:::acme/*"), 3);
    assert_eq!(code("arn:aws:s3:::acme/private/*"), 1);
}

#[test]
fn the_context_says_values_lists_and_absence() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "a"}, "Null": {"s3:x-amz-acl": "true"}, "ForAnyValue:StringEquals": {"aws:TagKeys": "x"}}}]}"#;
    let run = |rest: &[&str]| {
        let folder = folder(&[]);
        let mut args = ask(ROLE, "s3:GetObject", "arn:aws:s3:::acme/x", rest);
        args.push("-");
        arnlint_with(folder.path(), &args, policy)
    };
    let team = ["--context", "aws:PrincipalTag/team=a"];
    let tags = ["--context", "aws:TagKeys=y", "--context", "aws:TagKeys=x"];
    let absent = ["--absent", "s3:x-amz-acl"];
    assert_eq!(run(&[&team[..], &tags, &absent].concat()).code, 0);
    assert_eq!(run(&[&team[..], &tags].concat()).code, 3);
    assert_eq!(run(&[&team[..], &tags[..2], &absent].concat()).code, 1);
    assert_eq!(run(&[&tags[..], &absent, &["--absent", "aws:PrincipalTag/team"]].concat()).code, 1);
}

#[test]
fn questions_that_make_no_sense_end_with_2() {
    let folder = folder(&[("policy.json", BUCKET), ("other.json", "{}")]);
    let object = "arn:aws:s3:::acme/x";
    for (args, said) in [
        (
            ask("nobody at all", "s3:GetObject", object, &["policy.json"]),
            "`nobody at all` names no caller; write an IAM ARN, an account id, a service principal, or `anonymous`\n",
        ),
        (ask("anonymous", "GetObject", object, &["policy.json"]), "`GetObject` is no action"),
        (ask("anonymous", "s3:*", object, &["policy.json"]), "`s3:*` is no action: a request asks for one"),
        (ask("anonymous", "s3:", object, &["policy.json"]), "`s3:` is no action"),
        (
            ask("anonymous", "s3:GetObject", "acme/x", &["policy.json"]),
            "`acme/x` is no resource: write an ARN",
        ),
        (
            ask("anonymous", "s3:GetObject", object, &["--context", "x", "policy.json"]),
            "`x` is not `KEY=VALUE`",
        ),
        (
            ask(
                "anonymous",
                "s3:GetObject",
                object,
                &["--context", "s3:prefix=a", "--absent", "S3:Prefix", "policy.json"],
            ),
            "`S3:Prefix` cannot have a value and be absent",
        ),
        (
            ask(
                "anonymous",
                "s3:GetObject",
                object,
                &[
                    "--context",
                    "aws:SecureTransport=true",
                    "--context",
                    "aws:SecureTransport=false",
                    "policy.json",
                ],
            ),
            "`aws:SecureTransport` has exactly one value",
        ),
        (
            ask(ROLE, "s3:GetObject", object, &["--absent", "aws:PrincipalArn", "policy.json"]),
            "`aws:principalarn` cannot have this value",
        ),
        (ask("anonymous", "s3:GetObject", object, &["other.json"]), "no policy was found in `other.json`"),
        (ask("anonymous", "s3:GetObject", object, &["missing.json"]), "cannot read `missing.json`"),
    ] {
        let run = arnlint(folder.path(), &args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.starts_with(&format!("arnlint: {said}")), "{said}: {}", run.err);
    }
}

#[test]
fn a_document_that_names_a_member_twice_is_unknown() {
    let policy = IDENTITY.replace("\"Effect\"", "\"Effect\": \"Deny\", \"Effect\"");
    let folder = folder(&[("policy.json", &policy)]);
    let run = arnlint(folder.path(), &ask(ROLE, "s3:GetObject", "arn:aws:s3:::acme/x", &["policy.json"]));
    assert_eq!(run.code, 3, "{}", run.out);
    assert!(run.out.contains("names a member twice"), "{}", run.out);
}

#[test]
fn keys_that_are_not_stated_are_named_where_they_stand_with_the_flag_to_add() {
    let policy = r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::acme/${aws:PrincipalTag/team}/*",
    "Condition": {
      "StringEquals": {
        "s3:ExistingObjectTag/open": "yes",
        "aws:RequestedRegion": "eu-west-1"
      },
      "Bool": {"aws:SecureTransport": "true"}
    }
  }
}
"#;
    let folder = folder(&[("policy.json", policy)]);
    let run = |rest: &[&str]| {
        let mut args = ask(ROLE, "s3:GetObject", "arn:aws:s3:::acme/a/x", rest);
        args.push("policy.json");
        arnlint(folder.path(), &args)
    };
    let all = run(&["--context", "aws:SecureTransport=true"]);
    assert_eq!((all.code, all.err.as_str()), (3, ""));
    let wanted = r#": the request does not say what value `aws:PrincipalTag/team`, `s3:ExistingObjectTag/open` and `aws:RequestedRegion` have
   ┌─ policy.json:6:36
   │
 6 │     "Resource": "arn:aws:s3:::acme/${aws:PrincipalTag/team}/*",
   │                                    ^^^^^^^^^^^^^^^^^^^^^^^^ not stated by the request
   ·
 9 │         "s3:ExistingObjectTag/open": "yes",
   │         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ not stated by the request
10 │         "aws:RequestedRegion": "eu-west-1"
   │         ^^^^^^^^^^^^^^^^^^^^^ not stated by the request
   │
   = help: add `--context aws:PrincipalTag/team=VALUE` or `--absent aws:PrincipalTag/team`, and `--context s3:ExistingObjectTag/open=VALUE` or `--absent s3:ExistingObjectTag/open`, and `--context aws:RequestedRegion=VALUE`
"#;
    assert!(all.out.trim_end().ends_with(wanted.trim_end()), "{}", all.out);
    let stated = ["--context", "aws:SecureTransport=true", "--context", "aws:RequestedRegion=eu-west-1"];
    let tagged = [&stated[..], &["--context", "aws:PrincipalTag/team=a", "--format", "json"]].concat();
    let json = run(&tagged).json();
    assert_eq!(json["reason"], "the request does not say what value `s3:ExistingObjectTag/open` has");
    let help = "add `--context s3:ExistingObjectTag/open=VALUE` or `--absent s3:ExistingObjectTag/open`";
    assert_eq!(json["help"], help);
    let flags = ["--context", "s3:ExistingObjectTag/open=yes"];
    let settled = run(&[&tagged[..], &flags].concat()).json();
    assert_eq!((&settled["decision"], &settled["help"]), (&"allowed".into(), &serde_json::Value::Null));
}

#[test]
fn limits_of_every_kind_are_given_by_options() {
    let other = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}"#;
    let endpoint = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}]}"#;
    let folder = folder(&[("own.json", IDENTITY), ("other.json", other), ("endpoint.json", endpoint)]);
    let question = |rest: &[&str]| {
        arnlint(
            folder.path(),
            &ask(ROLE, "s3:GetObject", "arn:aws:s3:::acme/x", &[&["own.json"], rest].concat()),
        )
    };
    assert_eq!(question(&[]).code, 0);
    for limit in ["--boundary", "--session-policy", "--scp"] {
        let run = question(&[limit, "other.json"]);
        assert_eq!((run.code, run.err.as_str()), (1, ""), "{limit}: {}", run.out);
        assert_eq!(question(&[limit, "own.json"]).code, 0, "{limit}");
    }
    for limit in ["--rcp", "--endpoint"] {
        assert_eq!(question(&[limit, "endpoint.json"]).code, 1, "{limit}");
    }
    assert_eq!(question(&["--scp", "own.json", "--scp", "other.json"]).code, 1);
}

#[test]
fn a_request_is_read_from_json() {
    let folder = folder(&[("policy.json", BUCKET)]);
    let question =
        |request: &str| arnlint_with(folder.path(), &["simulate", "--request", "-", "policy.json"], request);
    let plain = r#"{"Principal": "anonymous", "ActionNames": ["s3:GetObject"], "ResourceArns": ["arn:aws:s3:::acme/public/x"],
        "ContextEntries": [{"ContextKeyName": "aws:SecureTransport", "ContextKeyValues": ["true"], "ContextKeyType": "boolean"}]}"#;
    let run = question(plain);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    assert_eq!(question(&plain.replace("\"true\"", "\"false\"")).code, 1);
    let by_arn = plain
        .replace("\"Principal\": \"anonymous\"", "\"CallerArn\": \"arn:aws:iam::111122223333:user/ana\"");
    assert_eq!(question(&by_arn).code, 0);
    for (from, to, why) in [
        ("[\"s3:GetObject\"]", "[\"s3:GetObject\", \"s3:PutObject\"]", "`-` has 2 values in `ActionNames`"),
        ("\"ActionNames\"", "\"PolicyInputList\": [], \"ActionNames\"", "unknown field `PolicyInputList`"),
        ("\"Principal\": \"anonymous\", ", "", "says nobody"),
        ("{\"Principal\"", "{\"Principal\" \"", "line 1 column"),
    ] {
        let run = question(&plain.replacen(from, to, 1));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{to}");
        assert!(run.err.contains(why), "{to}: {}", run.err);
    }
    let both = ["simulate", "--request", "-", "--action", "s3:GetObject", "policy.json"];
    assert_eq!(arnlint_with(folder.path(), &both, plain).code, 2);
    assert_eq!(arnlint(folder.path(), &["simulate", "policy.json"]).code, 2);
}
