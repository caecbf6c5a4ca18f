//! Sets of words, each a union of patterns kept once, and whether some word lies in several of them and outside others.

use std::collections::{HashMap, HashSet};

use super::automaton::{self, Found, Fuel, Group};
use super::sample::samples;
use super::word::{
    Bars, Pattern, Token, Word, begin_otherwise, has_letter, loosened, may_take, only_word, parts_are_apart,
    plainly_covers, takes,
};

/// A set of words by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SetId(u32);

/// Unions with up to this many patterns are looked at pattern by pattern for a plain word before a search.
const PLAIN_MEMBERS: usize = 16;

/// All sets of one question, with the answers that were found.
#[derive(Debug, Default)]
pub(super) struct Sets {
    members: Vec<Vec<Pattern>>,
    numbers: HashMap<Vec<Pattern>, SetId>,
    answers: HashMap<(Vec<SetId>, Vec<SetId>), Found>,
    /// Sets of all words that there can be.
    frames: HashSet<SetId>,
}

impl Sets {
    /// The set of these patterns.
    pub(super) fn union(&mut self, mut patterns: Vec<Pattern>) -> SetId {
        patterns.sort_unstable();
        patterns.dedup();
        if let Some(known) = self.numbers.get(&patterns) {
            return *known;
        }
        let number = SetId(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
        self.members.push(patterns.clone());
        self.numbers.insert(patterns, number);
        number
    }

    /// The set of these patterns, outside of which no word can be.
    pub(super) fn frame(&mut self, patterns: Vec<Pattern>) -> SetId {
        let set = self.union(patterns);
        self.frames.insert(set);
        set
    }

    /// The set of all words.
    pub(super) fn everything(&mut self) -> SetId {
        self.union(vec![Box::new([Token::Many(Bars::NONE)])])
    }

    /// Its patterns.
    pub(super) fn patterns(&self, set: SetId) -> &[Pattern] {
        self.members.get(set.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// A word that lies in all of `within` and in none of `without`.
    pub(super) fn find(&mut self, within: &[SetId], without: &[SetId], fuel: &mut Fuel) -> Found {
        let tidy = |sets: &[SetId]| {
            let mut sets = sets.to_vec();
            sets.sort_unstable();
            sets.dedup();
            sets
        };
        let (within, without) = (tidy(within), tidy(without));
        if within.iter().any(|set| without.contains(set) || self.patterns(*set).is_empty()) {
            return Found::Nothing;
        }
        let key = (within, without);
        if let Some(known) = self.answers.get(&key) {
            return known.clone();
        }
        let found = Question::new(self, &key.0, &key.1).answer(fuel);
        // With more fuel the answer may be another one.
        if found != Found::Spent {
            self.answers.insert(key, found.clone());
        }
        found
    }
}

/// Patterns of each set, without those that take in everything.
struct Question<'s> {
    within: Vec<Wanted<'s>>,
    without: Vec<&'s Pattern>,
}

/// One set that the word has to lie in.
#[derive(Clone)]
struct Wanted<'s> {
    patterns: Vec<&'s Pattern>,
    /// Whether it says what requests there are, and not what a policy is about.
    is_frame: bool,
    has_letters: bool,
}

fn is_everything(pattern: &[Token]) -> bool {
    pattern == [Token::Many(Bars::NONE)]
}

impl<'s> Question<'s> {
    fn new(sets: &'s Sets, within: &[SetId], without: &[SetId]) -> Self {
        let within = within
            .iter()
            .map(|set| (set, sets.patterns(*set)))
            .filter(|(_, patterns)| !patterns.iter().any(|pattern| is_everything(pattern)))
            .map(|(set, patterns)| Wanted {
                patterns: patterns.iter().collect(),
                is_frame: sets.frames.contains(set),
                has_letters: patterns.iter().any(|pattern| has_letter(pattern)),
            })
            .collect();
        let without = without.iter().flat_map(|set| sets.patterns(*set)).collect();
        Self { within, without }
    }

    /// What two sets ask of a letter that only one of them holds depends on what it stands for. Of several sets one is
    /// taken at its word, and the others for whatever they may hold; where that leaves nothing, nothing there is.
    fn answer(self, fuel: &mut Fuel) -> Found {
        if self.without.iter().any(|pattern| is_everything(pattern)) {
            return Found::Nothing;
        }
        let lettered: Vec<usize> = (0..self.within.len())
            .filter(|at| self.within.get(*at).is_some_and(|wanted| wanted.has_letters))
            .collect();
        if lettered.is_empty() {
            return self.over(self.chosen(), &self.within, fuel);
        }
        let mut found = Found::Nothing;
        for strict in lettered {
            let loose: Vec<Vec<Pattern>> = self
                .within
                .iter()
                .map(|wanted| wanted.patterns.iter().map(|pattern| loosened(pattern)).collect())
                .collect();
            let within: Vec<Wanted<'_>> = self
                .within
                .iter()
                .zip(&loose)
                .enumerate()
                .map(|(at, (wanted, loose))| {
                    let patterns =
                        if at == strict { wanted.patterns.clone() } else { loose.iter().collect() };
                    Wanted { patterns, ..wanted.clone() }
                })
                .collect();
            found = self.over(Some(strict), &within, fuel);
            if found == Found::Nothing {
                break;
            }
        }
        found
    }

    /// The set whose patterns are gone through one by one: one of plain words, else the largest that a policy asks for.
    fn chosen(&self) -> Option<usize> {
        let is_plain =
            |wanted: &Wanted<'_>| wanted.patterns.iter().all(|pattern| only_word(pattern).is_some());
        let numbered = || self.within.iter().enumerate();
        let plain = numbered().filter(|(_, wanted)| is_plain(wanted));
        let plain = plain.min_by_key(|(_, wanted)| wanted.patterns.len());
        let largest = numbered().max_by_key(|(_, wanted)| (!wanted.is_frame, wanted.patterns.len()));
        plain.or(largest).map(|(at, _)| at)
    }

    fn over(&self, chosen: Option<usize>, within: &[Wanted<'_>], fuel: &mut Fuel) -> Found {
        let everything: Pattern = Box::new([Token::Many(Bars::NONE)]);
        let group = match chosen.and_then(|at| within.get(at)) {
            Some(wanted) => wanted.patterns.clone(),
            None => vec![&everything],
        };
        let others = within.iter().enumerate().filter(|(at, _)| Some(*at) != chosen);
        let others: Vec<&Wanted<'_>> = others.map(|(_, wanted)| wanted).collect();
        let mut is_spent = false;
        let mut hard = Vec::new();
        for pattern in group {
            if !fuel.spend(1) {
                return Found::Spent;
            }
            let Some(one) = One::new(pattern, &others, &self.without) else { continue };
            match one.plain(fuel) {
                Some(Found::Nothing) => {}
                Some(Found::Spent) => is_spent = true,
                Some(found @ Found::Word(_)) => return found,
                None => hard.push(one),
            }
        }
        for one in hard {
            match one.search(fuel) {
                Found::Nothing => {}
                Found::Spent => is_spent = true,
                found @ Found::Word(_) => return found,
            }
        }
        if is_spent { Found::Spent } else { Found::Nothing }
    }
}

/// The question for the words of one pattern.
struct One<'q> {
    pattern: &'q Pattern,
    groups: Vec<Vec<&'q Pattern>>,
    without: Vec<&'q Pattern>,
}

impl<'q> One<'q> {
    /// Without what plainly does not matter; `None` where nothing is left.
    fn new(pattern: &'q Pattern, others: &[&Wanted<'q>], without: &[&'q Pattern]) -> Option<Self> {
        let without: Vec<&Pattern> =
            without.iter().copied().filter(|other| !begin_otherwise(pattern, other)).collect();
        if without.iter().any(|other| plainly_covers(other, pattern)) {
            return None;
        }
        let mut groups: Vec<Vec<&Pattern>> = Vec::with_capacity(others.len());
        for wanted in others {
            // A letter of this pattern may be what another one begins with.
            let is_apart = |other: &Pattern| {
                !has_letter(pattern) && (begin_otherwise(pattern, other) || parts_are_apart(pattern, other))
            };
            let left: Vec<&Pattern> =
                wanted.patterns.iter().copied().filter(|other| !is_apart(other)).collect();
            if left.is_empty() {
                return None;
            }
            // What holds the whole pattern asks nothing more of its words.
            if !left.iter().any(|other| plainly_covers(other, pattern)) {
                groups.push(left);
            }
        }
        Some(Self { pattern, groups, without })
    }

    fn fits(&self, word: &Word) -> bool {
        takes(self.pattern, word)
            && self.groups.iter().all(|group| group.iter().any(|other| may_take(other, word)))
            && !self.without.iter().any(|other| takes(other, word))
    }

    /// The answer where the pattern has one word only, or where one of the words that people would write will do.
    fn plain(&self, fuel: &mut Fuel) -> Option<Found> {
        let tokens: usize =
            self.without.iter().chain(self.groups.iter().flatten()).map(|one| one.len()).sum();
        let cost = |word: &Word| 1 + (word.len() as u64) * ((self.pattern.len() + tokens) as u64) / 64;
        if let Some(word) = only_word(self.pattern) {
            if !fuel.spend(cost(&word)) {
                return Some(Found::Spent);
            }
            return Some(if self.fits(&word) { Found::Word(word) } else { Found::Nothing });
        }
        let others = self.groups.iter().flat_map(|group| group.iter().copied().take(PLAIN_MEMBERS));
        for candidate in std::iter::once(self.pattern).chain(others) {
            for word in samples(candidate) {
                if !fuel.spend(cost(&word)) {
                    return Some(Found::Spent);
                }
                if self.fits(&word) {
                    return Some(Found::Word(word));
                }
            }
        }
        None
    }

    fn search(&self, fuel: &mut Fuel) -> Found {
        let own = [self.pattern];
        let strict = Group { patterns: &own, is_loose: false };
        let others = self.groups.iter().map(|group| Group { patterns: group, is_loose: true });
        let wanted: Vec<Group<'_>> = std::iter::once(strict).chain(others).collect();
        automaton::find(&wanted, &self.without, fuel)
    }
}
