//! Reads `[[keys]]`.

use std::collections::HashMap;

use super::load::Load;
use super::value::{Item, Table};
use crate::surroundings::answers::Answer;
use crate::surroundings::parameter::Shape;
use crate::surroundings::words::short;
use crate::surroundings::{Fact, Key, KeyPolicy};

/// Reads all keys.
pub(super) fn read(item: &Item<'_>, load: &mut Load<'_>) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut seen: HashMap<String, Fact<String>> = HashMap::new();
    for mut table in item.tables(&mut load.mistakes) {
        let Some(key) = key(&mut table, load) else { continue };
        if let Some(first) = seen.get(&key.arn.value) {
            load.mistakes
                .at(key.arn.span, key.arn.path.clone(), "this key is stated twice")
                .help("put its facts into one `[[keys]]`".to_owned())
                .because(first.span, first.path.clone(), "first stated here");
            continue;
        }
        seen.insert(key.arn.value.clone(), key.arn.clone());
        keys.push(key);
    }
    keys
}

fn key(table: &mut Table<'_>, load: &mut Load<'_>) -> Option<Key> {
    let arn = table.take("arn");
    let alias = table.take("alias");
    let policy = table.take("policy");
    table.finish("in `[[keys]]`", &mut load.mistakes);
    let aliases = alias.map(|item| aliases(&item, load)).unwrap_or_default();
    let policy_file = policy.and_then(|item| item.name(&mut load.mistakes));
    let policy = policy_file.as_ref().and_then(|file| key_policy(file, load));
    let Some(arn) = arn else {
        load.mistakes
            .value(table.range, table.path.clone(), "this key has no `arn`")
            .help("add `arn = \"arn:aws:kms:…\"`".to_owned());
        return None;
    };
    let arn = load.shaped(&arn, Shape::KeyArn)?;
    Some(Key { arn, aliases, policy_file, policy })
}

fn aliases(item: &Item<'_>, load: &mut Load<'_>) -> Vec<Fact<String>> {
    let mut list = Vec::new();
    for alias in item.names(&mut load.mistakes) {
        let name = alias.value.strip_prefix("alias/").unwrap_or("");
        if !name.is_empty() {
            list.push(alias);
            continue;
        }
        let tail = alias.value.rsplit(":alias/").next().unwrap_or("");
        let help = format!("write `alias/{tail}`");
        load.mistakes.at(alias.span, alias.path, "an alias starts with `alias/`").help(help);
    }
    list
}

fn key_policy(file: &Fact<String>, load: &mut Load<'_>) -> Option<KeyPolicy> {
    let answer = load.files.answer(file, &mut load.mistakes)?;
    if let Answer::Policy(policy) = &*answer {
        return Some(policy.clone());
    }
    let message = format!("`{}` is no key policy: it looks like `{}`", short(&file.value), answer.command());
    let help = "name the policy or the answer of `aws kms get-key-policy`".to_owned();
    load.mistakes.at(file.span, file.path.clone(), message).help(help);
    None
}
