//! The user's own rule pages: found in a folder, read, and refused with carets when they hold a mistake.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{CLEAN, FAILED, Stop};
use crate::finding::{Confidence, Finding, Label, Role, Severity, Summary, Target};
use crate::input::Failure;
use crate::input::collect::display;
use crate::report::{self, Style};
use crate::rules::page::{Body, Mistake, Page};
use crate::rules::registry::{BuiltIn, PAGES};
use crate::surroundings::words::did_you_mean;
use crate::text::{FileId, FileText, Range, SourceFile, Sources, decode, offset};

/// A page with its text.
pub(crate) struct UserPage {
    /// The page.
    pub(crate) page: Page,
    /// Where it stands.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) text: String,
    /// Its id.
    file: FileId,
}

/// The pages of some folders, and what is wrong with them.
#[derive(Default)]
pub(crate) struct UserPages {
    /// Pages without a mistake.
    pub(crate) pages: Vec<UserPage>,
    /// Mistakes as findings into [`UserPages::sources`].
    pub(crate) findings: Vec<Finding>,
    /// The pages' texts.
    pub(crate) sources: Sources,
    files: u32,
}

/// Reads every page below the folders: `FAMILY/NAME.md`, or `NAME.md` in the family `user`.
pub(crate) fn load(folders: &[PathBuf]) -> Result<UserPages, Failure> {
    let mut pages = UserPages::default();
    for folder in folders {
        for path in markdown_files(folder)? {
            let bytes = std::fs::read(&path).map_err(|error| Failure::read(&path, &error))?;
            pages.add(folder, path, decode(bytes));
        }
    }
    pages.check_rules();
    Ok(pages)
}

fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| Failure::read(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::read(&folder, &error))?;
            let path = entry.path();
            // A link to a folder may lead back to where it stands.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.is_file()
                && path.extension().is_some_and(|end| end == "md")
                && !path.ends_with("README.md")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

impl UserPages {
    fn add(&mut self, folder: &Path, path: PathBuf, read: FileText) {
        let id = FileId(self.files);
        self.files = self.files.saturating_add(1);
        if let Some(mistake) = not_utf8(&read) {
            self.refuse(&path, &read.text, id, &[mistake]);
            return;
        }
        let text = read.text;
        let stem = |path: &Path| {
            path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let family = match path.parent() {
            Some(parent) if parent != folder => stem(parent),
            _ => "user".to_owned(),
        };
        let (page, mut mistakes) = Page::read(&stem(&path), &family, &text, id);
        let start = Range::new(0, 0);
        if mistakes.is_empty() && matches!(page.body, Body::Check) {
            mistakes.push(Mistake::new(start, "the page has neither `select` nor `profile`"));
        }
        mistakes.extend(self.taken(&page.name, "name").map(|mistake| mistake.at(Page::title(&text))));
        for alias in &page.aliases {
            mistakes.extend(self.taken(alias, "alias").map(|mistake| mistake.at(quoted(&text, alias))));
        }
        if mistakes.is_empty() {
            self.pages.push(UserPage { page, path, text, file: id });
        } else {
            self.refuse(&path, &text, id, &mistakes);
        }
    }

    /// Why a page may not go by this name; `what` it is to the page.
    ///
    /// A page that took the place of another would do so without a word: the findings of the other were missing, and
    /// whatever the configuration says about one would be about the other.
    fn taken(&self, name: &str, what: &str) -> Option<Taken> {
        let help = format!("give the page another {what}");
        if let Some(rule) = built_in(name) {
            return Some(Taken { message: is_built_in(name, rule), help });
        }
        let other = self
            .pages
            .iter()
            .find(|other| other.page.name == name || other.page.aliases.iter().any(|alias| alias == name))?;
        let path = display(&other.path);
        Some(Taken { message: format!("`{path}` has a rule of the same name"), help })
    }

    /// Refuses integrations that report under rules which do not exist.
    fn check_rules(&mut self) {
        let own: BTreeSet<String> = self.pages.iter().map(|user| user.page.name.clone()).collect();
        let is_rule = |name: &str| own.contains(name) || PAGES.iter().any(|page| page.name == name);
        let pages = std::mem::take(&mut self.pages);
        for user in pages {
            let Body::Profile(profile) = &user.page.body else {
                self.pages.push(user);
                continue;
            };
            let requests = profile.documents.iter().flat_map(|document| &document.requests);
            let unknown: Vec<Mistake> = requests
                .filter_map(|request| request.rule.as_deref())
                .filter(|name| !is_rule(name))
                .map(|name| {
                    let range = quoted(&user.text, name);
                    let names = PAGES.iter().map(|page| page.name);
                    let help =
                        did_you_mean(name, names).unwrap_or_else(|| "`arnlint rules` lists them".to_owned());
                    Mistake::new(range, format!("there is no rule `{name}`")).help(help)
                })
                .collect();
            if unknown.is_empty() {
                self.pages.push(user);
            } else {
                self.refuse(&user.path, &user.text, user.file, &unknown);
            }
        }
    }

    fn refuse(&mut self, path: &Path, text: &str, id: FileId, mistakes: &[Mistake]) {
        self.sources.insert(id, SourceFile { name: Arc::from(display(path)), text: Arc::from(text) });
        self.findings.extend(mistakes.iter().map(|mistake| finding(mistake, id)));
    }
}

/// A name that another rule has.
struct Taken {
    message: String,
    help: String,
}

impl Taken {
    fn at(self, range: Range) -> Mistake {
        Mistake::new(range, self.message).help(self.help)
    }
}

/// A page that is not UTF-8, at its first bytes that are none: what is written back must be what was read.
fn not_utf8(read: &FileText) -> Option<Mistake> {
    let message = read.not_utf8()?;
    let range = read.invalid.first().copied().unwrap_or_default();
    Some(Mistake::new(range, format!("this page is {message}")).help("save it as UTF-8"))
}

/// Where a page first has this word in quotes.
fn quoted(text: &str, word: &str) -> Range {
    let quoted = format!("\"{word}\"");
    let at = text.find(&quoted).map_or(0, offset);
    Range::new(at, at.saturating_add(offset(quoted.len())))
}

/// The built-in rule that goes by this name, now or in an earlier release.
pub(super) fn built_in(name: &str) -> Option<&'static BuiltIn> {
    PAGES.iter().find(|page| page.name == name || page.aliases.contains(&name))
}

/// Says that a built-in rule has this name.
pub(super) fn is_built_in(name: &str, rule: &BuiltIn) -> String {
    if rule.name == name {
        format!("a built-in rule is called `{name}`")
    } else {
        format!("the built-in rule `{}` was called `{name}`", rule.name)
    }
}

/// The page below a folder that has this name, in whatever family.
pub(super) fn named(folder: &Path, name: &str) -> Result<Option<PathBuf>, Failure> {
    let is_named = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == name);
    Ok(markdown_files(folder)?.into_iter().find(is_named))
}

fn finding(mistake: &Mistake, file: FileId) -> Finding {
    Finding {
        rule: Arc::from("rule-page"),
        family: Arc::from("internal"),
        severity: Severity::Error,
        confidence: Confidence::High,
        aws: None,
        integration: None,
        message: mistake.message.clone(),
        help: mistake.help.clone(),
        policy: None,
        labels: vec![Label {
            role: Role::Primary,
            text: None,
            span: mistake.range.in_file(file),
            path: Vec::new(),
            target: Target::Value,
        }],
        fixes: Vec::new(),
        fingerprint: "0".repeat(16),
    }
}

/// Shows what is wrong with the pages, and says with which code the command then ends.
pub(crate) fn report(pages: &UserPages, style: Style) -> Result<u8, Stop> {
    if pages.findings.is_empty() {
        return Ok(CLEAN);
    }
    let summary = Summary::of(&pages.findings);
    let view = report::Report {
        findings: &pages.findings,
        sources: &pages.sources,
        summary: &summary,
        data_date: None,
    };
    report::write_findings(&mut anstream::stderr().lock(), &view, style)?;
    Ok(FAILED)
}
