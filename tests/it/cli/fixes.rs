//! `arnlint check --fix`, `--unsafe-fixes` and `--diff`: what is written, what is left alone, and what a user is told.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{arnlint, arnlint_with, folder, write};
use crate::corpora::{rows, text_of};

/// A policy with a member of a list that stands twice, a missing comma and, where wanted, a wildcard that is to be added.
const TWICE: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:GetObject", "s3:PutObject"],
      "Resource": "arn:aws:s3:::acme-app-logs/2026/*"
    }
  ]
}
"#;

/// What `Resource` names has to end in `/*` for the integration to work.
fn fetcher(resource: &str) -> String {
    fs::read_to_string("fixtures/policies/logzio-fetcher-mistakes.json")
        .unwrap()
        .replace("arn:aws:s3:::acme-app-logs/2026\"", &format!("{resource}\""))
}

#[test]
fn a_safe_fix_is_written_and_a_second_run_finds_nothing_to_do() {
    let folder = folder(&[("policy.json", TWICE)]);
    let run = arnlint(folder.path(), &["check", "--fix", "policy.json"]);
    assert_eq!((run.code, run.err.as_str()), (0, "1 fix applied in 1 file\n"), "{}", run.out);
    let fixed = fs::read_to_string(folder.path().join("policy.json")).unwrap();
    assert_eq!(fixed, TWICE.replace(r#""s3:GetObject", "s3:GetObject", "#, r#""s3:GetObject", "#));
    let again = arnlint(folder.path(), &["check", "--fix", "policy.json"]);
    assert_eq!((again.code, again.err.as_str()), (0, "0 fixes applied in 0 files\n"));
    assert_eq!(fs::read_to_string(folder.path().join("policy.json")).unwrap(), fixed);
}

#[test]
fn line_ends_mark_and_a_missing_last_line_end_stay() {
    let text = format!("\u{feff}{}", TWICE.trim_end().replace('\n', "\r\n"));
    let folder = folder(&[("policy.json", &text)]);
    let run = arnlint(folder.path(), &["check", "--fix", "--select", "redundant-action", "policy.json"]);
    assert!(run.err.starts_with("1 fix applied"), "{}{}", run.err, run.out);
    let fixed = fs::read_to_string(folder.path().join("policy.json")).unwrap();
    assert_eq!(fixed, text.replace(r#""s3:GetObject", "s3:GetObject", "#, r#""s3:GetObject", "#));
}

#[test]
fn a_fix_that_grants_needs_its_flag_and_grants_what_the_integration_asks_for() {
    let folder = folder(&[("logzio-fetcher.json", &fetcher("arn:aws:s3:::acme-app-logs/2026"))]);
    let path = folder.path().join("logzio-fetcher.json");
    let before = fs::read_to_string(&path).unwrap();
    arnlint(folder.path(), &["check", "--fix", "logzio-fetcher.json"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    let run = arnlint(folder.path(), &["check", "--fix", "--unsafe-fixes", "logzio-fetcher.json"]);
    assert!(run.err.ends_with("in 1 file\n"), "{}", run.err);
    let after = fs::read_to_string(&path).unwrap();
    assert!(after.contains("arn:aws:s3:::acme-app-logs/2026/*"), "{after}");
    assert!(!after.contains("s3:DeleteObject"), "{after}");
}

#[test]
fn a_fix_that_cannot_be_proved_is_told_and_not_applied() {
    let text = fs::read_to_string("fixtures/policies/cloudflare-logpush-mistakes.json").unwrap();
    let folder = folder(&[("policy.json", &text)]);
    let run = arnlint(folder.path(), &["check", "--fix", "--unsafe-fixes", "policy.json"]);
    assert!(run.err.contains("policy.json: not applied: append `/*`"), "{}", run.err);
    assert!(run.err.contains("[missing-object-wildcard]: it cannot be proved"), "{}", run.err);
    assert!(run.err.ends_with("0 fixes applied in 0 files, 1 not applied\n"), "{}", run.err);
    assert_eq!(fs::read_to_string(folder.path().join("policy.json")).unwrap(), text);
}

#[test]
fn a_file_that_would_still_be_no_json_stays_as_it_is() {
    let text = TWICE.replace("\"Version\"", "Version: \"x\" \"y");
    let folder = folder(&[("policy.json", &text)]);
    let run = arnlint(folder.path(), &["check", "--fix", "--unsafe-fixes", "policy.json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("would still be no JSON"), "{}", run.err);
    assert_eq!(fs::read_to_string(folder.path().join("policy.json")).unwrap(), text);
}

#[test]
fn bytes_that_are_no_utf_8_are_never_replaced() {
    let at = TWICE.find("\"Effect\"").unwrap();
    let mut bytes = TWICE.as_bytes().to_vec();
    bytes.splice(at..at, *b"\"Sid\": \"\xff\xfe\", ");
    let folder = folder(&[]);
    fs::write(folder.path().join("policy.json"), &bytes).unwrap();
    arnlint(folder.path(), &["check", "--fix", "--unsafe-fixes", "policy.json"]);
    assert_eq!(fs::read(folder.path().join("policy.json")).unwrap(), bytes);
}

#[test]
fn standard_input_comes_out_fixed_and_nothing_else() {
    let folder = folder(&[]);
    let run = arnlint_with(folder.path(), &["check", "--fix", "--stdin-filename", "policy.json", "-"], TWICE);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out, TWICE.replace(r#""s3:GetObject", "s3:GetObject", "#, r#""s3:GetObject", "#));
    let sound = run.out;
    let again =
        arnlint_with(folder.path(), &["check", "--fix", "--stdin-filename", "policy.json", "-"], &sound);
    assert_eq!(again.out, sound);
}

#[test]
fn unsafe_fixes_alone_say_nothing_of_what_to_do_with_them() {
    let folder = folder(&[("policy.json", TWICE)]);
    let run = arnlint(folder.path(), &["check", "--unsafe-fixes", "policy.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--fix"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_the_file_keeps_its_mode() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder(&[("real/policy.json", TWICE)]);
    let real = folder.path().join("real/policy.json");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/policy.json", folder.path().join("link.json")).unwrap();
    let run = arnlint(folder.path(), &["check", "--fix", "link.json"]);
    assert!(run.err.starts_with("1 fix applied"), "{}", run.err);
    assert!(folder.path().join("link.json").is_symlink());
    assert_ne!(fs::read_to_string(&real).unwrap(), TWICE);
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<_> = fs::read_dir(folder.path().join("real")).unwrap().collect();
    assert_eq!(left.len(), 1, "a file of its own is left behind: {left:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("real/policy.json", TWICE)]);
    let real = folder.path().join("real");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o555)).unwrap();
    // Who may do everything is not held by modes.
    let is_held = fs::write(real.join("probe"), "").is_err();
    let run = arnlint(folder.path(), &["check", "--fix", "real/policy.json"]);
    fs::set_permissions(&real, fs::Permissions::from_mode(0o755)).unwrap();
    if !is_held {
        eprintln!("skipped: this user writes wherever it likes");
        return;
    }
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("real/policy.json"), "{}", run.err);
    assert_eq!(fs::read_to_string(real.join("policy.json")).unwrap(), TWICE);
}

/// Every example of every rule's page, and every fixture, as a file of its own.
fn examples() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for folder in ["fixtures/policies", "fixtures/json"] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let Ok(text) = fs::read_to_string(&path) else { continue };
            if path.extension().is_some_and(|end| end == "json") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                all.push((format!("fixtures-{name}"), text));
            }
        }
    }
    let mut pages: Vec<_> = walk("rules");
    pages.sort();
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        let stem = page.file_stem().unwrap().to_string_lossy().into_owned();
        for (at, part) in text.split("\n```json").skip(1).enumerate() {
            let Some((_, body)) = part.split_once('\n') else { continue };
            let body = body.split("\n```").next().unwrap_or_default();
            all.push((format!("{stem}-{at}.json"), format!("{body}\n")));
        }
    }
    all
}

fn walk(folder: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { walk(&path.to_string_lossy()) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect()
}

fn findings(folder: &std::path::Path) -> Vec<String> {
    let run = arnlint(folder, &["check", "--format", "json", "."]).json();
    let name = |one: &Value| format!("{} {}", one["file"], one["rule"]);
    let mut all: Vec<String> = run["findings"].as_array().unwrap().iter().map(name).collect();
    all.sort();
    all
}

#[test]
fn examples_of_pages_are_fixed_without_a_new_finding_and_by_patch_alike() {
    let examples = examples();
    assert!(examples.len() > 500, "{}", examples.len());
    fix_and_patch(&examples, 100);
}

#[test]
fn policies_that_aws_judged_are_fixed_without_a_new_finding_and_by_patch_alike() {
    let Some(rows) = rows("oracle/validate_policy_dev.jsonl") else { return };
    let texts = rows.iter().enumerate();
    let texts = texts.map(|(at, row)| (format!("{at}.json"), text_of(row, "policy_text").to_owned()));
    fix_and_patch(&texts.collect::<Vec<_>>(), 300);
}

/// The same files, fixed in place and by `patch` from what `--diff` printed.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
#[track_caller]
fn fix_and_patch(examples: &[(String, String)], at_least: usize) {
    let (fixed, patched) = (folder(&[]), folder(&[]));
    for (name, text) in examples {
        write(fixed.path(), name, text);
        write(patched.path(), name, text);
    }
    let before = findings(fixed.path());
    let diff = arnlint(patched.path(), &["check", "--diff", "--unsafe-fixes", "."]);
    assert_eq!(diff.code, 1, "{}", diff.err);
    let run = arnlint(fixed.path(), &["check", "--fix", "--unsafe-fixes", "."]);
    let (summary, told) = (run.err.lines().last().unwrap(), diff.err.lines().last().unwrap());
    assert_eq!(summary, told.replace(" would be", ""));
    let number: usize = summary.split(' ').next().unwrap().parse().unwrap();
    assert!(number > at_least, "{summary}");
    let mut left = before.clone();
    for one in findings(fixed.path()) {
        let at = left.iter().position(|other| *other == one);
        left.remove(at.unwrap_or_else(|| panic!("new: {one}")));
    }
    assert!(left.len() >= number, "{number} fixes, and only {} findings less", left.len());
    let again = arnlint(fixed.path(), &["check", "--fix", "--unsafe-fixes", "."]);
    assert!(
        again.err.contains("\n0 fixes applied in 0 files") || again.err.starts_with("0 fixes"),
        "{}",
        again.err
    );
    let mut command = Command::new("patch");
    command.args(["-p0", "--binary", "-s"]).current_dir(patched.path()).stdin(Stdio::piped());
    let child = command.spawn();
    let Ok(mut child) = child else {
        eprintln!("skipped: there is no `patch`");
        return;
    };
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), diff.out.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    for (name, _) in examples {
        let read = |folder: &std::path::Path| fs::read(folder.join(name)).unwrap();
        assert_eq!(read(fixed.path()), read(patched.path()), "{name}");
    }
}
