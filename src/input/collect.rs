//! Which files a run reads: named ones as they are, folders by gitignore rules and globs, always in one order.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

use super::Failure;

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

/// Which files of a folder are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Patterns of wanted files; empty for every `.json` file.
    include: Option<GlobSet>,
    /// Patterns of files and folders to leave out.
    exclude: Option<GlobSet>,
    /// Folder that the patterns are relative to.
    root: PathBuf,
}

impl Filter {
    /// Compiles patterns that are relative to `root`. A pattern without a slash matches at any depth, as in a
    /// gitignore file.
    pub fn new(root: &Path, include: &[String], exclude: &[String]) -> Result<Self, Failure> {
        Ok(Self { include: globs(include)?, exclude: globs(exclude)?, root: root.to_owned() })
    }

    fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.strip_prefix(".").unwrap_or(path)
    }

    fn excludes(&self, path: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.is_match(self.relative(path)))
    }

    fn includes(&self, path: &Path) -> bool {
        match &self.include {
            Some(globs) => globs.is_match(self.relative(path)),
            None => path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")),
        }
    }
}

fn globs(patterns: &[String]) -> Result<Option<GlobSet>, Failure> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    let refuse = |pattern: &str, error: &globset::Error| {
        Failure::Usage(format!("`{pattern}` is not a file pattern: {}", error.kind()))
    };
    for pattern in patterns {
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
        let mut forms = vec![pattern.to_owned()];
        if !pattern.trim_end_matches('/').contains('/') {
            forms.push(format!("**/{pattern}"));
        }
        for form in forms {
            set.add(Glob::new(form.trim_end_matches('/')).map_err(|error| refuse(pattern, &error))?);
        }
    }
    let set = set.build().map_err(|error| Failure::Usage(error.to_string()))?;
    Ok(Some(set))
}

/// Lists the files for these paths, each once, sorted by name within each folder that was named. A path that does not
/// exist is a failure; the others are listed nevertheless.
pub fn collect(paths: &[PathBuf], filter: &Filter) -> (Vec<Source>, Vec<Failure>) {
    let (mut sources, mut failures) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for path in paths {
        match std::fs::metadata(path) {
            Err(error) => failures.push(Failure::read(path, &error)),
            Ok(metadata) if metadata.is_dir() => {
                let mut found = Vec::new();
                walk(path, filter, &mut found, &mut failures);
                found.sort_by(|left: &Source, right| left.name.cmp(&right.name));
                sources.extend(found.into_iter().filter(|source| seen.insert(source.path.clone())));
            }
            Ok(_) => {
                if seen.insert(path.clone()) {
                    sources.push(Source { name: display(path), path: path.clone(), named: true });
                }
            }
        }
    }
    (sources, failures)
}

fn walk(folder: &Path, filter: &Filter, found: &mut Vec<Source>, failures: &mut Vec<Failure>) {
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false).follow_links(false);
    let excluding = filter.clone();
    walk.filter_entry(move |entry| entry.depth() == 0 || !excluding.excludes(entry.path()));
    for entry in walk.build() {
        match entry {
            Err(error) => failures.push(Failure::Walk(error.to_string())),
            Ok(entry) => {
                if entry.file_type().is_some_and(|kind| kind.is_file()) && filter.includes(entry.path()) {
                    let path = entry.into_path();
                    found.push(Source { name: display(&path), path, named: false });
                }
            }
        }
    }
}

/// A path as reports show it: without a leading `./`, with `/` between its parts.
pub fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    text.strip_prefix("./").filter(|rest| !rest.is_empty()).map_or(text.clone(), str::to_owned)
}
