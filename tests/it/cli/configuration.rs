//! `arnlint.toml`: where it is found, and mistakes in it.

use super::{CLEAN, arnlint, arnlint_with, folder, write};

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
    assert_eq!(run.err, "arnlint: cannot read `missing.toml`: it does not exist\n");
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

#[test]
fn policies_that_it_names_exist_or_come_on_standard_input() {
    let config = "[[integrations]]\nprofile = \"cloudtrail\"\nfiles = [\"bucket-polcy.json\"]\n";
    let folder = folder(&[("sub/x.json", CLEAN), ("arnlint.toml", config)]);
    let sub = folder.path().join("sub");
    let run = arnlint(&sub, &["check", "x.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("`bucket-polcy.json` does not exist"), "{}", run.err);
    assert!(run.err.contains("arnlint.toml:3:10"), "{}", run.err);
    let names = ["../bucket-polcy.json", "./../sub/../bucket-polcy.json"];
    for name in names {
        let run = arnlint_with(&sub, &["check", "--stdin-filename", name, "-"], CLEAN);
        assert_eq!((run.code, run.err.as_str()), (1, ""), "{name}: {}", run.out);
    }
    let run = arnlint_with(&sub, &["check", "--stdin-filename", "bucket-polcy.json", "-"], CLEAN);
    assert_eq!(run.code, 2, "another file of that name: {}", run.out);
    write(folder.path(), "bucket-polcy.json", CLEAN);
    let run = arnlint(&sub, &["check", "x.json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn a_configuration_that_is_not_utf8_says_so() {
    let folder = folder(&[("x.json", CLEAN)]);
    let path = folder.path().join("arnlint.toml");
    for (bytes, said, place) in [
        (&b"fail-on = \"error\"\n# caf\xe9\n"[..], "this file is not UTF-8\n", "arnlint.toml:2:6"),
        (b"ignore = [\"\xe9\"]\n", "this file is not UTF-8\n", "arnlint.toml:1:12"),
        (b"\xff\xfei\0g\0n\0", "this file is UTF-16 or UTF-32, not UTF-8\n", "arnlint.toml:1:1"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let run = arnlint(folder.path(), &["check", "x.json"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.starts_with(&format!("error[configuration]: {said}")), "{}", run.err);
        assert!(run.err.contains(place), "{place}: {}", run.err);
        assert!(run.err.contains("help: save it as UTF-8"), "{}", run.err);
        assert_eq!(run.err.matches("error[").count(), 1, "{}", run.err);
    }
}
