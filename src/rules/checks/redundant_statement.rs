//! `redundant-statement`: statements that say the same.

use std::collections::HashMap;
use std::hash::Hash;

use crate::policy::{Block, Effect, PrincipalType, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

/// Up to this many statements are told apart without memory of one's own.
const FEW: usize = 32;

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let statements = &context.policy.statements;
    if statements.len() <= FEW && !may_repeat(statements) {
        return;
    }
    let mut outlines: Vec<(u64, &Statement<'_>)> =
        statements.iter().map(|statement| (outline(statement), statement)).collect();
    outlines.sort_by_key(|(outline, _)| *outline);
    let mut places: HashMap<Meaning<'_>, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Statement<'_>>> = Vec::new();
    for alike in outlines.chunk_by(|(one, _), (two, _)| one == two).filter(|alike| alike.len() > 1) {
        for (_, statement) in alike {
            let Some(meaning) = meaning(statement) else { continue };
            let at = *places.entry(meaning).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(group) => group.push(statement),
                None => groups.push(vec![statement]),
            }
        }
    }
    groups.sort_by_key(|group| group.first().map(|statement| statement.node));
    for group in groups {
        let Some((first, later)) = group.split_first().filter(|(_, later)| !later.is_empty()) else {
            continue;
        };
        let draft = drafts.report("redundant-statement", ONLY, Spot::Node(first.node));
        for statement in later {
            draft.also_with(Spot::Node(statement.node), Some("later"));
        }
        let edits = later.iter().map(|statement| TreeEdit::Remove(statement.node)).collect();
        draft.fix("remove", crate::finding::Applicability::Safe, edits);
    }
}

/// Whether two of a few statements have the same outline.
fn may_repeat(statements: &[Statement<'_>]) -> bool {
    let mut seen = [0; FEW];
    for (at, statement) in statements.iter().enumerate() {
        let outline = outline(statement);
        if seen.iter().take(at).any(|known| *known == outline) {
            return true;
        }
        if let Some(slot) = seen.get_mut(at) {
            *slot = outline;
        }
    }
    false
}

/// A number that is the same for statements that say the same, and for hardly any others.
fn outline(statement: &Statement<'_>) -> u64 {
    let of_block =
        |block: Option<&Block<'_>>| block.map_or(1, |block| sum(&block.values) | u64::from(block.negated));
    let of_conditions =
        statement.conditions().iter().map(|one| ends(&one.key).wrapping_add(sum(&one.values)));
    let parts = [
        of_block(statement.resource.as_ref()),
        of_block(statement.action.as_ref()),
        of_conditions.fold(0, u64::wrapping_add),
        statement.principal.as_ref().map_or(0, |block| block.entries.len() as u64 + 1),
    ];
    parts.into_iter().fold(statement.effect as u64, |sum, part| sum.wrapping_mul(MIX).wrapping_add(part))
}

/// A large odd number.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// The sum of a list, whatever its order; of a long one its length alone.
fn sum(values: &[Value<'_>]) -> u64 {
    let few = if values.len() > 32 { &[] } else { values };
    few.iter().map(ends).fold(values.len() as u64, u64::wrapping_add) & !1
}

/// A number made of the length and the last letters of a text, whatever their case.
fn ends(value: &Value<'_>) -> u64 {
    let tail = value.text.as_bytes().last_chunk::<8>().map_or(0, |tail| u64::from_le_bytes(*tail));
    ((tail | 0x2020_2020_2020_2020) ^ value.text.len() as u64).wrapping_mul(MIX)
}

/// What a statement says, whatever the order of its values and the case of names that have none.
#[derive(PartialEq, Eq, Hash)]
struct Meaning<'v> {
    effect: Effect,
    principal: Option<(bool, Vec<(PrincipalType, &'v str)>)>,
    action: (bool, Vec<String>),
    resource: Option<(bool, Vec<&'v str>)>,
    conditions: Vec<(String, String, Vec<&'v str>)>,
}

/// `None` where part of the statement is not understood or not known.
fn meaning<'v>(statement: &'v Statement<'v>) -> Option<Meaning<'v>> {
    let action = statement.action.as_ref().filter(|_| statement.is_exact())?;
    let principal = match &statement.principal {
        Some(block) => {
            let entries = block.entries.iter().map(|entry| Some((entry.kind, known(&entry.value)?)));
            Some((block.negated, sorted(entries)?))
        }
        None => None,
    };
    let actions = action.values.iter().map(|value| Some(known(value)?.to_ascii_lowercase()));
    let resource = match &statement.resource {
        Some(block) => Some((block.negated, sorted(block.values.iter().map(known))?)),
        None => None,
    };
    let conditions = statement.conditions().iter().map(|condition| {
        let operator = known(&condition.operator_key)?.to_ascii_lowercase();
        let key = known(&condition.key)?.to_ascii_lowercase();
        Some((operator, key, sorted(condition.values.iter().map(known))?))
    });
    Some(Meaning {
        effect: statement.effect,
        principal,
        action: (action.negated, sorted(actions)?),
        resource,
        conditions: sorted(conditions)?,
    })
}

fn known<'v>(value: &'v Value<'v>) -> Option<&'v str> {
    value.is_known().then_some(value.text)
}

fn sorted<T: Ord>(values: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let mut list = values.collect::<Option<Vec<T>>>()?;
    list.sort_unstable();
    Some(list)
}
