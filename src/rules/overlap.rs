//! What statements of one policy make of each other: proved by `proof` where a cheap look says that it may be worth it.

use std::cell::OnceCell;

use crate::access::glob::{Case, covers, matches};
use crate::aws::caller_keys::caller_key;
use crate::finding::PolicyKind;
use crate::policy::{
    Base, Block, Condition, Effect, Operator, Policy, PrincipalType, Quantifier, Statement, Value,
};
use crate::proof::{Fact, Options, StatementFact, survey};

/// Steps that all questions about one policy may take: some 2 ms.
const FUEL: u64 = 20_000;

/// Statements, bytes of values, and bytes of one value of a policy beyond which no statement is held against the others.
/// Beyond them it would take longer than all else that is done with a policy.
const MOST_STATEMENTS: usize = 40;
const MOST_ALIKE: usize = 12;
const MOST_BYTES: usize = 20_480;
const LONGEST_VALUE: usize = 2_048;

/// What several checks of one policy share.
#[derive(Debug, Default)]
pub struct Memo {
    facts: OnceCell<Vec<StatementFact>>,
    covers: OnceCell<Vec<StatementFact>>,
}

impl Memo {
    /// What is proved of the policy's statements, but for those that others of their effect cover.
    pub fn facts(&self, policy: &Policy<'_>) -> &[StatementFact] {
        self.facts.get_or_init(|| if is_small(policy) { facts(policy, false) } else { Vec::new() })
    }

    /// The same with those that are covered, which takes longer.
    pub fn covers(&self, policy: &Policy<'_>) -> &[StatementFact] {
        self.covers.get_or_init(|| if is_small(policy) { facts(policy, true) } else { Vec::new() })
    }
}

/// What is proved of statements for which it may be worth it, out of these and the ones they are held against.
fn facts(policy: &Policy<'_>, with_covers: bool) -> Vec<StatementFact> {
    let has_deny = policy.statements.iter().any(|statement| statement.effect == Effect::Deny);
    if !with_covers && !has_deny && !policy.statements.iter().any(asks_twice) {
        return Vec::new();
    }
    if policy.statements.len() < 2 && !policy.statements.iter().any(asks_twice) {
        return Vec::new();
    }
    let mut worth: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut kept: Vec<usize> = Vec::new();
    let numbered: Vec<Numbered<'_, '_>> = policy.statements.iter().enumerate().map(Numbered::of).collect();
    for own in &numbered {
        if let Some(near) = is_worth((policy.kind, with_covers), &numbered, own) {
            kept.push(own.at);
            kept.extend(&near);
            worth.push((own.at, near));
        }
    }
    kept.sort_unstable();
    kept.dedup();
    if worth.is_empty() || kept.len() > MOST_ALIKE {
        return Vec::new();
    }
    let part = policy.part(&kept);
    let options = Options { fuel: FUEL, ..Options::default() };
    // Each is held against its own: what is near to another one may be too weak for it.
    let near = |position: usize| {
        let (_, near) = kept.get(position).and_then(|at| worth.iter().find(|(own, _)| own == at))?;
        Some(near.iter().filter_map(|at| kept.binary_search(at).ok()).collect())
    };
    let found = survey(&part, options, with_covers, near);
    found.into_iter().filter_map(|(at, fact)| Some((*kept.get(at)?, named(fact, &kept)?))).collect()
}

/// The fact with the places that its statements have in the whole policy.
fn named(fact: Fact, kept: &[usize]) -> Option<Fact> {
    let whole =
        |by: Vec<usize>| by.into_iter().map(|at| kept.get(at).copied()).collect::<Option<Vec<usize>>>();
    Some(match fact {
        Fact::Covered { by } => Fact::Covered { by: whole(by)? },
        Fact::Cancelled { by } => Fact::Cancelled { by: whole(by)? },
        Fact::NeverApplies | Fact::Idle => fact,
    })
}

/// A statement with its place, and its actions in a form that is quick to ask.
struct Numbered<'p, 'a> {
    at: usize,
    statement: &'p Statement<'a>,
    /// Its actions, patterns among them, each as a number: as they stand, and sorted.
    numbers: Vec<u64>,
    sorted: Vec<u64>,
    /// A bit for each of the numbers: without a common one, two lists have nothing in common.
    bits: u64,
    patterns: Vec<&'p str>,
}

impl<'p, 'a> Numbered<'p, 'a> {
    fn of((at, statement): (usize, &'p Statement<'a>)) -> Self {
        let block = statement.action.as_ref().filter(|block| !block.negated);
        let texts = || block.into_iter().flat_map(|block| &block.values).map(|value| value.text);
        let numbers: Vec<u64> = texts().map(number).collect();
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        let patterns = match block {
            Some(_) => texts().filter(|text| is_pattern(text)).collect(),
            // Of the opposite element nothing is told.
            None => vec!["*"],
        };
        let bits = numbers.iter().fold(0, |all, number| all | bit(*number));
        Self { at, statement, numbers, sorted, bits, patterns }
    }

    /// Whether an action is among its own, or a pattern within one of its patterns, as far as texts tell.
    fn takes_action(&self, (number, text): (u64, &str)) -> bool {
        if self.bits & bit(number) != 0 && self.sorted.binary_search(&number).is_ok() {
            return true;
        }
        let covers = |outer: &&str| {
            if is_pattern(text) {
                covers(&outer.to_ascii_lowercase(), &text.to_ascii_lowercase())
            } else {
                matches(outer, text, Case::Ascii)
            }
        };
        let first = |text: &str| text.as_bytes().first().map(u8::to_ascii_lowercase);
        let may = |outer: &&&str| first(outer) == first(text) || outer.starts_with(['*', '?']);
        self.patterns.iter().filter(may).any(covers)
    }

    fn actions(&self) -> impl Iterator<Item = (u64, &'p str)> + Clone {
        let values = self.statement.action.iter().flat_map(|block| &block.values);
        self.numbers.iter().copied().zip(values.map(|value| value.text))
    }
}

/// One of 64 bits for a number.
fn bit(number: u64) -> u64 {
    1 << (number >> 58)
}

fn is_pattern(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'*' | b'?'))
}

/// A number for a text, the same for all its cases; two texts hardly ever share one, and then only time is lost.
fn number(text: &str) -> u64 {
    let fold =
        |sum: u64, byte: u8| (sum ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, fold)
}

/// The statements that one is to be held against, if something could be proved of it as far as texts tell.
fn is_worth(
    (kind, with_covers): (PolicyKind, bool),
    all: &[Numbered<'_, '_>],
    own: &Numbered<'_, '_>,
) -> Option<Vec<usize>> {
    // What is about all actions is hardly ever covered, and long to go through.
    let is_open = |block: &Block<'_>| block.negated || block.values.iter().any(|value| value.text == "*");
    let statement = own.statement;
    if !statement.is_exact()
        || statement.action.as_ref().is_none_or(is_open)
        || statement.conditions().iter().any(asks_list_plainly)
    {
        return None;
    }
    let others = |effect: Effect| {
        all.iter().filter(move |other| other.at != own.at && other.statement.effect == effect)
    };
    // An account that is allowed only delegates: who is named himself has more of it.
    let is_as_strong = |other: &&Numbered<'_, '_>| {
        statement.effect != Effect::Allow || weakest(other.statement) >= strongest(statement)
    };
    let mut near = Vec::new();
    if with_covers {
        near.extend(takers(own, others(statement.effect).filter(is_as_strong)).unwrap_or_default());
    }
    if statement.effect == Effect::Deny && kind == PolicyKind::Trust {
        // Whether it denies anything takes all that is allowed.
        near.extend(others(Effect::Allow).map(|other| other.at));
        return Some(near);
    }
    if statement.effect == Effect::Allow {
        near.extend(takers(own, others(Effect::Deny)).unwrap_or_default());
    }
    (!near.is_empty() || asks_twice(statement)).then_some(near)
}

/// Whether a key that can have several values is asked for without a set operator. That matches nothing by the rules, but
/// AWS's own pages do it with `events:detail-type`, and mean it.
fn asks_list_plainly(condition: &Condition<'_>) -> bool {
    let is_plain =
        |operator: Operator| operator.quantifier == Quantifier::None && operator.base != Base::Null;
    condition.operator.is_some_and(is_plain) && condition.known_key().is_some_and(|key| key.is_multivalued)
}

/// How an `Allow` in a resource's policy reaches a caller whom it names.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// By its account, whose own policies have to allow as well.
    Account,
    /// By its role: permissions boundaries and session policies still limit it.
    Role,
    /// Itself.
    Direct,
}

fn strengths(statement: &Statement<'_>) -> impl Iterator<Item = Strength> {
    let entries = statement.principal.iter().flat_map(|block| &block.entries);
    entries.map(|entry| {
        let text = entry.value.text;
        if entry.kind != PrincipalType::Aws || text == "*" {
            return Strength::Direct;
        }
        match text.splitn(6, ':').nth(5) {
            Some(name) if name.starts_with("role/") => Strength::Role,
            Some(name) if name != "root" => Strength::Direct,
            _ => Strength::Account,
        }
    })
}

fn weakest(statement: &Statement<'_>) -> Strength {
    strengths(statement).min().unwrap_or(Strength::Direct)
}

fn strongest(statement: &Statement<'_>) -> Strength {
    strengths(statement).max().unwrap_or(Strength::Account)
}

/// Those of the others that ask for nothing that this one does not ask for, if each of its actions and each of its resources
/// is taken in by one of them, as far as texts tell.
fn takers<'n, 'p: 'n, 'a: 'p>(
    own: &Numbered<'_, '_>,
    others: impl Iterator<Item = &'n Numbered<'p, 'a>> + Clone,
) -> Option<Vec<usize>> {
    // Most statements are told apart by their first action.
    let first = own.actions().next()?;
    if !others.clone().any(|other| other.takes_action(first)) {
        return None;
    }
    let asks_no_more = |other: &Statement<'_>| {
        other
            .conditions()
            .iter()
            .all(|condition| own.statement.conditions().iter().any(|one| is_alike(one, condition)))
    };
    let resources: &[Value<'_>] = match own.statement.resource.as_ref() {
        Some(block) if !block.negated => &block.values,
        _ => &[],
    };
    let takes_resource = |other: &Numbered<'_, '_>, text: &str| {
        takes(other.statement.resource.as_ref(), text, |outer, inner| {
            let head = outer.split(['*', '?']).next().unwrap_or_default();
            outer == inner || head.len() < outer.len() && inner.starts_with(head) && covers(outer, inner)
        })
    };
    let takes_actions = |near: &[&Numbered<'_, '_>]| {
        own.actions().all(|action| near.iter().any(|other| other.takes_action(action)))
    };
    let is_about = |other: &&Numbered<'_, '_>| {
        (!other.patterns.is_empty() || other.bits & own.bits != 0)
            && own.actions().any(|action| other.takes_action(action))
    };
    let is_near = |other: &&Numbered<'_, '_>| {
        resources.is_empty() || resources.iter().any(|value| takes_resource(other, value.text))
    };
    // What is cheap to ask comes first: most statements are told apart by their actions.
    let mut near: Vec<&Numbered<'_, '_>> = others.filter(is_about).collect();
    if !takes_actions(&near) {
        return None;
    }
    near.retain(|other| asks_no_more(other.statement) && is_near(other));
    let is_whole = takes_actions(&near)
        && resources.iter().all(|value| near.iter().any(|other| takes_resource(other, value.text)));
    is_whole.then(|| near.into_iter().map(|other| other.at).collect())
}

/// Whether two conditions ask for the same key in the same way, and not for different texts.
fn is_alike(one: &Condition<'_>, other: &Condition<'_>) -> bool {
    let is_text = |base: Base| {
        use Base::{Bool, Null, StringEquals, StringEqualsIgnoreCase, StringLike};
        matches!(base, StringEquals | StringEqualsIgnoreCase | StringLike | Bool | Null)
    };
    let is_open = |text: &str| text.contains(['*', '?', '$']);
    let meet = |other: &Value<'_>| {
        is_open(other.text) || one.values.iter().any(|value| value.text.eq_ignore_ascii_case(other.text))
    };
    one.operator == other.operator
        && one.is_key(other.key.text)
        && (one.operator.is_none_or(|operator| !is_text(operator.base))
            || one.values.iter().any(|value| is_open(value.text))
            || other.values.iter().any(meet))
}

/// Whether some value of the element takes in the text. Of the opposite elements nothing is told.
fn takes(block: Option<&Block<'_>>, text: &str, takes_one: fn(&str, &str) -> bool) -> bool {
    block.is_none_or(|block| block.negated || block.values.iter().any(|value| takes_one(value.text, text)))
}

fn is_small(policy: &Policy<'_>) -> bool {
    if policy.statements.len() > MOST_STATEMENTS {
        return false;
    }
    let mut bytes = 0;
    policy.statements.iter().all(|statement| {
        let blocks = [&statement.action, &statement.resource].into_iter().flatten();
        let conditions = statement.conditions().iter().flat_map(|condition| &condition.values);
        let mut values = blocks.flat_map(|block| &block.values).chain(conditions);
        values.all(|value| {
            bytes += value.text.len();
            value.text.len() <= LONGEST_VALUE && bytes <= MOST_BYTES
        })
    })
}

/// Whether conditions of the statement, or one and its principal, may rule each other out.
fn asks_twice(statement: &Statement<'_>) -> bool {
    let conditions = statement.conditions();
    let is_of_caller = |condition: &Condition<'_>| {
        statement.principal.is_some() && caller_key(condition.key.text).is_some_and(|key| key.names_caller)
    };
    // That a key is there goes with whatever is asked of its value.
    let asks_presence = |condition: &Condition<'_>| {
        condition.operator.is_some_and(|operator| operator.base == Base::Null)
            && condition.values.iter().all(|value| value.text.eq_ignore_ascii_case("false"))
    };
    let asked = || conditions.iter().filter(|condition| !asks_presence(condition));
    let is_again =
        |(at, one): (usize, &Condition<'_>)| asked().skip(at + 1).any(|other| other.is_key(one.key.text));
    asked().enumerate().any(is_again) || conditions.iter().any(is_of_caller)
}
