//! Values of one list that another value of it makes needless.

use super::draft::{Drafts, Spot, TreeEdit};
use super::prefix_key::{Entry, Key, order};
use super::symbols::Comparison;
use crate::access::glob::Case;
use crate::aws::Catalog;
use crate::aws::catalog::Action;
use crate::aws::catalog::layout::fold_hash;
use crate::finding::Applicability;
use crate::policy::{Block, Policy, Value};

/// Steps of comparison for a byte of a list, and for the shortest list.
const STEPS_PER_BYTE: u64 = 16;
const STEPS: u64 = 1 << 16;

/// Values of which one is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The place in the list of the value that matches all that the others match: the first among equals.
    pub kept: usize,
    /// The places of the others, in order.
    pub others: Vec<usize>,
}

/// Comparisons of beginnings that are made before a list is sorted.
const FEW: usize = 1 << 15;

/// The groups of a list, in the order of their first values. What cannot be told for sure is in none.
pub fn groups(values: &[Value<'_>], case: Case, has_variables: bool) -> Vec<Group> {
    groups_of(values, case, has_variables, None)
}

/// The same; the catalogue is given for lists of actions, whose numbers in it tell most of them apart.
fn groups_of(values: &[Value<'_>], case: Case, has_variables: bool, catalog: Option<&Catalog>) -> Vec<Group> {
    let mut comparison = Comparison { case, has_variables, steps: STEPS };
    // In most lists nothing is needless, which is found out sooner than the groups of a list.
    if values.len() < 2 || (!may_repeat(values, catalog) && !any_covered(values, &mut comparison)) {
        return Vec::new();
    }
    let bytes: usize = values.iter().map(|value| value.text.len()).sum();
    comparison.steps = STEPS + STEPS_PER_BYTE * bytes as u64;
    Grouping::new(values, comparison).groups()
}

/// Reports each group of a list under a rule whose page has the messages `repeated` and `covered`, the labels `kept` and
/// `needless`, and the fix `remove`.
pub fn report(rule: &'static str, policy: &Policy<'_>, block: &Block<'_>, case: Case, drafts: &mut Drafts) {
    let catalog = (case == Case::Ascii).then_some(policy.catalog);
    for group in groups_of(&block.values, case, policy.has_variables(), catalog) {
        let others: Vec<&Value<'_>> = group.others.iter().filter_map(|at| block.values.get(*at)).collect();
        let (Some(kept), Some(first)) = (block.values.get(group.kept), others.first()) else { continue };
        let is_repeated = others.iter().all(|other| other.text.eq_ignore_ascii_case(kept.text));
        let message = if is_repeated { "repeated" } else { "covered" };
        let mut members: Vec<&Value<'_>> = others.clone();
        members.push(kept);
        members.sort_by_key(|value| value.node);
        let mut places = members.into_iter();
        let Some(start) = places.next() else { continue };
        let label = |value: &Value<'_>| match value.node {
            node if node == kept.node => Some("kept"),
            node if node == first.node => Some("needless"),
            _ => None,
        };
        let draft = drafts.report(rule, message, Spot::Node(start.node));
        if let Some(label) = label(start) {
            draft.label(label);
        }
        for value in places {
            draft.also_with(Spot::Node(value.node), label(value));
        }
        let more = match others.len() {
            1 => String::new(),
            several => format!(" and {} more", several - 1),
        };
        draft.arg("kept", kept.text).arg("needless", first.text).arg("more", more);
        draft.arg("count", (others.len() + 1).to_string());
        let edits = others.iter().map(|other| TreeEdit::Remove(other.node)).collect();
        draft.fix("remove", Applicability::Safe, edits);
    }
}

/// Whether two values may be the same. Known actions are in the order of their numbers in many lists, and then all differ.
fn may_repeat(values: &[Value<'_>], catalog: Option<&Catalog>) -> bool {
    let number = |value: &Value<'_>| catalog.and_then(|catalog| value.action(catalog)).map(Action::number);
    let mut last = None;
    if catalog.is_some()
        && values.iter().map(number).all(|number| number.is_some() && last.replace(number) < Some(number))
    {
        return false;
    }
    if values.len() > 32
        && let Some(numbers) = values.iter().map(number).collect::<Option<Vec<u32>>>()
    {
        return has_pair_of_numbers(&numbers);
    }
    // A number is less than 2^31, and stands for itself.
    let print =
        |value: &Value<'_>| number(value).unwrap_or_else(|| fold_hash(value.text.as_bytes()) | 1 << 31);
    let mut few = [0; 32];
    if let Some(few) = few.get_mut(..values.len()) {
        few.iter_mut().zip(values).for_each(|(slot, value)| *slot = print(value));
        return has_pair(few);
    }
    has_pair(&mut values.iter().map(print).collect::<Vec<u32>>())
}

/// One bit for each number: a long list is not sorted for that.
fn has_pair_of_numbers(numbers: &[u32]) -> bool {
    let most = numbers.iter().max().map_or(0, |most| *most as usize);
    let mut seen = vec![0_u64; most / 64 + 1];
    numbers.iter().any(|number| {
        let bit = 1_u64 << (number % 64);
        seen.get_mut(*number as usize / 64)
            .is_some_and(|word| std::mem::replace(word, *word | bit) & bit != 0)
    })
}

fn has_pair(prints: &mut [u32]) -> bool {
    prints.sort_unstable();
    prints.windows(2).any(|pair| pair.first() == pair.last())
}

/// Whether a value may cover another: most are told apart by what stands before the first wildcard and behind the last.
fn any_covered(values: &[Value<'_>], comparison: &mut Comparison) -> bool {
    let case = comparison.case;
    let same = |one: &[u8], two: &[u8]| match case {
        Case::Exact => one == two,
        Case::Ascii | Case::Unicode => one.eq_ignore_ascii_case(two),
    };
    let mut left = FEW;
    for (at, outer) in values.iter().enumerate() {
        let pattern = outer.text.as_bytes();
        let Some(first) = memchr::memchr2(b'*', b'?', pattern) else { continue };
        let last = memchr::memrchr2(b'*', b'?', pattern).unwrap_or(first);
        let head = pattern.get(..first).unwrap_or_default();
        let tail = pattern.get(last + 1..).unwrap_or_default();
        // What stands between the first wildcard and the next has to be found in what is covered.
        let middle = pattern.get(first..last).unwrap_or_default();
        let middle = middle.split(|byte| matches!(byte, b'*' | b'?')).find(|part| !part.is_empty());
        let holds = |text: &[u8]| {
            case != Case::Exact || middle.is_none_or(|middle| memchr::memmem::find(text, middle).is_some())
        };
        let Some(rest) = left.checked_sub(values.len()) else { return true };
        left = rest;
        for (_, inner) in values.iter().enumerate().filter(|(other, _)| *other != at) {
            let text = inner.text.as_bytes();
            let begins = text.get(..head.len()).is_some_and(|begin| same(begin, head));
            let ends = || {
                let start = text.len().checked_sub(tail.len());
                start.and_then(|start| text.get(start..)).is_some_and(|end| same(end, tail))
            };
            if (!inner.is_known() || (begins && ends() && holds(text))) && comparison.covers(outer, inner) {
                return true;
            }
        }
    }
    false
}

struct Grouping<'v> {
    values: &'v [Value<'v>],
    comparison: Comparison,
    /// For each value the one that makes it needless; itself where none does.
    parents: Vec<usize>,
}

impl<'v> Grouping<'v> {
    fn new(values: &'v [Value<'v>], comparison: Comparison) -> Self {
        Self { values, comparison, parents: (0..values.len()).collect() }
    }

    fn is_root(&self, at: usize) -> bool {
        self.parents.get(at) == Some(&at)
    }

    fn give(&mut self, at: usize, parent: usize) {
        if let Some(slot) = self.parents.get_mut(at) {
            *slot = parent;
        }
    }

    fn groups(mut self) -> Vec<Group> {
        let mut entries = self.entries();
        self.join_equal(&entries);
        entries.retain(|entry| self.is_root(entry.at));
        self.join_covered(&entries);
        self.collect()
    }

    /// The values in the order of their keys, equal ones next to each other in the order of the list.
    fn entries(&self) -> Vec<Entry> {
        let case = self.comparison.case;
        let mut entries: Vec<(Entry, &Value<'_>)> = self
            .values
            .iter()
            .enumerate()
            .map(|(at, value)| (Entry { key: Key::of(value.text, case), at }, value))
            .collect();
        entries.sort_unstable_by(|(one, my_value), (two, their_value)| {
            let keys = one.key.bits.cmp(&two.key.bits);
            keys.then_with(|| order(my_value, their_value, case)).then(one.at.cmp(&two.at))
        });
        entries.into_iter().map(|(entry, _)| entry).collect()
    }

    fn join_equal(&mut self, entries: &[Entry]) {
        let mut first: Option<usize> = None;
        for entry in entries {
            let (Some(value), values) = (self.values.get(entry.at), self.values) else { continue };
            match first.and_then(|at| Some((at, values.get(at)?))) {
                Some((at, known)) if self.comparison.same(known, value) => self.give(entry.at, at),
                _ => first = Some(entry.at),
            }
        }
    }

    /// Gives each value that a pattern covers to it. The broadest patterns come first, and what is given away gives
    /// nothing away itself: whatever it covers is covered by its parent.
    fn join_covered(&mut self, entries: &[Entry]) {
        let values = self.values;
        let case = self.comparison.case;
        let mut patterns: Vec<(usize, &Entry, &Value<'_>)> = entries
            .iter()
            .filter_map(|entry| {
                let value = values.get(entry.at).filter(|value| value.is_known())?;
                Some((memchr::memchr2(b'*', b'?', value.text.as_bytes())?, entry, value))
            })
            .collect();
        patterns
            .sort_by(|(one, _, mine), (two, _, theirs)| one.cmp(two).then_with(|| order(mine, theirs, case)));
        for (_, entry, pattern) in patterns {
            if !self.is_root(entry.at) {
                continue;
            }
            let (first, last) = entry.key.reach();
            let from = entries.partition_point(|other| other.key.bits < first);
            let reach = entries.get(from..).unwrap_or_default();
            for other in reach.iter().take_while(|other| other.key.bits <= last) {
                // Passing one by is a step as well.
                let Some(left) = self.comparison.steps.checked_sub(1) else { return };
                self.comparison.steps = left;
                if other.at != entry.at
                    && self.is_root(other.at)
                    && values.get(other.at).is_some_and(|value| self.comparison.covers(pattern, value))
                {
                    self.give(other.at, entry.at);
                }
            }
        }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while let Some(parent) = self.parents.get(at).copied().filter(|parent| *parent != at) {
            let grandparent = self.parents.get(parent).copied().unwrap_or(parent);
            self.give(at, grandparent);
            at = parent;
        }
        at
    }

    fn collect(mut self) -> Vec<Group> {
        let mut members: Vec<(usize, usize)> = Vec::new();
        for at in 0..self.values.len() {
            let root = self.root(at);
            if root != at {
                members.push((root, at));
            }
        }
        members.sort_unstable();
        let alike = members.chunk_by(|(one, _), (two, _)| one == two);
        let mut groups: Vec<Group> = alike
            .filter_map(|chunk| {
                let (kept, _) = *chunk.first()?;
                Some(Group { kept, others: chunk.iter().map(|(_, at)| *at).collect() })
            })
            .collect();
        groups.sort_by_key(|group| group.others.first().map_or(group.kept, |first| group.kept.min(*first)));
        groups
    }
}
