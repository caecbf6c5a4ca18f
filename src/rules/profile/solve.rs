//! Reads a profile's parameters out of a policy: what stands in its values where the caller's own text has a hole.

use super::template::{Binding, DEPTH, Piece, Shapes, Template, is_account_hole};
use crate::aws::identifier::{is_account, is_organization};
use crate::policy::Value;

/// The part of a policy's value that is certain: its text up to the first wildcard, variable or hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certain<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether the value ends there, so that nothing follows.
    pub whole: bool,
}

/// The certain part of a value. `wild` says whether `*` and `?` stand for other text.
pub fn certain<'a>(value: &Value<'a>, wild: bool) -> Certain<'a> {
    let hole = value.holes.first().map_or(value.text.len(), |hole| hole.range.start as usize);
    let wildcard = if wild { value.text.find(['*', '?']) } else { None };
    let variable = value.text.find("${");
    let end = [Some(hole), wildcard, variable].into_iter().flatten().min().unwrap_or(hole);
    Certain { text: value.text.get(..end).unwrap_or(value.text), whole: end == value.text.len() }
}

/// Parameters that a certain text fixes when the caller's own text is this template; `None` where the two cannot be
/// the same text. Of several readings the one with the shortest prefix counts.
pub fn unify(template: &Template, certain: Certain<'_>, shapes: &Shapes<'_>) -> Option<Binding> {
    let mut found = Binding::new();
    step(template.pieces(), certain.text, certain.whole, shapes, &mut found, 0).then_some(found)
}

fn step(pieces: &[Piece], text: &str, whole: bool, shapes: &Shapes<'_>, found: &mut Binding, depth: usize) -> bool {
    let Some((piece, rest)) = pieces.split_first() else { return text.is_empty() };
    match piece {
        Piece::Literal(literal) => match text.strip_prefix(literal.as_str()) {
            Some(tail) => step(rest, tail, whole, shapes, found, depth),
            // The certain part ends inside the literal: the rest is not known.
            None => !whole && literal.starts_with(text),
        },
        Piece::Hole { name, slash } => {
            if let Some(shape) = shapes(name).filter(|_| depth < DEPTH) {
                return nested((name, shape), rest, (text, whole), shapes, found, depth);
            }
            let ends = ends(name, *slash, text);
            for end in ends {
                let (Some(value), Some(tail)) = (text.get(..end), text.get(end..)) else { continue };
                let open = tail.is_empty() && !whole;
                // A value that reaches the end of the certain part may go on behind it.
                if !open && !fits(name, value) {
                    continue;
                }
                let mut attempt = found.clone();
                // An account id has a fixed length, so it is known even where nothing certain follows.
                if !open || (fits(name, value) && is_account_hole(name)) {
                    attempt.insert(name.clone(), value.trim_end_matches('/').to_owned());
                }
                if open || step(rest, tail, whole, shapes, &mut attempt, depth) {
                    *found = attempt;
                    return true;
                }
            }
            false
        }
    }
}

/// A hole whose values have a shape: its parts are parameters too, and the whole is one when all of it is certain.
fn nested(
    (name, shape): (&str, &Template),
    rest: &[Piece],
    (text, whole): (&str, bool),
    shapes: &Shapes<'_>,
    found: &mut Binding,
    depth: usize,
) -> bool {
    if !rest.is_empty() {
        // A shaped hole stands at the end of its template; anywhere else its end could not be told.
        return false;
    }
    let mut attempt = found.clone();
    if !step(shape.pieces(), text, whole, shapes, &mut attempt, depth + 1) {
        return false;
    }
    if whole {
        attempt.insert(name.to_owned(), text.to_owned());
    }
    *found = attempt;
    true
}

/// Where a hole's value may end, the preferred end first.
fn ends(name: &str, slash: bool, text: &str) -> Vec<usize> {
    if slash {
        let after_slash = text.match_indices('/').map(|(at, _)| at + 1);
        return std::iter::once(0).chain(after_slash).chain((!text.is_empty()).then_some(text.len())).collect();
    }
    let stop: &[char] = match name {
        "account" | "management-account" | "vendor-account" | "region" | "partition" => &[':', '/'],
        "any" | "bucket" | "org-id" => &['/'],
        _ => &[],
    };
    vec![if stop.is_empty() { text.len() } else { text.find(stop).unwrap_or(text.len()) }]
}

fn fits(name: &str, value: &str) -> bool {
    match name {
 "account" | "management-account" | "vendor-account" => is_account(value),
        "org-id" => is_organization(value),
        "partition" => value.starts_with("aws"),
        "bucket" | "any" => !value.is_empty(),
        _ => true,
    }
}
