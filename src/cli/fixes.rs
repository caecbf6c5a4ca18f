//! `arnlint check --fix`, `--unsafe-fixes` and `--diff`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use similar::TextDiff;

use super::Stop;
use super::args::CheckArgs;
use super::check::{kind, lint};
use super::settings::Settings;
use crate::engine::fix::{Ground, Refusal, Which};
use crate::engine::{Input, Report};
use crate::input::Failure;
use crate::report::visible;
use crate::rules::registry::RuleSet;
use crate::surroundings::Index;
use crate::text::FileId;

/// What became of a run.
#[derive(Default)]
pub(super) struct Outcome {
    /// Files that could not be read or written.
    pub(super) failures: Vec<Failure>,
    /// Files that were changed, or would be.
    pub(super) changed: usize,
    /// Standard input was fixed: the text is printed, and nothing else.
    pub(super) is_stdin: bool,
}

/// Fixes the inputs about which the report says something that can be fixed, or shows what would be fixed.
pub(super) fn run(
    args: &CheckArgs,
    inputs: &[Input],
    report: &Report,
    rules: &RuleSet,
    settings: &Settings,
) -> Result<Outcome, Stop> {
    let index = Index::new(&settings.surroundings);
    let lint = |name: &str, text: &str| {
        let input = Input::Text { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        lint(args, &[input], rules, settings)
    };
    let role = |file: &str| settings.role(&index, file);
    let ground = Ground {
        rules,
        surroundings: &settings.surroundings,
        lint: &lint,
        id: FileId(settings.files),
        role: &role,
        kind: args.kind.map(kind),
        catalog: settings.catalog(),
        which: if args.unsafe_fixes { Which::Unsafe } else { Which::Safe },
    };
    let mut outcome = Outcome { is_stdin: inputs.iter().any(is_text) && !args.diff, ..Outcome::default() };
    let (mut applied, mut refused) = (0, 0);
    let wanted: BTreeSet<FileId> = report.findings.iter().filter_map(|one| ground.changes(one)).collect();
    for (id, input) in (settings.files..).map(FileId).zip(inputs) {
        let print = is_text(input) && !args.diff;
        if !print && !wanted.contains(&id) {
            continue;
        }
        // Whoever linted the file said that it cannot be read.
        let Ok(bytes) = input.bytes() else { continue };
        // Offsets in a text that is no UTF-8 would be those of another text.
        let Some(text) = String::from_utf8(bytes.clone()).ok().filter(|_| wanted.contains(&id)) else {
            if print {
                io::stdout().lock().write_all(&bytes)?;
            }
            continue;
        };
        let fixed = ground.fix(input.name(), text.clone());
        applied += fixed.applied.len();
        refused += fixed.refused.len();
        let is_changed = fixed.text != text;
        outcome.changed += usize::from(is_changed);
        if print {
            io::stdout().lock().write_all(fixed.text.as_bytes())?;
        } else if args.diff && is_changed {
            show(input.name(), &text, &fixed.text)?;
        } else if is_changed && let Err(failure) = replace(Path::new(input.path()), fixed.text.as_bytes()) {
            outcome.failures.push(failure);
        }
        let name = visible(input.name());
        for (fix, refusal) in &fixed.refused {
            let (title, of, why) = (&fix.title, &fix.rule, words(refusal));
            writeln!(anstream::stderr().lock(), "{name}: not applied: {title} [{of}]: {why}")?;
        }
    }
    let verb = if args.diff { "would be applied" } else { "applied" };
    let more = if refused > 0 { format!(", {refused} not applied") } else { String::new() };
    let (what, places) = (counted(applied, "fix", "fixes"), counted(outcome.changed, "file", "files"));
    writeln!(anstream::stderr().lock(), "{what} {verb} in {places}{more}")?;
    Ok(outcome)
}

/// Why a fix is not applied.
fn words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Syntax => "the file has other mistakes, and would still be no JSON".to_owned(),
        Refusal::Findings(Some(rule)) => format!("`{rule}` would have one more finding"),
        Refusal::Findings(None) => "there would be as many findings as before".to_owned(),
        Refusal::Access => {
            "it cannot be proved that nothing is allowed beyond what the fix is about".to_owned()
        }
    }
}

fn is_text(input: &Input) -> bool {
    matches!(input, Input::Text { .. })
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Prints a change as a unified diff.
fn show(name: &str, old: &str, new: &str) -> Result<(), Stop> {
    // A lone carriage return ends no line for those who read a diff.
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    let mut out = io::stdout().lock();
    let name = visible(name);
    write!(out, "--- {name}\n+++ {name}\n")?;
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        writeln!(out, "{}", hunk.header())?;
        for change in hunk.iter_changes() {
            let line = change.value();
            let end = if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
            write!(out, "{}{line}{end}", change.tag())?;
        }
    }
    Ok(())
}

/// Puts a file in the place of another one at once. A link stays one, and the file keeps its mode.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let wrong = |error: &std::io::Error| Failure::write(path, error);
    let target = fs::canonicalize(path).map_err(|error| wrong(&error))?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let mode = fs::metadata(&target).map_err(|error| wrong(&error))?.permissions();
    let mut held = tempfile::NamedTempFile::new_in(folder).map_err(|error| wrong(&error))?;
    held.write_all(bytes).map_err(|error| wrong(&error))?;
    fs::set_permissions(held.path(), mode).map_err(|error| wrong(&error))?;
    held.as_file().sync_all().map_err(|error| wrong(&error))?;
    held.persist(&target).map_err(|failed| wrong(&failed.error))?;
    Ok(())
}
