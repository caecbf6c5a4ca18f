//! Views of the catalogue's records: services, actions, resource types.

use super::facts::{Habit, Level, Month};
use super::layout::{self, Part};
use super::{Catalog, ConditionKey};

/// One service, retired or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service<'c> {
    catalog: &'c Catalog,
    number: u32,
}

/// One action, retired or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action<'c> {
    catalog: &'c Catalog,
    number: u32,
}

/// One type of resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceType<'c> {
    catalog: &'c Catalog,
    number: u32,
}

/// A type of resource that an action works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need<'c> {
    /// The type.
    pub resource: ResourceType<'c>,
    /// Whether each request names one; `None` where it is not known.
    pub required: Option<bool>,
    keys: u32,
}

impl<'c> Service<'c> {
    pub(super) fn new(catalog: &'c Catalog, number: u32) -> Self {
        Self { catalog, number }
    }

    fn field(self, field: usize) -> u32 {
        self.catalog.field(Part::Services, layout::SERVICE, self.number, field)
    }

    /// What its actions begin with.
    pub fn name(self) -> &'c str {
        self.catalog.text(self.field(0))
    }

    /// When the reference last had it, if it has it no longer.
    pub fn retired(self) -> Option<Month> {
        Month::from_number(u16::try_from(self.field(1)).unwrap_or(0))
    }

    /// How its ARNs hold a region.
    pub fn regions(self) -> Habit {
        self.habit(0)
    }

    /// How its ARNs hold an account.
    pub fn accounts(self) -> Habit {
        self.habit(2)
    }

    fn habit(self, shift: u32) -> Habit {
        Habit::ALL.get((self.field(8) >> shift & 3) as usize).copied().unwrap_or(Habit::Open)
    }

    /// Its actions by folded name, retired ones too.
    pub fn actions(self) -> impl DoubleEndedIterator<Item = Action<'c>> + Clone {
        let catalog = self.catalog;
        let numbers = catalog.numbers(Part::Actions, layout::ACTION, self.field(2), self.field(3));
        numbers.map(move |number| Action { catalog, number })
    }

    /// Its actions whose names begin with this text, which is written without the service and in any case.
    pub fn actions_beginning<'t>(self, text: &'t str) -> impl Iterator<Item = Action<'c>> + use<'c, 't> {
        let catalog = self.catalog;
        let numbers = catalog.numbers(Part::Actions, layout::ACTION, self.field(2), self.field(3));
        let (mut low, end) = (numbers.start, numbers.end);
        let skipped = self.name().len() + 1;
        let head = move |number: u32, length: usize| {
            let name = catalog.text_bytes(catalog.field(Part::Actions, layout::ACTION, number, 0));
            let name = name.get(skipped..).unwrap_or_default();
            name.get(..length).unwrap_or(name)
        };
        let compare = |number: u32| {
            let known = head(number, text.len()).iter().map(u8::to_ascii_lowercase);
            known.cmp(text.bytes().map(|byte| byte.to_ascii_lowercase()))
        };
        let mut high = end;
        while low < high {
            let middle = low + (high - low) / 2;
            if compare(middle).is_lt() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..end).map_while(move |number| {
            let known = head(number, text.len());
            known.eq_ignore_ascii_case(text.as_bytes()).then_some(Action { catalog, number })
        })
    }

    /// The types of its resources.
    pub fn resource_types(self) -> impl Iterator<Item = ResourceType<'c>> + Clone {
        let catalog = self.catalog;
        let numbers = catalog.numbers(Part::Resources, layout::RESOURCE, self.field(4), self.field(5));
        numbers.map(move |number| ResourceType { catalog, number })
    }

    /// Its condition keys.
    pub fn keys(self) -> impl Iterator<Item = ConditionKey<'c>> {
        let catalog = self.catalog;
        self.key_numbers().map(move |number| ConditionKey::at(catalog, number))
    }

    pub(super) fn key_numbers(self) -> std::ops::Range<u32> {
        self.catalog.numbers(Part::Keys, layout::KEY, self.field(6), self.field(7))
    }
}

impl<'c> Action<'c> {
    pub(super) fn new(catalog: &'c Catalog, number: u32) -> Self {
        Self { catalog, number }
    }

    fn field(self, field: usize) -> u32 {
        self.catalog.field(Part::Actions, layout::ACTION, self.number, field)
    }

    /// Its name as the reference spells it, with the service: `s3:GetObject`.
    pub fn name(self) -> &'c str {
        self.catalog.text(self.field(0))
    }

    /// Its number in the catalogue, for sets of actions.
    pub fn number(self) -> u32 {
        self.number
    }

    /// Its service.
    pub fn service(self) -> Service<'c> {
        Service { catalog: self.catalog, number: self.field(4) }
    }

    /// Its access level; `None` where it is not known.
    pub fn level(self) -> Option<Level> {
        char::from_u32(self.field(1) & 0xff).and_then(Level::from_letter)
    }

    /// Whether it is a permission without an operation of the API.
    pub fn is_permission_only(self) -> bool {
        self.field(1) & layout::PERMISSION_ONLY != 0
    }

    /// Whether more than its name is known: level, types of resources and keys.
    pub fn has_details(self) -> bool {
        !self.is_bare() && self.retired().is_none()
    }

    pub(super) fn is_bare(self) -> bool {
        self.field(1) & layout::BARE != 0
    }

    /// When the reference last had it, if it has it no longer.
    pub fn retired(self) -> Option<Month> {
        Month::from_number(u16::try_from(self.field(1) >> 16).unwrap_or(0))
    }

    /// The types of resources that it can be limited to; none where it matches the resource `*` only.
    pub fn needs(self) -> impl Iterator<Item = Need<'c>> + Clone {
        let catalog = self.catalog;
        let mut numbers = catalog.list_of(self.field(2));
        std::iter::from_fn(move || {
            let (number, required, keys) = (numbers.next()?, numbers.next()?, numbers.next()?);
            let required = match required {
                1 => Some(false),
                2 => Some(true),
                _ => None,
            };
            Some(Need { resource: ResourceType { catalog, number }, required, keys })
        })
    }

    /// The names of these types, in the words of the reference.
    pub fn resource_types(self) -> impl Iterator<Item = &'c str> + Clone {
        self.needs().map(|need| need.resource.name())
    }

    /// Whether the action can be limited to resources of this type.
    pub fn takes(self, resource_type: &str) -> bool {
        self.resource_types().any(|known| known == resource_type)
    }

    /// The condition keys that the reference gives for the action, on their own, with a type of resource, and of its
    /// types of resources. Global keys that every request has are not among them.
    pub fn keys(self) -> impl Iterator<Item = &'c str> + Clone {
        self.own_keys().chain(self.needs().flat_map(|need| need.keys().chain(need.resource.keys())))
    }

    /// Those of the keys that the action takes whatever the resource.
    pub fn own_keys(self) -> impl Iterator<Item = &'c str> + Clone {
        let catalog = self.catalog;
        catalog.list_of(self.field(3)).map(move |at| catalog.text(at))
    }
}

impl<'c> ResourceType<'c> {
    fn field(self, field: usize) -> u32 {
        self.catalog.field(Part::Resources, layout::RESOURCE, self.number, field)
    }

    /// Its name in the reference.
    pub fn name(self) -> &'c str {
        self.catalog.text(self.field(0))
    }

    /// The templates of its ARNs, with `${…}` for what differs.
    pub fn arns(self) -> impl Iterator<Item = &'c str> + Clone {
        let catalog = self.catalog;
        catalog.list_of(self.field(1)).map(move |at| catalog.text(at))
    }

    /// The condition keys that it has.
    pub fn keys(self) -> impl Iterator<Item = &'c str> + Clone {
        let catalog = self.catalog;
        catalog.list_of(self.field(2)).map(move |at| catalog.text(at))
    }
}

impl<'c> Need<'c> {
    /// Condition keys of the action with this type of resource.
    pub fn keys(self) -> impl Iterator<Item = &'c str> + Clone {
        let catalog = self.resource.catalog;
        catalog.list_of(self.keys).map(move |at| catalog.text(at))
    }
}
