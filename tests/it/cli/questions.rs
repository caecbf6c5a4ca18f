//! `arnlint diff`, `public` and `grants`: proved, shown, unknown.

use std::process::Command;

use super::{arnlint, folder, write};

const OPEN: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Network",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme/*",
      "Condition": {"StringLike": {"aws:SourceVpc": "vpc-*"}}
    },
    {
      "Sid": "Own",
      "Effect": "Allow",
      "Principal": {"AWS": "111122223333"},
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": "arn:aws:s3:::acme/*"
    }
  ]
}
"#;

fn closed() -> String {
    OPEN.replace("vpc-*", "vpc-0123456789abcdef0")
}

#[test]
fn a_policy_that_allows_more_is_shown_with_a_request_and_its_statement() {
    let folder = folder(&[("old.json", &closed()), ("new.json", OPEN)]);
    let run = arnlint(folder.path(), &["diff", "old.json", "new.json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{}", run.out);
    assert!(
        run.out.starts_with(
            "widens: `new.json` allows, and `old.json` does not: `s3:GetObject` on `arn:aws:s3:::acme/"
        ),
        "{}",
        run.out
    );
    assert!(run.out.contains("new.json:4:5"), "{}", run.out);
    assert!(
        run.out.ends_with("\nwidens: `new.json` allows all that `old.json` does, and more\n"),
        "{}",
        run.out
    );
    let run = arnlint(folder.path(), &["diff", "new.json", "old.json"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(
        run.out.ends_with("\nnarrows: `old.json` allows less than `new.json`, and nothing new\n"),
        "{}",
        run.out
    );
    let run = arnlint(folder.path(), &["diff", "new.json", "new.json"]);
    assert_eq!((run.code, run.out.as_str()), (0, "equal: `new.json` allows the same as `new.json`\n"));
}

#[test]
fn the_request_of_the_json_is_one_that_simulate_reads() {
    let folder = folder(&[("old.json", &closed()), ("new.json", OPEN)]);
    let run = arnlint(folder.path(), &["diff", "--format", "json", "old.json", "new.json"]);
    let whole = run.json();
    assert_eq!((run.code, &whole["verdict"]), (1, &"widens".into()));
    assert_eq!(whole["narrows"]["verdict"], "none");
    let region = &whole["widens"]["regions"][0];
    assert_eq!(region["new"][0]["sid"], "Network");
    assert_eq!(region["new"][0]["start"]["line"], 4);
    assert_eq!(region["old"].as_array().unwrap().len(), 0);
    assert!(whole["assumptions"].as_array().unwrap().len() > 1);
    write(folder.path(), "request.json", &region["request"].to_string());
    for (file, code) in [("new.json", 0), ("old.json", 1)] {
        let run = arnlint(folder.path(), &["simulate", "--request", "request.json", file]);
        assert_eq!((run.code, run.err.as_str()), (code, ""), "{file}: {}", run.out);
    }
}

#[test]
fn what_a_placeholder_hides_is_unknown() {
    let policy = |resource: &str| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "{resource}"}}}}"#
        )
    };
    let folder = folder(&[
        ("old.json", &policy("arn:aws:s3:::acme/*")),
        ("new.json", &policy("arn:aws:s3:::<BUCKET>/*")),
    ]);
    let run = arnlint(folder.path(), &["diff", "old.json", "new.json"]);
    assert_eq!(run.code, 3, "{}", run.out);
    assert!(run.out.contains("the policy has a placeholder there"), "{}", run.out);
    // Equal text is equal whatever stands for it.
    assert_eq!(arnlint(folder.path(), &["diff", "new.json", "new.json"]).code, 0);
}

#[test]
fn questions_that_cannot_be_put_end_with_2() {
    let identity =
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let folder = folder(&[("bucket.json", OPEN), ("identity.json", identity), ("other.json", "{}")]);
    for (args, why) in [
        (&["diff", "bucket.json", "identity.json"][..], "`identity.json` one of the kind identity"),
        (&["diff", "bucket.json", "other.json"], "no policy was found in `other.json`"),
        (&["diff", "bucket.json"], "`diff` compares two files"),
        (&["diff", "bucket.json", "missing.json"], "missing.json"),
        (&["public", "identity.json"], "which names no callers"),
        (&["public", "--outside-account", "12", "bucket.json"], "`12` is no account"),
        (&["grants", "bucket.json"], "name actions or resources"),
        (&["grants", "--actions", "s3:*", "--principal", "anonymous", "bucket.json"], "public --anonymous"),
        (&["grants", "--actions", "s3:*", "--principal", "nobody here", "bucket.json"], "names no caller"),
    ] {
        let run = arnlint(folder.path(), args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains(why), "{args:?}: {}", run.err);
    }
}

#[test]
fn whoever_is_not_named_by_a_fixed_value_is_shown() {
    let folder = folder(&[("open.json", OPEN), ("closed.json", &closed())]);
    let ask = |args: &[&str]| arnlint(folder.path(), &[&["public"], args].concat());
    let run = ask(&["open.json"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("for `anonymous`, with `aws:SourceVpc` `vpc-example`"), "{}", run.out);
    let run = ask(&["closed.json"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.starts_with("not possible: "), "{}", run.out);
    assert_eq!(ask(&["--anonymous", "closed.json"]).code, 1);
    assert_eq!(ask(&["--outside-account", "111122223333", "closed.json"]).code, 1);
    let own = closed().replace("\"Principal\": \"*\"", "\"Principal\": {\"AWS\": \"444455556666\"}");
    write(folder.path(), "own.json", &own);
    let both = ["--outside-account", "111122223333", "--outside-account", "444455556666", "own.json"];
    assert_eq!(ask(&both).code, 0);
    assert_eq!(ask(&["--outside-org", "o-exampleorgid", "own.json"]).code, 1);
    let run = ask(&["--format", "json", "open.json", "closed.json"]);
    let whole = run.json();
    assert_eq!(whole["verdict"], "possible");
    assert_eq!(whole["policies"][0]["regions"][0]["statements"][0]["sid"], "Network");
    assert_eq!(whole["policies"][1]["verdict"], "none");
}

#[test]
fn access_that_is_granted_is_shown() {
    let folder = folder(&[("policy.json", OPEN)]);
    let ask = |args: &[&str]| arnlint(folder.path(), &[&["grants"], args, &["policy.json"]].concat());
    let run = ask(&["--actions", "s3:DeleteObject,s3:PutObject"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("`s3:PutObject` on `arn:aws:s3:::acme/"), "{}", run.out);
    assert_eq!(ask(&["--actions", "s3:Delete*"]).code, 0);
    assert_eq!(ask(&["--actions", "s3:*", "--resources", "arn:aws:s3:::other/*"]).code, 0);
    assert_eq!(ask(&["--resources", "arn:aws:s3:::ac*"]).code, 1);
    let user = "arn:aws:iam::111122223333:user/ana";
    assert_eq!(ask(&["--actions", "s3:PutObject", "--principal", user]).code, 1);
    assert_eq!(
        ask(&["--actions", "s3:PutObject", "--principal", "arn:aws:iam::444455556666:user/ana"]).code,
        0
    );
}

#[test]
fn every_policy_that_differs_from_a_revision_is_compared() {
    let folder = folder(&[("a.json", &closed()), ("b.json", &closed()), ("notes.txt", "x")]);
    let git = |args: &[&str]| {
        let run = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"])
            .args(args)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "x"]);
    // The binary has no environment, so that it must find git by itself.
    let path = std::env::var_os("PATH").unwrap();
    let run = |args: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_arnlint"))
            .args(args)
            .current_dir(folder.path())
            .env("PATH", &path)
            .output();
        let run = run.unwrap();
        (
            run.status.code(),
            String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr),
        )
    };
    assert_eq!(run(&["diff", "--git", "HEAD"]), (Some(0), "equal: no policy differs\n".to_owned()));
    write(folder.path(), "a.json", OPEN);
    write(folder.path(), "new.json", &closed());
    std::fs::remove_file(folder.path().join("b.json")).unwrap();
    let (code, out) = run(&["diff", "--git", "HEAD"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("widens: `a.json` allows all that `HEAD:a.json` does, and more"), "{out}");
    assert!(out.contains("narrows: `b.json` allows less than `HEAD:b.json`, and nothing new"), "{out}");
    assert!(out.contains("widens: `new.json` allows all that `HEAD:new.json` does, and more"), "{out}");
    let (code, out) = run(&["diff", "--git", "HEAD", "--format", "json", "b.json"]);
    let whole: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &whole["policies"][0]["verdict"]), (Some(0), &"narrows".into()));
    let (code, out) = run(&["diff", "--git", "nowhere"]);
    assert_eq!((code, out.as_str()), (Some(2), "arnlint: `nowhere` is no revision of this repository\n"));
}
