//! From the text of a configuration to what it says, with all of its mistakes.

use std::collections::BTreeSet;
use std::path::Path;

use toml::de::{DeTable, Error};

use super::files::{Exists, Files, NewFile, Read};
use super::mistake::Mistakes;
use super::value::{Item, Table, range};
use super::{Loaded, Names, Source, buckets, deliveries, integrations, keys, lint, trails};
use crate::aws::Catalog;
use crate::surroundings::merge::Conflict;
use crate::surroundings::parameter::{self, Shape};
use crate::surroundings::patterns::PatternProblem;
use crate::surroundings::words::short;
use crate::surroundings::{Fact, Patterns};
use crate::text::Range;

/// What the readers of the single tables share.
pub(super) struct Load<'a> {
    /// What may be named.
    pub(super) names: &'a Names,
    /// What is wrong so far.
    pub(super) mistakes: Mistakes,
    /// The files beside the configuration.
    pub(super) files: Files<'a>,
    /// Regions that the configuration declares.
    pub(super) extra_regions: BTreeSet<String>,
}

impl Load<'_> {
    /// Text of a shape.
    pub(super) fn shaped(&mut self, item: &Item<'_>, shape: Shape) -> Option<Fact<String>> {
        item.shaped(shape, &self.extra_regions, &mut self.mistakes)
    }

    /// A list of path patterns, compiled; those that are none are reported.
    pub(super) fn patterns(&mut self, item: &Item<'_>) -> Patterns {
        let (patterns, problems) = Patterns::new(item.names(&mut self.mistakes));
        self.report(patterns.list(), problems);
        patterns
    }

    /// A list of path patterns as stated; those that are none, and files that do not exist, are reported.
    pub(super) fn pattern_list(&mut self, item: &Item<'_>) -> Vec<Fact<String>> {
        let list = item.names(&mut self.mistakes);
        self.report(&list, Patterns::check(&list));
        self.must_exist(&list);
        list
    }

    /// Reports each path without a wildcard at which nothing stands. A pattern may be about files to come, a plain path
    /// that leads nowhere is a slip, and what is said about the file would silently be said about none.
    pub(super) fn must_exist(&mut self, list: &[Fact<String>]) {
        let is_path = |named: &&Fact<String>| {
            let is_plain = !named.value.contains(['*', '?', '[', ']', '{', '}', '\\']);
            is_plain && Patterns::check(std::slice::from_ref(*named)).is_empty()
        };
        for named in list.iter().filter(is_path) {
            self.files.must_exist(named, &mut self.mistakes);
        }
    }

    /// Reports contradictions where the configuration states the fact, else in the later answer.
    pub(super) fn contradictions(&mut self, conflicts: Vec<Conflict>) {
        for Conflict { what, known, added } in conflicts {
            let is_ours = known.span.file == self.mistakes.file();
            let (at, other) = if is_ours { (known, added) } else { (added, known) };
            let message = format!("`{what}` contradicts what is known: {} and {}", at.value, other.value);
            self.mistakes
                .at(at.span, at.path, message)
                .label(format!("{} here", at.value))
                .help("keep the one that is true".to_owned())
                .because(other.span, other.path, format!("{} here", other.value));
        }
    }

    fn report(&mut self, list: &[Fact<String>], problems: Vec<PatternProblem>) {
        for problem in problems {
            if let Some(fact) = list.get(problem.place) {
                self.mistakes.at(fact.span, fact.path.clone(), problem.message).help(problem.help);
            }
        }
    }
}

/// Reads a configuration.
///
/// `read` is asked for each file of facts that it names, by a path that starts with the folder of the configuration;
/// `new_file` gives each of them its id. `exists` is asked about each policy, which is not read here. Never fails: what
/// cannot be used is left out and reported.
pub fn load<'a>(
    source: Source<'_>,
    names: &'a Names,
    read: Read<'a>,
    exists: Exists<'a>,
    new_file: NewFile<'a>,
) -> Loaded {
    let folder = source.path.parent().unwrap_or(Path::new("")).to_path_buf();
    let mut load = Load {
        names,
        mistakes: Mistakes::new(source.file),
        files: Files::new(folder, read, exists, new_file),
        extra_regions: BTreeSet::new(),
    };
    let mut loaded = Loaded::default();
    let (root, errors) = DeTable::parse_recoverable(source.text);
    if grammar(source.text, errors, &mut load.mistakes) {
        let whole = Range::new(0, u32::try_from(source.text.len()).unwrap_or(u32::MAX));
        let mut table = Table::new(root.get_ref(), whole, Vec::new());
        if let Some(item) = table.take("extra-regions") {
            extra_regions(&item, &mut load);
        }
        lint::read(&mut table, &mut load, &mut loaded.config);
        if let Some(item) = table.take("data") {
            loaded.config.data = item.name(&mut load.mistakes);
            loaded.catalog = loaded.config.data.as_ref().and_then(|named| catalog(named, &mut load));
        }
        let facts = &mut loaded.surroundings;
        if let Some(item) = table.take("buckets") {
            facts.buckets = buckets::read(&item, &mut load);
        }
        if let Some(item) = table.take("trails") {
            facts.trails = trails::read(&item, &mut load);
        }
        if let Some(item) = table.take("keys") {
            facts.keys = keys::read(&item, &mut load);
        }
        if let Some(item) = table.take("deliveries") {
            facts.deliveries = deliveries::read(&item, &mut load);
        }
        if let Some(item) = table.take("integrations") {
            facts.integrations = integrations::read(&item, &mut load);
        }
        table.finish("", &mut load.mistakes);
    }
    loaded.mistakes = load.mistakes.finish();
    loaded.files = load.files.finish();
    loaded
}

/// The facts about services in a named file; what is wrong with it is reported where it is named.
fn catalog(named: &Fact<String>, load: &mut Load<'_>) -> Option<Catalog> {
    let help = "`arnlint data update --from DIR` writes it from the documents of AWS's Service Reference";
    let bytes = load.files.bytes(named, help, &mut load.mistakes)?;
    match Catalog::read(bytes) {
        Ok(catalog) => Some(catalog),
        Err(damage) => {
            let message = format!("`{}` cannot be used: {damage}", short(&named.value));
            load.mistakes.at(named.span, named.path.clone(), message).help(help.to_owned());
            None
        }
    }
}

fn extra_regions(item: &Item<'_>, load: &mut Load<'_>) {
    for region in item.names(&mut load.mistakes) {
        if parameter::looks_like_region(&region.value) {
            load.extra_regions.insert(region.value);
        } else {
            let message = format!("`{}` is not built like a region", short(&region.value));
            let help = "write its code, such as `eu-west-1`".to_owned();
            load.mistakes.at(region.span, region.path, message).help(help);
        }
    }
}

/// Reports what is wrong with the TOML itself; whether the rest can still be judged.
///
/// A key that is stated twice spoils nothing else. After any other mistake the table may hold less than the text says,
/// and what comes after it may be its consequence, so that only the first one is reported.
fn grammar(text: &str, mut errors: Vec<Error>, mistakes: &mut Mistakes) -> bool {
    let start = |error: &Error| error.span().map_or(usize::MAX, |span| span.start);
    errors.sort_by_key(start);
    let is_twice = |error: &Error| error.message() == "duplicate key";
    for error in errors.iter().filter(|error| is_twice(error)) {
        let place = error.span().map(range).unwrap_or_default();
        let message = format!("`{}` is stated twice", short(place.of(text)));
        mistakes.key(place, Vec::new(), message).help("keep one of the two".to_owned());
    }
    let Some(error) = errors.iter().find(|error| !is_twice(error)) else { return true };
    let place = error.span().map(range).unwrap_or_default();
    let (place, message, help) = explain(text, place, error.message());
    mistakes.value(place, Vec::new(), format!("not valid TOML: {message}")).help(help);
    false
}

/// Place, message and advice: better ones than the parser's for frequent slips.
fn explain<'m>(text: &str, place: Range, message: &'m str) -> (Range, &'m str, Option<String>) {
    if message.starts_with("unexpected leading zero") {
        let tail = text.get(place.start as usize..).unwrap_or("");
        let end = tail.find(|character: char| !character.is_ascii_digit()).unwrap_or(tail.len());
        let number = Range::new(place.start, place.start.saturating_add(u32::try_from(end).unwrap_or(0)));
        let help = format!("put it in quotes: `\"{}\"`", short(number.of(text)));
        return (number, "a number begins with 0", Some(help));
    }
    if message.starts_with("string values must be quoted") {
        let word = place.of(text);
        if word.is_empty() {
            return (visible(text, place), "the value is missing", None);
        }
        let plain = !word.contains(['"', '\'', '\\', '\n', '\r']);
        let help = plain.then(|| format!("put it in quotes: `\"{}\"`", short(word)));
        return (place, "a text stands without quotes", help);
    }
    (visible(text, place), message, None)
}

/// The place, or where it is empty the character before it that is no blank: something has to be underlined.
fn visible(text: &str, place: Range) -> Range {
    if !place.is_empty() {
        return place;
    }
    let before = text.get(..place.start as usize).unwrap_or("").trim_end();
    let Some(last) = before.chars().next_back() else { return place };
    let end = u32::try_from(before.len()).unwrap_or(u32::MAX);
    Range::new(end.saturating_sub(u32::try_from(last.len_utf8()).unwrap_or(1)), end)
}
