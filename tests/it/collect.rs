//! Which files a run reads.

mod folders;
mod named;
mod order;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arnlint::input::Failure;
use arnlint::input::collect::{Filter, Scope, Source, collect};
use tempfile::TempDir;

/// A policy with one finding that every release has: no `Version`.
const POLICY: &str = r#"{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}"#;

/// A folder with these files; a name with a slash makes folders.
fn folder(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        write(folder.path(), file, POLICY);
    }
    folder
}

fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Lists files with patterns of the command line; the configuration wants everything.
fn list(paths: &[PathBuf], include: &[&str], exclude: &[&str]) -> (Vec<Source>, Vec<Failure>) {
    let filter = Filter::new(&strings(include), &strings(exclude)).unwrap();
    let scope = Scope { covers: &|_| true, leaves_out: Arc::new(|_| false), any_ending: false };
    collect(paths, &filter, &scope)
}

/// Names of the files below a folder, relative to it.
fn names(folder: &Path, include: &[&str], exclude: &[&str]) -> Vec<String> {
    let (sources, failures) = list(&[folder.to_owned()], include, exclude);
    assert!(failures.is_empty(), "{failures:?}");
    sources.iter().map(|source| relative(folder, source)).collect()
}

fn relative(folder: &Path, source: &Source) -> String {
    source.path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/")
}
