//! Condition keys as dimensions: what type their values have, and for types whose values are told apart only by the
//! values that the policies name, samples that stand for all of them.

use std::collections::BTreeMap;

use super::space::{Dim, DimId, Domain, Shape, Space};
use super::word::{Bars, Token, literal, tidy};
use crate::access::{Cidr, dates_apart, numbers_apart};
use crate::aws::Catalog;
use crate::aws::catalog::KeyType;
use crate::policy::{Base, Policy, Quantifier, Statement};

/// Keys that every request has (see `access::derived`).
const ALWAYS: [&str; 6] = [
    "aws:currenttime",
    "aws:epochtime",
    "aws:requestedregion",
    "aws:securetransport",
    "aws:useragent",
    "aws:viaawsservice",
];

/// The condition keys of a question, by name in lower case.
#[derive(Debug, Default)]
pub(super) struct Keys {
    dims: BTreeMap<String, DimId>,
}

/// What the policies do with one key.
#[derive(Default)]
struct Use<'p> {
    values: Vec<&'p str>,
    bases: Vec<Base>,
    has_sets: bool,
    has_plain: bool,
}

impl Keys {
    /// Dimensions for every key that a condition of the policies names and that does not follow from the caller.
    pub(super) fn new(policies: &[&Policy<'_>], catalog: &Catalog, space: &mut Space) -> Self {
        let mut uses: BTreeMap<String, Use<'_>> = BTreeMap::new();
        for policy in policies {
            for condition in policy.statements.iter().flat_map(Statement::conditions) {
                let Some(operator) = condition.operator else { continue };
                let name = condition.key.text.to_ascii_lowercase();
                if super::derived::Derived::of(&name).is_some() {
                    continue;
                }
                let one = uses.entry(name).or_default();
                if operator.base != Base::Null {
                    one.bases.push(operator.base);
                    one.values.extend(condition.values.iter().map(|value| value.text));
                    let is_set = operator.quantifier != Quantifier::None;
                    one.has_sets |= is_set;
                    one.has_plain |= !is_set;
                }
            }
        }
        let mut keys = Self::default();
        for (name, used) in uses {
            let dim = dim(&name, &used, catalog, space);
            keys.dims.insert(name, space.add(dim));
        }
        keys
    }

    /// The dimension of a key.
    pub(super) fn get(&self, key: &str) -> Option<DimId> {
        self.dims.get(key).copied()
    }

    /// Every key with its dimension.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, DimId)> {
        self.dims.iter().map(|(name, dim)| (name.as_str(), *dim))
    }
}

fn dim(name: &str, used: &Use<'_>, catalog: &Catalog, space: &mut Space) -> Dim {
    let known = catalog.key(name);
    let shape = match known {
        Some(key) if key.is_multivalued => Shape::List,
        None if used.has_sets && used.has_plain => Shape::Either,
        None if used.has_sets => Shape::List,
        _ => Shape::Single,
    };
    let key_type = known.map_or_else(|| inferred(&used.bases), |key| key.key_type);
    let samples = match key_type {
        KeyType::Bool => Some(vec!["true".to_owned(), "false".to_owned()]),
        KeyType::Date => dates(&used.values),
        KeyType::Numeric if used.bases.iter().any(|base| is_date(*base)) => dates(&used.values),
        KeyType::Numeric => numbers(&used.values),
        KeyType::Ip => Some(addresses(&used.values)),
        KeyType::String | KeyType::Arn | KeyType::Binary => None,
    };
    let domain = match samples {
        Some(samples) => Domain::Samples(samples),
        None if key_type == KeyType::Arn => Domain::Text(space.sets.frame(vec![tidy(arn_shape())])),
        None => Domain::Text(space.sets.everything()),
    };
    Dim { key: name.to_owned(), shape, domain, may_be_absent: !ALWAYS.contains(&name) }
}

/// Every text with the six parts of an ARN.
pub(super) fn arn_shape() -> Vec<Token> {
    let mut tokens = literal("arn:");
    for _ in 0..4 {
        tokens.extend([Token::Many(Bars::COLON), Token::Char(':')]);
    }
    tokens.push(Token::Many(Bars::NONE));
    tokens
}

fn is_date(base: Base) -> bool {
    matches!(
        base,
        Base::DateEquals
            | Base::DateLessThan
            | Base::DateLessThanEquals
            | Base::DateGreaterThan
            | Base::DateGreaterThanEquals
    )
}

fn is_number(base: Base) -> bool {
    matches!(
        base,
        Base::NumericEquals
            | Base::NumericLessThan
            | Base::NumericLessThanEquals
            | Base::NumericGreaterThan
            | Base::NumericGreaterThanEquals
    )
}

/// The type that the operators ask for, where the reference does not know the key.
fn inferred(bases: &[Base]) -> KeyType {
    let all = |is: fn(Base) -> bool| !bases.is_empty() && bases.iter().all(|base| is(*base));
    if all(is_date) {
        KeyType::Date
    } else if all(is_number) {
        KeyType::Numeric
    } else if all(|base| base == Base::IpAddress) {
        KeyType::Ip
    } else if all(|base| base == Base::Bool) {
        KeyType::Bool
    } else {
        KeyType::String
    }
}

/// Samples of dates; those of the values that are none are left to the operator that reads them.
fn dates(values: &[&str]) -> Option<Vec<String>> {
    let read: Vec<&str> =
        values.iter().copied().filter(|text| crate::access::compare_dates(text, text).is_some()).collect();
    dates_apart(&read).map(|list| or_any(list, "2026-01-01T00:00:00Z"))
}

fn numbers(values: &[&str]) -> Option<Vec<String>> {
    let read: Vec<&str> =
        values.iter().copied().filter(|text| crate::access::compare_numbers(text, text).is_some()).collect();
    numbers_apart(&read).map(|list| or_any(list, "1"))
}

fn or_any(list: Vec<String>, plain: &str) -> Vec<String> {
    if list.is_empty() { vec![plain.to_owned()] } else { list }
}

/// Where a walk through all addresses enters or leaves one of the blocks, beside a plain address of each family.
fn addresses(values: &[&str]) -> Vec<String> {
    let mut list: Vec<String> = ["203.0.113.10", "0.0.0.0", "2001:db8::10", "::"].map(str::to_owned).to_vec();
    for block in values.iter().filter_map(|text| Cidr::parse(text)) {
        let (first, behind) = block.borders();
        list.push(first.to_string());
        list.extend(behind.map(|address| address.to_string()));
    }
    list
}
