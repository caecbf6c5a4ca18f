//! `Condition`: operators, keys and values.

use std::cell::OnceCell;

use super::value::Value;
use crate::aws::Catalog;
use crate::aws::catalog::ConditionKey;
use crate::json::NodeId;

/// `ForAllValues:` and `ForAnyValue:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// No prefix.
    None,
    /// `ForAllValues:`
    ForAll,
    /// `ForAnyValue:`
    ForAny,
}

/// The comparison that an operator makes, without `Not`, `IfExists` and set prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// `StringEquals`, `StringNotEquals`
    StringEquals,
    /// `StringEqualsIgnoreCase`, `StringNotEqualsIgnoreCase`
    StringEqualsIgnoreCase,
    /// `StringLike`, `StringNotLike`
    StringLike,
    /// `ArnEquals`, `ArnNotEquals`
    ArnEquals,
    /// `ArnLike`, `ArnNotLike`
    ArnLike,
    /// `NumericEquals`, `NumericNotEquals`
    NumericEquals,
    /// `NumericLessThan`
    NumericLessThan,
    /// `NumericLessThanEquals`
    NumericLessThanEquals,
    /// `NumericGreaterThan`
    NumericGreaterThan,
    /// `NumericGreaterThanEquals`
    NumericGreaterThanEquals,
    /// `DateEquals`, `DateNotEquals`
    DateEquals,
    /// `DateLessThan`
    DateLessThan,
    /// `DateLessThanEquals`
    DateLessThanEquals,
    /// `DateGreaterThan`
    DateGreaterThan,
    /// `DateGreaterThanEquals`
    DateGreaterThanEquals,
    /// `Bool`
    Bool,
    /// `BinaryEquals`
    BinaryEquals,
    /// `IpAddress`, `NotIpAddress`
    IpAddress,
    /// `Null`
    Null,
}

/// An operator taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operator {
    /// Set prefix.
    pub quantifier: Quantifier,
    /// What is compared.
    pub base: Base,
    /// Whether it is the `Not` form.
    pub negated: bool,
    /// Whether it ends in `IfExists`.
    pub if_exists: bool,
}

/// Every operator name without set prefix and `IfExists`, as the IAM guide spells it.
pub const OPERATORS: [(&str, Base, bool); 27] = [
    ("StringEquals", Base::StringEquals, false),
    ("StringNotEquals", Base::StringEquals, true),
    ("StringEqualsIgnoreCase", Base::StringEqualsIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Base::StringEqualsIgnoreCase, true),
    ("StringLike", Base::StringLike, false),
    ("StringNotLike", Base::StringLike, true),
    ("NumericEquals", Base::NumericEquals, false),
    ("NumericNotEquals", Base::NumericEquals, true),
    ("NumericLessThan", Base::NumericLessThan, false),
    ("NumericLessThanEquals", Base::NumericLessThanEquals, false),
    ("NumericGreaterThan", Base::NumericGreaterThan, false),
    ("NumericGreaterThanEquals", Base::NumericGreaterThanEquals, false),
    ("DateEquals", Base::DateEquals, false),
    ("DateNotEquals", Base::DateEquals, true),
    ("DateLessThan", Base::DateLessThan, false),
    ("DateLessThanEquals", Base::DateLessThanEquals, false),
    ("DateGreaterThan", Base::DateGreaterThan, false),
    ("DateGreaterThanEquals", Base::DateGreaterThanEquals, false),
    ("Bool", Base::Bool, false),
    ("BinaryEquals", Base::BinaryEquals, false),
    ("IpAddress", Base::IpAddress, false),
    ("NotIpAddress", Base::IpAddress, true),
    ("ArnEquals", Base::ArnEquals, false),
    ("ArnLike", Base::ArnLike, false),
    ("ArnNotEquals", Base::ArnEquals, true),
    ("ArnNotLike", Base::ArnLike, true),
    ("Null", Base::Null, false),
];

impl Operator {
    /// Reads an operator's name, in any case: AWS accepts any, and a rule reports the unusual ones.
    pub fn parse(name: &str) -> Option<Self> {
        let (quantifier, rest) = match name.split_once(':') {
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAllValues") => (Quantifier::ForAll, rest),
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAnyValue") => (Quantifier::ForAny, rest),
            Some(_) => return None,
            None => (Quantifier::None, name),
        };
        let suffix = "IfExists";
        let cut = rest.len().checked_sub(suffix.len());
        let (stem, if_exists) = match cut.and_then(|at| rest.split_at_checked(at)) {
            Some((stem, tail)) if tail.eq_ignore_ascii_case(suffix) => (stem, true),
            _ => (rest, false),
        };
        let (_, base, negated) =
            OPERATORS.into_iter().find(|(known, ..)| known.eq_ignore_ascii_case(stem))?;
        if base == Base::Null && (if_exists || quantifier != Quantifier::None) {
            return None;
        }
        Some(Self { quantifier, base, negated, if_exists })
    }

    /// Whether the condition can hold only for a request that has the key: a positive test without `IfExists`, or any
    /// test of `ForAnyValue:`.
    pub fn demands_key(self) -> bool {
        self.holds_when_absent() == Some(false)
    }

    /// Whether the condition holds when the request has no value for the key (access-semantics, section 6.3).
    /// `None` for `Null`, whose answer depends on its value.
    pub fn holds_when_absent(self) -> Option<bool> {
        match (self.base, self.quantifier) {
            (Base::Null, _) => None,
            (_, Quantifier::ForAll) => Some(true),
            (_, Quantifier::ForAny) => Some(false),
            (_, Quantifier::None) => Some(self.if_exists || self.negated),
        }
    }
}

/// One operator with one key: `{"StringEquals": {"aws:SourceArn": …}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition<'a> {
    /// The operator; `None` where its name is not known.
    pub operator: Option<Operator>,
    /// The operator's name.
    pub operator_key: Value<'a>,
    /// The condition key's name, as written.
    pub key: Value<'a>,
    /// The value as written.
    pub node: NodeId,
    /// Its scalars in order.
    pub values: Vec<Value<'a>>,
    /// Parts that were not understood.
    pub unknown: Vec<NodeId>,
    /// The key's number in the catalogue, looked up when it is first asked for: many rules ask.
    pub(super) known: OnceCell<Option<u32>>,
    pub(super) catalog: &'a Catalog,
}

impl<'a> Condition<'a> {
    /// What AWS's reference says about the condition key, if it has it.
    pub fn known_key(&self) -> Option<ConditionKey<'a>> {
        let number = *self.known.get_or_init(|| self.catalog.key_number(self.key.text));
        Some(self.catalog.key_at(number?))
    }

    /// Whether it can hold only for a request that has the key; no where the operator is not known.
    pub fn demands_key(&self) -> bool {
        self.operator.is_some_and(Operator::demands_key)
    }

    /// Whether the condition key is this one; names compare without regard to case.
    pub fn is_key(&self, name: &str) -> bool {
        self.key.text.eq_ignore_ascii_case(name)
    }
}

/// The whole element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionBlock<'a> {
    /// The member's name.
    pub key: NodeId,
    /// The member's value.
    pub node: NodeId,
    /// Operator and key pairs in order.
    pub conditions: Vec<Condition<'a>>,
    /// Parts that were not understood.
    pub unknown: Vec<NodeId>,
}

impl ConditionBlock<'_> {
    /// Whether every part was understood.
    pub fn is_exact(&self) -> bool {
        self.unknown.is_empty()
            && self
                .conditions
                .iter()
                .all(|condition| condition.operator.is_some() && condition.unknown.is_empty())
    }
}
