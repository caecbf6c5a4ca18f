//! Two patterns against each other: whether they share a text, whether one takes in all that the other does.

use super::glob::Token;

/// Steps after which two patterns are no longer compared. Two patterns of the size of the largest policy that AWS takes
/// stay below it where one of them is a resource.
const BUDGET: usize = 1 << 22;

fn too_long(one: &[Token], two: &[Token]) -> bool {
    (one.len() + 1).saturating_mul(two.len() + 1) > BUDGET
}

/// Both patterns without the letters that they begin and end with alike; `None` where such letters differ, so that no
/// text is matched by both. What is left has the same answers, and most patterns of policies are told apart here.
pub(super) fn differing<'t>(one: &'t [Token], two: &'t [Token]) -> Option<(&'t [Token], &'t [Token])> {
    let (mut one, mut two) = (one, two);
    while let ([Token::Char(mine), my_rest @ ..], [Token::Char(theirs), their_rest @ ..]) = (one, two) {
        if mine != theirs {
            return None;
        }
        (one, two) = (my_rest, their_rest);
    }
    while let ([my_rest @ .., Token::Char(mine)], [their_rest @ .., Token::Char(theirs)]) = (one, two) {
        if mine != theirs {
            return None;
        }
        (one, two) = (my_rest, their_rest);
    }
    Some((one, two))
}

/// Whether some text is matched by both, holes standing for any text. `true` where the comparison is too long.
pub(super) fn overlaps(one: &[Token], two: &[Token]) -> bool {
    let Some((one, two)) = differing(one, two) else { return false };
    // A pattern of wildcards without a lower bound shares a text with any other.
    let is_any = |tokens: &[Token]| matches!(tokens, [Token::Many | Token::Hole(_)]);
    if is_any(one) || is_any(two) || too_long(one, two) {
        return true;
    }
    let any = |token: Option<&Token>| matches!(token, Some(Token::Many | Token::Hole(_)));
    // Cell `j` is set where some text takes `one[..i]` and `two[..j]` to their ends together.
    let (mut cells, mut next) = (row(two.len()), row(two.len()));
    set(&mut cells, 0);
    for at in 0..=one.len() {
        let mine = one.get(at);
        let mut other = 0;
        while let Some(place) = first_set(&cells, other) {
            other = place;
            let theirs = two.get(other);
            if any(theirs) || (any(mine) && theirs.is_some()) {
                set(&mut cells, other + 1);
            }
            if any(mine) || (any(theirs) && mine.is_some()) {
                set(&mut next, other);
            }
            let step = match (mine, theirs) {
                (Some(Token::Char(one)), Some(Token::Char(two))) => one == two,
                (Some(Token::One), Some(Token::One | Token::Char(_)))
                | (Some(Token::Char(_)), Some(Token::One)) => true,
                _ => false,
            };
            if step {
                set(&mut next, other + 1);
            }
            other += 1;
        }
        if other == 0 {
            return false;
        }
        if at < one.len() {
            std::mem::swap(&mut cells, &mut next);
            next.fill(0);
        }
    }
    cells.last() == Some(&1)
}

/// Cells behind each token of a pattern and before its first, none of them set.
fn row(tokens: usize) -> Vec<u8> {
    vec![0; tokens + 1]
}

fn set(row: &mut [u8], at: usize) {
    if let Some(cell) = row.get_mut(at) {
        *cell = 1;
    }
}

/// The first cell that is set, from a place on: few are, so that most are passed over in wide steps.
fn first_set(row: &[u8], from: usize) -> Option<usize> {
    memchr::memchr(1, row.get(from..)?).map(|at| from + at)
}

/// A pattern with each run of wildcards brought into one form: its `?` first, then at most one `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Char(char),
    /// One character; `open` where a `*` follows in the same run, so that the run has no upper bound.
    One {
        open: bool,
    },
    Many,
}

fn units(tokens: &[Token]) -> Vec<Unit> {
    let mut units = Vec::with_capacity(tokens.len());
    let (mut ones, mut open) = (0, false);
    for token in tokens.iter().map(Some).chain([None]) {
        match token {
            Some(Token::One) => ones += 1,
            Some(Token::Many | Token::Hole(_)) => open = true,
            Some(Token::Char(_)) | None => {
                units.extend(std::iter::repeat_n(Unit::One { open }, ones));
                if open {
                    units.push(Unit::Many);
                }
                (ones, open) = (0, false);
                if let Some(Token::Char(character)) = token {
                    units.push(Unit::Char(*character));
                }
            }
        }
    }
    units
}

/// Whether `outer` matches every text that `inner` matches. `false` where the comparison is too long.
///
/// `inner` is read as a text of its own in which a wildcard is a character that no literal of `outer` equals: its `?`
/// is taken by a wildcard alone, its `*` by a run without upper bound alone, inside which it may also be empty.
/// That no alignment valid for long fillings fails for short ones follows from the runs being in one form: where a
/// filling moves a literal across a `*` of `inner`, the alignments of both sides can be joined at that `*`.
pub(super) fn covers(outer: &[Token], inner: &[Token]) -> bool {
    let Some((outer, inner)) = differing(outer, inner) else { return false };
    if *outer == [Token::Many] || (outer.is_empty() && inner.is_empty()) {
        return true;
    }
    if too_long(outer, inner) || outer.iter().any(|token| matches!(token, Token::Hole(_))) {
        return false;
    }
    let (outer, inner) = (units(outer), units(inner));
    let (mut states, mut next) = (row(outer.len()), row(outer.len()));
    set(&mut states, 0);
    skip_stars(&outer, &mut states);
    for symbol in inner {
        let mut from = 0;
        while let Some(at) = first_set(&states, from) {
            match (symbol, outer.get(at)) {
                (_, Some(Unit::Many)) | (Unit::Many, Some(Unit::One { open: true })) => set(&mut next, at),
                (Unit::Char(one), Some(Unit::Char(two))) if one == *two => set(&mut next, at + 1),
                (Unit::Char(_) | Unit::One { .. }, Some(Unit::One { .. })) => set(&mut next, at + 1),
                _ => {}
            }
            from = at + 1;
        }
        if from == 0 {
            return false;
        }
        skip_stars(&outer, &mut next);
        std::mem::swap(&mut states, &mut next);
        next.fill(0);
    }
    states.last() == Some(&1)
}

/// A `*` may match nothing: whoever stands before it also stands behind it.
fn skip_stars(outer: &[Unit], states: &mut [u8]) {
    let mut from = 0;
    while let Some(at) = first_set(states, from) {
        if outer.get(at) == Some(&Unit::Many) {
            set(states, at + 1);
        }
        from = at + 1;
    }
}
