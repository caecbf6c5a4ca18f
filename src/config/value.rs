//! Reads single values of the TOML tree, each with its place, and says what is wrong with those of another type.

use std::borrow::Cow;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::Mistakes;
use crate::finding::Step;
use crate::surroundings::Fact;
use crate::surroundings::parameter::{self, Shape};
use crate::surroundings::words::{did_you_mean, short};
use crate::text::Range;

/// Keys of the top level that are no tables.
const TOP_LEVEL: [&str; 9] =
    ["include", "exclude", "select", "extend-select", "ignore", "fail-on", "strict", "data", "extra-regions"];

/// A value with its key and its path.
#[derive(Clone, Debug)]
pub(super) struct Item<'d> {
    /// The key's last part; for an element of a list the key of the list.
    pub(super) name: Cow<'d, str>,
    /// Where the key stands.
    pub(super) key: Range,
    /// The value.
    pub(super) value: &'d DeValue<'d>,
    /// Where it stands.
    pub(super) range: Range,
    /// Its path from the root.
    pub(super) path: Vec<Step>,
}

/// A table of which some keys are known.
#[derive(Debug)]
pub(super) struct Table<'d> {
    entries: &'d DeTable<'d>,
    /// The header, the braces, or the key of a dotted table.
    pub(super) range: Range,
    /// Its path from the root.
    pub(super) path: Vec<Step>,
    known: Vec<&'static str>,
}

/// The range of a TOML span.
pub(super) fn range(span: std::ops::Range<usize>) -> Range {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Range::new(number(span.start), number(span.end))
}

impl<'d> Table<'d> {
    /// A table at a place.
    pub(super) fn new(entries: &'d DeTable<'d>, range: Range, path: Vec<Step>) -> Self {
        Self { entries, range, path, known: Vec::new() }
    }

    /// The value of a known key.
    pub(super) fn take(&mut self, name: &'static str) -> Option<Item<'d>> {
        self.known.push(name);
        let (key, value) = self.entries.get_key_value(name)?;
        Some(self.item(key, value))
    }

    /// The values of all keys that were not taken, in the order of the text.
    pub(super) fn rest(&self) -> Vec<Item<'d>> {
        let taken = |key: &str| self.known.contains(&key);
        let mut rest: Vec<Item<'d>> = self
            .entries
            .iter()
            .filter(|(key, _)| !taken(key.get_ref()))
            .map(|(key, value)| self.item(key, value))
            .collect();
        rest.sort_by_key(|item| item.key);
        rest
    }

    /// Reports the keys that were not taken; `what` says where in the file, empty for its top.
    pub(super) fn finish(&self, what: &str, mistakes: &mut Mistakes) {
        for item in self.rest() {
            self.unknown(&item, what, &[], mistakes);
        }
    }

    /// Reports one key as unknown; `more` are names that would have been known besides the taken ones.
    pub(super) fn unknown(&self, item: &Item<'d>, what: &str, more: &[&str], mistakes: &mut Mistakes) {
        let mut message = format!("unknown key `{}`", short(&item.name));
        if !what.is_empty() {
            message = format!("{message} {what}");
        }
        let help = self.misplaced(item).unwrap_or_else(|| {
            let mut known: Vec<&str> = self.known.iter().chain(more).copied().collect();
            known.sort_unstable();
            did_you_mean(&item.name, known.iter().copied())
                .unwrap_or_else(|| format!("known here: {}", known.join(", ")))
        });
        mistakes.key(item.key, item.path.clone(), message).help(help);
    }

    /// Advice for a key of the top level that stands below a table's header and so belongs to that table.
    pub(super) fn misplaced(&self, item: &Item<'d>) -> Option<String> {
        let plain = !matches!(item.value, DeValue::Table(_));
        (plain && !self.path.is_empty() && TOP_LEVEL.contains(&&*item.name))
            .then(|| format!("move `{}` above the first `[…]` header", item.name))
    }

    fn item(&self, key: &'d Spanned<Cow<'d, str>>, value: &'d Spanned<DeValue<'d>>) -> Item<'d> {
        let mut path = self.path.clone();
        path.push(Step::Key(key.get_ref().to_string()));
        Item {
            name: Cow::Borrowed(key.get_ref()),
            key: range(key.span()),
            value: value.get_ref(),
            range: range(value.span()),
            path,
        }
    }
}

impl<'d> Item<'d> {
    /// A fact with this value at the item's place.
    pub(super) fn fact<T>(&self, value: T, mistakes: &Mistakes) -> Fact<T> {
        Fact { value, span: self.range.in_file(mistakes.file()), path: self.path.clone() }
    }

    /// Reports that the value is of another type than `wanted`.
    pub(super) fn wrong_type(&self, wanted: &str, mistakes: &mut Mistakes) {
        let message = format!("`{}` must be {wanted}, not {}", short(&self.name), type_of(self.value));
        mistakes.value(self.range, self.path.clone(), message);
    }

    /// The value as text.
    pub(super) fn string(&self, mistakes: &mut Mistakes) -> Option<Fact<String>> {
        match self.value {
            DeValue::String(text) => Some(self.fact(text.to_string(), mistakes)),
            _ => {
                self.wrong_type("a string", mistakes);
                None
            }
        }
    }

    /// The value as text with at least one character.
    pub(super) fn name(&self, mistakes: &mut Mistakes) -> Option<Fact<String>> {
        let fact = self.string(mistakes)?;
        if fact.value.is_empty() {
            mistakes.value(self.range, self.path.clone(), format!("`{}` is empty", self.name));
            return None;
        }
        Some(fact)
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self, mistakes: &mut Mistakes) -> Option<Fact<bool>> {
        match self.value {
            DeValue::Boolean(value) => Some(self.fact(*value, mistakes)),
            _ => {
                self.wrong_type("`true` or `false`", mistakes);
                None
            }
        }
    }

    /// A number of days, at least one.
    pub(super) fn days(&self, mistakes: &mut Mistakes) -> Option<Fact<u32>> {
        let DeValue::Integer(number) = self.value else {
            self.wrong_type("a number of days", mistakes);
            return None;
        };
        match u32::from_str_radix(number.as_str(), number.radix()) {
            Ok(days) if days > 0 => Some(self.fact(days, mistakes)),
            _ => {
                let message = format!("`{}` must be a whole number of days from 1 on", self.name);
                mistakes.value(self.range, self.path.clone(), message);
                None
            }
        }
    }

    /// Text that must be one of a few words; `what` names it in the message.
    pub(super) fn word(&self, what: &str, words: &[&str], mistakes: &mut Mistakes) -> Option<Fact<String>> {
        let fact = self.string(mistakes)?;
        match parameter::word(&fact.value, what, words) {
            Ok(()) => Some(fact),
            Err(wrong) => {
                mistakes.value(self.range, self.path.clone(), wrong.message).help(wrong.help);
                None
            }
        }
    }

    /// Text of a shape. An account id may be a number where no digit is lost by that; other numbers and truth values
    /// are taken as they are written where any text will do.
    pub(super) fn shaped(
        &self,
        shape: Shape,
        extra_regions: &BTreeSet<String>,
        mistakes: &mut Mistakes,
    ) -> Option<Fact<String>> {
        let text = match (self.value, shape) {
            (DeValue::String(text), _) => text.to_string(),
            (DeValue::Integer(number), Shape::Account | Shape::Text) if number.radix() == 10 => {
                number.as_str().to_owned()
            }
            (DeValue::Boolean(value), Shape::Text) => value.to_string(),
            (_, Shape::Account) => {
                self.wrong_type("an account id in quotes", mistakes);
                return None;
            }
            _ => {
                self.wrong_type("a string", mistakes);
                return None;
            }
        };
        match parameter::check(shape, &text, extra_regions) {
            Ok(()) => Some(self.fact(text, mistakes)),
            Err(wrong) => {
                let number = matches!(self.value, DeValue::Integer(_));
                let help = match wrong.help {
                    Some(help) if number => {
                        Some(format!("{help}; put it in quotes, a number loses leading zeros"))
                    }
                    help => help,
                };
                mistakes.value(self.range, self.path.clone(), wrong.message).help(help);
                None
            }
        }
    }

    /// The elements of a list; a lone value counts as a list of one.
    pub(super) fn elements(&self) -> Vec<Item<'d>> {
        match self.value {
            DeValue::Array(array) => array
                .iter()
                .enumerate()
                .map(|(index, element)| {
                    let mut path = self.path.clone();
                    path.push(Step::Index(index));
                    let range = range(element.span());
                    Item { name: self.name.clone(), key: range, value: element.get_ref(), range, path }
                })
                .collect(),
            _ => vec![self.clone()],
        }
    }

    /// A list of texts, or one.
    pub(super) fn names(&self, mistakes: &mut Mistakes) -> Vec<Fact<String>> {
        self.elements().iter().filter_map(|element| element.name(mistakes)).collect()
    }

    /// The value as a table.
    pub(super) fn table(&self, mistakes: &mut Mistakes) -> Option<Table<'d>> {
        match self.value {
            DeValue::Table(table) => Some(Table::new(table, self.range, self.path.clone())),
            _ => {
                self.wrong_type("a table", mistakes);
                None
            }
        }
    }

    /// A list of tables, as `[[name]]` headers write it.
    pub(super) fn tables(&self, mistakes: &mut Mistakes) -> Vec<Table<'d>> {
        match self.value {
            DeValue::Array(_) => {
                self.elements().iter().filter_map(|element| element.table(mistakes)).collect()
            }
            DeValue::Table(_) => {
                let message = format!("`{}` must be a list of tables, not one table", self.name);
                let help = format!("write `[[{}]]`", self.name);
                mistakes.value(self.range, self.path.clone(), message).help(help);
                Vec::new()
            }
            _ => {
                self.wrong_type("a list of tables", mistakes);
                Vec::new()
            }
        }
    }
}

fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
