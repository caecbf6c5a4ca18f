//! Reads a profile's parameters out of a policy: what stands in its values where the caller's own text has a hole.

use super::path::is_slip;
use super::template::{Binding, DEPTH, Piece, Shapes, Template, is_account_hole};
use crate::aws::identifier::{is_account, is_organization};
use crate::policy::{HoleKind, Value};
use crate::text::Range;

/// The part of a policy's value that is certain: its text up to the first wildcard, variable or interpolation.
/// A placeholder stands for itself: whatever replaces it, it replaces everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certain<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether the value ends there, so that nothing follows.
    pub whole: bool,
    /// Placeholders in the text.
    pub placeholders: Vec<Range>,
}

impl<'a> Certain<'a> {
    /// A text that is all there is.
    pub fn whole(text: &'a str) -> Self {
        Self { text, whole: true, placeholders: Vec::new() }
    }
}

/// The certain part of a value. `wild` says whether `*` and `?` stand for other text.
pub fn certain<'a>(value: &Value<'a>, wild: bool) -> Certain<'a> {
    let is_open = |kind: HoleKind| kind != HoleKind::Placeholder;
    let hole = value.holes.iter().find(|hole| is_open(hole.kind)).map(|hole| hole.range.start as usize);
    let wildcard = if wild { value.text.find(['*', '?']) } else { None };
    let variable = value.text.find("${");
    let end = [hole, wildcard, variable].into_iter().flatten().min().unwrap_or(value.text.len());
    let placeholders = value.holes.iter().filter(|hole| !is_open(hole.kind)).map(|hole| hole.range).collect();
    Certain {
        text: value.text.get(..end).unwrap_or(value.text),
        whole: end == value.text.len(),
        placeholders,
    }
}

/// Parameters that a certain text fixes when the caller's own text is this template; `None` where the two cannot be
/// the same text. Of several readings the one with the shortest prefix counts.
pub fn unify(template: &Template, certain: &Certain<'_>, shapes: &Shapes<'_>) -> Option<Binding> {
    let solver = Solver { certain, shapes };
    let mut found = Binding::new();
    solver.step(template.pieces(), certain.text, &mut found, 0).then_some(found)
}

struct Solver<'c, 's> {
    certain: &'c Certain<'c>,
    shapes: &'c Shapes<'s>,
}

impl Solver<'_, '_> {
    fn step(&self, pieces: &[Piece], text: &str, found: &mut Binding, depth: usize) -> bool {
        let Some((piece, rest)) = pieces.split_first() else { return text.is_empty() };
        match piece {
            Piece::Literal(literal) => match text.strip_prefix(literal.as_str()) {
                Some(tail) => self.step(rest, tail, found, depth),
                // The certain part ends inside the literal: the rest is not known.
                None => !self.certain.whole && literal.starts_with(text),
            },
            Piece::Hole { name, .. } if depth < DEPTH && (self.shapes)(name).is_some() => {
                self.shaped(name, rest, text, found, depth)
            }
            Piece::Hole { name, slash: false } => ends(name, false, text)
                .into_iter()
                .any(|end| self.hole((name, false), end, rest, text, found, depth)),
            Piece::Hole { name, slash: true } => match self.longest_prefix(rest, text) {
                Some(most) => ends(name, true, text)
                    .into_iter()
                    .take_while(|end| *end <= most)
                    .any(|end| self.hole((name, true), end, rest, text, found, depth)),
                // What the prefix is cannot be told; what stands before it can.
                None => true,
            },
        }
    }

    /// How far a prefix may reach. When the literal behind it names a folder, that is the first of its name; where it
    /// is missing, what is almost its name is a slip and no part of a prefix: `None`.
    fn longest_prefix(&self, rest: &[Piece], text: &str) -> Option<usize> {
        let Some(Piece::Literal(literal)) = rest.first() else { return Some(text.len()) };
        if literal.ends_with('/')
            && let Some(at) = text.find(literal.as_str())
        {
            return Some(at + literal.len() - 1);
        }
        let Some((folder, _)) = literal.split_once('/') else { return Some(text.len()) };
        let mut start = 0;
        for segment in text.split('/') {
            let end = start + segment.len();
            if is_slip(segment, folder) && !self.touches_placeholder(text, start, end) {
                return None;
            }
            start = end + 1;
        }
        Some(text.len())
    }

    /// Tries to end a hole's value at `end`.
    fn hole(
        &self,
        (name, slash): (&str, bool),
        end: usize,
        rest: &[Piece],
        text: &str,
        found: &mut Binding,
        depth: usize,
    ) -> bool {
        let (Some(value), Some(tail)) = (text.get(..end), text.get(end..)) else { return false };
        let placeholder = self.is_placeholder(text, end);
        // A value that reaches the end of the certain part may go on behind it.
        // A folder that ends there is taken as the whole prefix: the shortest reading.
        let ends_folder = slash && value.ends_with('/');
        let open = tail.is_empty() && !self.certain.whole && !ends_folder;
        if !open && !placeholder && !fits(name, value) {
            return false;
        }
        let mut attempt = found.clone();
        let known =
            if placeholder { !has_shape(name) } else { !open || is_account_hole(name) && fits(name, value) };
        // What a caller makes up itself is no parameter.
        if known && name != "any" {
            attempt.insert(name.to_owned(), value.trim_end_matches('/').to_owned());
        }
        let fits_on = open || self.step(rest, tail, &mut attempt, depth);
        if fits_on {
            *found = attempt;
        }
        fits_on
    }

    /// A hole whose values have a shape: its parts are parameters too, and the whole is one when all of it is certain.
    /// Such a hole stands at the end of its template; anywhere else its end could not be told.
    fn shaped(&self, name: &str, rest: &[Piece], text: &str, found: &mut Binding, depth: usize) -> bool {
        let Some(shape) = (self.shapes)(name).filter(|_| rest.is_empty()) else { return false };
        let mut attempt = found.clone();
        if !self.step(shape.pieces(), text, &mut attempt, depth + 1) {
            return false;
        }
        if self.certain.whole {
            attempt.insert(name.to_owned(), text.to_owned());
        }
        *found = attempt;
        true
    }

    /// Whether a part of the rest `text` lies in a placeholder or holds one.
    fn touches_placeholder(&self, text: &str, from: usize, to: usize) -> bool {
        let start = self.certain.text.len() - text.len();
        let touches =
            |range: &Range| (range.start as usize) < start + to && start + from < range.end as usize;
        self.certain.placeholders.iter().any(touches)
    }

    /// Whether the first `length` bytes of the rest `text` are a placeholder, or part of one.
    fn is_placeholder(&self, text: &str, length: usize) -> bool {
        let start = self.certain.text.len() - text.len();
        let covers = |range: &Range| range.start as usize <= start && start + length <= range.end as usize;
        length > 0 && self.certain.placeholders.iter().any(covers)
    }
}

/// Where a hole's value may end, the preferred end first.
fn ends(name: &str, slash: bool, text: &str) -> Vec<usize> {
    if slash {
        let after_slash = text.match_indices('/').map(|(at, _)| at + 1);
        return std::iter::once(0)
            .chain(after_slash)
            .chain((!text.is_empty()).then_some(text.len()))
            .collect();
    }
    let stop: &[char] = match name {
        "account" | "management-account" | "vendor-account" | "region" | "home-region" | "partition" => {
            &[':', '/']
        }
        "any" | "bucket" | "org-id" => &['/'],
        _ => &[],
    };
    vec![if stop.is_empty() { text.len() } else { text.find(stop).unwrap_or(text.len()) }]
}

/// Whether a hole's values have a form of their own, so that a placeholder in its place says nothing about them.
fn has_shape(name: &str) -> bool {
    is_account_hole(name) || matches!(name, "org-id" | "partition" | "region" | "home-region")
}

fn fits(name: &str, value: &str) -> bool {
    match name {
        "org-id" => is_organization(value),
        "partition" => value.starts_with("aws"),
        "bucket" | "any" => !value.is_empty(),
        _ => !is_account_hole(name) || is_account(value),
    }
}
