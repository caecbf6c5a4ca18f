//! What `--help` and `--version` say.

use super::arnlint;
use crate::snapshot;

#[test]
fn help_of_every_command_reads_as_it_should() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "", "check", "conforms", "simulate", "diff", "public", "grants", "rules", "explain", "profiles",
        "data", "test", "new",
    ] {
        let (name, args) = match command {
            "" => ("arnlint", vec!["--help"]),
            command => (command, vec![command, "--help"]),
        };
        let run = arnlint(folder.path(), &args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
        assert!(run.out.lines().all(|line| line.chars().count() <= 100), "{}", run.out);
        snapshot::check(&format!("cli/help-{name}.txt"), &run.out);
        if !command.is_empty() {
            let same = arnlint(folder.path(), &["help", command]);
            assert_eq!(same.out, run.out, "{name}");
        }
    }
}

#[test]
fn short_help_of_check_fits_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let run = arnlint(folder.path(), &["check", "-h"]);
    assert_eq!(run.code, 0);
    snapshot::check("cli/help-check-short.txt", &run.out);
    assert!(run.out.lines().count() < 60, "{}", run.out);
}

#[test]
fn the_version_is_the_package_s() {
    let folder = tempfile::tempdir().unwrap();
    for flag in ["--version", "-V"] {
        let run = arnlint(folder.path(), &[flag]);
        assert_eq!((run.code, run.out), (0, format!("arnlint {}\n", env!("CARGO_PKG_VERSION"))));
    }
}

#[test]
fn wrong_arguments_end_with_2_and_say_what_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    for (args, said) in [
        (&["check", "--fial-on", "error"][..], "'--fail-on'"),
        (&["chekc"][..], "'check'"),
        (&["check", "--format", "xml"][..], "human, concise, json, github"),
        (&["check", "--kind", "s3"][..], "identity, bucket"),
        (&["check", "--set", "bucket=x"][..], "--profile <NAME>"),
        (&["check", "--config", "x", "--isolated"][..], "cannot be used with"),
        (&["check", "-j", "many"][..], "invalid digit"),
        (&["conforms", "x.json"][..], "--profile <NAME>"),
        (&["conforms", "--profile", "cloudtrail"][..], "<FILE>"),
        (&["simulate", "x.json"][..], "--principal"),
        (&["explain"][..], "<RULE>"),
        (&["test"][..], "<DIR>"),
        (&["data", "update"][..], "--from <DIR>"),
        (&[][..], "Usage: arnlint"),
    ] {
        let run = arnlint(folder.path(), args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains(said), "{args:?}: {}", run.err);
    }
}
