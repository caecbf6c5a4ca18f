//! The nearest configuration above a folder.

use std::fs;
use std::path::Path;

use arnlint::config::find;

#[test]
fn a_configuration_in_the_folder_itself_keeps_the_name_as_given() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("arnlint.toml"), "").unwrap();
    assert_eq!(find(folder.path()).unwrap().unwrap(), folder.path().join("arnlint.toml"));
}

#[test]
fn the_nearest_configuration_above_counts() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b/c");
    fs::create_dir_all(&deep).unwrap();
    fs::write(folder.path().join("arnlint.toml"), "").unwrap();
    fs::write(folder.path().join("a/arnlint.toml"), "").unwrap();
    let found = find(&deep).unwrap().unwrap();
    let expected = fs::canonicalize(folder.path().join("a/arnlint.toml")).unwrap();
    assert_eq!(fs::canonicalize(found).unwrap(), expected);
}

#[test]
fn a_folder_of_that_name_is_no_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir_all(inner.join("arnlint.toml")).unwrap();
    fs::write(folder.path().join("arnlint.toml"), "").unwrap();
    let found = find(&inner).unwrap().unwrap();
    assert_eq!(fs::canonicalize(found).unwrap().parent(), Some(&*fs::canonicalize(folder.path()).unwrap()));
}

#[test]
fn a_folder_that_is_not_there_is_an_error_unlike_a_folder_without_configuration() {
    let folder = tempfile::tempdir().unwrap();
    assert!(find(&folder.path().join("missing")).is_err());
    let root = folder.path().ancestors().last().unwrap();
    if !root.join("arnlint.toml").exists() {
        assert_eq!(find(Path::new(root)).unwrap(), None);
    }
}
