//! `arnlint data update`: documents of AWS's Service Reference to a file with newer facts about services.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::args::UpdateArgs;
use super::check::report_mistakes;
use super::settings::{Settings, is_about_data};
use super::{CLEAN, FAILED, Stop, data};
use crate::access::{compare_dates, date_of_seconds};
use crate::aws::Catalog;
use crate::aws::catalog::facts::{Key, Service};
use crate::aws::catalog::pack::pack;
use crate::aws::reference::{Changes, Document, merge, read};
use crate::input::Failure;
use crate::input::collect::display;
use crate::json::{Dialect, parse_file};
use crate::report::Style;
use crate::text::{FileId, LineIndex, decode};

/// Name of the file where none is given.
const FILE_NAME: &str = "arnlint-data.bin";

/// Reads the documents and writes the file: all of it, or nothing.
pub(super) fn run(args: &UpdateArgs, settings: &Settings, style: Style) -> Result<u8, Stop> {
    // The file that the configuration names may be what is to be written.
    let is_other = |mistake: &crate::finding::Finding| !mistake.labels.first().is_some_and(is_about_data);
    if args.out.is_none() && settings.mistakes.iter().any(is_other) {
        report_mistakes(settings, style)?;
        return Ok(FAILED);
    }
    let named = data::named(settings);
    let out = args.out.clone().or_else(|| named.clone());
    let out = out.unwrap_or_else(|| settings.folder.join(FILE_NAME));
    let documents = Documents::below(&args.from)?;
    let carried = Catalog::built_in();
    let date = date(args, documents.newest, carried.date())?;
    let (count, services, keys) = (documents.services.len(), documents.services, documents.keys);
    let services = services.into_values().map(|(service, _)| service).collect();
    let (mut facts, changes) = merge(carried.facts(), services, keys, &date);
    facts.sources.push(format!(
        "AWS Service Reference\t{}\t{date}\t\tactions, levels, resource types, keys",
        counted(count, "document")
    ));
    write_whole(&out, &pack(&facts))?;
    let is_named = named.as_deref() == Some(out.as_path());
    say(&out, &date, count, &changes, is_named)?;
    Ok(CLEAN)
}

/// What stands below a folder.
#[derive(Default)]
struct Documents {
    /// Services by name, with the file of each.
    services: BTreeMap<String, (Service, String)>,
    /// Global keys.
    keys: Vec<Key>,
    /// When the newest document was modified.
    newest: Option<SystemTime>,
}

impl Documents {
    fn below(folder: &Path) -> Result<Self, Failure> {
        let mut documents = Self::default();
        let files = json_files(folder)?;
        if files.is_empty() {
            let folder = display(folder);
            return Err(Failure::Usage(format!("no file below `{folder}` ends in `.json`")));
        }
        for path in &files {
            documents.add(path)?;
        }
        if documents.services.is_empty() {
            return Err(Failure::Usage(format!(
                "no file below `{}` is the document of a service; there are only lists of them",
                display(folder)
            )));
        }
        Ok(documents)
    }

    fn add(&mut self, path: &Path) -> Result<(), Failure> {
        let bytes = std::fs::read(path).map_err(|error| Failure::read(path, &error))?;
        match document(&display(path), bytes)? {
            Document::Index => return Ok(()),
            Document::Keys(keys) => self.keys.extend(keys),
            Document::Service(service) => {
                let name = display(path);
                if let Some((_, first)) = self.services.get(&service.name) {
                    return Err(Failure::Usage(format!(
                        "`{first}` and `{name}` are both the document of `{}`; keep the newer one",
                        service.name
                    )));
                }
                self.services.insert(service.name.clone(), (service, name));
            }
        }
        let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
        self.newest = self.newest.max(modified);
        Ok(())
    }
}

/// The files below a folder that end in `.json`, in order. Links to folders are not followed: they may lead in a ring.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut open = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        let failed = |error: std::io::Error| Failure::read(&folder, &error);
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            if entry.file_type().map_err(failed)?.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")) && path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn document(name: &str, bytes: Vec<u8>) -> Result<Document, Failure> {
    let text = decode(bytes);
    let (tree, problems) = parse_file(&text, FileId(0), Dialect::Json);
    let at = |offset: u32, what: &str| {
        let place = LineIndex::new(&text.text).position(&text.text, offset);
        Failure::Usage(format!("`{name}`, line {}, column {}: {what}", place.line, place.column))
    };
    let is_mistake =
        |problem: &&crate::json::Problem| problem.kind != crate::json::ProblemKind::ByteOrderMark;
    if let Some(problem) = problems.iter().find(is_mistake) {
        return Err(at(problem.range.start, &format!("not valid JSON: {}", problem.kind.words())));
    }
    read(&tree).map_err(|wrong| at(wrong.range.start, &wrong.message))
}

/// The day that the documents are of. Before that of the facts that arnlint carries, what is missing in them may only be
/// newer than they are.
fn date(args: &UpdateArgs, newest: Option<SystemTime>, carried: &str) -> Result<String, Failure> {
    let date = match &args.date {
        Some(date) if is_day(date) => date.clone(),
        Some(date) => return Err(Failure::Usage(format!("`{date}` is no day; write it as `YYYY-MM-DD`"))),
        None => {
            let seconds = newest.and_then(|newest| newest.duration_since(UNIX_EPOCH).ok());
            let date = seconds.and_then(|seconds| date_of_seconds(&seconds.as_secs().to_string()));
            let day = date.and_then(|date| date.get(..10).map(str::to_owned));
            day.ok_or_else(|| {
                Failure::Usage("the day of the documents is not known; give it with `--date`".to_owned())
            })?
        }
    };
    if date.as_str() < carried {
        return Err(Failure::Usage(format!(
            "the documents are of {date}, before the facts that arnlint carries ({carried}): download newer ones, or give \
             the right day with `--date`"
        )));
    }
    Ok(date)
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.split('-').count() == 3 && compare_dates(text, text).is_some()
}

/// Writes a file that is never there in part: beside it first, then under its name.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::write(path, &error);
    if path.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    written.map_err(|error| {
        // What is left of the attempt is of no use; that it cannot be removed either says nothing new.
        let _ = std::fs::remove_file(&part);
        failed(error)
    })
}

fn say(out: &Path, date: &str, count: usize, changes: &Changes, is_named: bool) -> Result<(), Stop> {
    let mut to = anstream::stdout().lock();
    let name = display(out);
    writeln!(to, "wrote `{name}`: facts of {date}, from {}", counted(count, "document"))?;
    let total = |list: &BTreeMap<String, Vec<String>>| list.values().map(Vec::len).sum();
    list(&mut to, "new services", &changes.services)?;
    let services = |list: &BTreeMap<String, Vec<String>>| -> Vec<String> {
        list.iter().map(|(service, names)| format!("{service}: {}", names.join(", "))).collect()
    };
    let added: usize = total(&changes.added);
    lines(&mut to, &format!("new actions ({added})"), &services(&changes.added))?;
    let retired: usize = total(&changes.retired);
    lines(&mut to, &format!("retired actions ({retired})"), &services(&changes.retired))?;
    list(&mut to, "new condition keys", &changes.keys)?;
    if *changes == Changes::default() {
        writeln!(to, "nothing in them differs from what arnlint carries")?;
    }
    if !is_named {
        writeln!(to, "to use it, name it in `arnlint.toml`, relative to that file: data = \"{name}\"")?;
    }
    Ok(())
}

fn list(to: &mut impl std::io::Write, title: &str, names: &[String]) -> Result<(), Stop> {
    let line = if names.is_empty() { Vec::new() } else { vec![names.join(", ")] };
    lines(to, &format!("{title} ({})", names.len()), &line)
}

fn lines(to: &mut impl std::io::Write, title: &str, lines: &[String]) -> Result<(), Stop> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(to, "{title}:")?;
    for line in lines {
        writeln!(to, "  {}", crate::report::visible(line))?;
    }
    Ok(())
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
