//! `arnlint.toml`: where it is found, and mistakes in it.

use super::{CLEAN, arnlint, folder, write};

#[test]
fn mistakes_are_shown_in_place_and_end_with_2() {
    let folder = folder(&[
        ("x.json", CLEAN),
        ("arnlint.toml", "fail-on = \"eror\"\nselct = [\"grammar\"]\nignore = [\"no-such-rule\"]\n"),
    ]);
    let run = arnlint(folder.path(), &["check", "x.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    for line in [
        "arnlint.toml:1:11",
        "arnlint.toml:2:1",
        "arnlint.toml:3:11",
        "did you mean `error`",
        "did you mean `select`",
    ] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    assert!(run.err.contains("│           ^^^^^^"), "{}", run.err);
    let run = arnlint(folder.path(), &["check", "--isolated", "x.json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let run = arnlint(folder.path(), &["conforms", "--profile", "cloudtrail", "x.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
}

#[test]
fn broken_toml_is_shown_in_place() {
    let folder = folder(&[("x.json", CLEAN), ("arnlint.toml", "fail-on = \n")]);
    let run = arnlint(folder.path(), &["check", "x.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("arnlint.toml:1:9"), "{}", run.err);
}

#[test]
fn it_is_found_from_the_working_folder_upwards_or_named() {
    let folder = folder(&[
        ("sub/deep/x.json", CLEAN),
        ("arnlint.toml", "[kinds]\nscp = [\"sub/**\"]\n"),
        ("other.toml", "[kinds]\nrcp = [\"sub/deep/*.json\"]\n"),
    ]);
    let deep = folder.path().join("sub/deep");
    let run = arnlint(&deep, &["check", "-v", "x.json"]);
    assert_eq!(run.err, "x.json: scp policy, from the configuration\n");
    let run = arnlint(&deep, &["check", "-v", "--config", "../../other.toml", "x.json"]);
    assert_eq!(run.err, "x.json: rcp policy, from the configuration\n");
    let run = arnlint(&deep, &["check", "-v", "--isolated", "x.json"]);
    assert_eq!(run.err, "x.json: identity policy, from its elements\n");
    let run = arnlint(&deep, &["check", "--config", "missing.toml", "x.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("arnlint: cannot read `missing.toml`"), "{}", run.err);
}

#[test]
fn integrations_of_the_command_line_are_checked_by_name_and_value() {
    let folder = folder(&[("x.json", CLEAN)]);
    for (args, said) in [
        (
            &["--profile", "cloudtrial"][..],
            "there is no integration `cloudtrial`; did you mean `cloudtrail`?",
        ),
        (
            &["--profile", "cloudtrail", "--set", "buket=x"],
            "there is no parameter `buket`; did you mean `bucket`?",
        ),
        (&["--profile", "cloudtrail", "--set", "bucket"], "`bucket` is not `KEY=VALUE`"),
        (&["--profile", "cloudtrail", "--set", "account=12"], "`--set account=12`: "),
    ] {
        let args: Vec<&str> = ["check", "x.json"].iter().chain(args).copied().collect();
        let run = arnlint(folder.path(), &args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.starts_with(&format!("arnlint: {said}")), "{}", run.err);
    }
}

#[test]
fn facts_that_stand_elsewhere_are_pointed_at_there() {
    let folder = folder(&[
        ("x.json", CLEAN),
        ("arnlint.toml", "[[buckets]]\nname = \"acme-reports\"\nanswers = [\"missing.json\"]\n"),
    ]);
    let run = arnlint(folder.path(), &["check", "x.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("arnlint.toml:3:12"), "{}", run.err);
    write(folder.path(), "missing.json", "{\"LocationConstraint\": \"eu-west-1\"}");
    let run = arnlint(folder.path(), &["check", "x.json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
}
