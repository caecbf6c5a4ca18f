//! Path patterns: which files a list of globs names.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::Fact;

/// Longer patterns are refused: no path of a policy is as long, and what one pattern can cost stays small.
const LONGEST: usize = 1024;

/// How many patterns are put into one automaton; more would grow past its size limit.
const TOGETHER: usize = 200;

/// A list of path patterns, compiled.
///
/// A pattern is relative to the folder of the configuration and has `/` between its parts. `*` and `?` stand for
/// anything but a `/`, `**` as a whole part for any number of folders, `[…]` for one character of a class, `{a,b}` for
/// alternatives. A pattern that names a folder covers everything in it. Case counts.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    list: Vec<Fact<String>>,
    sets: Vec<Chunk>,
}

#[derive(Clone, Debug)]
struct Chunk {
    set: GlobSet,
    /// Place in the list of each glob of the set.
    places: Vec<usize>,
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternProblem {
    /// Its place in the list.
    pub place: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Patterns {
    /// Compiles a list. A pattern with a problem stays in the list and matches nothing.
    pub fn new(list: Vec<Fact<String>>) -> (Self, Vec<PatternProblem>) {
        let mut problems = Vec::new();
        let mut good = Vec::new();
        for (place, fact) in list.iter().enumerate() {
            match glob(&fact.value) {
                Ok(glob) => good.push((place, glob)),
                Err((message, help)) => problems.push(PatternProblem { place, message, help }),
            }
        }
        let mut sets = Vec::new();
        let mut waiting: Vec<&[(usize, globset::Glob)]> = good.chunks(TOGETHER).rev().collect();
        while let Some(chunk) = waiting.pop() {
            match compile(chunk) {
                Ok(set) => sets.push(set),
                Err(error) => match chunk {
                    [] => {}
                    [(place, glob)] => problems.push(PatternProblem {
                        place: *place,
                        message: format!("`{}` is not a path pattern: {error}", glob.glob()),
                        help: None,
                    }),
                    _ => {
                        let (left, right) = chunk.split_at(chunk.len() / 2);
                        waiting.push(right);
                        waiting.push(left);
                    }
                },
            }
        }
        problems.sort_by_key(|problem| problem.place);
        (Self { list, sets }, problems)
    }

    /// What is wrong with the patterns of a list, found without the cost of compiling them.
    pub fn check(list: &[Fact<String>]) -> Vec<PatternProblem> {
        let problem = |(place, fact): (usize, &Fact<String>)| {
            let (message, help) = glob(&fact.value).err()?;
            Some(PatternProblem { place, message, help })
        };
        list.iter().enumerate().filter_map(problem).collect()
    }

    /// The patterns as stated.
    pub fn list(&self) -> &[Fact<String>] {
        &self.list
    }

    /// Whether no pattern is stated.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether a pattern covers this file or folder: a path as [`relative`] makes it.
    pub fn matches(&self, path: &str) -> bool {
        steps_up(path).any(|path| self.sets.iter().any(|chunk| chunk.set.is_match(path)))
    }

    /// Places in the list of all patterns that cover this file or folder, ascending.
    pub fn matching(&self, path: &str) -> Vec<usize> {
        let mut places = Vec::new();
        for path in steps_up(path) {
            for chunk in &self.sets {
                let hits = chunk.set.matches(path);
                places.extend(hits.into_iter().filter_map(|hit| chunk.places.get(hit).copied()));
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The first pattern of the list that covers this file or folder.
    pub fn first(&self, path: &str) -> Option<&Fact<String>> {
        self.list.get(*self.matching(path).first()?)
    }
}

/// The path of `file` as seen from `folder`, with `/` between its parts and `..` where it stands outside.
///
/// Goes by the words alone: symbolic links are not followed. `None` where the two are on different drives or the
/// current folder is not known.
pub fn relative(folder: &Path, file: &Path) -> Option<String> {
    let folder = folded(folder)?;
    let file = folded(file)?;
    let mut from = folder.components().peekable();
    let mut to = file.components().peekable();
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let mut parts = Vec::new();
    for part in from {
        match part {
            Component::Normal(_) => parts.push("..".to_owned()),
            _ => return None,
        }
    }
    parts.extend(to.map(|part| part.as_os_str().to_string_lossy().into_owned()));
    Some(parts.join("/"))
}

/// The absolute path without `.` and `..`, by its words alone; `None` where the current folder is not known.
pub(crate) fn folded(path: &Path) -> Option<PathBuf> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let mut folded = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::ParentDir => {
                folded.pop();
            }
            Component::CurDir => {}
            _ => folded.push(part),
        }
    }
    Some(folded)
}

/// A stated path without what says nothing: empty and `.` parts, and folders that a `..` leaves again.
pub(super) fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// The path itself, then the folders around it, inside out.
fn steps_up(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_prefix("./").unwrap_or(path);
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(folder, _)| folder))
        .filter(|path| !path.is_empty())
}

fn compile(chunk: &[(usize, globset::Glob)]) -> Result<Chunk, String> {
    let mut builder = GlobSetBuilder::new();
    for (_, glob) in chunk {
        builder.add(glob.clone());
    }
    let set = builder.build().map_err(|_| "it is too large".to_owned())?;
    Ok(Chunk { set, places: chunk.iter().map(|(place, _)| *place).collect() })
}

fn glob(pattern: &str) -> Result<globset::Glob, (String, Option<String>)> {
    let shown = || if pattern.len() > 60 { "the pattern".to_owned() } else { format!("`{pattern}`") };
    let meant = tidy(pattern);
    if meant.is_empty() {
        let help = "name files or folders, such as `policies/**/*.json`".to_owned();
        return Err(("a path pattern is empty".to_owned(), Some(help)));
    }
    if pattern.len() > LONGEST {
        return Err((format!("{} is longer than any path of a policy", shown()), None));
    }
    if pattern.contains('\\') {
        let help = format!("write `{}`", pattern.replace('\\', "/"));
        return Err((format!("{} has `\\` in it", shown()), Some(help)));
    }
    let drive = pattern.get(..2).is_some_and(|start| {
        start.ends_with(':') && start.starts_with(|letter: char| letter.is_ascii_alphabetic())
    });
    if pattern.starts_with('/') || drive {
        let help = "start at the folder that holds this file".to_owned();
        return Err((format!("{} is an absolute path", shown()), Some(help)));
    }
    GlobBuilder::new(&meant)
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map_err(|error| (format!("{} is not a path pattern: {}", shown(), reason(error.kind())), None))
}

fn reason(kind: &globset::ErrorKind) -> String {
    match kind {
        globset::ErrorKind::UnclosedClass => "`[` without its `]`".to_owned(),
        globset::ErrorKind::InvalidRange(from, to) => format!("`{from}-{to}` is no range of characters"),
        globset::ErrorKind::UnopenedAlternates => "`}` without its `{`".to_owned(),
        globset::ErrorKind::UnclosedAlternates => "`{` without its `}`".to_owned(),
        globset::ErrorKind::NestedAlternates => "`{…}` inside `{…}`".to_owned(),
        globset::ErrorKind::DanglingEscape => "nothing stands after the last `\\`".to_owned(),
        _ => "it is too large".to_owned(),
    }
}
