//! Reads what to lint and how: files, rules, severities, kinds.

use std::collections::HashMap;

use super::load::Load;
use super::names::Selected;
use super::value::{Item, Table};
use super::{Config, Level};
use crate::finding::{PolicyKind, Severity};
use crate::surroundings::Fact;
use crate::surroundings::parameter;
use crate::surroundings::words::{did_you_mean, short};

const SEVERITIES: [&str; 4] = ["suggestion", "warning", "security", "error"];
const LEVELS: [&str; 5] = ["off", "suggestion", "warning", "security", "error"];

/// Reads the keys at the top of the file, `[kinds]` and `[rules]`.
pub(super) fn read(table: &mut Table<'_>, load: &mut Load<'_>, config: &mut Config) {
    if let Some(item) = table.take("include") {
        config.include = load.patterns(&item);
    }
    if let Some(item) = table.take("exclude") {
        config.exclude = load.patterns(&item);
    }
    if let Some(item) = table.take("select") {
        config.select = selection(&item, load);
    }
    if let Some(item) = table.take("extend-select") {
        config.extend_select = selection(&item, load);
    }
    if let Some(item) = table.take("ignore") {
        config.ignore = selection(&item, load);
    }
    in_both(config, load);
    if let Some(item) = table.take("fail-on") {
        config.fail_on = item.word("severity", &SEVERITIES, &mut load.mistakes).and_then(|word| {
            let severity = Severity::from_word(&word.value)?;
            Some(word.with(severity))
        });
    }
    if let Some(item) = table.take("strict") {
        config.strict = item.boolean(&mut load.mistakes);
    }
    if let Some(item) = table.take("kinds") {
        kinds(&item, load, config);
    }
    if let Some(item) = table.take("rules") {
        rules(&item, load, config);
    }
}

fn selection(item: &Item<'_>, load: &mut Load<'_>) -> Vec<Fact<Selected>> {
    let mut list = Vec::new();
    for word in item.names(&mut load.mistakes) {
        match load.names.selected(&word.value) {
            Some(selected) => list.push(word.with(selected)),
            None => {
                let message = format!("no rule, family or integration is called `{}`", short(&word.value));
                let help = did_you_mean(&word.value, load.names.selectable());
                load.mistakes.at(word.span, word.path, message).help(help);
            }
        }
    }
    list
}

fn in_both(config: &Config, load: &mut Load<'_>) {
    let selected: HashMap<&Selected, &Fact<Selected>> =
        config.select.iter().chain(&config.extend_select).map(|entry| (&entry.value, entry)).collect();
    for entry in &config.ignore {
        let Some(other) = selected.get(&entry.value) else { continue };
        let message = "this is both selected and ignored";
        load.mistakes
            .at(entry.span, entry.path.clone(), message)
            .help("keep one of the two".to_owned())
            .because(other.span, other.path.clone(), "selected here");
    }
}

fn kinds(item: &Item<'_>, load: &mut Load<'_>, config: &mut Config) {
    let Some(table) = item.table(&mut load.mistakes) else { return };
    for entry in table.rest() {
        let Some(kind) = PolicyKind::from_word(&entry.name) else {
            let words: Vec<&str> = PolicyKind::ALL.iter().map(|kind| kind.word()).collect();
            if let Some(help) = table.misplaced(&entry) {
                let message = format!("`{}` is no kind of policy", entry.name);
                load.mistakes.key(entry.key, entry.path.clone(), message).help(help);
            } else if let Err(wrong) = parameter::word(&entry.name, "kind of policy", &words) {
                load.mistakes.key(entry.key, entry.path.clone(), wrong.message).help(wrong.help);
            }
            continue;
        };
        let fact =
            Fact { value: kind, span: entry.key.in_file(load.mistakes.file()), path: entry.path.clone() };
        let patterns = load.patterns(&entry);
        load.must_exist(patterns.list());
        config.kinds.push((fact, patterns));
    }
}

fn rules(item: &Item<'_>, load: &mut Load<'_>, config: &mut Config) {
    let Some(table) = item.table(&mut load.mistakes) else { return };
    for entry in table.rest() {
        let Some(rule) = load.names.rules.get(&*entry.name) else {
            unknown_rule(&table, &entry, load);
            continue;
        };
        let Some(word) = entry.word("level", &LEVELS, &mut load.mistakes) else { continue };
        let level = Severity::from_word(&word.value).map_or(Level::Off, Level::At);
        let fact = word.with(level);
        if let Some(first) = config.rules.get(rule) {
            let message = format!("`{}` is another name of `{rule}`, which has a level already", entry.name);
            load.mistakes
                .key(entry.key, entry.path.clone(), message)
                .help("keep one of the two".to_owned())
                .because(first.span, first.path.clone(), "its level");
            continue;
        }
        config.rules.insert(rule.clone(), fact);
    }
}

fn unknown_rule(table: &Table<'_>, entry: &Item<'_>, load: &mut Load<'_>) {
    let names = load.names;
    let help = table.misplaced(entry).or_else(|| {
        if names.selected(&entry.name).is_some() {
            return Some("families and integrations go into `select` or `ignore`".to_owned());
        }
        did_you_mean(&entry.name, names.rules.keys().map(String::as_str))
    });
    let message = format!("no rule is called `{}`", short(&entry.name));
    load.mistakes.key(entry.key, entry.path.clone(), message).help(help);
}
