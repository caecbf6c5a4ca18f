//! Reads what happens to the objects of a bucket later: `lifecycle` and `intelligent-tiering`.

use super::load::Load;
use super::value::{Item, Table};
use crate::surroundings::{Fact, IntelligentTiering, LifecycleRule};

const CLASSES: [&str; 6] =
    ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];
const TIERS: [&str; 2] = ["ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"];

/// The rules of `lifecycle`.
pub(super) fn lifecycle(item: &Item<'_>, load: &mut Load<'_>) -> Fact<Vec<LifecycleRule>> {
    let tables = item.tables(&mut load.mistakes);
    let rules = tables.into_iter().map(|mut table| rule(&mut table, load)).collect();
    item.fact(rules, &load.mistakes)
}

fn rule(table: &mut Table<'_>, load: &mut Load<'_>) -> LifecycleRule {
    let common = Common::read(table, load);
    let days = table.take("expiration-days").and_then(|item| item.days(&mut load.mistakes));
    let date = table.take("expiration-date").map(|item| item.fact(0, &load.mistakes));
    let transitions = words(table.take("transition"), "storage class", &CLASSES, load);
    let abort = table.take("abort-multipart-days").and_then(|item| item.days(&mut load.mistakes));
    table.finish("in a rule of `lifecycle`", &mut load.mistakes);
    LifecycleRule {
        place: common.place,
        enabled: common.enabled,
        prefix: common.prefix,
        narrowed: common.narrowed,
        expiration: days.or(date),
        transitions,
        abort_multipart: abort,
    }
}

/// The configurations of `intelligent-tiering`.
pub(super) fn tiering(item: &Item<'_>, load: &mut Load<'_>) -> Fact<Vec<IntelligentTiering>> {
    let mut list = Vec::new();
    for mut table in item.tables(&mut load.mistakes) {
        let common = Common::read(&mut table, load);
        let tiers = words(table.take("tiers"), "archive tier", &TIERS, load);
        table.finish("in `intelligent-tiering`", &mut load.mistakes);
        let Common { place, enabled, prefix, narrowed } = common;
        list.push(IntelligentTiering { place, enabled, prefix, narrowed, tiers });
    }
    item.fact(list, &load.mistakes)
}

/// What lifecycle rules and tiering configurations have in common.
struct Common {
    place: Fact<()>,
    enabled: bool,
    prefix: String,
    narrowed: bool,
}

impl Common {
    fn read(table: &mut Table<'_>, load: &mut Load<'_>) -> Self {
        let place = table.range.in_file(load.mistakes.file());
        let place = Fact { value: (), span: place, path: table.path.clone() };
        let enabled = table.take("enabled").and_then(|item| item.boolean(&mut load.mistakes));
        let prefix = table.take("prefix").and_then(|item| item.string(&mut load.mistakes));
        let narrowed = table.take("narrowed").and_then(|item| item.boolean(&mut load.mistakes));
        Self {
            place,
            enabled: enabled.is_none_or(|enabled| enabled.value),
            prefix: prefix.map(|prefix| prefix.value).unwrap_or_default(),
            narrowed: narrowed.is_some_and(|narrowed| narrowed.value),
        }
    }
}

fn words(item: Option<Item<'_>>, what: &str, words: &[&str], load: &mut Load<'_>) -> Vec<Fact<String>> {
    let elements = item.map(|item| item.elements()).unwrap_or_default();
    elements.iter().filter_map(|element| element.word(what, words, &mut load.mistakes)).collect()
}
