//! The user's own rule pages: found in a folder, read, and refused with carets when they hold a mistake.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{CLEAN, FAILED, Stop};
use crate::finding::{Confidence, Finding, Label, Role, Severity, Summary, Target};
use crate::input::Failure;
use crate::report::{self, Style};
use crate::rules::page::{Mistake, Page};
use crate::text::{FileId, SourceFile, Sources};

/// A page with its text.
pub(crate) struct UserPage {
    /// The page.
    pub(crate) page: Page,
    /// Where it stands.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) text: String,
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
}

/// Reads every page below the folders: `FAMILY/NAME.md`, or `NAME.md` in the family `user`.
pub(crate) fn load(folders: &[PathBuf]) -> Result<UserPages, Failure> {
    let mut pages = UserPages::default();
    for folder in folders {
        for path in markdown_files(folder)? {
            let text = std::fs::read_to_string(&path).map_err(|error| Failure::read(&path, &error))?;
            pages.add(folder, path, text);
        }
    }
    Ok(pages)
}

fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| Failure::read(&folder, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| Failure::read(&folder, &error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") && !path.ends_with("README.md") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

impl UserPages {
    fn add(&mut self, folder: &Path, path: PathBuf, text: String) {
        let id = FileId(u32::try_from(self.pages.len() + self.findings.len()).unwrap_or(u32::MAX));
        let stem = |path: &Path| {
            path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let family = match path.parent() {
            Some(parent) if parent != folder => stem(parent),
            _ => "user".to_owned(),
        };
        let (page, mistakes) = Page::read(&stem(&path), &family, &text, id);
        let runs_code = mistakes.is_empty() && matches!(page.body, crate::rules::page::Body::Check);
        let mut found: Vec<Finding> = mistakes.iter().map(|mistake| finding(mistake, id)).collect();
        if runs_code {
            let mistake =
                Mistake::new(crate::text::Range::new(0, 0), "the page has neither `select` nor `profile`");
            found.push(finding(&mistake, id));
        }
        if found.is_empty() {
            self.pages.push(UserPage { page, path, text });
        } else {
            let name = crate::input::collect::display(&path);
            self.sources.insert(id, SourceFile { name: Arc::from(name), text: Arc::from(text) });
            self.findings.append(&mut found);
        }
    }
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
