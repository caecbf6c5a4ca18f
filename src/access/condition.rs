//! One operator with one key against a request: absent keys, lists, negation, set operators.

use super::context::{Given, KeyShape};
use super::operator::{Outcome, compare, truth_word};
use super::request::Request;
use super::subject::Text;
use super::truth::{Row, Truth, Why};
use crate::policy::{Base, Condition, Operator, Quantifier, Value};

/// What a request says about a key, with its presence settled.
#[derive(Clone, Copy)]
enum Found<'r> {
    Absent,
    One(&'r Text),
    Many(&'r [Text]),
}

/// Whether the condition holds. `variables` where the policy's version has them.
pub(super) fn condition(condition: &Condition<'_>, variables: bool, request: &Request) -> Truth {
    let Some(operator) = condition.operator else { return Truth::Unknown(Why::NotUnderstood) };
    if !condition.unknown.is_empty() {
        return Truth::Unknown(Why::NotUnderstood);
    }
    let holds =
        |found: Found<'_>| Checked { operator, values: &condition.values, variables, request }.holds(found);
    by_presence(condition.key.text, request, holds)
}

/// Whether the request's value for the key matches this one value, by the operator without its `Not` and set prefix:
/// for a list, whether some element does. For `Null` the value itself is what is asked.
pub(super) fn value(
    condition: &Condition<'_>,
    value: &Value<'_>,
    variables: bool,
    request: &Request,
) -> Truth {
    let Some(operator) = condition.operator else { return Truth::Unknown(Why::NotUnderstood) };
    let values = std::slice::from_ref(value);
    let plain = Operator { negated: false, if_exists: false, ..operator };
    let checked = Checked { operator: plain, values, variables, request };
    by_presence(condition.key.text, request, |found| match found {
        _ if operator.base == Base::Null => checked.holds(found),
        Found::Absent => Truth::False,
        Found::One(text) => checked.satisfies(text),
        Found::Many(texts) => {
            texts.iter().fold(Truth::False, |truth, text| truth.or(checked.satisfies(text)))
        }
    })
}

/// Asks for each state that the key may be in, and keeps the answer where all states agree.
fn by_presence(key: &str, request: &Request, holds: impl Fn(Found<'_>) -> Truth) -> Truth {
    let given = request.value(key);
    let anything = [Text::anything()];
    let [any] = &anything;
    let present = || match request.context().shape(key) {
        KeyShape::Single => holds(Found::One(any)),
        KeyShape::List => holds(Found::Many(&anything)),
        KeyShape::Unknown => holds(Found::One(any)).either(holds(Found::Many(&anything)), Why::Key),
    };
    match given.as_ref() {
        Given::Absent => holds(Found::Absent),
        Given::One(text) => holds(Found::One(text)),
        Given::Many(texts) => match given.is_present() {
            Some(true) => holds(Found::Many(texts)),
            Some(false) => holds(Found::Absent),
            None => holds(Found::Absent).either(holds(Found::Many(texts)), Why::Key),
        },
        Given::Present => present(),
        Given::Unknown => holds(Found::Absent).either(present(), Why::Key),
    }
}

struct Checked<'c, 'v> {
    operator: Operator,
    values: &'c [Value<'v>],
    variables: bool,
    request: &'c Request,
}

impl Checked<'_, '_> {
    fn holds(&self, found: Found<'_>) -> Truth {
        let Some(when_absent) = self.operator.holds_when_absent() else { return self.null(found) };
        let texts = match found {
            Found::Absent => return when_absent.into(),
            Found::One(text) => std::slice::from_ref(text),
            Found::Many(texts) => texts,
        };
        match (self.operator.quantifier, found) {
            (Quantifier::ForAny, _) => {
                texts.iter().fold(Truth::False, |truth, text| truth.or(self.satisfies(text)))
            }
            (Quantifier::ForAll, _) => {
                texts.iter().fold(Truth::True, |truth, text| truth.and(self.satisfies(text)))
            }
            // A list needs a set operator; without one only the negated form is open to doubt.
            (Quantifier::None, Found::Many(_)) if self.operator.negated => {
                Truth::disputed(Row::NegatedOnList)
            }
            (Quantifier::None, Found::Many(_)) => Truth::False,
            (Quantifier::None, _) => {
                texts.iter().fold(Truth::False, |truth, text| truth.or(self.satisfies(text)))
            }
        }
    }

    /// Whether one value of the request satisfies the operator against the whole list of values: one of them matches,
    /// or for a negated operator none does.
    fn satisfies(&self, text: &Text) -> Truth {
        let mut some = Truth::False;
        let (mut bad_policy, mut bad_request) = (false, false);
        for value in self.values {
            match compare(self.operator.base, text, value, self.variables, self.request) {
                Outcome::Is(truth) => some = some.or(truth),
                Outcome::BadPolicyValue => bad_policy = true,
                Outcome::BadRequestValue => bad_request = true,
            }
        }
        match self.operator.negated {
            _ if bad_policy => Truth::disputed(Row::BadPolicyValue),
            true if bad_request => Truth::disputed(Row::BadRequestValue),
            true => !some,
            false => some,
        }
    }

    /// `Null`: whether one of the values says what is the case, `true` for an absent key.
    fn null(&self, found: Found<'_>) -> Truth {
        let absent = matches!(found, Found::Absent);
        let mut some = Truth::False;
        for value in self.values {
            some = some.or(match (value.is_known(), truth_word(value.text)) {
                (false, _) => Truth::Unknown(Why::Hole),
                (true, Some(word)) => (word == absent).into(),
                (true, None) => return Truth::disputed(Row::BadPolicyValue),
            });
        }
        some
    }
}
