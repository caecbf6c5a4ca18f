//! The catalogue of services: actions, resource types and condition keys, packed into one block of bytes that is searched
//! in place. Nothing is built at start; a look-up touches a few places of it.

pub mod facts;
mod key;
pub mod layout;
pub mod pack;
mod records;
mod unpack;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

pub use facts::{Habit, KeyType, Level, Month};
pub use key::ConditionKey;
pub use records::{Action, Need, ResourceType, Service};

use layout::{FORMAT, HEADER, MAGIC, PARTS, Part, fold_hash};

/// What `build/facts.rs` packed.
static BUILT_IN: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::of(Cow::Borrowed(include_bytes!(concat!(env!("OUT_DIR"), "/facts.bin")))));

/// Facts about the services of AWS.
#[derive(Clone)]
pub struct Catalog {
    bytes: Cow<'static, [u8]>,
    /// Start and length of each part.
    parts: [(usize, usize); PARTS],
}

/// Why bytes are no catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// They do not begin as one does.
    NotFacts,
    /// They are of another layout: this is its number.
    Format(u32),
    /// They begin as one does, and something is missing or changed.
    Changed,
}

/// How much a catalogue holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Services that the reference has.
    pub services: usize,
    /// Actions that it has.
    pub actions: usize,
    /// Actions that it had.
    pub retired: usize,
    /// Types of resources.
    pub resource_types: usize,
    /// Condition keys, those of no service included.
    pub keys: usize,
}

/// A clause about the file that holds the bytes.
impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFacts => f.write_str("it holds no facts about services"),
            Self::Format(number) => {
                write!(f, "its facts have format {number}, and this arnlint reads format {FORMAT}")
            }
            Self::Changed => f.write_str("a part of its facts is missing or changed"),
        }
    }
}

impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self.bytes == other.bytes
    }
}

impl Eq for Catalog {}

/// The bytes are too many to be looked at.
impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog").field("date", &self.date()).finish_non_exhaustive()
    }
}

impl Catalog {
    /// The facts that arnlint carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads what [`pack::pack`] gave, and holds it against its checksum.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Damage> {
        if bytes.get(..MAGIC.len()) != Some(MAGIC.as_slice()) {
            return Err(Damage::NotFacts);
        }
        let number = |at: usize| {
            let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
            four.map(u32::from_le_bytes).ok_or(Damage::Changed)
        };
        let format = number(MAGIC.len())?;
        if format != FORMAT {
            return Err(Damage::Format(format));
        }
        let body = bytes.get(layout::PREAMBLE..).ok_or(Damage::Changed)?;
        if bytes.len() < HEADER || number(MAGIC.len() + 4)? != layout::checksum(body) {
            return Err(Damage::Changed);
        }
        let catalog = Self::of(Cow::Owned(bytes));
        let ends = catalog.parts.iter().map(|(start, length)| start.saturating_add(*length));
        if ends.max() > Some(catalog.bytes.len()) { Err(Damage::Changed) } else { Ok(catalog) }
    }

    fn of(bytes: Cow<'static, [u8]>) -> Self {
        let mut catalog = Self { bytes, parts: [(0, 0); PARTS] };
        let mut parts = [(0, 0); PARTS];
        for (at, part) in parts.iter_mut().enumerate() {
            let entry = layout::TABLE + at * 8;
            *part = (catalog.raw(entry) as usize, catalog.raw(entry + 4) as usize);
        }
        catalog.parts = parts;
        catalog
    }

    /// The bytes, to be written to a file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The day that the facts are of, `YYYY-MM-DD`.
    pub fn date(&self) -> &str {
        let day = self.bytes.get(layout::DATE..layout::DATE + layout::DAY).unwrap_or_default();
        std::str::from_utf8(day).unwrap_or("").trim_end_matches('\0')
    }

    /// Where the facts come from, a line each.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.list_of(self.raw(layout::ROOTS + 12)).map(|at| self.text(at))
    }

    /// Prefixes of ARNs and keys that AWS knows, and of which nothing else is known.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.list_of(self.raw(layout::ROOTS + 8)).map(|at| self.text(at))
    }

    /// The action with this name, written with its service and in any case; retired ones too.
    pub fn action(&self, name: &str) -> Option<Action<'_>> {
        Some(self.action_at(self.action_number(name)?.0))
    }

    /// The number of the action with this name, and whether it is retired: known without a look at its record.
    pub fn action_number(&self, name: &str) -> Option<(u32, bool)> {
        let is = |known: &[u8]| known.eq_ignore_ascii_case(name.as_bytes());
        let place = self.place(Part::ActionHash, fold_hash(name.as_bytes()), is)?;
        let number = (place & layout::PLACE_NUMBER).checked_sub(1)?;
        Some((number, place & layout::PLACE_RETIRED != 0))
    }

    /// The action with this number.
    pub fn action_at(&self, number: u32) -> Action<'_> {
        Action::new(self, number)
    }

    /// The service whose actions begin with this prefix, in any case; retired ones too.
    pub fn service(&self, name: &str) -> Option<Service<'_>> {
        let is = |known: &[u8]| known.eq_ignore_ascii_case(name.as_bytes());
        let number = self.hashed(Part::ServiceHash, fold_hash(name.as_bytes()), is)?;
        Some(Service::new(self, number))
    }

    /// Whether this is the beginning of ARNs, keys or actions that AWS knows: a service, retired or not, or a prefix of
    /// which nothing else is known.
    pub fn knows_prefix(&self, name: &str) -> bool {
        self.service(name).is_some() || self.prefixes().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Every service, by name.
    pub fn services(&self) -> impl Iterator<Item = Service<'_>> {
        (0..self.records(Part::Services, layout::SERVICE)).map(|number| Service::new(self, number))
    }

    /// Every action, by service and name.
    pub fn actions(&self) -> impl Iterator<Item = Action<'_>> {
        (0..self.records(Part::Actions, layout::ACTION)).map(|number| Action::new(self, number))
    }

    /// How much it holds.
    pub fn counts(&self) -> Counts {
        let retired = self.actions().filter(|action| action.retired().is_some()).count();
        Counts {
            services: self.services().filter(|service| service.retired().is_none()).count(),
            actions: self.records(Part::Actions, layout::ACTION) as usize - retired,
            retired,
            resource_types: self.records(Part::Resources, layout::RESOURCE) as usize,
            keys: self.records(Part::Keys, layout::KEY) as usize,
        }
    }

    /// The number of records in a part.
    fn records(&self, part: Part, numbers: usize) -> u32 {
        let (_, length) = self.part(part);
        u32::try_from(length / (numbers * 4)).unwrap_or(u32::MAX)
    }

    /// The numbers of so many records from the first on, of those that there are.
    fn numbers(&self, part: Part, size: usize, first: u32, count: u32) -> Range<u32> {
        first..first.saturating_add(count).min(self.records(part, size)).max(first)
    }

    fn part(&self, part: Part) -> (usize, usize) {
        self.parts.get(part as usize).copied().unwrap_or_default()
    }

    fn raw(&self, at: usize) -> u32 {
        let four = self.bytes.get(at..at.saturating_add(4)).and_then(|four| four.try_into().ok());
        four.map_or(0, u32::from_le_bytes)
    }

    /// The number at this place of a part; 0 behind its end.
    fn number(&self, part: Part, at: usize) -> u32 {
        let (start, length) = self.part(part);
        if at * 4 < length { self.raw(start + at * 4) } else { 0 }
    }

    fn field(&self, part: Part, numbers: usize, record: u32, field: usize) -> u32 {
        self.number(part, record as usize * numbers + field)
    }

    fn text(&self, at: u32) -> &str {
        std::str::from_utf8(self.text_bytes(at)).unwrap_or("")
    }

    /// A text as bytes, where only bytes are compared: to look them over as text would cost more than the comparison.
    fn text_bytes(&self, at: u32) -> &[u8] {
        let (start, _) = self.part(Part::Texts);
        let at = start + at as usize;
        let length =
            self.bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes);
        self.bytes.get(at + 2..at + 2 + usize::from(length)).unwrap_or_default()
    }

    fn list_of(&self, at: u32) -> impl Iterator<Item = u32> + Clone {
        let at = at as usize;
        let length = self.number(Part::Lists, at) as usize;
        let end = (at + 1).saturating_add(length).min(self.part(Part::Lists).1 / 4);
        (at + 1..end).map(|at| self.number(Part::Lists, at))
    }

    /// The number of the record with this hash whose name `is` the one.
    fn hashed(&self, table: Part, hash: u32, is: impl Fn(&[u8]) -> bool) -> Option<u32> {
        (self.place(table, hash, is)? & layout::PLACE_NUMBER).checked_sub(1)
    }

    /// The first number at the place of the record with this hash whose name `is` the one.
    fn place(&self, table: Part, hash: u32, is: impl Fn(&[u8]) -> bool) -> Option<u32> {
        let size = self.part(table).1 / (4 * layout::PLACE);
        let mask = size.checked_sub(1)?;
        let mut at = hash as usize & mask;
        for _ in 0..size {
            let place = self.number(table, at * layout::PLACE);
            if place & layout::PLACE_NUMBER == 0 {
                return None;
            }
            if (place ^ hash) & layout::PLACE_TAG == 0
                && is(self.text_bytes(self.number(table, at * layout::PLACE + 1)))
            {
                return Some(place);
            }
            at = (at + 1) & mask;
        }
        None
    }
}
