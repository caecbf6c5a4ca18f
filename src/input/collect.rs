//! Which files a run reads: named ones as they are, folders by gitignore rules and globs, always in one order.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

use super::{Failure, reason, syntax};
use crate::surroundings::patterns::relative;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as given or found, `/` between its parts; what reports show.
    pub name: String,
    /// The path to open.
    pub path: PathBuf,
    /// Whether the user named this file, so that one without a policy is worth a word.
    pub named: bool,
}

/// Which files of a folder the command line wants. Patterns are relative to the working folder.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Filter {
    /// Compiles patterns. One without a slash matches at any depth, as in a gitignore file; one that names a folder
    /// covers everything in it.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, Failure> {
        Ok(Self { include: globs(include)?, exclude: globs(exclude)? })
    }

    fn excludes(&self, path: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.is_match(seen_from_here(path)))
    }

    fn includes(&self, path: &Path, any_ending: bool) -> bool {
        match &self.include {
            Some(globs) => {
                let path = seen_from_here(path);
                let mut around = path.ancestors().filter(|path| !path.as_os_str().is_empty());
                around.any(|path| globs.is_match(path))
            }
            None => any_ending || syntax::is_read(path),
        }
    }
}

/// A path as seen from the working folder: without `./`, and for one that leads elsewhere first, without the detour.
fn seen_from_here(path: &Path) -> Cow<'_, Path> {
    let plain = path.strip_prefix(".").unwrap_or(path);
    let is_direct = plain.components().all(|part| matches!(part, Component::Normal(_)));
    let direct = if is_direct { None } else { relative(Path::new(""), path) };
    direct.map_or(Cow::Borrowed(plain), |path| Cow::Owned(PathBuf::from(path)))
}

fn globs(patterns: &[String]) -> Result<Option<GlobSet>, Failure> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let trimmed = pattern.strip_prefix("./").unwrap_or(pattern).trim_end_matches('/');
        let mut forms = vec![trimmed.to_owned()];
        if !trimmed.contains('/') {
            forms.push(format!("**/{trimmed}"));
        }
        for form in forms {
            let glob = GlobBuilder::new(&form).literal_separator(true).build().map_err(|error| {
                Failure::Usage(format!("`{pattern}` is not a file pattern: {}", error.kind()))
            })?;
            set.add(glob);
        }
    }
    let set = set.build().map_err(|error| Failure::Usage(error.to_string()))?;
    Ok(Some(set))
}

/// Says that a folder or file is left out, so that a folder is not even looked into.
pub type LeavesOut = Arc<dyn Fn(&Path) -> bool + Send + Sync>;

/// What the configuration says about the files of folders.
#[derive(Clone)]
pub struct Scope<'s> {
    /// Whether a file is wanted.
    pub covers: &'s dyn Fn(&Path) -> bool,
    /// Whether a file or folder is left out.
    pub leaves_out: LeavesOut,
    /// Whether `covers` alone decides which files are wanted, whatever their names end in.
    pub any_ending: bool,
}

/// Lists the files for these paths, each once, sorted by name within each folder that was named. A path that does not
/// exist is a failure; the others are listed nevertheless.
pub fn collect(paths: &[PathBuf], filter: &Filter, scope: &Scope<'_>) -> (Vec<Source>, Vec<Failure>) {
    let (mut sources, mut failures): (Vec<Source>, Vec<Failure>) = (Vec::new(), Vec::new());
    let mut seen: HashMap<PathBuf, usize> = HashMap::new();
    let mut add = |source: Source| {
        if paths.len() > 1 {
            let next = seen.len();
            let at = *seen.entry(whereabouts(&source.path)).or_insert(next);
            if let Some(known) = sources.get_mut(at) {
                known.named |= source.named;
                return;
            }
        }
        sources.push(source);
    };
    for path in paths {
        match std::fs::metadata(path) {
            Err(error) => failures.push(Failure::read(path, &error)),
            Ok(metadata) if metadata.is_dir() => {
                walk(path, filter, scope, &mut failures).into_iter().for_each(&mut add);
            }
            Ok(_) => add(Source { name: display(path), path: path.clone(), named: true }),
        }
    }
    (sources, failures)
}

/// Where a path leads by its words: two ways to write one path are one. Symbolic links are not followed.
fn whereabouts(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = plain.pop(),
            _ => plain.push(part),
        }
    }
    plain
}

fn walk(folder: &Path, filter: &Filter, scope: &Scope<'_>, failures: &mut Vec<Failure>) -> Vec<Source> {
    let mut walk = WalkBuilder::new(folder);
    let (excluding, leaves_out) = (filter.clone(), Arc::clone(&scope.leaves_out));
    walk.require_git(false).follow_links(false).filter_entry(move |entry| {
        entry.depth() == 0 || !(excluding.excludes(entry.path()) || leaves_out(entry.path()))
    });
    let (mut found, mut reasons) = (Vec::new(), Vec::new());
    for entry in walk.build() {
        match entry {
            Err(error) => reasons.push(failure(&error)),
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file && filter.includes(entry.path(), scope.any_ending) && (scope.covers)(entry.path())
                {
                    let path = entry.into_path();
                    found.push(Source { name: display(&path), path, named: false });
                }
            }
        }
    }
    reasons.sort_by_cached_key(ToString::to_string);
    failures.extend(reasons);
    found.sort_by(|left, right| (&left.name, &left.path).cmp(&(&right.name, &right.path)));
    found
}

/// What kept a walk from a file or folder.
fn failure(error: &ignore::Error) -> Failure {
    let mut inner = error;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path, err } => match err.io_error() {
                Some(error) => return Failure::read(path, error),
                None => err,
            },
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => return Failure::Walk(error.io_error().map_or_else(|| error.to_string(), reason)),
        };
    }
}

/// A path as reports show it: without a leading `./`, with `/` between its parts.
pub fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    text.strip_prefix("./").filter(|rest| !rest.is_empty()).map_or(text.clone(), str::to_owned)
}
