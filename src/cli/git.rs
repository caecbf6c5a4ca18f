//! Files that differ from a revision, as git tells them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::input::Failure;

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// Its name from the top of the repository on.
    pub(super) name: String,
    /// What it held at the revision; `None` where it was not there.
    pub(super) old: Option<Vec<u8>>,
    /// What it holds; `None` where it is gone.
    pub(super) new: Option<Vec<u8>>,
}

/// JSON files below the paths, or all of them, that differ from the revision; files that git does not know yet among them.
pub(super) fn changes(base: &str, paths: &[PathBuf]) -> Result<Vec<Change>, Failure> {
    if base.starts_with('-') {
        return Err(Failure::Usage(format!("`{base}` is no revision")));
    }
    let commit = format!("{base}^{{commit}}");
    let commit = match run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], &[]) {
        Err(Failed::Said(text)) if text.is_empty() => {
            return Err(Failure::Usage(format!("`{base}` is no revision of this repository")));
        }
        other => other.map_err(failure)?,
    };
    let commit = text(&commit);
    let top = PathBuf::from(text(&git(&["rev-parse", "--show-toplevel"], &[])?));
    let mut names = list(&git(&["diff", "--name-only", "--no-renames", "-z", &commit], paths)?);
    names.extend(list(&git(&["ls-files", "--others", "--exclude-standard", "--full-name", "-z"], paths)?));
    names.sort();
    names.dedup();
    names.retain(|name| Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("json")));
    let mut changes = Vec::with_capacity(names.len());
    for name in names {
        let old = run(&["cat-file", "blob", &format!("{commit}:{name}")], &[]).ok();
        let path = top.join(&name);
        let new = match std::fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(Failure::read(&path, &error)),
        };
        changes.push(Change { name, old, new });
    }
    Ok(changes)
}

enum Failed {
    Start(String),
    Said(String),
}

fn run(args: &[&str], paths: &[PathBuf]) -> Result<Vec<u8>, Failed> {
    let mut command = Command::new("git");
    command.args(args);
    if !paths.is_empty() {
        command.arg("--").args(paths);
    }
    let output = command.output().map_err(|error| Failed::Start(crate::input::reason(&error)))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failed::Said(said.lines().next().unwrap_or("").trim_start_matches("fatal: ").to_owned()))
}

fn failure(failed: Failed) -> Failure {
    match failed {
        Failed::Start(why) => Failure::Usage(format!("git cannot be run: {why}")),
        Failed::Said(text) => Failure::Usage(format!("git says: {text}")),
    }
}

fn git(args: &[&str], paths: &[PathBuf]) -> Result<Vec<u8>, Failure> {
    run(args, paths).map_err(failure)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

/// Names that end in a zero byte each.
fn list(bytes: &[u8]) -> Vec<String> {
    let names = bytes.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}
