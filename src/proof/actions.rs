//! Sets of actions: those that the reference knows by their number, and beside them every kind of name that the policies
//! tell apart and the reference does not know.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::automaton::{Found, Fuel};
use super::sets::{SetId, Sets};
use super::word::{Bars, Pattern, Token, begin_otherwise, text, tidy};
use crate::access::expand::expand;
use crate::access::glob::{Case, matches};
use crate::aws::Catalog;
use crate::aws::catalog::Action;
use crate::policy::{Block, Policy, Value};

/// Kinds of unknown names that are told apart at most; past it the question is too large.
const MOST_CELLS: usize = 512;

/// A set of actions, a bit for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ActionSet(Box<[u64]>);

impl ActionSet {
    fn put(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, two)| one & two != 0)
    }

    pub(super) fn without(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, two)| *one &= !two);
    }

    pub(super) fn within(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, two)| *one &= two);
    }

    /// The numbers of its actions in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(at * 64 + bit as usize)
            })
        })
    }
}

/// All actions that a request of the question can ask for.
pub(super) struct Actions<'c> {
    catalog: &'c Catalog,
    /// Number of actions in the reference; the unknown ones follow.
    known: usize,
    unknown: Vec<String>,
    /// Every action that there is, gathered when it is first asked for.
    all: OnceCell<ActionSet>,
    /// Sets of patterns, by pattern in lower case.
    cache: BTreeMap<String, ActionSet>,
    /// Whether actions of the reference count, or only names as such.
    is_typed: bool,
    /// Whether too many kinds of names would have had to be told apart. Then one action more stands for all that have no
    /// name: patterns may take it in, and none certainly does.
    pub(super) is_spent: bool,
}

impl<'c> Actions<'c> {
    /// The actions that the policies of a question tell apart. Not typed, every text is an action.
    pub(super) fn new(
        policies: &[&Policy<'_>],
        catalog: &'c Catalog,
        is_typed: bool,
        fuel: &mut Fuel,
    ) -> Self {
        let known = if is_typed { catalog.actions().count() } else { 0 };
        let mut actions = Self {
            catalog,
            known,
            unknown: Vec::new(),
            all: OnceCell::new(),
            cache: BTreeMap::new(),
            is_typed,
            is_spent: false,
        };
        let mut texts: BTreeMap<String, &str> = BTreeMap::new();
        for value in policies
            .iter()
            .flat_map(|policy| &policy.statements)
            .filter_map(|statement| statement.action.as_ref())
            .flat_map(|block| &block.values)
        {
            texts.entry(pattern_of(value).0).or_insert(value.text);
        }
        // Beside the names that are written there are others of the same service.
        let prefixes: Vec<String> = texts
            .keys()
            .filter_map(|text| text.split_once(':'))
            .filter(|(prefix, _)| !prefix.contains(['*', '?']) && catalog.service(prefix).is_none())
            .map(|(prefix, _)| format!("{prefix}:*"))
            .collect();
        let others = if is_typed { prefixes } else { vec!["*".to_owned()] };
        for text in others {
            texts.entry(text).or_insert("");
        }
        actions.name_unknown(&texts, fuel);
        actions
    }

    /// Finds a name for every way in which unknown names can fit the patterns.
    fn name_unknown(&mut self, texts: &BTreeMap<String, &str>, fuel: &mut Fuel) {
        let has_action =
            |text: &str| self.is_typed && expand(self.catalog, text).any(|action| action.retired().is_none());
        let mut sets = Sets::default();
        let patterns: Vec<(&str, Pattern, SetId)> = texts
            .keys()
            .map(|text| {
                let pattern = glob(text);
                let set = sets.union(vec![pattern.clone()]);
                (text.as_str(), pattern, set)
            })
            .collect();
        // Names of retired actions are asked for by whoever writes them.
        let foreign: Vec<&(&str, Pattern, SetId)> = patterns
            .iter()
            .filter(|(text, ..)| text.contains(':') || !self.is_typed)
            .filter(|(text, ..)| !has_action(text))
            .collect();
        let mut names: Vec<String> = Vec::new();
        for (own, pattern, set) in foreign {
            if !own.contains(['*', '?']) {
                let written = texts.get(*own).filter(|text| text.is_ascii()).map_or(*own, |text| *text);
                names.push(written.to_owned());
                continue;
            }
            let mut cells: Vec<(Vec<SetId>, Vec<SetId>)> = vec![(vec![*set], Vec::new())];
            for (_, other, other_set) in patterns.iter().filter(|(_, _, other)| other != set) {
                if begin_otherwise(pattern, other) {
                    continue;
                }
                let mut split = Vec::with_capacity(cells.len());
                for (within, without) in cells {
                    let mut inside = within.clone();
                    inside.push(*other_set);
                    let mut outside = without.clone();
                    outside.push(*other_set);
                    for (within, without) in [(inside, without), (within, outside)] {
                        match sets.find(&within, &without, fuel) {
                            Found::Word(_) => split.push((within, without)),
                            Found::Nothing => {}
                            Found::Spent => self.is_spent = true,
                        }
                    }
                }
                cells = split;
                if cells.len() > MOST_CELLS {
                    self.is_spent = true;
                    break;
                }
            }
            for (within, without) in cells {
                if let Found::Word(word) = sets.find(&within, &without, fuel) {
                    names.extend(text(&word));
                }
            }
        }
        names.sort_unstable_by_key(|name| name.to_ascii_lowercase());
        names.dedup_by(|one, two| one.eq_ignore_ascii_case(two));
        self.unknown = names;
    }

    /// The action with this number in the reference.
    pub(super) fn action(&self, number: usize) -> Option<Action<'c>> {
        (number < self.known).then(|| self.catalog.action_at(u32::try_from(number).unwrap_or(u32::MAX)))
    }

    /// Its name.
    pub(super) fn name(&self, number: usize) -> String {
        match self.action(number) {
            Some(action) => action.name().to_owned(),
            None => {
                let name = self.unknown.get(number - self.known);
                name.cloned().unwrap_or_else(|| "example:Example".to_owned())
            }
        }
    }

    /// How many actions have a name; behind them is the one for all that have none.
    fn named(&self) -> usize {
        self.known + self.unknown.len()
    }

    fn none(&self) -> ActionSet {
        let total = self.named() + usize::from(self.is_spent);
        ActionSet(vec![0; total.div_ceil(64)].into_boxed_slice())
    }

    /// Every action.
    pub(super) fn all(&self) -> ActionSet {
        let gather = || {
            let mut all = self.none();
            if self.is_typed {
                let current = self.catalog.actions().filter(|action| action.retired().is_none());
                current.for_each(|action| all.put(action.number() as usize));
            }
            (self.known..self.named() + usize::from(self.is_spent)).for_each(|at| all.put(at));
            all
        };
        self.all.get_or_init(gather).clone()
    }

    /// The actions that an element may take in, and those that it certainly does; `None` where a part of it was not
    /// understood.
    pub(super) fn block(&mut self, block: &Block<'_>) -> Option<(ActionSet, ActionSet)> {
        if !block.unknown.is_empty() || (block.negated && block.values.is_empty()) {
            return None;
        }
        let (mut most, mut sure) = (self.none(), self.none());
        let rest = self.is_spent.then(|| self.named());
        for value in &block.values {
            let (pattern, is_sure) = pattern_of(value);
            let set = self.pattern(&pattern);
            most.0.iter_mut().zip(&set.0).for_each(|(own, other)| *own |= other);
            if pattern.contains(['*', '?'])
                && let Some(rest) = rest
            {
                most.put(rest);
            }
            if is_sure {
                sure.0.iter_mut().zip(&set.0).for_each(|(own, other)| *own |= other);
            }
        }
        if !block.negated {
            return Some((most, sure));
        }
        let (mut not_sure, mut not_most) = (self.all(), self.all());
        not_sure.without(&sure);
        not_most.without(&most);
        Some((not_sure, not_most))
    }

    fn pattern(&mut self, text: &str) -> &ActionSet {
        if !self.cache.contains_key(text) {
            let mut set = if text == "*" { self.all() } else { self.none() };
            if text != "*" {
                if self.is_typed {
                    let current = expand(self.catalog, text).filter(|action| action.retired().is_none());
                    current.for_each(|action| set.put(action.number() as usize));
                }
                for (at, name) in self.unknown.iter().enumerate() {
                    if matches(text, name, Case::Ascii) {
                        set.put(self.known + at);
                    }
                }
            }
            self.cache.insert(text.to_owned(), set);
        }
        self.cache.entry(text.to_owned()).or_insert_with(|| ActionSet(Box::default()))
    }
}

/// The value as a pattern in lower case, and whether what it means is certain.
fn pattern_of(value: &Value<'_>) -> (String, bool) {
    let mut text = String::with_capacity(value.text.len());
    for piece in value.pieces() {
        match piece {
            Some(piece) => text.push_str(&piece.to_ascii_lowercase()),
            None => text.push('*'),
        }
    }
    let prefix = text.split(':').next().unwrap_or("");
    // AWS documents a wildcard in the prefix only as the whole value `*`.
    let is_disputed = text != "*" && prefix.contains(['*', '?']);
    (text, value.is_known() && !is_disputed)
}

fn glob(text: &str) -> Pattern {
    tidy(
        text.chars()
            .map(|character| match character {
                '*' => Token::Many(Bars::NONE),
                '?' => Token::One(Bars::NONE),
                other => Token::Char(other),
            })
            .collect(),
    )
}
