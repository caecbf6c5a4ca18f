//! Folders: gitignore rules, patterns, hidden files, links.

use std::path::Path;
use std::sync::Arc;

use arnlint::input::collect::{Filter, Scope, collect};

use super::{POLICY, folder, names, relative, write};
use crate::cli::arnlint;

#[test]
fn json_files_at_any_depth_sorted_by_name() {
    let folder = folder(&[
        "b.json",
        "a.json",
        "sub/c.JSON",
        "sub/deep/d.json",
        "z.txt",
        "e.jsonc",
        "json",
        "sub-x.json",
    ]);
    let wanted = ["a.json", "b.json", "sub-x.json", "sub/c.JSON", "sub/deep/d.json"];
    assert_eq!(names(folder.path(), &[], &[]), wanted);
}

#[test]
fn gitignore_rules_hold_with_and_without_a_repository() {
    let folder = folder(&["a.json", "out/b.json", "sub/c.json", "sub/keep.json", "sub/out/d.json", "e.json"]);
    write(folder.path(), ".gitignore", "out/\n/e.json\n");
    write(folder.path(), "sub/.gitignore", "*.json\n!keep.json\n");
    assert_eq!(names(folder.path(), &[], &[]), ["a.json", "sub/keep.json"]);
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    assert_eq!(names(folder.path(), &[], &[]), ["a.json", "sub/keep.json"]);
}

#[test]
fn the_gitignore_of_a_folder_above_counts() {
    let folder = folder(&["sub/a.json", "sub/b.json"]);
    write(folder.path(), ".gitignore", "a.json\n");
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    assert_eq!(names(&folder.path().join("sub"), &[], &[]), ["b.json"]);
}

#[test]
fn hidden_files_and_folders_are_passed_over() {
    let folder = folder(&["a.json", ".b.json", ".cache/c.json"]);
    assert_eq!(names(folder.path(), &[], &[]), ["a.json"]);
    assert_eq!(names(&folder.path().join(".cache"), &[], &[]), ["c.json"], "a named folder is looked into");
}

#[test]
fn include_patterns_replace_the_ending() {
    let folder = folder(&["a.json", "b.policy", "iam/c.policy", "iam/d.json", "iam/deep/e.policy"]);
    let path = folder.path();
    assert_eq!(names(path, &["*.policy"], &[]), ["b.policy", "iam/c.policy", "iam/deep/e.policy"]);
    assert_eq!(names(path, &["iam"], &[]), ["iam/c.policy", "iam/d.json", "iam/deep/e.policy"]);
    assert_eq!(names(path, &["*.{policy,json}"], &["iam"]), ["a.json", "b.policy"]);
    assert_eq!(names(path, &["nothing"], &[]), [] as [&str; 0]);
}

#[test]
fn exclude_patterns_leave_out_files_and_whole_folders() {
    let folder = folder(&["a.json", "b.json", "old/c.json", "new/old/d.json", "new/e.json"]);
    let path = folder.path();
    assert_eq!(names(path, &[], &["old"]), ["a.json", "b.json", "new/e.json"]);
    assert_eq!(names(path, &[], &["old/", "b.*"]), ["a.json", "new/e.json"]);
    assert_eq!(names(path, &[], &["**/old/**"]), ["a.json", "b.json", "new/e.json"]);
    assert_eq!(names(path, &[], &["[ab].json"]), ["new/e.json", "new/old/d.json", "old/c.json"]);
}

#[test]
fn patterns_with_a_slash_start_at_the_working_folder_however_the_folder_is_named() {
    let folder = folder(&["policies/a.json", "policies/old/b.json", "old/c.json"]);
    let path = folder.path();
    let absolute = path.join("policies").to_string_lossy().into_owned();
    for named in [".", "./policies", "policies", "policies/../policies", absolute.as_str()] {
        let run = arnlint(path, &["check", "--format", "concise", "--exclude", "policies/old", named]);
        assert!(run.out.contains("policies/a.json"), "{named}: {}", run.out);
        assert!(!run.out.contains("b.json"), "{named}: {}", run.out);
    }
}

#[test]
fn a_pattern_that_is_none_is_refused() {
    let error = Filter::new(&["[a".to_owned()], &[]).unwrap_err().to_string();
    assert!(error.starts_with("`[a` is not a file pattern: "), "{error}");
}

#[test]
fn folders_that_the_configuration_leaves_out_are_not_looked_into() {
    let folder = folder(&["a.json", "vendor/b.json", "vendor/deep/c.json"]);
    let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let leaves_out = Arc::new(move |path: &Path| {
        seen.lock().unwrap().push(path.file_name().unwrap().to_string_lossy().into_owned());
        path.ends_with("vendor")
    });
    let scope = Scope { covers: &|path| !path.ends_with("b.json"), leaves_out, any_ending: false };
    let (sources, _) = collect(&[folder.path().to_owned()], &Filter::default(), &scope);
    let found: Vec<String> = sources.iter().map(|source| relative(folder.path(), source)).collect();
    assert_eq!(found, ["a.json"]);
    let mut asked = asked.lock().unwrap().clone();
    asked.sort();
    assert_eq!(asked, ["a.json", "vendor"]);
}

#[cfg(unix)]
#[test]
fn links_inside_a_folder_are_not_followed() {
    let folder = folder(&["a.json", "sub/b.json"]);
    let path = folder.path();
    std::os::unix::fs::symlink(path.join("a.json"), path.join("link.json")).unwrap();
    std::os::unix::fs::symlink(path, path.join("sub/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", path.join("dangling.json")).unwrap();
    assert_eq!(names(path, &[], &[]), ["a.json", "sub/b.json"]);
}

#[cfg(unix)]
#[test]
fn a_named_link_to_a_folder_is_looked_into() {
    let folder = folder(&["real/a.json"]);
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(folder.path().join("real"), &link).unwrap();
    assert_eq!(names(&link, &[], &[]), ["a.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf_8_are_read_and_told_apart() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder(&[]);
    for name in [&b"a\xff.json"[..], b"a\xfe.json"] {
        let path = folder.path().join(std::ffi::OsStr::from_bytes(name));
        if std::fs::write(path, POLICY).is_err() {
            println!("skipped: this file system has no such names");
            return;
        }
    }
    let (sources, failures) = super::list(&[folder.path().to_owned()], &[], &[]);
    assert_eq!((sources.len(), failures.len()), (2, 0));
    let both = super::list(&[folder.path().to_owned(), folder.path().to_owned()], &[], &[]).0;
    assert_eq!(both.len(), 2);
    assert!(sources.iter().all(|source| source.name.ends_with("a\u{fffd}.json")), "{sources:?}");
    let run = arnlint(folder.path(), &["check", "--format", "concise"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 2), "{}{}", run.out, run.err);
}

#[test]
fn a_folder_whose_name_ends_like_a_file_is_a_folder() {
    let folder = folder(&["x.json/a.json"]);
    assert_eq!(names(folder.path(), &[], &[]), ["x.json/a.json"]);
    assert_eq!(names(&folder.path().join("x.json"), &[], &[]), ["a.json"]);
}
