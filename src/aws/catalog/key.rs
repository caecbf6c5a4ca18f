//! Condition keys of the catalogue, and families of them.

use super::Catalog;
use super::facts::KeyType;
use super::layout::{self, Part, fold_hash};

/// What stands in the name of a family for the part that the user names.
pub(super) const HOLE: &str = "${}";

/// One condition key, or a family of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionKey<'c> {
    /// The name as the reference spells it. In the name of a family `${}` stands for the part that differs:
    /// `aws:RequestTag/${}`.
    pub name: &'c str,
    /// What its values are.
    pub key_type: KeyType,
    /// Whether a request can hold several values, so that the operator needs `ForAllValues:` or `ForAnyValue:`.
    pub is_multivalued: bool,
}

impl<'c> ConditionKey<'c> {
    pub(super) fn at(catalog: &'c Catalog, number: u32) -> Self {
        let field = |field| catalog.field(Part::Keys, layout::KEY, number, field);
        let flags = field(1);
        let key_type = KeyType::ALL.get((flags >> 1) as usize).map_or(KeyType::String, |(known, _)| *known);
        Self { name: catalog.text(field(0)), key_type, is_multivalued: flags & 1 == 1 }
    }

    /// Whether the name stands for a family, of which `aws:RequestTag/team` is a member.
    pub fn is_family(self) -> bool {
        self.name.contains(HOLE)
    }

    /// The name up to what differs.
    pub fn head(self) -> &'c str {
        self.name.split_once(HOLE).map_or(self.name, |(head, _)| head)
    }
}

impl Catalog {
    /// The key with this name, in any case, members of families included.
    pub fn key(&self, name: &str) -> Option<ConditionKey<'_>> {
        Some(self.key_at(self.key_number(name)?))
    }

    /// The key with this number.
    pub fn key_at(&self, number: u32) -> ConditionKey<'_> {
        ConditionKey::at(self, number)
    }

    /// The number of the key with this name, in any case, members of families included.
    pub fn key_number(&self, name: &str) -> Option<u32> {
        let is = |known: &[u8]| known.eq_ignore_ascii_case(name.as_bytes()) && !known.ends_with(b"}");
        self.hashed(Part::KeyHash, fold_hash(name.as_bytes()), is).or_else(|| self.member(name))
    }

    /// The number of the family with this text before its hole and nothing behind it.
    fn family(&self, head: &str) -> Option<u32> {
        // The family's whole name, of which no longer one is known.
        let mut whole = [0; 128];
        let length = head.len() + HOLE.len();
        let pieces = head.bytes().chain(HOLE.bytes());
        whole.get_mut(..length)?.iter_mut().zip(pieces).for_each(|(to, from)| *to = from);
        let whole = whole.get(..length)?;
        self.hashed(Part::KeyHash, fold_hash(whole), |known| known.eq_ignore_ascii_case(whole))
    }

    /// The family that this name is a member of: something stands in place of the hole.
    fn member(&self, name: &str) -> Option<u32> {
        let colon = name.find(':')?;
        // In nearly all families the hole is behind a `/` or a `:`, the first or second behind the prefix.
        let heads = name.match_indices(['/', ':']).map(|(at, _)| at + 1);
        let heads = heads.skip_while(|end| *end <= colon + 1).filter(|end| *end < name.len()).take(2);
        let family = heads.filter_map(|end| name.get(..end)).find_map(|head| self.family(head));
        family.or_else(|| {
            let prefix = name.get(..colon)?;
            let mut numbers = match self.service(prefix) {
                Some(service) => service.key_numbers(),
                None => self.other_key_numbers(),
            };
            numbers.find(|number| is_member(ConditionKey::at(self, *number).name, name))
        })
    }

    /// Keys of no service: global ones and those of identity providers.
    pub fn other_keys(&self) -> impl Iterator<Item = ConditionKey<'_>> {
        self.other_key_numbers().map(|number| ConditionKey::at(self, number))
    }

    fn other_key_numbers(&self) -> std::ops::Range<u32> {
        let (first, count) = (self.raw(layout::ROOTS), self.raw(layout::ROOTS + 4));
        self.numbers(Part::Keys, layout::KEY, first, count)
    }

    /// Every key: those of services, then those of none.
    pub fn keys(&self) -> impl Iterator<Item = ConditionKey<'_>> {
        (0..self.records(Part::Keys, layout::KEY)).map(|number| ConditionKey::at(self, number))
    }
}

/// Whether a name is that of a family with something in place of its hole, wherever that is.
fn is_member(family: &str, name: &str) -> bool {
    family.split_once(HOLE).is_some_and(|(head, tail)| {
        let middle = name.len().checked_sub(head.len() + tail.len());
        middle.is_some_and(|length| length > 0)
            && name.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
            && name.get(name.len() - tail.len()..).is_some_and(|end| end.eq_ignore_ascii_case(tail))
    })
}
