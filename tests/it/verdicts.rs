//! Policies with their verdicts: what CloudTrail needs, and what S3 calls public.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::process::Command;

use arnlint::finding::PolicyKind;
use arnlint::json::parse;
use arnlint::policy::{Container, KindFrom, lower};
use arnlint::proof::{Options, Outside, Verdict, outside_access};
use arnlint::text::FileId;
use serde_json::Value;

fn cases(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/access").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn word<'c>(case: &'c Value, name: &str) -> &'c str {
    case[name].as_str().unwrap()
}

#[test]
fn each_policy_conforms_to_cloudtrail_or_not_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases("cloudtrail.json");
    assert_eq!(cases.len(), 12);
    for case in cases {
        let path = folder.path().join("policy.json");
        fs::write(&path, serde_json::to_string_pretty(&case["policy"]).unwrap()).unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_arnlint"))
            .args(["conforms", "--isolated", "--profile", "cloudtrail", "--set", "bucket=acme-trails"])
            .args([
                "--set",
                "account=111122223333",
                "--set",
                "region=eu-west-1",
                "--set",
                "prefix=",
                "--set",
                "validation=true",
            ])
            .args(["--set", "trail-arn=arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"])
            .arg(&path)
            .output()
            .unwrap();
        let out = String::from_utf8_lossy(&run.stdout);
        let code = match word(&case, "verdict") {
            "yes" => 0,
            "no" => 1,
            _ => 3,
        };
        assert_eq!(run.status.code(), Some(code), "{}: {out}", word(&case, "name"));
        if code == 1 {
            assert!(out.contains("policy.json:"), "a place is shown: {}: {out}", word(&case, "name"));
        }
    }
}

#[test]
fn each_policy_is_public_or_not_as_it_says() {
    for case in cases("public.json") {
        let text = case["policy"].to_string();
        let (tree, _) = parse(Cow::Borrowed(&text), FileId(0), None);
        let kind = Some((PolicyKind::Bucket, KindFrom::Flag));
        let policy = lower(&tree, tree.root().unwrap(), Container { kind, ..Container::default() });
        let answer = outside_access(&policy, &Outside::Public, Options::default());
        let expected = if word(&case, "verdict") == "public" { Verdict::Witness } else { Verdict::None };
        assert_eq!(answer.verdict, expected, "{}: {:?}", word(&case, "name"), answer.regions);
    }
}
