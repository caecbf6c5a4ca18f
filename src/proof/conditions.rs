//! Conditions as literals, once for what they may let through and once for what they certainly do.

use super::derived::Derived;
use super::keys::arn_shape;
use super::letters::{Style, read};
use super::lower::{Bounds, Lowering};
use super::space::{Domain, Shape, Test, Values};
use super::word::{Bars, Pattern, Symbol, Token, literal, loosened, takes, tidy};
use crate::access::{truth_word, typed_holds};
use crate::policy::{Base, Condition, Operator, Quantifier, Value};

/// Values that may satisfy an operator without its `Not`, and those that certainly do.
struct Satisfied {
    most: Values,
    sure: Values,
    /// The same for certain, with anything in the place of letters in what must not be.
    loose: Values,
}

impl Lowering<'_, '_> {
    /// What a condition asks.
    pub(super) fn condition(&mut self, condition: &Condition<'_>) -> Bounds {
        let Some(operator) = condition.operator.filter(|_| condition.unknown.is_empty()) else {
            return Bounds::open();
        };
        let name = condition.key.text.to_ascii_lowercase();
        if let Some(derived) = Derived::of(&name) {
            return self.derived(&derived, operator, &condition.values);
        }
        let Some(dim) = self.keys.get(&name) else { return Bounds::open() };
        if operator.base == Base::Null {
            let Some(asks) = null(&condition.values) else { return Bounds::open() };
            return match asks {
                Null::Either => Bounds::always(),
                Null::Absent => Bounds::both(self.space.literal(dim, Test::Absent)),
                Null::Present => Bounds::both(self.space.literal(dim, Test::Absent).not()),
            };
        }
        let Some(about) = self.space.dim(dim).cloned() else { return Bounds::open() };
        let satisfied = match &about.domain {
            Domain::Samples(samples) => sampled(operator.base, samples, &condition.values),
            Domain::Text(_) => self.texts(operator.base, &condition.values),
        };
        let Some(Satisfied { most, sure, loose }) = satisfied else { return Bounds::open() };
        // Without a set operator only the negated form says anything of a list, and what it says is disputed.
        if operator.quantifier == Quantifier::None && about.shape != Shape::Single {
            let lists = self.space.literal(dim, Test::Absent);
            if about.shape == Shape::List {
                return match (operator.negated, operator.if_exists) {
                    (true, _) => Bounds { most: Vec::new(), sure: Some(vec![lists]) },
                    (false, true) => Bounds::both(lists),
                    (false, false) => Bounds { most: vec![lists, lists.not()], sure: None },
                };
            }
        }
        let absent = operator.if_exists;
        let test = |values: Values| match (operator.quantifier, operator.negated) {
            (Quantifier::None, false) => (Test::One { values, absent }, true),
            (Quantifier::None, true) => (Test::One { values, absent: false }, false),
            (Quantifier::ForAny, false) => (Test::Any(values), true),
            (Quantifier::ForAll, false) => (Test::All(values), true),
            (Quantifier::ForAll, true) => (Test::Any(values), false),
            (Quantifier::ForAny, true) => (Test::All(values), false),
        };
        let mut literal = |values: Values| {
            let (test, positive) = test(values);
            let literal = self.space.literal(dim, test);
            if positive { literal } else { literal.not() }
        };
        let (most, sure) =
            if operator.negated { (literal(sure), literal(loose)) } else { (literal(most), literal(sure)) };
        let mut bounds = Bounds { most: vec![most], sure: Some(vec![sure]) };
        if operator.negated && operator.quantifier == Quantifier::None && about.shape == Shape::Either {
            bounds.sure = None;
        }
        if operator.negated && is_arn(operator.base) {
            self.only_arns(dim, operator, &mut bounds);
        }
        bounds
    }

    /// A negated operator on ARNs says something disputed of a value that is none.
    fn only_arns(&mut self, dim: u32, operator: Operator, bounds: &mut Bounds) {
        let shape = self.space.sets.union(vec![tidy(arn_shape())]);
        let is_typed = self
            .space
            .dim(dim)
            .is_some_and(|about| matches!(&about.domain, Domain::Text(domain) if *domain == shape));
        if is_typed {
            return;
        }
        let values = Values::Text(shape);
        let test = match operator.quantifier {
            Quantifier::None => Test::One { values, absent: true },
            _ => Test::All(values),
        };
        let literal = self.space.literal(dim, test);
        if let Some(sure) = &mut bounds.sure {
            sure.push(literal);
        }
    }

    /// A key that follows from the caller: what is asked of it is asked of the caller.
    fn derived(&mut self, key: &Derived, operator: Operator, values: &[Value<'_>]) -> Bounds {
        let union = |lowering: &mut Self, patterns: Vec<Pattern>| {
            let values = Values::Text(lowering.space.sets.union(patterns));
            lowering.space.literal(lowering.caller, Test::One { values, absent: false })
        };
        let without = key.without_value();
        let open = key.open();
        if operator.base == Base::Null {
            let Some(asks) = null(values) else { return Bounds::open() };
            let sure = union(self, without.clone());
            let most = union(self, [without, open].concat());
            return match asks {
                Null::Either => Bounds::always(),
                Null::Absent => Bounds { most: vec![most], sure: Some(vec![sure]) },
                Null::Present => Bounds { most: vec![sure.not()], sure: Some(vec![most.not()]) },
            };
        }
        let Some(patterns) = self.patterns(operator.base, values) else { return Bounds::open() };
        let callers = |patterns: &[Pattern]| -> Vec<Pattern> {
            patterns.iter().flat_map(|pattern| key.with_value(pattern)).collect()
        };
        let (most, sure) = (callers(&patterns.most), callers(&patterns.sure));
        let loose: Vec<Pattern> = most.iter().map(|pattern| loosened(pattern)).collect();
        // A list key with a plain operator: see `condition`.
        if key.is_list() && operator.quantifier == Quantifier::None {
            return Bounds::open();
        }
        // Of a list a part may be known only, so that what is asked of all of it stays open.
        let takes_absent = match (operator.quantifier, operator.negated) {
            (Quantifier::None, false) => operator.if_exists,
            (Quantifier::ForAll, false) | (Quantifier::ForAny, true) => true,
            _ => false,
        };
        let asks_all = key.is_list()
            && matches!(
                (operator.quantifier, operator.negated),
                (Quantifier::ForAll, false) | (Quantifier::ForAny, true)
            );
        let absent: Vec<Pattern> = if takes_absent { without } else { Vec::new() };
        let sure = if asks_all { Vec::new() } else { sure };
        let most = union(self, [most, absent.clone(), open.clone()].concat());
        let loose = union(self, [loose, absent.clone(), open, self.letters_anywhere()].concat());
        let sure = union(self, [sure, absent].concat());
        if operator.negated {
            Bounds { most: vec![sure.not()], sure: Some(vec![loose.not()]) }
        } else {
            Bounds { most: vec![most], sure: Some(vec![sure]) }
        }
    }

    /// Sets of texts for the values of an operator on texts; `None` where it reads no texts.
    fn texts(&mut self, base: Base, values: &[Value<'_>]) -> Option<Satisfied> {
        let patterns = self.patterns(base, values)?;
        let loose: Vec<Pattern> = patterns.most.iter().map(|pattern| loosened(pattern)).collect();
        let loose = [loose, self.letters_anywhere()].concat();
        let mut set = |patterns: Vec<Pattern>| Values::Text(self.space.sets.union(patterns));
        Some(Satisfied { most: set(patterns.most), sure: set(patterns.sure), loose: set(loose) })
    }

    /// Patterns of the texts that satisfy an operator on texts; `None` where it reads no texts, or cannot read a value.
    fn patterns(&mut self, base: Base, values: &[Value<'_>]) -> Option<Patterns> {
        let mut found = Patterns { most: Vec::new(), sure: Vec::new() };
        let style = Style {
            wildcards: matches!(base, Base::StringLike | Base::ArnEquals | Base::ArnLike),
            parts: is_arn(base),
            fold: base == Base::StringEqualsIgnoreCase,
            variables: self.variables,
            arn: false,
        };
        for value in values {
            match base {
                Base::StringEquals
                | Base::StringLike
                | Base::StringEqualsIgnoreCase
                | Base::ArnEquals
                | Base::ArnLike => {
                    let Some(reading) = read(value, style, self.letters, self.catalog) else { continue };
                    if is_arn(base) && reading.colons < 5 {
                        // Behind a letter there may be colons that are not seen.
                        return None;
                    }
                    let has_hole = !value.is_known() && is_arn(base);
                    if reading.doubt.is_none() && !has_hole {
                        found.sure.push(reading.pattern.clone());
                    }
                    if reading.doubt.is_some() || has_hole {
                        self.has_doubt = true;
                    }
                    found.most.push(if has_hole { loosened(&reading.pattern) } else { reading.pattern });
                }
                Base::Bool if value.is_known() && !(self.variables && value.text.contains("${")) => {
                    let word = truth_word(value.text)?;
                    let pattern = tidy(literal(if word { "true" } else { "false" }));
                    found.sure.push(pattern.clone());
                    found.most.push(pattern);
                }
                _ => return None,
            }
        }
        Some(found)
    }

    /// Words with a letter, which may be any text: they cannot be said to lie outside of a set.
    fn letters_anywhere(&self) -> Vec<Pattern> {
        if !self.has_letters {
            return Vec::new();
        }
        let any = Token::Many(Bars::NONE);
        vec![Box::new([any, Token::AnyLetter, any])]
    }

    /// The same for sets of resources.
    pub(super) fn loose_set(&mut self, patterns: &[Pattern]) -> Values {
        let loose: Vec<Pattern> = patterns.iter().map(|pattern| loosened(pattern)).collect();
        Values::Text(self.space.sets.union([loose, self.letters_anywhere()].concat()))
    }
}

struct Patterns {
    most: Vec<Pattern>,
    sure: Vec<Pattern>,
}

fn is_arn(base: Base) -> bool {
    matches!(base, Base::ArnEquals | Base::ArnLike)
}

/// What a `Null` condition asks.
enum Null {
    Absent,
    Present,
    Either,
}

fn null(values: &[Value<'_>]) -> Option<Null> {
    let (mut absent, mut present) = (false, false);
    for value in values {
        match (value.is_known(), truth_word(value.text)) {
            (true, Some(true)) => absent = true,
            (true, Some(false)) => present = true,
            _ => return None,
        }
    }
    match (absent, present) {
        (true, true) => Some(Null::Either),
        (true, false) => Some(Null::Absent),
        (false, true) => Some(Null::Present),
        (false, false) => None,
    }
}

/// Which samples satisfy the operator; `None` where a value is none that it reads, or where samples do not stand for
/// all that the operator tells apart.
fn sampled(base: Base, samples: &[String], values: &[Value<'_>]) -> Option<Satisfied> {
    let mut bits = vec![false; samples.len()];
    for value in values {
        if !value.is_known() || value.text.contains("${") {
            return None;
        }
        let wildcards = value.text.contains(['*', '?']);
        let is_bool = samples == ["true", "false"];
        let pattern: Option<Vec<Token>> = match base {
            Base::StringEquals => Some(literal(value.text)),
            Base::StringEqualsIgnoreCase => Some(
                value
                    .text
                    .chars()
                    .map(|one| {
                        if one.is_ascii_alphabetic() {
                            Token::Fold(one.to_ascii_lowercase())
                        } else {
                            Token::Char(one)
                        }
                    })
                    .collect(),
            ),
            Base::StringLike if !wildcards || is_bool => Some(
                value
                    .text
                    .chars()
                    .map(|one| match one {
                        '*' => Token::Many(Bars::NONE),
                        '?' => Token::One(Bars::NONE),
                        other => Token::Char(other),
                    })
                    .collect(),
            ),
            Base::StringLike | Base::ArnEquals | Base::ArnLike => return None,
            _ => None,
        };
        for (bit, sample) in bits.iter_mut().zip(samples) {
            *bit |= match &pattern {
                Some(pattern) => {
                    let word: Vec<Symbol> = sample.chars().map(Symbol::Char).collect();
                    takes(pattern, &word)
                }
                None => typed_holds(base, sample, value.text)?,
            };
        }
    }
    let values = Values::Samples(bits.into_boxed_slice());
    Some(Satisfied { most: values.clone(), sure: values.clone(), loose: values })
}
