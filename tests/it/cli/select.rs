//! `--select` and `--ignore`: by rule, family and integration, and against the configuration.

use super::{CLEAN, arnlint, folder, page, write};

/// Two rules of one family and one of another, and a policy that all of them find.
fn three() -> tempfile::TempDir {
    let folder = folder(&[
        ("pages/one/first.md", &page("first", "warning", "X")),
        ("pages/one/second.md", &page("second", "warning", "X")),
        ("pages/two/third.md", &page("third", "warning", "X")),
        ("x.json", &CLEAN.replace("ReadReports", "X")),
    ]);
    write(folder.path(), "aliased.md", "");
    folder
}

/// Names of the rules that a run reports.
fn rules(folder: &tempfile::TempDir, args: &[&str]) -> Vec<String> {
    let args: Vec<&str> =
        ["check", "--rules", "pages", "--format", "json", "x.json"].iter().chain(args).copied().collect();
    let run = arnlint(folder.path(), &args);
    assert_eq!(run.err, "", "{args:?}");
    let findings = run.json()["findings"].as_array().unwrap().clone();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn rules_and_families_are_chosen_and_left_out() {
    let folder = three();
    assert_eq!(rules(&folder, &[]), ["first", "second", "third"]);
    assert_eq!(rules(&folder, &["--select", "first"]), ["first"]);
    assert_eq!(rules(&folder, &["--select", "one"]), ["first", "second"]);
    assert_eq!(rules(&folder, &["--select", "one,third"]), ["first", "second", "third"]);
    assert_eq!(rules(&folder, &["--select", "one", "--select", "third"]), ["first", "second", "third"]);
    assert_eq!(rules(&folder, &["--ignore", "one"]), ["third"]);
    assert_eq!(rules(&folder, &["--ignore", "first,third"]), ["second"]);
    assert_eq!(rules(&folder, &["--select", "one", "--ignore", "first"]), ["second"]);
    assert_eq!(
        rules(&folder, &["--select", "first", "--ignore", "one"]),
        ["first"],
        "the narrower word wins"
    );
    assert_eq!(rules(&folder, &["--select", "first", "--ignore", "first"]), [] as [&str; 0]);
    assert_eq!(rules(&folder, &["--select", "all", "--ignore", "two"]), ["first", "second"]);
    assert_eq!(rules(&folder, &["--select", "grammar"]), [] as [&str; 0]);
}

#[test]
fn a_rule_that_is_off_by_default_runs_where_it_is_asked_for() {
    let folder = three();
    let off = page("second", "warning", "X").replace("\"severity\"", "\"default\": \"off\", \"severity\"");
    assert!(off.contains("\"default\""), "{off}");
    write(folder.path(), "pages/one/second.md", &off);
    assert_eq!(rules(&folder, &[]), ["first", "third"]);
    assert_eq!(rules(&folder, &["--select", "second"]), ["second"]);
    assert_eq!(rules(&folder, &["--select", "one"]), ["first", "second"]);
    assert_eq!(rules(&folder, &["--select", "all"]), ["first", "second", "third"]);
    assert_eq!(rules(&folder, &["--extend-select", "second"]), ["first", "second", "third"]);
    assert_eq!(rules(&folder, &["--select", "third", "--extend-select", "second"]), ["second", "third"]);
    assert_eq!(rules(&folder, &["--select", "cloudtrail"]), [] as [&str; 0]);
    let set = |text: &str| write(folder.path(), "arnlint.toml", text);
    set("extend-select = [\"second\"]\n");
    assert_eq!(rules(&folder, &[]), ["first", "second", "third"]);
    assert_eq!(rules(&folder, &["--select", "first"]), ["first"], "the command line chooses anew");
    set("[rules]\nsecond = \"error\"\n");
    assert_eq!(rules(&folder, &[]), ["first", "second", "third"]);
    assert_eq!(rules(&folder, &["--select", "first"]), ["first"]);
    let run = arnlint(folder.path(), &["rules", "--rules", "pages"]);
    let line = run.out.lines().find(|line| line.trim_start().starts_with("second ")).unwrap();
    assert!(line.ends_with(" (off by default)"), "{line}");
    let run = arnlint(folder.path(), &["explain", "second", "--rules", "pages"]);
    assert!(run.out.contains("- off by default: `--extend-select second`"), "{}", run.out);
}

#[test]
fn names_that_are_none_end_with_2_and_a_suggestion() {
    let folder = three();
    for (args, said) in [
        (["--select", "frist"], "there is no rule, family or integration `frist`; did you mean `first`?"),
        (["--ignore", "fist"], "there is no rule, family or integration `fist`; did you mean `first`?"),
        (
            ["--select", "grammer"],
            "there is no rule, family or integration `grammer`; did you mean `grammar`?",
        ),
        (
            ["--ignore", "cloud-trail"],
            "there is no rule, family or integration `cloud-trail`; did you mean `cloudtrail`?",
        ),
        (
            ["--select", "qqqqqqqqqq"],
            "there is no rule, family or integration `qqqqqqqqqq`; `arnlint rules` lists rules and families, `arnlint profiles` integrations",
        ),
    ] {
        let run = arnlint(folder.path(), &["check", "--rules", "pages", args[0], args[1], "x.json"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert_eq!(run.err, format!("arnlint: {said}\n"));
    }
}

#[test]
fn the_command_line_wins_over_the_configuration() {
    let folder = three();
    let set = |text: &str| write(folder.path(), "arnlint.toml", text);
    set("ignore = [\"first\", \"two\"]\n");
    assert_eq!(rules(&folder, &[]), ["second"]);
    assert_eq!(rules(&folder, &["--select", "first"]), ["first"]);
    assert_eq!(rules(&folder, &["--select", "two"]), ["third"]);
    assert_eq!(rules(&folder, &["--ignore", "second"]), [] as [&str; 0]);
    assert_eq!(rules(&folder, &["--isolated"]), ["first", "second", "third"]);
    set("select = [\"one\"]\n");
    assert_eq!(rules(&folder, &[]), ["first", "second"]);
    assert_eq!(rules(&folder, &["--select", "third"]), ["third"]);
    assert_eq!(rules(&folder, &["--select", "all"]), ["first", "second", "third"]);
    set("[rules]\nfirst = \"off\"\nsecond = \"error\"\n");
    assert_eq!(rules(&folder, &[]), ["second", "third"]);
    assert_eq!(rules(&folder, &["--select", "first"]), ["first"]);
    assert_eq!(rules(&folder, &["--select", "one"]), ["second"], "a family does not switch on what is off");
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "--format", "concise", "x.json"]);
    assert!(run.out.contains("error second"), "{}", run.out);
}

#[test]
fn an_integration_is_chosen_and_left_out_by_its_name() {
    let trail = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-logs/AWSLog/111122223333/*"}]}"#;
    let folder = folder(&[("x.json", trail)]);
    let integrations = |args: &[&str]| {
        let args: Vec<&str> = ["check", "--format", "json", "x.json"].iter().chain(args).copied().collect();
        let json = arnlint(folder.path(), &args).json();
        let findings = json["findings"].as_array().unwrap().clone();
        let of = |finding: &serde_json::Value| finding["integration"].as_str().map(str::to_owned);
        findings.iter().map(of).collect::<std::collections::BTreeSet<Option<String>>>()
    };
    let own = Some("cloudtrail".to_owned());
    assert!(integrations(&[]).contains(&own));
    assert_eq!(integrations(&["--select", "cloudtrail"]), [own.clone()].into());
    assert_eq!(integrations(&["--select", "aws.cloudtrail.trail"]), [own.clone()].into(), "its other name");
    assert!(!integrations(&["--ignore", "cloudtrail"]).contains(&own));
    assert_eq!(integrations(&["--select", "cloudflare-logpush"]), [].into());
}
