//! `arnlint data`: which facts about AWS services are used, of which day, and what they are made from.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{DataArgs, DataCommand};
use super::check::report_mistakes;
use super::settings::{self, Settings, Which};
use super::{CLEAN, FAILED, Stop, colours, data_update};
use crate::aws::Catalog;
use crate::aws::catalog::layout::FORMAT;
use crate::finding::{Finding, Step};
use crate::input::collect::display;
use crate::report::{Style, visible};
use crate::rules::registry::RuleSet;

/// Shows the facts, or has newer ones written.
pub(crate) fn run(args: &DataArgs) -> Result<u8, Stop> {
    let style = Style { color: colours(super::args::Colour::Auto), ..Style::default() };
    let settings = load(args)?;
    if let Some(DataCommand::Update(update)) = &args.command {
        return data_update::run(update, &settings, style);
    }
    if !settings.mistakes.is_empty() {
        report_mistakes(&settings, style)?;
        return Ok(FAILED);
    }
    let file = settings.catalog.as_ref().and_then(|_| named(&settings));
    let mut out = anstream::stdout().lock();
    if args.json {
        let text = serde_json::to_string_pretty(&answer(settings.catalog(), file.as_deref()));
        writeln!(out, "{}", text.unwrap_or_default())?;
    } else {
        show(&mut out, settings.catalog(), file.as_deref())?;
    }
    Ok(CLEAN)
}

fn load(args: &DataArgs) -> Result<Settings, Stop> {
    let which = Which { file: args.config.as_deref(), isolated: args.isolated, stdin: None, data: None };
    let mut settings = settings::load(which, &RuleSet::new(Vec::new()))?;
    settings.mistakes.retain(is_about_the_top);
    Ok(settings)
}

/// Whether a mistake may hide which file is named. Rules are not looked at here: they may be the user's own.
fn is_about_the_top(mistake: &Finding) -> bool {
    let path = mistake.labels.first().map_or(&[][..], |label| label.path.as_slice());
    match path {
        [] => true,
        [Step::Key(key)] => !["select", "extend-select", "ignore"].contains(&key.as_str()),
        _ => false,
    }
}

/// The file that the configuration names, as a path from the working folder.
pub(super) fn named(settings: &Settings) -> Option<PathBuf> {
    settings.config.data.as_ref().map(|data| settings.folder.join(&data.value))
}

fn show(out: &mut impl std::io::Write, catalog: &Catalog, file: Option<&Path>) -> Result<(), Stop> {
    let bold = anstyle::Style::new().bold();
    let whence = match file {
        Some(file) => format!("from `{}`", visible(&display(file))),
        None => "built in".to_owned(),
    };
    writeln!(out, "{bold}facts about AWS services of {}{bold:#}, {whence}", visible(catalog.date()))?;
    for (name, count) in counts(catalog) {
        writeln!(out, "  {count:>6}  {}", name.replace('_', " "))?;
    }
    let carried = Catalog::built_in().date();
    if file.is_some() && catalog.date() < carried {
        writeln!(out, "arnlint carries newer ones, of {carried}: leave out `data`, or update the file")?;
    }
    writeln!(out, "\n{bold}made from{bold:#}")?;
    for source in catalog.sources().map(Source::read) {
        let Source { name, version, date, licence, gave } = source;
        let licence = if licence.is_empty() { String::new() } else { format!(" ({licence})") };
        let source = format!("{name} {version} of {date}{licence}: {gave}");
        writeln!(out, "  {}", visible(&source))?;
    }
    Ok(())
}

fn counts(catalog: &Catalog) -> [(&'static str, usize); 5] {
    let counts = catalog.counts();
    [
        ("services", counts.services),
        ("actions", counts.actions),
        ("retired_actions", counts.retired),
        ("resource_types", counts.resource_types),
        ("condition_keys", counts.keys),
    ]
}

/// What the facts are made from.
#[derive(Serialize)]
struct Source<'a> {
    name: &'a str,
    version: &'a str,
    date: &'a str,
    licence: &'a str,
    gave: &'a str,
}

impl<'a> Source<'a> {
    fn read(line: &'a str) -> Self {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or("");
        Self { name: next(), version: next(), date: next(), licence: next(), gave: next() }
    }
}

/// The answer for programs.
#[derive(Serialize)]
struct Answer<'a> {
    version: u8,
    /// The day that the facts are of.
    data_date: &'a str,
    /// The day of those that arnlint carries.
    built_in_date: &'a str,
    /// Where they stand; none where arnlint carries them.
    file: Option<String>,
    /// Number of the layout of the file.
    format: u32,
    counts: serde_json::Map<String, serde_json::Value>,
    sources: Vec<Source<'a>>,
}

fn answer<'a>(catalog: &'a Catalog, file: Option<&Path>) -> Answer<'a> {
    Answer {
        version: 1,
        data_date: catalog.date(),
        built_in_date: Catalog::built_in().date(),
        file: file.map(display),
        format: FORMAT,
        counts: counts(catalog).into_iter().map(|(name, count)| (name.to_owned(), count.into())).collect(),
        sources: catalog.sources().map(Source::read).collect(),
    }
}
