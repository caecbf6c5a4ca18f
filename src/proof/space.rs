//! The dimensions of a request, what is asked of each, and whether it can all be true at once.
//!
//! What is asked of one dimension says nothing about the others: a request that fits exists exactly where each
//! dimension on its own has a value.

use std::collections::HashMap;

use super::automaton::{Found, Fuel};
use super::sets::{SetId, Sets};
use super::word::Word;

/// A dimension by its number.
pub(super) type DimId = u32;

/// Values of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Values {
    /// Those of a set of words.
    Text(SetId),
    /// Those samples of a dimension with finitely many whose bit is set.
    Samples(Box<[bool]>),
}

/// What can be asked of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Test {
    /// It has one value, and that is among these; or it has none, where `absent` says that this will do.
    One {
        /// The values.
        values: Values,
        /// Whether having no value will do, too.
        absent: bool,
    },
    /// Some element of its list is among these.
    Any(Values),
    /// No element of its list, which may be empty, is outside of these.
    All(Values),
    /// It has no value.
    Absent,
}

/// What is asked of one dimension, or the opposite of it, by number: the sign says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Literal(i32);

impl Literal {
    /// The opposite.
    pub(super) fn not(self) -> Self {
        Self(-self.0)
    }

    fn is_positive(self) -> bool {
        self.0 > 0
    }

    fn number(self) -> usize {
        self.0.unsigned_abs() as usize - 1
    }
}

/// How many values a dimension has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One.
    Single,
    /// A list.
    List,
    /// Either, as nothing is known of the key.
    Either,
}

/// Which values a dimension can have at all.
#[derive(Clone, Debug)]
pub(super) enum Domain {
    /// Words of this set.
    Text(SetId),
    /// These, which stand for all others: two values between which no test differs have one sample.
    Samples(Vec<String>),
}

/// One dimension.
#[derive(Clone, Debug)]
pub(super) struct Dim {
    /// The condition key in lower case; empty for the resource and the caller.
    pub(super) key: String,
    pub(super) shape: Shape,
    pub(super) domain: Domain,
    pub(super) may_be_absent: bool,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Word(Word),
    Text(String),
}

/// What a dimension holds in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Absent,
    One(Item),
    List(Vec<Item>),
}

/// Whether something is possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Possible {
    No,
    /// So it is.
    Yes(Held),
    /// The fuel ran out.
    Spent,
}

/// A set of literals of one dimension, by number.
pub(super) type Point = u32;

/// All dimensions of one question.
#[derive(Debug, Default)]
pub(super) struct Space {
    pub(super) sets: Sets,
    dims: Vec<Dim>,
    tests: Vec<(DimId, Test)>,
    numbers: HashMap<(DimId, Test), Literal>,
    points: Vec<Vec<Literal>>,
    point_numbers: HashMap<Vec<Literal>, Point>,
    steps: HashMap<(Point, Literal), Option<Point>>,
}

/// The elements of a list must be among `all`, and for each of `some` one must be.
struct Wanted<'t> {
    within: Vec<&'t Values>,
    without: Vec<&'t Values>,
}

impl Space {
    pub(super) fn new() -> Self {
        let mut space = Self::default();
        // Point 0 asks nothing.
        space.points.push(Vec::new());
        space.point_numbers.insert(Vec::new(), 0);
        space
    }

    pub(super) fn add(&mut self, dim: Dim) -> DimId {
        self.dims.push(dim);
        u32::try_from(self.dims.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn dim(&self, dim: DimId) -> Option<&Dim> {
        self.dims.get(dim as usize)
    }

    pub(super) fn dims(&self) -> impl Iterator<Item = (DimId, &Dim)> {
        (0..).zip(&self.dims)
    }

    /// The literal that asks this.
    pub(super) fn literal(&mut self, dim: DimId, test: Test) -> Literal {
        if let Some(known) = self.numbers.get(&(dim, test.clone())) {
            return *known;
        }
        self.tests.push((dim, test.clone()));
        let literal = Literal(i32::try_from(self.tests.len()).unwrap_or(i32::MAX));
        self.numbers.insert((dim, test), literal);
        literal
    }

    /// The dimension that a literal is about.
    pub(super) fn dim_of(&self, literal: Literal) -> DimId {
        self.tests.get(literal.number()).map_or(0, |(dim, _)| *dim)
    }

    /// The point that asks one thing more; `None` where nothing meets it all. Where the fuel runs out it is taken to be
    /// possible, and the fuel says so.
    pub(super) fn step(&mut self, point: Point, literal: Literal, fuel: &mut Fuel) -> Option<Point> {
        if let Some(known) = self.steps.get(&(point, literal)) {
            return *known;
        }
        let mut literals = self.points.get(point as usize).cloned().unwrap_or_default();
        let result = match literals.binary_search(&literal) {
            Ok(_) => Some(point),
            Err(_) if literals.binary_search(&literal.not()).is_ok() => None,
            Err(at) => {
                literals.insert(at, literal);
                match self.possible(self.dim_of(literal), &literals, fuel) {
                    Possible::No => None,
                    Possible::Spent => return Some(self.point(literals)),
                    Possible::Yes(_) => Some(self.point(literals)),
                }
            }
        };
        self.steps.insert((point, literal), result);
        result
    }

    fn point(&mut self, literals: Vec<Literal>) -> Point {
        if let Some(known) = self.point_numbers.get(&literals) {
            return *known;
        }
        let number = u32::try_from(self.points.len()).unwrap_or(u32::MAX);
        self.points.push(literals.clone());
        self.point_numbers.insert(literals, number);
        number
    }

    /// A value of the dimension that meets all that the point asks.
    pub(super) fn value(&mut self, dim: DimId, point: Point, fuel: &mut Fuel) -> Possible {
        let literals = self.points.get(point as usize).cloned().unwrap_or_default();
        self.possible(dim, &literals, fuel)
    }

    fn possible(&mut self, dim: DimId, literals: &[Literal], fuel: &mut Fuel) -> Possible {
        let Some(about) = self.dims.get(dim as usize).cloned() else { return Possible::No };
        let asked: Vec<(Test, bool)> = literals
            .iter()
            .filter_map(|literal| Some((self.tests.get(literal.number())?.1.clone(), literal.is_positive())))
            .collect();
        if about.may_be_absent && asked.iter().all(|(test, positive)| holds_when_absent(test) == *positive) {
            return Possible::Yes(Held::Absent);
        }
        let mut is_spent = false;
        if about.shape != Shape::List {
            match self.one(&about, &asked, fuel) {
                Possible::No => {}
                Possible::Spent => is_spent = true,
                yes @ Possible::Yes(_) => return yes,
            }
        }
        if about.shape != Shape::Single {
            match self.list(&about, &asked, fuel) {
                Possible::No => {}
                Possible::Spent => is_spent = true,
                yes @ Possible::Yes(_) => return yes,
            }
        }
        if is_spent { Possible::Spent } else { Possible::No }
    }

    /// A single value.
    fn one(&mut self, about: &Dim, asked: &[(Test, bool)], fuel: &mut Fuel) -> Possible {
        let mut wanted = Wanted { within: Vec::new(), without: Vec::new() };
        for (test, positive) in asked {
            match (test, positive) {
                (Test::Absent, true) => return Possible::No,
                (Test::Absent, false) => {}
                (Test::One { values, .. } | Test::Any(values) | Test::All(values), true) => {
                    wanted.within.push(values);
                }
                (Test::One { values, .. } | Test::Any(values) | Test::All(values), false) => {
                    wanted.without.push(values);
                }
            }
        }
        match self.item(about, &wanted, fuel) {
            Some(Ok(item)) => Possible::Yes(Held::One(item)),
            Some(Err(())) => Possible::Spent,
            None => Possible::No,
        }
    }

    /// A list of at least one value: every element must be in what all tests leave, and each test that asks for some
    /// element has one of its own.
    fn list(&mut self, about: &Dim, asked: &[(Test, bool)], fuel: &mut Fuel) -> Possible {
        let (mut within, mut without) = (Vec::new(), Vec::new());
        let mut some: Vec<(&Values, bool)> = Vec::new();
        for (test, positive) in asked {
            match (test, positive) {
                // A plain operator matches no list.
                (Test::Absent | Test::One { .. }, true) => return Possible::No,
                (Test::Absent | Test::One { .. }, false) => {}
                (Test::Any(values), true) => some.push((values, true)),
                (Test::Any(values), false) => without.push(values),
                (Test::All(values), true) => within.push(values),
                (Test::All(values), false) => some.push((values, false)),
            }
        }
        let mut items = Vec::new();
        let needed: Vec<Option<(&Values, bool)>> =
            if some.is_empty() { vec![None] } else { some.into_iter().map(Some).collect() };
        for one in needed {
            let mut wanted = Wanted { within: within.clone(), without: without.clone() };
            match one {
                Some((values, true)) => wanted.within.push(values),
                Some((values, false)) => wanted.without.push(values),
                None => {}
            }
            match self.item(about, &wanted, fuel) {
                Some(Ok(item)) if items.contains(&item) => {}
                Some(Ok(item)) => items.push(item),
                Some(Err(())) => return Possible::Spent,
                None => return Possible::No,
            }
        }
        Possible::Yes(Held::List(items))
    }

    fn item(&mut self, about: &Dim, wanted: &Wanted<'_>, fuel: &mut Fuel) -> Option<Result<Item, ()>> {
        match &about.domain {
            Domain::Samples(samples) => {
                let has = |values: &&Values, at: usize| match values {
                    Values::Samples(bits) => bits.get(at) == Some(&true),
                    Values::Text(_) => false,
                };
                let found = samples.iter().enumerate().find(|(at, _)| {
                    wanted.within.iter().all(|values| has(values, *at))
                        && !wanted.without.iter().any(|values| has(values, *at))
                });
                found.map(|(_, text)| Ok(Item::Text(text.clone())))
            }
            Domain::Text(domain) => {
                let sets = |values: &[&Values]| {
                    values
                        .iter()
                        .filter_map(|values| match values {
                            Values::Text(set) => Some(*set),
                            Values::Samples(_) => None,
                        })
                        .collect::<Vec<SetId>>()
                };
                let mut within = sets(&wanted.within);
                within.push(*domain);
                match self.sets.find(&within, &sets(&wanted.without), fuel) {
                    Found::Nothing => None,
                    Found::Word(word) => Some(Ok(Item::Word(word))),
                    Found::Spent => Some(Err(())),
                }
            }
        }
    }
}

fn holds_when_absent(test: &Test) -> bool {
    match test {
        Test::One { absent, .. } => *absent,
        Test::Any(_) => false,
        Test::All(_) | Test::Absent => true,
    }
}
