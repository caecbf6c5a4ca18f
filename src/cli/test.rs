//! `arnlint test DIR`: runs the examples of rule pages.

use std::io::Write as _;

use super::args::TestArgs;
use super::{CLEAN, FAILED, FOUND, Stop, colours, pages, settings};
use crate::examples::{self, Outcome};
use crate::input::Failure;
use crate::input::collect::display;
use crate::report::{Style, visible};
use crate::rules::page::{Expect, Page};
use crate::rules::registry::RuleSet;
use crate::text::LineIndex;

/// Runs the examples of every page below the folder.
pub(crate) fn run(args: &TestArgs) -> Result<u8, Stop> {
    let user = pages::load(std::slice::from_ref(&args.folder))?;
    let style = Style { color: colours(args.color), ..Style::default() };
    let broken = pages::report(&user, style)?;
    if user.pages.is_empty() && broken == CLEAN {
        return Err(Failure::Usage(format!("there is no page in `{}`", args.folder.display())).into());
    }
    let texts: Vec<(String, std::path::PathBuf, String)> = user
        .pages
        .iter()
        .map(|page| (page.page.name.clone(), page.path.clone(), page.text.clone()))
        .collect();
    let mut rules = RuleSet::new(user.pages.into_iter().map(|user| user.page).collect());
    rules.enable_all();
    let names = settings::names(&rules);
    let mut out = anstream::stdout().lock();
    let (mut run, mut failed) = (0, 0);
    for (name, path, text) in &texts {
        let Some(rule) = rules.get(name) else { continue };
        let outcomes = examples::run(rule.page(), text, &rules, &names);
        if args.update {
            let updated = examples::updated(text, &outcomes);
            if updated != *text {
                std::fs::write(path, updated).map_err(|error| Failure::write(path, &error))?;
                writeln!(out, "rewrote {}", visible(&display(path)))?;
            }
        }
        run += outcomes.len();
        for (line, failure) in failures(rule.page(), text, &outcomes, args.update) {
            failed += 1;
            writeln!(out, "{}:{line}: {failure}", visible(&display(path)))?;
        }
    }
    let word = if run == 1 { "example" } else { "examples" };
    writeln!(out, "{run} {word}, {failed} failed")?;
    Ok(match (broken, failed) {
        (FAILED, _) => FAILED,
        (_, 0) => CLEAN,
        _ => FOUND,
    })
}

/// What failed, with its line. A page without a failing and a passing example fails as a whole.
fn failures(page: &Page, text: &str, outcomes: &[Outcome], updated: bool) -> Vec<(usize, String)> {
    let lines = LineIndex::new(text);
    let mut failures = Vec::new();
    for outcome in outcomes {
        let line = lines.line_of(outcome.policy.start) + 1;
        if !(updated && outcome.stale) {
            failures.extend(outcome.failures.iter().map(|failure| (line, failure.clone())));
        }
    }
    for (expect, word) in [(Expect::Fail, "fail"), (Expect::Pass, "pass")] {
        if page.examples.iter().all(|example| example.expect != expect) {
            failures.push((1, format!("the page has no `json {word}` example")));
        }
    }
    failures
}
