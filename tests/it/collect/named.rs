//! Files that are named: as they are, each once, and those that cannot be read.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{POLICY, folder, list, write};
use crate::cli::{arnlint, arnlint_with};

#[test]
fn any_ending_and_any_place_is_read_when_named() {
    let folder = folder(&["policy", "x.txt", ".hidden.json", "ignored.json"]);
    write(folder.path(), ".gitignore", "ignored.json\n");
    for file in ["policy", "x.txt", ".hidden.json", "ignored.json"] {
        let run = arnlint(folder.path(), &["check", "--format", "concise", file]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{file}");
        assert!(run.out.starts_with(&format!("{file}:1:1: suggestion missing-version")), "{}", run.out);
    }
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let folder = folder(&["a.json", "sub/b.json"]);
    let absolute = folder.path().join("a.json").to_string_lossy().into_owned();
    let run = arnlint(
        folder.path(),
        &["check", "--format", "concise", "a.json", "./a.json", "sub/../a.json", &absolute, "sub", "."],
    );
    let files: Vec<&str> = run.out.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(files, ["a.json", "sub/b.json"], "{}", run.out);
}

#[test]
fn a_file_of_a_folder_that_is_named_as_well_counts_as_named() {
    let folder = folder(&[]);
    write(folder.path(), "other.json", "{}");
    let run = arnlint(folder.path(), &["check", "."]);
    assert_eq!((run.code, run.out.as_str()), (0, "no policies found in 1 file\n"));
    for paths in [[".", "other.json"], ["other.json", "."]] {
        let run = arnlint(folder.path(), &["check", "--format", "concise", paths[0], paths[1]]);
        assert_eq!(run.out.lines().count(), 1, "{}", run.out);
        assert!(run.out.starts_with("other.json:1:1: warning no-policy: "), "{}", run.out);
    }
}

#[test]
fn what_cannot_be_read_ends_with_2_and_the_others_are_linted() {
    let folder = folder(&["a.json", "b.json"]);
    let run = arnlint(
        folder.path(),
        &["check", "--format", "json", "a.json", "missing.json", "b.json/c.json", "b.json"],
    );
    assert_eq!(run.code, 2);
    let report = run.json();
    assert_eq!(report["summary"]["files"], 2);
    assert_eq!(report["findings"].as_array().unwrap().len(), 2);
    let failures: Vec<&str> = run.err.lines().collect();
    assert!(failures[0].starts_with("arnlint: cannot read `missing.json`: "), "{}", run.err);
    assert!(failures[1].starts_with("arnlint: cannot read `b.json/c.json`: "), "{}", run.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_exists_and_cannot_be_read_ends_with_2() {
    let folder = folder(&["a.json"]);
    // The memory of a process cannot be read from its first byte, whoever asks.
    let run = arnlint(folder.path(), &["check", "--format", "json", "a.json", "/proc/self/mem"]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("arnlint: cannot read `/proc/self/mem`: "), "{}", run.err);
    assert_eq!(run.json()["summary"]["files"], 1);
    assert_eq!(run.json()["findings"].as_array().unwrap().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_named_link_is_read_under_its_own_name() {
    let folder = folder(&["a.json"]);
    std::os::unix::fs::symlink("a.json", folder.path().join("link.json")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("dangling.json")).unwrap();
    let run = arnlint(folder.path(), &["check", "--format", "concise", "link.json", "dangling.json"]);
    assert_eq!(run.code, 2);
    assert!(run.out.starts_with("link.json:1:1: "), "{}", run.out);
    assert!(run.err.starts_with("arnlint: cannot read `dangling.json`"), "{}", run.err);
}

#[test]
fn standard_input_has_the_name_that_it_is_given() {
    let folder = folder(&["a.json"]);
    let run = arnlint_with(folder.path(), &["check", "--format", "concise", "-"], POLICY);
    assert!(run.out.starts_with("<stdin>:1:1: suggestion missing-version"), "{}", run.out);
    let run = arnlint_with(
        folder.path(),
        &["check", "--format", "concise", "--stdin-filename", "iam/x.json", "-", "a.json", "-"],
        POLICY,
    );
    let files: Vec<&str> = run.out.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(files, ["iam/x.json", "a.json"], "standard input is read once");
    let run = arnlint_with(folder.path(), &["check", "-"], "{}");
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("warning[no-policy]"), "{}", run.out);
}

#[test]
fn the_configuration_sees_standard_input_under_its_name() {
    let folder = folder(&[]);
    write(folder.path(), "arnlint.toml", "[kinds]\nscp = [\"scps/**\"]\n");
    let args = ["check", "--verbose", "--stdin-filename", "scps/deny.json", "-"];
    let run = arnlint_with(folder.path(), &args, POLICY);
    assert_eq!(run.err, "scps/deny.json: scp policy, from the configuration\n");
}

#[test]
fn many_thousand_files_are_listed_each_once() {
    let folder = folder(&[]);
    let mut paths: Vec<PathBuf> = Vec::new();
    for at in 0..3000 {
        let mut name = String::new();
        write!(name, "{:02}/{at}.json", at % 50).unwrap();
        if at < 1500 {
            write(folder.path(), &name, "{}");
        }
        paths.push(folder.path().join(name));
    }
    paths.push(folder.path().to_owned());
    let (sources, failures) = list(&paths, &[], &[]);
    assert_eq!((sources.len(), failures.len()), (1500, 1500));
    assert!(sources.iter().all(|source| source.named));
    assert_eq!(sources.first().map(|source| source.path.as_path()), paths.first().map(Path::new));
}
