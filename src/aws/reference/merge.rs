//! Facts made newer by documents of the Service Reference.
//!
//! The documents lack what arnlint carries from elsewhere: which type of resource each request names, what is a
//! permission only, and what there was before. All of it is kept. What arnlint has put right where the reference prints
//! it wrongly is kept, too.

use std::collections::{BTreeMap, BTreeSet};

use crate::aws::catalog::facts::{Action, Facts, Key, Month, ResourceType, Service};

/// What the documents say otherwise than the facts before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Services that were not known.
    pub services: Vec<String>,
    /// Actions that were not known, or that were retired, by service.
    pub added: BTreeMap<String, Vec<String>>,
    /// Actions that are retired now, by service.
    pub retired: BTreeMap<String, Vec<String>>,
    /// Condition keys that were not known.
    pub keys: Vec<String>,
}

/// The facts with what the documents say about services and global keys. Services without a document stay as they are.
/// What a document lacks and the facts had is retired, with the month of the facts: they were the last list that had it.
pub fn merge(known: Facts, documents: Vec<Service>, global: Vec<Key>, date: &str) -> (Facts, Changes) {
    let mut changes = Changes::default();
    let month = known.date.get(..7).and_then(Month::parse);
    let mut services: BTreeMap<String, Service> =
        known.services.into_iter().map(|service| (service.name.clone(), service)).collect();
    let mut others = Keys::new(known.keys);
    for key in global {
        others.add(key);
    }
    for mut document in documents {
        let own = format!("{}:", document.name);
        let (mine, foreign) = document.keys.into_iter().partition(|key| key.name.starts_with(&own));
        document.keys = mine;
        let foreign: Vec<Key> = foreign;
        for key in foreign {
            others.add(key);
        }
        let before = services.remove(&document.name).unwrap_or_else(|| {
            changes.services.push(document.name.clone());
            Service::default()
        });
        services.insert(document.name.clone(), newer(before, document, month, &mut changes));
    }
    let own: BTreeSet<String> = services
        .values()
        .flat_map(|service| &service.keys)
        .map(|key| key.name.to_ascii_lowercase())
        .collect();
    let mut facts = Facts {
        date: date.to_owned(),
        sources: known.sources,
        services: services.into_values().collect(),
        keys: others.list,
        prefixes: known.prefixes,
    };
    // Lists of services also name keys of other services.
    let is_foreign = |name: &str| !own.contains(&name.to_ascii_lowercase());
    facts.keys.retain(|key| is_foreign(&key.name));
    changes.keys.extend(others.added.into_iter().filter(|name| is_foreign(name)));
    prefixes(&mut facts);
    changes.services.sort_unstable();
    changes.keys.sort_unstable();
    (facts, changes)
}

/// Keys of no service, none twice.
struct Keys {
    list: Vec<Key>,
    names: BTreeSet<String>,
    /// The names of those that were added.
    added: Vec<String>,
}

impl Keys {
    fn new(list: Vec<Key>) -> Self {
        let names = list.iter().map(|key| key.name.to_ascii_lowercase()).collect();
        Self { list, names, added: Vec::new() }
    }

    /// Adds a key that is not known. What is known of a key stays: lists of services type global keys carelessly.
    fn add(&mut self, key: Key) {
        if self.names.insert(key.name.to_ascii_lowercase()) {
            self.added.push(key.name.clone());
            self.list.push(key);
        }
    }
}

/// A service as its document has it, with what only the facts before know.
fn newer(before: Service, document: Service, month: Option<Month>, changes: &mut Changes) -> Service {
    let mut gone = folded(before.actions, |action: &Action| &action.name);
    let mut added = Vec::new();
    let mut actions = Vec::with_capacity(document.actions.len());
    for action in document.actions {
        match gone.remove(&action.name.to_ascii_lowercase()) {
            Some(known) if known.retired.is_none() => actions.push(carried(action, &known)),
            _ => {
                added.push(action.name.clone());
                actions.push(action);
            }
        }
    }
    let mut retired = Vec::new();
    for action in gone.into_values() {
        if action.retired.is_none() {
            retired.push(action.name.clone());
        }
        // Of a retired action the name and the month are kept.
        actions.push(Action { name: action.name, retired: action.retired.or(month), ..Action::default() });
    }
    let mut types = folded(before.resources, |resource: &ResourceType| &resource.name);
    let resources = document.resources.into_iter().map(|mut resource| {
        let known = types.remove(&resource.name.to_ascii_lowercase()).map(|known| known.arns);
        // Where more templates are known than the document has, one was wrong there.
        if let Some(known) = known.filter(|known| resource.arns.iter().all(|arn| known.contains(arn))) {
            resource.arns = known;
        }
        resource
    });
    let resources = resources.collect();
    let mut old_keys = folded(before.keys, |key: &Key| &key.name);
    let mut keys = Vec::with_capacity(document.keys.len());
    for mut key in document.keys {
        match old_keys.remove(&key.name.to_ascii_lowercase()) {
            Some(known) => key.is_multivalued |= known.is_multivalued,
            None => changes.keys.push(key.name.clone()),
        }
        keys.push(key);
    }
    // Some requests may still have a key that the reference has no more.
    keys.extend(old_keys.into_values());
    let note = |list: &mut BTreeMap<String, Vec<String>>, mut names: Vec<String>| {
        names.sort_unstable();
        if !names.is_empty() {
            list.insert(document.name.clone(), names);
        }
    };
    note(&mut changes.added, added);
    note(&mut changes.retired, retired);
    Service { name: document.name, retired: None, actions, resources, keys }
}

/// An action as the document has it, with what only the facts before know.
fn carried(mut action: Action, known: &Action) -> Action {
    action.is_permission_only = known.is_permission_only;
    action.level = action.level.or(known.level);
    for need in &mut action.needs {
        let before = known.needs.iter().find(|before| before.resource.eq_ignore_ascii_case(&need.resource));
        need.required = before.and_then(|before| before.required);
    }
    action
}

/// The parts by their names in lower case.
fn folded<T>(parts: Vec<T>, name: impl Fn(&T) -> &String) -> BTreeMap<String, T> {
    parts.into_iter().map(|part| (name(&part).to_ascii_lowercase(), part)).collect()
}

/// Adds the beginnings of ARNs that are no services.
fn prefixes(facts: &mut Facts) {
    let mut known: BTreeSet<String> = std::mem::take(&mut facts.prefixes).into_iter().collect();
    let names: BTreeSet<&str> = facts.services.iter().map(|service| service.name.as_str()).collect();
    let templates =
        facts.services.iter().flat_map(|service| &service.resources).flat_map(|resource| &resource.arns);
    let parts = templates.filter_map(|arn| arn.split(':').nth(2)).filter(|part| !part.contains('$'));
    known.extend(parts.filter(|part| !part.is_empty() && !names.contains(part)).map(str::to_owned));
    facts.prefixes = known.into_iter().collect();
}
