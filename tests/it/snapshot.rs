//! Expected texts kept in files beside the tests: compared, or rewritten by `UPDATE=1 cargo test`.

#![expect(clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Compares `actual` with the file `path` under `tests/it`. A file that does not exist is a failure as well.
///
/// With the environment variable `UPDATE` set to `1` the file is written instead.
#[track_caller]
pub(crate) fn check(path: &str, actual: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(path);
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let verdict = if update { renew(&file, actual) } else { compare(&file, actual) };
    if let Err(reason) = verdict {
        panic!("{path}: {reason}");
    }
}

/// Writes the file unless it holds `actual` already.
fn renew(file: &Path, actual: &str) -> Result<(), String> {
    if compare(file, actual).is_ok() {
        return Ok(());
    }
    let folder = file.parent().unwrap_or(file);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(file, actual));
    written.map_err(|error| error.to_string())
}

fn compare(file: &Path, actual: &str) -> Result<(), String> {
    match fs::read_to_string(file) {
        Ok(wanted) if wanted == actual => Ok(()),
        Ok(wanted) => Err(difference(&wanted, actual)),
        Err(error) => Err(format!("{error}; `UPDATE=1 cargo test` writes it, then read it\n{actual}")),
    }
}

/// The lines that differ, from the first to the last one.
fn difference(wanted: &str, actual: &str) -> String {
    let wanted: Vec<&str> = wanted.split('\n').collect();
    let actual: Vec<&str> = actual.split('\n').collect();
    let same = |(one, other): &(&&str, &&str)| one == other;
    let head = wanted.iter().zip(&actual).take_while(same).count();
    let most = wanted.len().min(actual.len()) - head;
    let tail = wanted.iter().rev().zip(actual.iter().rev()).take(most).take_while(same).count();
    let mut out = format!("differs from line {}\n", head + 1);
    for (sign, lines) in [('-', &wanted), ('+', &actual)] {
        for line in &lines[head..lines.len() - tail] {
            let _ = writeln!(out, "{sign} {line}");
        }
    }
    out
}

#[test]
fn a_difference_shows_only_the_lines_that_differ() {
    assert_eq!(difference("a\nb\nc\nd\n", "a\nx\ny\nd\n"), "differs from line 2\n- b\n- c\n+ x\n+ y\n");
    assert_eq!(difference("a\n", "a\nb\n"), "differs from line 2\n+ b\n");
    assert_eq!(difference("a\na\n", "a\n"), "differs from line 2\n- a\n");
}

#[test]
fn a_missing_or_different_file_is_a_failure_until_it_is_renewed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new/text.txt");
    assert!(compare(&file, "a\n").is_err());
    renew(&file, "a\n").unwrap();
    assert_eq!(compare(&file, "a\n"), Ok(()));
    assert_eq!(compare(&file, "b\n"), Err("differs from line 1\n- a\n+ b\n".to_owned()));
}
