//! The same bytes whatever the number of threads, and what the configuration says about files.

use std::fmt::Write as _;
use std::path::Path;

use super::{folder, write};
use crate::cli::arnlint;

/// A hundred files of all kinds: policies with and without findings, answers, damaged ones, other JSON.
fn variety(folder: &Path) {
    for at in 0..120 {
        let mut action = String::from("s3:GetObject");
        write!(action, "{at}").unwrap();
        let statement = format!(
            r#"{{"Sid": "Deny{at}", "Effect": "Allow", "Principal": {{"Service": "cloudtrail.amazonaws.com"}}, "Action": ["s3:PutObject", "{action}"], "Resource": "arn:aws:s3:::b{}/AWSLog/1111222233{:02}/*"}}"#,
            at % 7,
            at % 100
        );
        let policy = format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}, {statement}]}}"#);
        let text = match at % 6 {
            0 => policy,
            1 => format!("{{\"Policy\": {}}}", serde_json::to_string(&policy).unwrap()),
            2 => policy.replace("\"Version\": \"2012-10-17\", ", ""),
            3 => policy.replace("],", "],,"),
            4 => format!("[{policy}, {policy}]"),
            _ => "{\"name\": \"other\"}".to_owned(),
        };
        write(folder, &format!("{}/{at}.json", at % 11), &text);
    }
}

#[test]
fn every_format_has_the_same_bytes_at_any_number_of_threads() {
    let folder = folder(&[]);
    variety(folder.path());
    for format in ["human", "concise", "json", "github"] {
        let run = |threads: &str| {
            let run = arnlint(folder.path(), &["check", "--all", "--format", format, "-j", threads, "."]);
            assert_eq!((run.code, run.err.as_str()), (1, ""), "{format}");
            run.out
        };
        let one = run("1");
        assert!(one.len() > 5_000, "{format}: {}", one.len());
        for threads in ["2", "8"] {
            assert!(run(threads) == one, "{format} differs at {threads} threads");
        }
    }
}

#[test]
fn findings_are_ordered_by_file_then_offset_then_rule() {
    let folder = folder(&[]);
    variety(folder.path());
    let report = arnlint(folder.path(), &["check", "--format", "json", "-j", "8", "."]).json();
    let keys: Vec<(String, u64, String)> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let text = |member: &str| finding[member].as_str().unwrap().to_owned();
            (text("file"), finding["locations"][0]["start"]["offset"].as_u64().unwrap(), text("rule"))
        })
        .collect();
    assert!(keys.len() > 100, "{}", keys.len());
    assert!(keys.is_sorted());
}

#[test]
fn the_configuration_says_which_files_of_a_folder() {
    let folder =
        folder(&["a.json", "policies/b.json", "policies/c.pol", "policies/old/d.json", "sub/e.json"]);
    write(
        folder.path(),
        "arnlint.toml",
        "include = [\"policies/**/*.{json,pol}\"]\nexclude = [\"policies/old\"]\n",
    );
    let files = |from: &Path, args: &[&str]| -> Vec<String> {
        let args: Vec<&str> = ["check", "--format", "concise"].iter().chain(args).copied().collect();
        let run = arnlint(from, &args);
        run.out.lines().filter_map(|line| line.split(':').next().map(str::to_owned)).collect()
    };
    let path = folder.path();
    assert_eq!(files(path, &[]), ["policies/b.json", "policies/c.pol"]);
    assert_eq!(files(path, &["--include", "*.json"]), ["policies/b.json"]);
    assert_eq!(files(path, &["--exclude", "c.pol"]), ["policies/b.json"]);
    assert_eq!(files(path, &["policies/old/d.json"]), ["policies/old/d.json"], "a named file is linted");
    assert_eq!(
        files(path, &["--isolated"]),
        ["a.json", "policies/b.json", "policies/old/d.json", "sub/e.json"]
    );
    // From a folder below, the patterns still start at the configuration's folder.
    assert_eq!(files(&path.join("policies"), &["."]), ["b.json", "c.pol"]);
    assert_eq!(files(&path.join("sub"), &["../policies"]), ["../policies/b.json", "../policies/c.pol"]);
}

#[test]
fn the_configuration_says_the_kinds_of_files() {
    let folder = folder(&["scps/a.json", "b.json"]);
    write(folder.path(), "arnlint.toml", "[kinds]\nscp = [\"scps/**\"]\n");
    let run = arnlint(folder.path(), &["check", "--verbose"]);
    let wanted =
        "b.json: identity policy, from its elements\nscps/a.json: scp policy, from the configuration\n";
    assert_eq!(run.err, wanted);
    let run = arnlint(folder.path(), &["check", "--verbose", "--kind", "rcp"]);
    assert_eq!(run.err, "b.json: rcp policy, from `--kind`\nscps/a.json: rcp policy, from `--kind`\n");
}
