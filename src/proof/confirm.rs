//! From a piece that a search left open to a concrete request, which the evaluator of single requests has to confirm.

use std::collections::BTreeMap;

use super::automaton::Fuel;
use super::caller;
use super::letters::{Letter, Letters};
use super::search::State;
use super::space::{DimId, Held, Item, Possible, Space};
use super::word::Symbol;
use crate::access::{Context, Given, Principal, Request, Text};

/// The parts of a request before it is one.
pub(super) struct Draft {
    principal: Principal,
    resource: String,
    /// What each key holds, by name in lower case.
    keys: BTreeMap<String, Given>,
}

/// A value for a key that is nowhere said to have one.
fn plain_value(key: &str) -> &'static str {
    match key {
        "aws:principalaccount" | "aws:sourceaccount" | "aws:resourceaccount" => "111122223333",
        "aws:username" => "alice",
        "aws:userid" => "AIDACKCEVSQ6C2EXAMPLE",
        "aws:principalorgid" | "aws:resourceorgid" => "o-exampleorgid",
        "aws:sourceip" => "203.0.113.10",
        "aws:requestedregion" => "us-east-1",
        _ => "example",
    }
}

/// Reads a value of every dimension out of a piece; `None` where letters in it can have no value.
pub(super) fn draft(
    state: &State,
    (caller, resource): (DimId, DimId),
    space: &mut Space,
    letters: &Letters,
    fuel: &mut Fuel,
) -> Option<Draft> {
    let dims: Vec<(DimId, String)> = space.dims().map(|(dim, about)| (dim, about.key.clone())).collect();
    let mut held: BTreeMap<DimId, Held> = BTreeMap::new();
    for (dim, _) in &dims {
        let Possible::Yes(value) = space.value(*dim, state.point(*dim), fuel) else { return None };
        held.insert(*dim, value);
    }
    let mut filler = Filler { letters, values: BTreeMap::new(), principal: None };
    let word = match held.get(&caller)? {
        Held::One(Item::Word(word)) => word.clone(),
        _ => return None,
    };
    // Keys first whose values hold no letters: letters take their values from them.
    for (dim, key) in dims.iter().filter(|(dim, _)| *dim != caller && *dim != resource) {
        match held.get(dim) {
            Some(Held::One(item)) => {
                if let Some(text) = plain(item) {
                    filler.values.insert(key.clone(), Some(text));
                }
            }
            Some(Held::Absent) => {
                filler.values.insert(key.clone(), None);
            }
            _ => {}
        }
    }
    let principal = caller::principal(&filler.fill(&Item::Word(word))?)?;
    filler.principal = Some(principal.clone());
    let resource = match held.get(&resource)? {
        Held::One(item) => filler.fill(item)?,
        _ => return None,
    };
    let mut keys = BTreeMap::new();
    for (dim, key) in dims.iter().filter(|(_, key)| !key.is_empty()) {
        let given = match held.get(dim)? {
            Held::Absent => Given::Absent,
            Held::One(item) => Given::One(Text::Exact(filler.fill(item)?)),
            Held::List(items) => Given::Many(
                items.iter().map(|item| filler.fill(item).map(Text::Exact)).collect::<Option<Vec<_>>>()?,
            ),
        };
        keys.insert(key.clone(), given);
    }
    for (key, value) in filler.values {
        if let Some(value) = value
            && super::derived::Derived::of(&key).is_none()
        {
            keys.entry(key).or_insert(Given::One(Text::Exact(value)));
        }
    }
    // Of a key that only variables name the request says that there is none, where it can be so.
    let plain = Request::new(principal.clone(), "x:y", "*", Context::new()).ok()?;
    for key in letters.keys() {
        let given = match plain.value(key).as_ref() {
            Given::Unknown => Given::Absent,
            Given::Present => Given::one(plain_value(key)),
            _ => continue,
        };
        keys.entry(key.to_owned()).or_insert(given);
    }
    Some(Draft { principal, resource, keys })
}

/// The keys without which a letter in a piece has no value.
pub(super) fn needed_keys(
    state: &State,
    space: &mut Space,
    letters: &Letters,
    fuel: &mut Fuel,
) -> Vec<String> {
    let dims: Vec<DimId> = space.dims().map(|(dim, _)| dim).collect();
    let mut keys = Vec::new();
    for dim in dims {
        let items = match space.value(dim, state.point(dim), fuel) {
            Possible::Yes(Held::One(item)) => vec![item],
            Possible::Yes(Held::List(items)) => items,
            _ => Vec::new(),
        };
        for symbol in items.iter().flat_map(|item| match item {
            Item::Word(word) => word.as_slice(),
            Item::Text(_) => &[],
        }) {
            let Symbol::Letter(letter) = symbol else { continue };
            if let Some(Letter::Key(key, None)) = letters.get(*letter)
                && !keys.contains(key)
            {
                keys.push(key.clone());
            }
        }
    }
    keys
}

fn plain(item: &Item) -> Option<String> {
    match item {
        Item::Text(text) => Some(text.clone()),
        Item::Word(word) => super::word::text(word),
    }
}

struct Filler<'l> {
    letters: &'l Letters,
    /// What keys hold, `None` for nothing.
    values: BTreeMap<String, Option<String>>,
    principal: Option<Principal>,
}

impl Filler<'_> {
    fn fill(&mut self, item: &Item) -> Option<String> {
        let word = match item {
            Item::Text(text) => return Some(text.clone()),
            Item::Word(word) => word,
        };
        let mut text = String::with_capacity(word.len());
        for symbol in word {
            match symbol {
                Symbol::Char(character) => text.push(*character),
                Symbol::Letter(letter) => text.push_str(&self.letter(*letter)?),
            }
        }
        Some(text)
    }

    fn letter(&mut self, letter: u32) -> Option<String> {
        let (key, default) = match self.letters.get(letter)? {
            // Whoever fills it in may write anything: the evaluator says what does not depend on it.
            Letter::Hole(text) => return Some(text.clone()),
            Letter::Key(key, default) => (key.clone(), default.clone()),
        };
        if let Some(value) = self.values.get(&key) {
            return value.clone().or(default);
        }
        if let Some(principal) = &self.principal {
            let request = Request::new(principal.clone(), "x:y", "*", Context::new()).ok()?;
            match request.value(&key).as_ref() {
                Given::Absent => return default,
                Given::One(Text::Exact(text)) => return Some(text.clone()),
                _ => {}
            }
        }
        let value = match &self.principal {
            Some(Principal::Session { name, .. }) if key == "aws:userid" => {
                format!("AROACKCEVSQ6C2EXAMPLE:{name}")
            }
            _ => plain_value(&key).to_owned(),
        };
        self.values.insert(key, Some(value.clone()));
        Some(value)
    }
}

impl Draft {
    /// The request for an action, with those keys alone that `keep` names.
    pub(super) fn request(&self, action: &str, keep: impl Fn(&str) -> bool) -> Option<Request> {
        let mut context = Context::new();
        for (key, given) in self.keys.iter().filter(|(key, _)| keep(key)) {
            context.set(key, given.clone()).ok()?;
        }
        Request::new(self.principal.clone(), action, self.resource.as_str(), context).ok()
    }

    /// The names of the keys that it says something of.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(String::as_str)
    }
}
