//! Reads `[[integrations]]`.

use std::collections::BTreeMap;

use super::load::Load;
use super::value::{Item, Table};
use crate::surroundings::parameter::{self, PARAMETERS, Shape};
use crate::surroundings::words::{did_you_mean, short};
use crate::surroundings::{Fact, Integration};

/// Reads all integrations.
pub(super) fn read(item: &Item<'_>, load: &mut Load<'_>) -> Vec<Integration> {
    let tables = item.tables(&mut load.mistakes);
    tables.into_iter().filter_map(|mut table| integration(&mut table, load)).collect()
}

fn integration(table: &mut Table<'_>, load: &mut Load<'_>) -> Option<Integration> {
    let profile = table.take("profile");
    let files = table.take("files").map(|item| load.pattern_list(&item)).unwrap_or_default();
    let complete = table.take("complete").and_then(|item| item.boolean(&mut load.mistakes));
    let set = parameters(table, load);
    let Some(profile) = profile else {
        load.mistakes
            .value(table.range, table.path.clone(), "this integration has no `profile`")
            .help("add `profile = \"…\"` with the name of the integration".to_owned());
        return None;
    };
    let stated = profile.name(&mut load.mistakes)?;
    let Some(name) = load.names.profiles.get(&stated.value) else {
        let message = format!("no integration is called `{}`", short(&stated.value));
        let help = did_you_mean(&stated.value, load.names.profiles.keys().map(String::as_str));
        load.mistakes.at(stated.span, stated.path, message).help(help);
        return None;
    };
    let complete = complete.is_some_and(|complete| complete.value);
    Some(Integration { profile: stated.with(name.clone()), files, set, complete })
}

fn parameters(table: &Table<'_>, load: &mut Load<'_>) -> BTreeMap<String, Vec<Fact<String>>> {
    let mut set = BTreeMap::new();
    for item in table.rest() {
        let shape = match parameter::find(&item.name) {
            Some(parameter) => parameter.shape,
            None if load.names.parameters.contains(&*item.name) => Shape::Text,
            None => {
                let mut known: Vec<&str> = PARAMETERS.iter().map(|parameter| parameter.name).collect();
                known.extend(load.names.parameters.iter().map(String::as_str));
                table.unknown(&item, "in `[[integrations]]`", &known, &mut load.mistakes);
                continue;
            }
        };
        let values: Vec<Fact<String>> =
            item.elements().iter().filter_map(|element| load.shaped(element, shape)).collect();
        if !values.is_empty() {
            set.insert(item.name.to_string(), values);
        }
    }
    set
}
