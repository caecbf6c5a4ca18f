//! The shortest word that some unions of patterns take in and others do not: a search over sets of places in all
//! patterns at once, a bit each.

use std::collections::{HashSet, VecDeque};

use super::word::{Bars, Pattern, Symbol, Token, UNIT, Word};

/// How far a search may still go, in steps, so that it ends at the same place on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fuel(pub(super) u64);

impl Fuel {
    /// Takes some steps; no where too few are left.
    pub(super) fn spend(&mut self, steps: u64) -> bool {
        let is_left = self.0 >= steps;
        self.0 = self.0.saturating_sub(steps);
        is_left
    }
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// There is no such word.
    Nothing,
    /// This one.
    Word(Word),
    /// The fuel ran out.
    Spent,
}

type Bits = Box<[u64]>;

fn put(bits: &mut [u64], at: usize) {
    if let Some(word) = bits.get_mut(at / 64) {
        *word |= 1 << (at % 64);
    }
}

fn meets(one: &[u64], two: &[u64]) -> bool {
    one.iter().zip(two).any(|(one, two)| one & two != 0)
}

/// All patterns laid out behind each other; the place behind a pattern's last token is where it has taken the word.
struct Machine {
    width: usize,
    start: Bits,
    /// Places of runs.
    runs: Bits,
    /// Places of runs that stop at nothing: whoever stands there needs no earlier place of the same pattern.
    open_runs: Vec<(usize, usize)>,
    /// For each group that has to take the word: its places, and those where it has.
    wanted: Vec<(Bits, Bits)>,
    /// The places where a group that must not take the word has.
    refused: Bits,
    /// For each symbol: places that it moves on from, and places that it stays at.
    moves: Vec<(Symbol, Bits, Bits)>,
    /// Patterns for which a letter may be any text: from their first place to their last.
    loose: Vec<(usize, usize)>,
}

/// Patterns one of which has to take the word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group<'g> {
    pub(super) patterns: &'g [&'g Pattern],
    /// Whether a letter in the word may be any text, so that the patterns take whatever it could be.
    pub(super) is_loose: bool,
}

impl Machine {
    fn new(wanted: &[Group<'_>], refused: &[&Pattern]) -> Self {
        let length = |patterns: &[&Pattern]| patterns.iter().map(|one| one.len() + 1).sum::<usize>();
        let total = wanted.iter().map(|group| length(group.patterns)).sum::<usize>() + length(refused);
        let width = total.div_ceil(64).max(1);
        let empty = || vec![0; width].into_boxed_slice();
        let mut machine = Self {
            width,
            start: empty(),
            runs: empty(),
            open_runs: Vec::new(),
            wanted: Vec::new(),
            refused: empty(),
            moves: Vec::new(),
            loose: Vec::new(),
        };
        let mut places: Vec<(usize, Token)> = Vec::with_capacity(total);
        let mut at = 0;
        let mut lay = |machine: &mut Self, pattern: &Pattern, at: &mut usize| {
            let first = *at;
            put(&mut machine.start, first);
            for token in pattern {
                if let Token::Many(bars) = token {
                    put(&mut machine.runs, *at);
                    if *bars == Bars::NONE {
                        machine.open_runs.push((first, *at));
                    }
                }
                places.push((*at, *token));
                *at += 1;
            }
            *at += 1;
            *at - 1
        };
        for group in wanted {
            let (mut all, mut ends) = (empty(), empty());
            for pattern in group.patterns {
                let first = at;
                let end = lay(&mut machine, pattern, &mut at);
                if group.is_loose {
                    machine.loose.push((first, end));
                }
                put(&mut ends, end);
                (first..=end).for_each(|place| put(&mut all, place));
            }
            machine.wanted.push((all, ends));
        }
        for pattern in refused {
            let end = lay(&mut machine, pattern, &mut at);
            put(&mut machine.refused, end);
        }
        let symbols = symbols(wanted, refused);
        machine.moves = symbols
            .into_iter()
            .map(|symbol| {
                let (mut on, mut stay) = (empty(), empty());
                for (place, token) in &places {
                    if token.takes(symbol) {
                        put(if token.is_run() { &mut stay } else { &mut on }, *place);
                    }
                }
                (symbol, on, stay)
            })
            .collect();
        machine
    }

    /// From the places that are set on to those behind runs, and without those that an open run makes needless.
    fn settle(&self, bits: &mut Bits) {
        loop {
            let mut carry = 0;
            let mut has_changed = false;
            for (word, runs) in bits.iter_mut().zip(&self.runs) {
                let from = *word & runs;
                let on = (from << 1) | carry;
                carry = from >> 63;
                has_changed |= on & !*word != 0;
                *word |= on;
            }
            if !has_changed {
                break;
            }
        }
        for (first, at) in &self.open_runs {
            let is_set = bits.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1);
            if is_set {
                clear(bits, *first, *at);
            }
        }
    }

    fn step(&self, bits: &[u64], (symbol, on, stay): &(Symbol, Bits, Bits)) -> Bits {
        let mut next = Vec::with_capacity(self.width);
        let mut carry = 0;
        for ((word, on), stay) in bits.iter().zip(on).zip(stay) {
            let moved = word & on;
            next.push((moved << 1) | carry | (word & stay));
            carry = moved >> 63;
        }
        if let Symbol::Letter(_) = symbol {
            // Some text leads from a place of a pattern to each later one.
            for (first, end) in &self.loose {
                let is_set = |at: &usize| bits.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1);
                if let Some(place) = (*first..=*end).find(is_set) {
                    (place..=*end).for_each(|at| put(&mut next, at));
                }
            }
        }
        next.into_boxed_slice()
    }

    fn is_alive(&self, bits: &[u64]) -> bool {
        self.wanted.iter().all(|(all, _)| meets(bits, all))
    }

    fn accepts(&self, bits: &[u64]) -> bool {
        self.wanted.iter().all(|(_, ends)| meets(bits, ends)) && !meets(bits, &self.refused)
    }
}

fn clear(bits: &mut Bits, from: usize, to: usize) {
    for at in from / 64..=to / 64 {
        let Some(word) = bits.get_mut(at) else { return };
        let low = from.saturating_sub(at * 64).min(64);
        let high = to.saturating_sub(at * 64).min(64);
        let below = |bit: usize| if bit >= 64 { u64::MAX } else { (1 << bit) - 1 };
        *word &= !(below(high) & !below(low));
    }
}

/// Every symbol that some pattern tells from the others, and one character that none does.
fn symbols(wanted: &[Group<'_>], refused: &[&Pattern]) -> Vec<Symbol> {
    let mut found: Vec<Symbol> = Vec::new();
    let (mut has_bars, mut has_unit) = (false, false);
    let needed = wanted.iter().flat_map(|group| group.patterns).map(|pattern| (*pattern, true));
    for (pattern, is_wanted) in needed.chain(refused.iter().map(|pattern| (*pattern, false))) {
        for token in pattern {
            match token {
                Token::Char(character) => found.push(Symbol::Char(*character)),
                Token::Fold(character) => {
                    found.push(Symbol::Char(*character));
                    found.push(Symbol::Char(character.to_ascii_uppercase()));
                }
                // Words need only the letters of the patterns that have to take them.
                Token::Letter(letter) if is_wanted => found.push(Symbol::Letter(*letter)),
                Token::Letter(_) | Token::AnyLetter => {}
                Token::One(bars) | Token::Many(bars) => {
                    has_bars |= !bars.admits(':') || !bars.admits('/');
                    has_unit |= !bars.admits(UNIT);
                }
            }
        }
    }
    if has_bars {
        found.extend([Symbol::Char(':'), Symbol::Char('/')]);
    }
    if has_unit {
        found.push(Symbol::Char(UNIT));
    }
    found.sort_unstable();
    found.dedup();
    let fresh = ('a'..='z').rev().chain('0'..='9').chain('\u{e000}'..='\u{f8ff}');
    let fresh = fresh.map(Symbol::Char).find(|symbol| found.binary_search(symbol).is_err());
    // The fresh one first: of words of one length it is the plainest.
    fresh.into_iter().chain(found).collect()
}

/// Looks for a word that a pattern of every group of `wanted` takes in, and none of `refused`.
pub(super) fn find(wanted: &[Group<'_>], refused: &[&Pattern], fuel: &mut Fuel) -> Found {
    let machine = Machine::new(wanted, refused);
    let mut start = machine.start.clone();
    machine.settle(&mut start);
    if !machine.is_alive(&start) {
        return Found::Nothing;
    }
    // Each state with the one before it and the symbol between.
    let mut trail: Vec<(Bits, usize, Option<Symbol>)> = vec![(start.clone(), 0, None)];
    let mut seen: HashSet<Bits> = HashSet::from([start]);
    let mut queue = VecDeque::from([0]);
    let cost = machine.width as u64;
    while let Some(at) = queue.pop_front() {
        let Some((bits, ..)) = trail.get(at).cloned() else { break };
        if machine.accepts(&bits) {
            return Found::Word(spell(&trail, at));
        }
        for a_move in &machine.moves {
            if !fuel.spend(cost) {
                return Found::Spent;
            }
            let mut next = machine.step(&bits, a_move);
            if !machine.is_alive(&next) {
                continue;
            }
            machine.settle(&mut next);
            if seen.contains(&next) {
                continue;
            }
            if !fuel.spend(8 * cost) {
                return Found::Spent;
            }
            seen.insert(next.clone());
            queue.push_back(trail.len());
            trail.push((next, at, Some(a_move.0)));
        }
    }
    Found::Nothing
}

fn spell(trail: &[(Bits, usize, Option<Symbol>)], mut at: usize) -> Word {
    let mut word = Vec::new();
    while let Some((_, before, Some(symbol))) = trail.get(at) {
        word.push(*symbol);
        at = *before;
    }
    word.reverse();
    word
}
