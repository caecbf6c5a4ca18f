//! What the statements of one policy add to each other: those that can never apply, those that others cover, those that a
//! `Deny` cancels, and a `Deny` that denies nothing.

use super::engine::Engine;
use super::lower::Lowered;
use super::question::{Options, has_letters, readings};
use super::target::{Side, Tally, Target};
use crate::access::{Request, Truth, obstacle};
use crate::policy::{Effect, Policy};

/// What is proved of one statement. Statements are named by their position in [`Policy::statements`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// No request meets its conditions and is made by one of its principals, whatever the action and the resource.
    NeverApplies,
    /// Everything that it allows, or denies, others do as well: together, none of them could be left out.
    Covered {
        /// The others.
        by: Vec<usize>,
    },
    /// Everything that it allows is denied.
    Cancelled {
        /// By these, none of which could be left out.
        by: Vec<usize>,
    },
    /// It denies nothing that the policy would allow.
    Idle,
}

/// A fact with the position of its statement.
pub type StatementFact = (usize, Fact);

/// What can be proved of the statements within the fuel of the options; which of them to look at, and which others
/// may cover or cancel each, is up to `near`. Without `with_covers` none is said to be covered.
///
/// Of several statements that cover each other the longest is kept, whatever the order of the statements; of equal ones the
/// first.
pub fn survey(
    policy: &Policy<'_>,
    options: Options,
    with_covers: bool,
    near: impl Fn(usize) -> Option<Vec<usize>>,
) -> Vec<StatementFact> {
    if obstacle(policy).is_some() {
        return Vec::new();
    }
    let has_letters = has_letters(&[policy]);
    let mut engine = Engine::new(&[policy], policy.catalog, options);
    let readings = readings(&options);
    let mut lowered: Vec<Vec<Lowered>> =
        readings.iter().map(|reading| engine.lower(policy, *reading, has_letters)).collect();
    lowered.dedup();
    let mut view = View { engine, lowered, policy, with_covers };
    let mut facts: Vec<StatementFact> = Vec::new();
    let mut covered: Vec<usize> = Vec::new();
    let texts: Vec<Option<String>> =
        policy.statements.iter().map(|statement| super::same::text(policy, statement)).collect();
    let asked = (0..policy.statements.len()).filter_map(|position| Some((position, near(position)?)));
    let mut order: Vec<(usize, Vec<usize>)> = asked.collect();
    order.sort_by_key(|(position, _)| {
        let text = texts.get(*position).cloned().flatten().unwrap_or_default();
        (text.len(), text, std::cmp::Reverse(*position))
    });
    for (position, near) in order {
        let near: Vec<usize> = near.into_iter().filter(|at| !covered.contains(at)).collect();
        if let Some(fact) = view.fact(position, &near) {
            if matches!(fact, Fact::Covered { .. } | Fact::NeverApplies) {
                covered.push(position);
            }
            facts.push((position, fact));
        }
    }
    facts.sort_by_key(|(position, _)| *position);
    facts
}

struct View<'c, 'p> {
    engine: Engine<'c>,
    /// The statements in each reading of ARNs.
    lowered: Vec<Vec<Lowered>>,
    policy: &'p Policy<'p>,
    with_covers: bool,
}

impl View<'_, '_> {
    fn fact(&mut self, position: usize, near: &[usize]) -> Option<Fact> {
        let effect = self.policy.statements.get(position)?.effect;
        if effect == Effect::Unknown {
            return None;
        }
        if self.is_contradictory(position) {
            return Some(Fact::NeverApplies);
        }
        let others = |effect: Effect| -> Vec<usize> {
            let statements = self.policy.statements.iter().enumerate();
            statements
                .filter(|(at, one)| one.effect == effect && *at != position && near.contains(at))
                .map(|(at, _)| at)
                .collect()
        };
        let (allows, denies) = (others(Effect::Allow), others(Effect::Deny));
        let fact = if effect == Effect::Deny {
            match self.covers(position, &denies) {
                Some(by) => Fact::Covered { by },
                None => self.is_idle(position).then_some(Fact::Idle)?,
            }
        } else if let Some(by) = self.least(position, &denies) {
            Fact::Cancelled { by }
        } else {
            self.covers(position, &allows).map(|by| Fact::Covered { by })?
        };
        // Of a statement that no action and resource fit, whatever is said holds of nothing.
        (!self.is_within(position, &[])).then_some(fact)
    }

    /// Whether its principals and conditions rule each other out, in every reading.
    fn is_contradictory(&mut self, position: usize) -> bool {
        (0..self.lowered.len()).all(|reading| {
            let Some(list) = self.lowered.get(reading) else { return false };
            let own = list.iter().find(|one| one.position == position);
            own.is_some_and(|own| self.engine.is_contradictory(&own.most()))
        })
    }

    fn covers(&mut self, position: usize, others: &[usize]) -> Option<Vec<usize>> {
        if self.with_covers { self.least(position, others) } else { None }
    }

    /// Those of the statements that cover it together, as few as will do; `None` where all of them do not.
    fn least(&mut self, position: usize, others: &[usize]) -> Option<Vec<usize>> {
        if others.is_empty() || !self.is_within(position, others) {
            return None;
        }
        if let Some(one) = others.iter().find(|one| self.is_within(position, &[**one])) {
            return Some(vec![*one]);
        }
        let mut kept = others.to_vec();
        for one in others {
            let rest: Vec<usize> = kept.iter().copied().filter(|at| at != one).collect();
            if self.is_within(position, &rest) {
                kept = rest;
            }
        }
        Some(kept)
    }

    /// Whether it is proved that the others hold all that the statement matches, in every reading.
    fn is_within(&mut self, position: usize, others: &[usize]) -> bool {
        let mut confirm = |_: &Request| Truth::True;
        (0..self.lowered.len()).all(|reading| {
            let Some(list) = self.lowered.get(reading) else { return false };
            // A statement that cannot be lowered is about nobody.
            let Some(own) = list.iter().find(|one| one.position == position) else { return true };
            let covers: Vec<&Lowered> = list.iter().filter(|one| others.contains(&one.position)).collect();
            let Some(target) = Target::of(own, Side::Most) else { return false };
            let mut tally = Tally::default();
            self.engine.seek(&target, (Side::Most, &covers), &mut confirm, &mut tally);
            tally.regions.is_empty() && tally.open.is_none()
        })
    }

    /// Whether no `Allow` meets the `Deny`.
    fn is_idle(&mut self, position: usize) -> bool {
        let mut confirm = |_: &Request| Truth::True;
        (0..self.lowered.len()).all(|reading| {
            let Some(list) = self.lowered.get(reading) else { return false };
            let Some(own) = list.iter().find(|one| one.position == position) else { return true };
            let Some(deny) = Target::of(own, Side::Most) else { return false };
            list.iter().filter(|one| one.effect != Effect::Deny).all(|allow| {
                let Some(allow) = Target::of(allow, Side::Most) else { return false };
                if !allow.actions.meets(&deny.actions) {
                    return true;
                }
                let mut tally = Tally::default();
                self.engine.seek(&allow.and(&deny), (Side::Most, &[]), &mut confirm, &mut tally);
                tally.regions.is_empty() && tally.open.is_none()
            })
        })
    }
}
