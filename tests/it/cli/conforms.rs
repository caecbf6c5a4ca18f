//! `arnlint conforms`: yes, no, unknown.

use super::{CLEAN, arnlint, arnlint_with, folder, write};

const TRAIL: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "cloudtrail.amazonaws.com"},
      "Action": "s3:GetBucketAcl",
      "Resource": "arn:aws:s3:::acme-logs"
    },
    {
      "Effect": "Allow",
      "Principal": {"Service": "cloudtrail.amazonaws.com"},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-logs/AWSLogs/111122223333/*",
      "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
    }
  ]
}
"#;

const SET: [&str; 4] = ["--set", "bucket=acme-logs", "--set", "account=111122223333"];

fn args<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    ["conforms", "--profile", "cloudtrail"].into_iter().chain(SET).chain(rest.iter().copied()).collect()
}

#[test]
fn yes_when_every_request_is_allowed() {
    let folder = folder(&[("policy.json", TRAIL)]);
    let run = arnlint(folder.path(), &args(&["policy.json"]));
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.starts_with("yes      CloudTrail can check the bucket's ACL"), "{}", run.out);
    assert!(run.out.ends_with("\nyes: the policy conforms to `cloudtrail`\n"), "{}", run.out);
    assert_eq!(arnlint_with(folder.path(), &args(&["-"]), TRAIL).code, 0);
    let alias = arnlint(folder.path(), &["conforms", "--profile", "aws.cloudtrail.trail", "policy.json"]);
    assert_eq!(alias.code, 0, "{}", alias.out);
}

#[test]
fn no_shows_the_request_the_statement_and_the_value_to_change() {
    let folder = folder(&[]);
    for (from, to, underlined) in [
        ("acme-logs/AWSLogs/111122223333/*", "acme-logs/AWSLogs/444455556666/*", "444455556666"),
        ("bucket-owner-full-control", "private", "\"private\""),
        ("s3:GetBucketAcl", "s3:GetBucketPolicy", ""),
        ("acme-logs/AWSLogs", "other-logs/AWSLogs", "other-logs"),
        (
            "\"Allow\",\n      \"Principal\": {\"Service\": \"cloudtrail.amazonaws.com\"},\n      \"Action\": \"s3:PutObject\"",
            "\"Deny\",\n      \"Principal\": {\"Service\": \"cloudtrail.amazonaws.com\"},\n      \"Action\": \"s3:PutObject\"",
            "\"Deny\"",
        ),
    ] {
        let policy = TRAIL.replace(from, to);
        assert_ne!(policy, TRAIL);
        write(folder.path(), "policy.json", &policy);
        let run = arnlint(folder.path(), &args(&["policy.json"]));
        assert_eq!((run.code, run.err.as_str()), (1, ""), "{to}: {}", run.out);
        assert!(
            run.out.contains("\nno       CloudTrail can ") || run.out.starts_with("no       CloudTrail can "),
            "{}",
            run.out
        );
        assert!(run.out.contains("error["), "{}", run.out);
        assert!(run.out.contains("policy.json:"), "{}", run.out);
        assert!(run.out.contains(underlined), "{underlined}: {}", run.out);
        assert!(run.out.ends_with("\nno: the policy does not conform to `cloudtrail`\n"), "{}", run.out);
    }
}

#[test]
fn a_folder_that_is_almost_the_right_one_is_no() {
    let folder = folder(&[("policy.json", &TRAIL.replace("/AWSLogs/", "/AWSLog/"))]);
    let run = arnlint(folder.path(), &args(&["policy.json"]));
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("CloudTrail writes below `AWSLogs/`, not below `AWSLog/`"), "{}", run.out);
}

#[test]
fn unknown_where_the_policy_leaves_it_open() {
    let folder = folder(&[]);
    for policy in [
        TRAIL.replace("\"Effect\": \"Allow\",\n      \"Principal\": {\"Service\": \"cloudtrail.amazonaws.com\"},\n      \"Action\": \"s3:PutObject\"", "\"Effect\": \"Allow\", \"Effect\": \"Allow\",\n      \"Principal\": {\"Service\": \"cloudtrail.amazonaws.com\"},\n      \"Action\": \"s3:PutObject\""),
        TRAIL.replace("\"s3:x-amz-acl\": \"bucket-owner-full-control\"", "\"aws:SourceOrgID\": \"o-exampleorgid\""),
    ] {
        assert_ne!(policy, TRAIL);
        write(folder.path(), "policy.json", &policy);
        let run = arnlint(folder.path(), &args(&["policy.json"]));
        assert_eq!((run.code, run.err.as_str()), (3, ""), "{}", run.out);
        assert!(run.out.contains("unknown  CloudTrail can "), "{}", run.out);
        assert!(run.out.ends_with("\nunknown: it cannot be told whether the policy conforms to `cloudtrail`\n"), "{}", run.out);
    }
}

#[test]
fn several_files_are_told_apart() {
    let folder =
        folder(&[("a.json", TRAIL), ("b.json", &TRAIL.replace("s3:GetBucketAcl", "s3:GetBucketPolicy"))]);
    let run = arnlint(folder.path(), &args(&["a.json", "b.json"]));
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.starts_with("a.json:\nyes      "), "{}", run.out);
    assert!(run.out.contains("\nb.json:\nno       "), "{}", run.out);
}

#[test]
fn a_policy_that_the_integration_has_no_use_for_ends_with_2() {
    let folder = folder(&[("identity.json", CLEAN), ("other.json", "{}")]);
    let run = arnlint(folder.path(), &args(&["identity.json"]));
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("`identity.json` holds no policy that `cloudtrail` needs"), "{}", run.err);
    for file in ["other.json", "missing.json"] {
        let run = arnlint(folder.path(), &args(&[file]));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{file}");
    }
    let run = arnlint(folder.path(), &args(&["--kind", "bucket", "identity.json"]));
    assert_eq!(run.code, 1, "the kind that is stated counts: {}{}", run.out, run.err);
}

#[test]
fn names_that_are_none_end_with_2() {
    let folder = folder(&[("policy.json", TRAIL)]);
    let run = arnlint(folder.path(), &["conforms", "--profile", "cloudtrial", "policy.json"]);
    assert_eq!(run.err, "arnlint: there is no integration `cloudtrial`; did you mean `cloudtrail`?\n");
    let run = arnlint(folder.path(), &args(&["--set", "trail=x", "policy.json"]));
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no parameter `trail`"), "{}", run.err);
}

#[test]
fn the_configuration_declares_what_the_command_line_leaves_out() {
    let config = "[[integrations]]\nprofile = \"cloudtrail\"\nfiles = [\"policy.json\"]\nbucket = \"acme-logs\"\naccount = \"444455556666\"\n";
    let folder = folder(&[("policy.json", TRAIL), ("arnlint.toml", config)]);
    let run = arnlint(folder.path(), &["conforms", "--profile", "cloudtrail", "policy.json"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("444455556666"), "{}", run.out);
    let run = arnlint(folder.path(), &["conforms", "--isolated", "--profile", "cloudtrail", "policy.json"]);
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn a_policy_that_aws_would_refuse_is_unknown_and_the_mistake_is_shown() {
    let folder = folder(&[]);
    for (from, to, why, shown) in [
        ("2012-10-17", "2012-10-18", "the policy has a part that was not understood", "\"2012-10-18\""),
        (
            "\"Statement\"",
            "\"Extra\": 1, \"Statement\"",
            "the policy has a part that was not understood",
            "Extra",
        ),
        ("\n    },\n", "\n    }\n", "the text of the policy has mistakes", "json-syntax-error"),
    ] {
        write(folder.path(), "policy.json", &TRAIL.replace(from, to));
        let run = arnlint(folder.path(), &args(&["policy.json"]));
        assert_eq!((run.code, run.err.as_str()), (3, ""), "{to}: {}", run.out);
        assert!(run.out.contains(&format!(": {why}\n")), "{}", run.out);
        assert!(run.out.contains("error[") && run.out.contains(shown), "{}", run.out);
        assert!(
            run.out.ends_with("\nunknown: it cannot be told whether the policy conforms to `cloudtrail`\n")
        );
        let simulated =
            ["simulate", "--principal", "cloudtrail.amazonaws.com", "--action", "s3:GetBucketAcl"];
        let object = ["--resource", "arn:aws:s3:::acme-logs", "policy.json"];
        assert_eq!(arnlint(folder.path(), &[&simulated[..], &object].concat()).code, 3);
    }
    let denied = TRAIL.replace("2012-10-17", "2012-10-18").replacen("Allow", "Deny", 1);
    write(folder.path(), "policy.json", &denied);
    assert_eq!(arnlint(folder.path(), &args(&["policy.json"])).code, 1, "a denial is one in any version");
}

const FETCHER_TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::406095609952:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "logzio:1234abcd5678"}}
    }
  ]
}
"#;

const FETCHER: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs"},
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*"}
  ]
}
"#;

#[test]
fn a_policy_that_is_not_among_the_files_is_named_and_nothing_is_certain_without_it() {
    let folder = folder(&[("trust.json", FETCHER_TRUST), ("identity.json", FETCHER)]);
    let run = |files: &[&str]| {
        let set = ["--set", "bucket=acme-logs", "--set", "external-id=logzio:1234abcd5678"];
        let args = [&["conforms", "--profile", "logzio-fetcher"], &set[..], files].concat();
        arnlint(folder.path(), &args)
    };
    let trust = run(&["trust.json"]);
    assert_eq!((trust.code, trust.err.as_str()), (3, ""), "{}", trust.out);
    let said =
        "unknown  Logz.io needs an identity policy\n         no identity policy is among the files\n\n";
    assert!(trust.out.contains(said), "{}", trust.out);
    assert!(
        trust.out.ends_with("\nunknown: it cannot be told whether the policy conforms to `logzio-fetcher`\n")
    );
    let identity = run(&["identity.json"]);
    assert_eq!(identity.code, 3, "{}", identity.out);
    let said = "unknown  Logz.io needs a trust policy where it assumes a role\n         no trust policy is among the files\n\n";
    assert!(identity.out.contains(said), "{}", identity.out);
    let both = run(&["trust.json", "identity.json"]);
    assert_eq!(both.code, 0, "{}", both.out);
    assert!(!both.out.contains("unknown"), "{}", both.out);
    write(folder.path(), "identity.json", &FETCHER.replace("s3:GetObject", "s3:GetObjectAcl"));
    assert_eq!(run(&["identity.json"]).code, 1, "what fails is no, whatever else is not there");
}

#[test]
fn policies_that_need_not_be_there_are_not_missed() {
    let folder = folder(&[
        ("policy.json", TRAIL),
        ("identity.json", &FETCHER.replace("s3:GetObject", "s3:PutObject")),
    ]);
    let trail = arnlint(folder.path(), &args(&["policy.json"]));
    assert_eq!(trail.code, 0, "neither key nor topic: {}", trail.out);
    for profile in ["logzio-archive", "saas-destination"] {
        let set = ["--set", "bucket=acme-logs"];
        let run = arnlint(
            folder.path(),
            &[&["conforms", "--profile", profile], &set[..], &["identity.json"]].concat(),
        );
        assert!(!run.out.contains("is among the files"), "{profile}: {}", run.out);
    }
}

#[test]
fn a_bucket_policy_will_do_where_the_identity_policy_would() {
    let folder = folder(&[]);
    assert_eq!(arnlint(folder.path(), &["new", "--profile", "vendors/mine"]).code, 0);
    let path = folder.path().join("rules/vendors/mine.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let start = text.find("\"documents\": [").unwrap() + "\"documents\": [".len();
    let document = |on: &str| {
        format!(
            r#"{{"on": "{on}", "each": ["bucket"], "requests": [{{"name": "get", "purpose": "read", "action": "s3:GetObject", "resource": "arn:{{partition}}:s3:::{{bucket}}/*"}}]}}"#
        )
    };
    let end = start + text[start..].find("\n    ]").unwrap();
    let page = format!("{}{}, {}{}", &text[..start], document("identity"), document("bucket"), &text[end..]);
    std::fs::write(&path, page).unwrap();
    write(folder.path(), "identity.json", FETCHER);
    let bucket = FETCHER.replace("\"Effect\"", "\"Principal\": \"*\", \"Effect\"");
    write(folder.path(), "bucket.json", &bucket);
    for file in ["identity.json", "bucket.json"] {
        let args = ["conforms", "--rules", "rules", "--profile", "mine", "--set", "bucket=acme-logs", file];
        let run = arnlint(folder.path(), &args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{file}: {}", run.out);
    }
}
