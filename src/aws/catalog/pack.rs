//! Facts to the bytes of a catalogue, which are searched in place. The build script compiles this file too.
//!
//! All numbers are little-endian and 32 bits wide, but for the lengths before texts, which are 16 bits wide. A header of
//! [`layout::HEADER`] bytes is followed by tables of records, the lists that records point to, the texts, and two hash
//! tables from folded names to records. Offsets of lists and texts count from the beginning of their part; 0 is the empty
//! list and the empty text.

use std::collections::HashMap;

use super::facts::{Action, Facts, Habit, Key, KeyType, Month, Need, ResourceType, Service};
use super::layout::{self, FORMAT, HEADER, MAGIC, Part, fold_hash};

/// The bytes of a catalogue. The same facts in any order give the same bytes.
pub fn pack(facts: &Facts) -> Vec<u8> {
    let mut packer = Packer::default();
    packer.text("");
    packer.lists.push(0);
    let mut services: Vec<&Service> = facts.services.iter().collect();
    services.sort_by(|left, right| left.name.cmp(&right.name));
    for (at, service) in services.iter().enumerate() {
        packer.service(u32_of(at), service);
    }
    let first = packer.key_count();
    packer.keys(&facts.keys);
    let others = [first, packer.key_count() - first];
    let mut prefixes: Vec<&str> = facts.prefixes.iter().map(String::as_str).collect();
    prefixes.sort_unstable();
    prefixes.dedup();
    let prefixes = packer.texts(prefixes.into_iter());
    let mut sources: Vec<&str> = facts.sources.iter().map(String::as_str).collect();
    sources.sort_unstable();
    let sources = packer.texts(sources.into_iter());
    packer.finish(&facts.date, &[others[0], others[1], prefixes, sources])
}

fn u32_of(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[derive(Default)]
struct Packer {
    services: Vec<u32>,
    actions: Vec<u32>,
    resources: Vec<u32>,
    keys: Vec<u32>,
    lists: Vec<u32>,
    texts: Vec<u8>,
    seen_lists: HashMap<Vec<u32>, u32>,
    seen_texts: HashMap<String, u32>,
    action_names: Vec<(String, u32, u32)>,
    key_names: Vec<(String, u32, u32)>,
    service_names: Vec<(String, u32, u32)>,
}

impl Packer {
    fn text(&mut self, text: &str) -> u32 {
        if let Some(at) = self.seen_texts.get(text) {
            return *at;
        }
        let at = u32_of(self.texts.len());
        let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
        self.texts.extend(length.to_le_bytes());
        self.texts.extend(text.as_bytes().iter().take(usize::from(length)));
        self.seen_texts.insert(text.to_owned(), at);
        at
    }

    /// A list with its length before it; equal lists are kept once.
    fn list(&mut self, numbers: Vec<u32>) -> u32 {
        if numbers.is_empty() {
            return 0;
        }
        if let Some(at) = self.seen_lists.get(&numbers) {
            return *at;
        }
        let at = u32_of(self.lists.len());
        self.lists.push(u32_of(numbers.len()));
        self.lists.extend(&numbers);
        self.seen_lists.insert(numbers, at);
        at
    }

    fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> u32 {
        let numbers = texts.map(|text| self.text(text)).collect();
        self.list(numbers)
    }

    fn key_count(&self) -> u32 {
        u32_of(self.key_names.len())
    }

    fn service(&mut self, number: u32, service: &Service) {
        let first_resource = u32_of(self.resources.len() / layout::RESOURCE);
        let mut types: Vec<&ResourceType> = service.resources.iter().collect();
        types.sort_by(|left, right| left.name.cmp(&right.name));
        let numbers: HashMap<&str, u32> = (first_resource..)
            .zip(&types)
            .map(|(number, resource)| (resource.name.as_str(), number))
            .collect();
        for resource in &types {
            let name = self.text(&resource.name);
            let arns = self.texts(resource.arns.iter().map(String::as_str));
            let keys = self.texts(resource.keys.iter().map(String::as_str));
            self.resources.extend([name, arns, keys]);
        }
        let first_action = u32_of(self.action_names.len());
        let mut actions: Vec<&Action> = service.actions.iter().collect();
        actions.sort_by_cached_key(|action| (action.name.to_ascii_lowercase(), action.name.clone()));
        actions.dedup_by(|later, first| later.name.eq_ignore_ascii_case(&first.name));
        for action in actions {
            self.action(number, &service.name, action, &numbers);
        }
        let first_key = self.key_count();
        self.keys(&service.keys);
        let name = self.text(&service.name);
        self.service_names.push((service.name.clone(), name, 0));
        self.services.extend([
            name,
            u32::from(service.retired.map_or(0, Month::number)),
            first_action,
            u32_of(self.action_names.len()) - first_action,
            first_resource,
            u32_of(types.len()),
            first_key,
            self.key_count() - first_key,
            habit_number(service.habit(3)) | habit_number(service.habit(4)) << 2,
        ]);
    }

    fn action(&mut self, service: u32, prefix: &str, action: &Action, types: &HashMap<&str, u32>) {
        let full = format!("{prefix}:{}", action.name);
        let name = self.text(&full);
        let needs: Vec<u32> = action
            .needs
            .iter()
            .filter_map(|need| Some((need, *types.get(need.resource.as_str())?)))
            .fold(Vec::new(), |mut flat, (need, number)| {
                flat.extend([number, required(need), self.texts(need.keys.iter().map(String::as_str))]);
                flat
            });
        let needs = self.list(needs);
        let keys = self.texts(action.keys.iter().map(String::as_str));
        let flags = action.level.map_or(0, |level| u32::from(level.letter() as u8))
            | if action.is_permission_only { layout::PERMISSION_ONLY } else { 0 }
            | if action.is_bare { layout::BARE } else { 0 }
            | (u32::from(action.retired.map_or(0, Month::number)) << 16);
        self.actions.extend([name, flags, needs, keys, service]);
        let retired = if action.retired.is_some() { layout::PLACE_RETIRED } else { 0 };
        self.action_names.push((full, name, retired));
    }

    fn keys(&mut self, keys: &[Key]) {
        let mut keys: Vec<&Key> = keys.iter().collect();
        keys.sort_by_cached_key(|key| (key.name.to_ascii_lowercase(), key.name.clone()));
        keys.dedup_by(|later, first| later.name.eq_ignore_ascii_case(&first.name));
        for key in keys {
            let name = self.text(&key.name);
            let number = KeyType::ALL.iter().position(|(known, _)| *known == key.kind);
            self.keys.extend([name, u32_of(number.unwrap_or(0)) << 1 | u32::from(key.is_multivalued)]);
            self.key_names.push((key.name.clone(), name, 0));
        }
    }

    fn finish(self, date: &str, roots: &[u32; 4]) -> Vec<u8> {
        let flat =
            |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
        let parts: [(Part, Vec<u8>); layout::PARTS] = [
            (Part::Services, flat(&self.services)),
            (Part::Actions, flat(&self.actions)),
            (Part::Resources, flat(&self.resources)),
            (Part::Keys, flat(&self.keys)),
            (Part::Lists, flat(&self.lists)),
            (Part::ActionHash, flat(&hashed(&self.action_names))),
            (Part::KeyHash, flat(&hashed(&self.key_names))),
            (Part::ServiceHash, flat(&hashed(&self.service_names))),
            (Part::Texts, self.texts),
        ];
        let mut body: Vec<u8> = roots.iter().flat_map(|root| root.to_le_bytes()).collect();
        let mut day: Vec<u8> = date.bytes().take(layout::DAY).collect();
        day.resize(layout::DAY, 0);
        body.extend(day);
        let mut start = HEADER;
        for (_, bytes) in &parts {
            body.extend(u32_of(start).to_le_bytes());
            body.extend(u32_of(bytes.len()).to_le_bytes());
            start += bytes.len().next_multiple_of(4);
        }
        for (_, bytes) in &parts {
            body.extend(bytes);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        let mut packed = MAGIC.to_vec();
        packed.extend(FORMAT.to_le_bytes());
        packed.extend(layout::checksum(&body).to_le_bytes());
        packed.extend(body);
        packed
    }
}

fn habit_number(habit: Habit) -> u32 {
    u32_of(Habit::ALL.iter().position(|known| *known == habit).unwrap_or(0))
}

fn required(need: &Need) -> u32 {
    match need.required {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    }
}

/// Open addressing: each record at the first free place behind that of its hash. A third of the places stays free.
fn hashed(names: &[(String, u32, u32)]) -> Vec<u32> {
    let size = (names.len() * 3 / 2).next_power_of_two().max(2);
    let mut table = vec![0; size * layout::PLACE];
    for (number, (name, text, retired)) in names.iter().enumerate() {
        let hash = fold_hash(name.as_bytes());
        let mut at = hash as usize & (size - 1);
        while table.get(at * layout::PLACE).is_some_and(|taken| *taken != 0) {
            at = (at + 1) & (size - 1);
        }
        if let Some([first, second]) = table.get_mut(at * layout::PLACE..(at + 1) * layout::PLACE) {
            *first = (hash & layout::PLACE_TAG) | *retired | (u32_of(number) + 1);
            *second = *text;
        }
    }
    table
}
