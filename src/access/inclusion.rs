//! Two patterns against each other: whether they share a text, whether one takes in all that the other does.

use super::glob::Token;

/// Steps after which two patterns are no longer compared.
const BUDGET: usize = 1 << 24;

fn too_long(one: &[Token], two: &[Token]) -> bool {
    (one.len() + 1).saturating_mul(two.len() + 1) > BUDGET
}

/// Whether some text is matched by both, holes standing for any text. `true` where the comparison is too long.
pub(super) fn overlaps(one: &[Token], two: &[Token]) -> bool {
    if too_long(one, two) {
        return true;
    }
    let any = |token: Option<&Token>| matches!(token, Some(Token::Many | Token::Hole(_)));
    // `reached[j]`: some text takes `one[..i]` and `two[..j]` to their ends together.
    let mut reached = vec![false; two.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for at in 0..=one.len() {
        let mine = one.get(at);
        let mut next = vec![false; two.len() + 1];
        for (other, theirs) in two.iter().map(Some).chain([None]).enumerate() {
            if !reached.get(other).copied().unwrap_or(false) {
                continue;
            }
            if any(theirs) || (any(mine) && theirs.is_some()) {
                set(&mut reached, other + 1);
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
        }
        if at < one.len() {
            reached = next;
        }
    }
    reached.last().copied().unwrap_or(false)
}

fn set(row: &mut [bool], at: usize) {
    if let Some(cell) = row.get_mut(at) {
        *cell = true;
    }
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
    if too_long(outer, inner) || outer.iter().any(|token| matches!(token, Token::Hole(_))) {
        return false;
    }
    let (outer, inner) = (units(outer), units(inner));
    let mut states = vec![false; outer.len() + 1];
    set(&mut states, 0);
    skip_stars(&outer, &mut states);
    for symbol in inner {
        let mut next = vec![false; outer.len() + 1];
        for (at, unit) in outer.iter().enumerate() {
            if !states.get(at).copied().unwrap_or(false) {
                continue;
            }
            match (symbol, unit) {
                (_, Unit::Many) | (Unit::Many, Unit::One { open: true }) => set(&mut next, at),
                (Unit::Char(one), Unit::Char(two)) if one == *two => set(&mut next, at + 1),
                (Unit::Char(_) | Unit::One { .. }, Unit::One { .. }) => set(&mut next, at + 1),
                _ => {}
            }
        }
        skip_stars(&outer, &mut next);
        states = next;
    }
    states.last().copied().unwrap_or(false)
}

/// A `*` may match nothing: whoever stands before it also stands behind it.
fn skip_stars(outer: &[Unit], states: &mut [bool]) {
    for (at, unit) in outer.iter().enumerate() {
        if *unit == Unit::Many && states.get(at).copied().unwrap_or(false) {
            set(states, at + 1);
        }
    }
}
