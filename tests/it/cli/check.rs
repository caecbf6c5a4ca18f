//! `arnlint check`: exit codes, formats and what goes where.

use std::io::Read as _;
use std::process::Stdio;

use super::{CLEAN, arnlint, arnlint_with, command, folder, page, write};

/// A folder with one rule for each severity, and a policy that only that rule finds.
fn severities() -> tempfile::TempDir {
    let folder = folder(&[("clean.json", CLEAN)]);
    for severity in ["error", "security", "warning", "suggestion"] {
        let sid = format!("Is{severity}");
        write(
            folder.path(),
            &format!("pages/own/is-{severity}.md"),
            &page(&format!("is-{severity}"), severity, &sid),
        );
        write(folder.path(), &format!("{severity}.json"), &CLEAN.replace("ReadReports", &sid));
    }
    folder
}

#[test]
fn the_exit_code_goes_by_the_least_severity_that_fails() {
    let folder = severities();
    for (fail_on, fails) in [
        (None, &["error", "security", "warning"][..]),
        (Some("suggestion"), &["error", "security", "warning", "suggestion"]),
        (Some("warning"), &["error", "security", "warning"]),
        (Some("security"), &["error", "security"]),
        (Some("error"), &["error", "security"]),
    ] {
        for severity in ["clean", "error", "security", "warning", "suggestion"] {
            let file = format!("{severity}.json");
            let mut args = vec!["check", "--rules", "pages", &file];
            args.extend(fail_on.iter().flat_map(|severity| ["--fail-on", severity]));
            let run = arnlint(folder.path(), &args);
            let wanted = i32::from(fails.contains(&severity));
            assert_eq!((run.code, run.err.as_str()), (wanted, ""), "{fail_on:?} {severity}: {}", run.out);
            let is_silent = run.out == "no findings in 1 policy (1 file)\n";
            assert_eq!(is_silent, severity == "clean", "{}", run.out);
        }
    }
}

#[test]
fn the_configuration_sets_what_fails_and_the_command_line_wins() {
    let folder = severities();
    write(folder.path(), "arnlint.toml", "fail-on = \"suggestion\"\n");
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "suggestion.json"]);
    assert_eq!(run.code, 1);
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "--fail-on", "error", "suggestion.json"]);
    assert_eq!(run.code, 0);
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "--isolated", "suggestion.json"]);
    assert_eq!(run.code, 0);
}

#[test]
fn what_could_not_be_done_wins_over_findings() {
    let folder = severities();
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "error.json", "missing.json"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("error[is-error]"), "{}", run.out);
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    let run = arnlint(folder.path(), &["check", "missing.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, "no policies found in 0 files\n"));
}

#[test]
fn a_broken_policy_is_a_finding_and_no_failure() {
    let folder = folder(&[("broken.json", "{\"Version\": \"2012-10-17\", \"Statement\": [")]);
    let run = arnlint(folder.path(), &["check", "broken.json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{}", run.out);
}

#[test]
fn each_format_says_the_same() {
    let folder = severities();
    let run = |format: &str| {
        arnlint(folder.path(), &["check", "--rules", "pages", "--format", format, "warning.json"])
    };
    let concise = run("concise");
    assert_eq!(concise.out, "warning.json:5:14: warning is-warning: `Iswarning` is the name\n");
    let github = run("github");
    assert!(github.out.starts_with("::warning "), "{}", github.out);
    assert!(github.out.contains("file=warning.json"), "{}", github.out);
    let json = run("json").json();
    assert_eq!(json["tool"]["data_date"], arnlint::aws::data_date());
    let finding = &json["findings"][0];
    assert_eq!(finding["rule"], "is-warning");
    assert_eq!(finding["family"], "own");
    assert_eq!(finding["locations"][0]["path"], serde_json::json!(["Statement", 0, "Sid"]));
    assert_eq!(json["summary"]["warning"], 1);
    assert_eq!(json["tool"]["version"], env!("CARGO_PKG_VERSION"));
    let human = run("human");
    assert!(human.out.ends_with("\n1 warning in 1 policy (1 file)\n"), "{}", human.out);
    for run in [concise, github, human] {
        assert_eq!((run.code, run.err.as_str()), (1, ""));
    }
}

#[test]
fn findings_of_low_confidence_are_shown_on_request() {
    let low = page("is-low", "error", "Low").replace("\"severity\"", "\"confidence\": \"low\", \"severity\"");
    let folder = folder(&[("pages/own/is-low.md", &low), ("low.json", &CLEAN.replace("ReadReports", "Low"))]);
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "low.json"]);
    assert_eq!((run.code, run.out.as_str()), (0, "no findings in 1 policy (1 file)\n"));
    let run = arnlint(folder.path(), &["check", "--all", "--rules", "pages", "low.json"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("low confidence"), "{}", run.out);
}

#[test]
fn verbose_says_what_every_policy_was_taken_for() {
    let role = r#"{"Role": {"RoleName": "app", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}}}"#;
    let odd = CLEAN.replace("\"Effect\"", "\"Extra\": 1, \"Effect\"");
    let folder = folder(&[("a.json", CLEAN), ("b.json", role), ("c.json", &odd)]);
    let run = arnlint(folder.path(), &["check", "-v", "--format", "json", "."]);
    let wanted = "a.json: identity policy, from its elements\n\
                  b.json: trust policy `app`, from the resource or answer that holds it\n\
                  c.json: identity policy, from its elements; parts of it were not understood\n";
    assert_eq!(run.err, wanted);
    assert_eq!(run.json()["summary"]["policies"], 3, "standard output is the report alone");
}

#[test]
fn named_files_without_a_policy_are_passed_over_for_commit_hooks() {
    let folder = folder(&[
        ("package.json", "{\"name\": \"x\"}"),
        ("tsconfig.json", "{ /* x */ }"),
        ("empty.json", ""),
    ]);
    let files = ["package.json", "tsconfig.json", "empty.json"];
    let args: Vec<&str> = ["check", "--format", "concise"].into_iter().chain(files).collect();
    let run = arnlint(folder.path(), &args);
    assert!(run.out.contains("package.json:1:1: warning no-policy"), "{}", run.out);
    let args: Vec<&str> = ["check", "--skip-other", "--format", "concise"].into_iter().chain(files).collect();
    let run = arnlint(folder.path(), &args);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
}

#[test]
fn without_paths_the_working_folder_is_linted() {
    let folder = severities();
    let run = arnlint(folder.path(), &["check", "--rules", "pages"]);
    assert!(
        run.out.ends_with("1 error, 1 security finding, 1 warning, 1 suggestion in 5 policies (9 files)\n"),
        "{}",
        run.out
    );
    assert_eq!(arnlint(folder.path(), &["check", "--rules", "pages", "."]).out, run.out);
    assert_eq!(arnlint(folder.path(), &["check", "--rules", "pages", "./"]).out, run.out);
}

#[test]
fn a_reader_who_goes_away_does_not_change_the_answer() {
    let folder = folder(&[]);
    write(folder.path(), "pages/own/is-error.md", &page("is-error", "error", "X"));
    let statement =
        r#"{"Sid": "X", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/b"}"#;
    let many = vec![statement; 3000].join(",\n");
    write(folder.path(), "many.json", &format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{many}]}}"));
    for format in ["human", "concise", "json", "github"] {
        let args = ["check", "--rules", "pages", "--select", "is-error", "--format", format, "many.json"];
        let mut command = command(folder.path(), &args);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0; 10]).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.as_str()), (Some(1), ""), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_ends_with_2() {
    let folder = severities();
    let mut command = command(folder.path(), &["check", "--rules", "pages", "error.json"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command.stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said, "arnlint: cannot write the output: the disk is full\n");
}

#[test]
fn a_name_for_standard_input_asks_for_it() {
    let folder = severities();
    let run = |args: &[&str]| {
        let args: Vec<&str> =
            ["check", "--rules", "pages", "--format", "concise"].iter().chain(args).copied().collect();
        arnlint_with(folder.path(), &args, &CLEAN.replace("ReadReports", "Iswarning"))
    };
    let named = "x.json:5:14: warning is-warning: `Iswarning` is the name\n";
    assert_eq!(run(&["--stdin-filename", "x.json"]).out, named, "the folder is not linted");
    assert_eq!(run(&["--stdin-filename", "x.json", "-"]).out, named);
    assert_eq!(run(&["--stdin-filename", "x.json", "clean.json", "-"]).out, named);
    let refused = run(&["--stdin-filename", "x.json", "clean.json"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    let said = "arnlint: `--stdin-filename x.json` names standard input, which is not among the paths; add `-` to them\n";
    assert_eq!(refused.err, said);
}

#[test]
fn why_a_file_cannot_be_read_is_said_in_own_words() {
    let folder = folder(&[("x.json", CLEAN)]);
    for (path, said) in [
        ("missing.json", "arnlint: cannot read `missing.json`: it does not exist\n"),
        (
            "x.json/y.json",
            "arnlint: cannot read `x.json/y.json`: a part of the path is a file, not a folder\n",
        ),
    ] {
        let run = arnlint(folder.path(), &["check", path]);
        assert_eq!((run.code, run.err.as_str()), (2, said));
    }
    let run =
        arnlint(folder.path(), &["simulate", "--principal", "anonymous", "--action", "s3:GetObject", "."]);
    assert_eq!((run.code, run.err.as_str()), (2, "arnlint: cannot read `.`: it is a folder\n"));
    std::fs::write(folder.path().join("rules"), "").unwrap();
    let run = arnlint(folder.path(), &["new", "s3/my-rule"]);
    assert!(run.err.starts_with("arnlint: cannot write `rules/s3`: "), "{}", run.err);
    assert!(!run.err.contains("os error"), "{}", run.err);
}

#[cfg(target_os = "linux")]
#[test]
fn what_has_no_words_of_its_own_is_said_without_the_number_of_the_system() {
    let folder = folder(&[]);
    std::os::unix::fs::symlink("loop.json", folder.path().join("loop.json")).unwrap();
    let run = arnlint(folder.path(), &["check", "loop.json"]);
    assert_eq!(run.err, "arnlint: cannot read `loop.json`: too many levels of symbolic links\n");
}

#[cfg(unix)]
#[test]
fn names_of_files_do_nothing_to_a_terminal() {
    let folder = folder(&[("a\u{1b}[2Jb.json", CLEAN)]);
    let run = arnlint(folder.path(), &["check", "-v", "."]);
    assert_eq!((run.code, run.err.as_str()), (0, "a␛[2Jb.json: identity policy, from its elements\n"));
    let run = arnlint(folder.path(), &["check", "mis\u{1b}[2Jsing.json"]);
    assert_eq!(run.err, "arnlint: cannot read `mis␛[2Jsing.json`: it does not exist\n");
    let role = "{\"Role\": {\"RoleName\": \"x\\u001b\", \"AssumeRolePolicyDocument\": {\"Statement\": []}}}";
    let run = arnlint_with(folder.path(), &["check", "-v", "-"], role);
    assert!(run.err.contains("trust policy `x␛`"), "{}", run.err);
}
