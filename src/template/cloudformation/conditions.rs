//! The ways to decide a template's conditions: each branch of `Fn::If` is looked at, but no two that exclude each other.

use std::collections::{BTreeMap, BTreeSet};

use super::Stack;
use crate::json::{Kind, NodeId, Tree};

/// Worlds that are looked at for one policy.
const MOST_WORLDS: usize = 16;

/// A condition taken apart: what is compared, under names that are equal where the comparison is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Formula {
    Atom(Atom),
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
    Known(bool),
}

/// Something that may be true or false.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Atom {
    /// What is compared, or the condition's own name.
    subject: String,
    /// The text that it is compared with; two texts exclude each other.
    literal: Option<String>,
}

/// The conditions that a value depends on, by the names in its `Fn::If`.
pub(super) fn used(tree: &Tree<'_>, node: NodeId) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for id in (node.0..tree.after(node).0).map(NodeId) {
        if tree.kind(id) == Kind::Key
            && tree.str(id) == Some("Fn::If")
            && let Some(name) = tree.elements(NodeId(id.0 + 1)).next().and_then(|first| tree.str(first))
        {
            names.insert(name.to_owned());
        }
    }
    names
}

/// The ways to decide these conditions, where `given` holds: the condition of the resource itself.
pub(super) fn worlds(
    stack: &Stack<'_>,
    names: &BTreeSet<String>,
    given: Option<&str>,
) -> Vec<BTreeMap<String, bool>> {
    if names.is_empty() {
        return vec![BTreeMap::new()];
    }
    let wanted: BTreeSet<&str> = names.iter().map(String::as_str).chain(given).collect();
    let formulas: BTreeMap<&str, Formula> =
        wanted.iter().map(|name| (*name, named(stack, name, 0))).collect();
    let mut atoms = BTreeSet::new();
    for formula in formulas.values() {
        formula.atoms(&mut atoms);
    }
    let atoms: Vec<Atom> = atoms.into_iter().collect();
    let mut worlds = Vec::new();
    let mut choice = vec![false; atoms.len()];
    let mut tried = 0usize;
    loop {
        let truth = |atom: &Atom| {
            let at = atoms.iter().position(|known| known == atom);
            at.and_then(|at| choice.get(at).copied()).unwrap_or(false)
        };
        let is_possible = is_consistent(&atoms, &choice)
            && given.is_none_or(|name| formulas.get(name).is_none_or(|formula| formula.holds(&truth)));
        if is_possible {
            let world: BTreeMap<String, bool> = names
                .iter()
                .filter_map(|name| Some((name.clone(), formulas.get(name.as_str())?.holds(&truth))))
                .collect();
            if !worlds.contains(&world) {
                worlds.push(world);
            }
        }
        tried += 1;
        // Most conditions compare one parameter each; more than ten of them in one policy are not gone through.
        if worlds.len() >= MOST_WORLDS || tried >= 1 << 10 || !next(&mut choice) {
            return worlds;
        }
    }
}

/// The next way to choose; `false` behind the last.
fn next(choice: &mut [bool]) -> bool {
    for one in choice {
        *one = !*one;
        if *one {
            return true;
        }
    }
    false
}

/// Whether no subject equals two texts at once.
fn is_consistent(atoms: &[Atom], choice: &[bool]) -> bool {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    atoms.iter().zip(choice).filter(|(_, holds)| **holds).all(|(atom, _)| {
        atom.literal.as_ref().is_none_or(|literal| *seen.entry(&atom.subject).or_insert(literal) == literal)
    })
}

fn named(stack: &Stack<'_>, name: &str, depth: usize) -> Formula {
    match stack.conditions.get(name) {
        Some(node) if depth < 16 => formula(stack, *node, depth + 1).unwrap_or_else(|| own(name)),
        _ => own(name),
    }
}

fn own(name: &str) -> Formula {
    Formula::Atom(Atom { subject: format!("condition {name}"), literal: None })
}

fn formula(stack: &Stack<'_>, node: NodeId, depth: usize) -> Option<Formula> {
    let tree = stack.tree;
    let mut members = tree.members(node);
    let only = members.next()?;
    let list = || -> Option<Vec<Formula>> {
        tree.elements(only.value).map(|one| formula(stack, one, depth + 1).filter(|_| depth < 16)).collect()
    };
    match tree.str(only.key)? {
        "Condition" => Some(named(stack, tree.str(only.value)?, depth)),
        "Fn::Not" => Some(Formula::Not(Box::new(list()?.into_iter().next()?))),
        "Fn::And" => Some(Formula::And(list()?)),
        "Fn::Or" => Some(Formula::Or(list()?)),
        "Fn::Equals" => {
            let sides: Vec<(String, bool)> = tree.elements(only.value).map(|side| text(tree, side)).collect();
            let [(one, one_known), (two, two_known)] = sides.as_slice() else { return None };
            Some(match (one_known, two_known) {
                (true, true) => Formula::Known(one == two),
                (false, true) => Formula::Atom(Atom { subject: one.clone(), literal: Some(two.clone()) }),
                (true, false) => Formula::Atom(Atom { subject: two.clone(), literal: Some(one.clone()) }),
                (false, false) => Formula::Atom(Atom { subject: format!("{one} = {two}"), literal: None }),
            })
        }
        _ => None,
    }
}

/// A side of a comparison as text, and whether it is a plain one.
fn text(tree: &Tree<'_>, node: NodeId) -> (String, bool) {
    match tree.scalar(node) {
        Some(text) => (text.to_owned(), true),
        None => (tree.range(node).of(tree.text()).split_whitespace().collect::<Vec<_>>().join(" "), false),
    }
}

impl Formula {
    fn atoms(&self, all: &mut BTreeSet<Atom>) {
        match self {
            Self::Atom(atom) => _ = all.insert(atom.clone()),
            Self::Not(inner) => inner.atoms(all),
            Self::And(list) | Self::Or(list) => {
                for one in list {
                    one.atoms(all);
                }
            }
            Self::Known(_) => {}
        }
    }

    fn holds(&self, truth: &dyn Fn(&Atom) -> bool) -> bool {
        match self {
            Self::Atom(atom) => truth(atom),
            Self::Not(inner) => !inner.holds(truth),
            Self::And(list) => list.iter().all(|one| one.holds(truth)),
            Self::Or(list) => list.iter().any(|one| one.holds(truth)),
            Self::Known(value) => *value,
        }
    }
}
