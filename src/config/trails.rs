//! Reads `[[trails]]`.

use std::collections::HashMap;

use super::load::Load;
use super::value::{Item, Table};
use crate::surroundings::answers::Answer;
use crate::surroundings::parameter::Shape;
use crate::surroundings::words::short;
use crate::surroundings::{Fact, Trail};

/// Reads all trails.
pub(super) fn read(item: &Item<'_>, load: &mut Load<'_>) -> Vec<Trail> {
    let mut trails: Vec<Trail> = Vec::new();
    let mut seen: HashMap<String, Fact<String>> = HashMap::new();
    let mut finder = Finder::default();
    for mut table in item.tables(&mut load.mistakes) {
        for trail in entry(&mut table, &mut finder, load) {
            let Some(arn) = &trail.arn else {
                trails.push(trail);
                continue;
            };
            if let Some(first) = seen.get(&arn.value) {
                let message = format!("the trail `{}` is stated twice", short(&arn.value));
                load.mistakes
                    .value(table.range, table.path.clone(), message)
                    .help("put its facts into one `[[trails]]`".to_owned())
                    .because(first.span, first.path.clone(), "first stated here");
                continue;
            }
            seen.insert(arn.value.clone(), arn.clone());
            trails.push(trail);
        }
    }
    trails
}

/// The trails that one entry is about, complete.
fn entry(table: &mut Table<'_>, finder: &mut Finder, load: &mut Load<'_>) -> Vec<Trail> {
    let answers = table.take("answers");
    let stated = stated(table, load);
    table.finish("in `[[trails]]`", &mut load.mistakes);
    let named = answers.map(|item| item.names(&mut load.mistakes));
    let mut trails = match &named {
        Some(named) => answered(named, &stated, finder, load),
        None => vec![Trail::at(stated.place.clone())],
    };
    for trail in &mut trails {
        let mut conflicts = trail.merge(&stated);
        conflicts.extend(trail.complete_from_arn());
        load.contradictions(conflicts);
    }
    trails
}

fn stated(table: &mut Table<'_>, load: &mut Load<'_>) -> Trail {
    let file = load.mistakes.file();
    let mut trail = Trail::at(Fact { value: (), span: table.range.in_file(file), path: table.path.clone() });
    let mut shaped = |table: &mut Table<'_>, name, shape| {
        let item = table.take(name)?;
        load.shaped(&item, shape)
    };
    trail.arn = shaped(table, "arn", Shape::TrailArn);
    trail.account = shaped(table, "account", Shape::Account);
    trail.bucket = shaped(table, "bucket", Shape::Bucket);
    trail.org_id = shaped(table, "org-id", Shape::Organization);
    trail.home_region = shaped(table, "home-region", Shape::Region);
    trail.name = table.take("name").and_then(|item| item.name(&mut load.mistakes));
    trail.prefix = table.take("prefix").and_then(|item| item.string(&mut load.mistakes));
    trail.organization = table.take("organization").and_then(|item| item.boolean(&mut load.mistakes));
    trail.validation = table.take("validation").and_then(|item| item.boolean(&mut load.mistakes));
    trail.multi_region = table.take("multi-region").and_then(|item| item.boolean(&mut load.mistakes));
    trail.key = table.take("kms-key").and_then(|item| {
        let key = item.string(&mut load.mistakes)?;
        if key.value.is_empty() { Some(key) } else { load.shaped(&item, Shape::KeyReference) }
    });
    trail
}

/// The trails of the named answers that the entry is about.
fn answered(named: &[Fact<String>], stated: &Trail, finder: &mut Finder, load: &mut Load<'_>) -> Vec<Trail> {
    let mut trails: Vec<Trail> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut is_readable = true;
    for name in named {
        let Some(answer) = load.files.answer(name, &mut load.mistakes) else {
            is_readable = false;
            continue;
        };
        let Answer::Trails(list) = &*answer else {
            let file = short(&name.value);
            let message = format!("`{file}` is not about trails: it looks like `{}`", answer.command());
            let help = "name the answer of `aws cloudtrail describe-trails`".to_owned();
            load.mistakes.at(name.span, name.path.clone(), message).help(help);
            is_readable = false;
            continue;
        };
        for trail in finder.meant(&name.value, list, stated) {
            let arn = trail.arn.as_ref().map(|arn| arn.value.clone()).unwrap_or_default();
            match places.get(&arn).and_then(|at| trails.get_mut(*at)) {
                Some(known) => load.contradictions(known.merge(trail)),
                None => {
                    places.insert(arn, trails.len());
                    trails.push(trail.clone());
                }
            }
        }
    }
    if let Some(wanted) = stated.arn.as_ref().or(stated.name.as_ref())
        && trails.is_empty()
        && is_readable
    {
        let message = format!("no trail `{}` is in the named answers", short(&wanted.value));
        load.mistakes.at(wanted.span, wanted.path.clone(), message);
    }
    trails
}

/// Finds trails in answers by ARN or name without a search per entry.
#[derive(Debug, Default)]
struct Finder {
    /// By file, then by ARN and by name: places in the answer's list.
    files: HashMap<String, HashMap<String, Vec<usize>>>,
}

impl Finder {
    /// The trails of an answer that an entry is about: the one with its ARN, those with its name, or all.
    fn meant<'l>(&mut self, file: &str, list: &'l [Trail], stated: &Trail) -> Vec<&'l Trail> {
        let Some(wanted) = stated.arn.as_ref().or(stated.name.as_ref()) else {
            return list.iter().collect();
        };
        if !self.files.contains_key(file) {
            let mut places: HashMap<String, Vec<usize>> = HashMap::new();
            for (place, trail) in list.iter().enumerate() {
                for word in trail.arn.iter().chain(&trail.name) {
                    places.entry(word.value.clone()).or_default().push(place);
                }
            }
            self.files.insert(file.to_owned(), places);
        }
        let places = self.files.get(file).and_then(|places| places.get(&wanted.value));
        places.into_iter().flatten().filter_map(|place| list.get(*place)).collect()
    }
}
