//! Which files a run reads: named ones as they are, folders by gitignore rules and globs, always in one order.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
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

/// Which files of a folder the command line wants. Patterns are relative to the working folder.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Filter {
    /// Compiles patterns. One without a slash matches at any depth, as in a gitignore file.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, Failure> {
        Ok(Self { include: globs(include)?, exclude: globs(exclude)? })
    }

    fn excludes(&self, path: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.is_match(plain(path)))
    }

    fn includes(&self, path: &Path, any_ending: bool) -> bool {
        match &self.include {
            Some(globs) => globs.is_match(plain(path)),
            None => any_ending || path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")),
        }
    }
}

fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
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

/// Lists the files for these paths, each once, sorted by name within each folder that was named. A path that does not
/// exist is a failure; the others are listed nevertheless.
///
/// `covered` says whether the configuration wants a file or folder below a named folder; with `any_ending` it alone
/// decides which files are wanted.
pub fn collect(
    paths: &[PathBuf],
    filter: &Filter,
    any_ending: bool,
    covered: &dyn Fn(&Path) -> bool,
) -> (Vec<Source>, Vec<Failure>) {
    let (mut sources, mut failures) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for path in paths {
        match std::fs::metadata(path) {
            Err(error) => failures.push(Failure::read(path, &error)),
            Ok(metadata) if metadata.is_dir() => {
                let mut found = Vec::new();
                walk(path, filter, any_ending, &mut found, &mut failures);
                found.retain(|source: &Source| covered(&source.path));
                found.sort_by(|left, right| left.name.cmp(&right.name));
                sources.extend(found.into_iter().filter(|source| seen.insert(source.name.clone())));
            }
            Ok(_) => {
                let source = Source { name: display(path), path: path.clone(), named: true };
                if seen.insert(source.name.clone()) {
                    sources.push(source);
                }
            }
        }
    }
    (sources, failures)
}

fn walk(
    folder: &Path,
    filter: &Filter,
    any_ending: bool,
    found: &mut Vec<Source>,
    failures: &mut Vec<Failure>,
) {
    let mut walk = WalkBuilder::new(folder);
    let excluding = filter.clone();
    walk.require_git(false)
        .follow_links(false)
        .filter_entry(move |entry| entry.depth() == 0 || !excluding.excludes(entry.path()));
    for entry in walk.build() {
        match entry {
            Err(error) => failures.push(Failure::Walk(error.to_string())),
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file && filter.includes(entry.path(), any_ending) {
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
