//! Whether some cubes cover another one: a request that lies in the one and in none of the others, or none.
//!
//! A cube is a conjunction of literals. What is left is cut along the literals of one cover after the other, so that
//! the pieces are disjoint; a piece that all covers leave open holds a request.

use super::automaton::Fuel;
use super::space::{Literal, Point, Space};

/// Literals that all have to hold.
pub(super) type Cube = Vec<Literal>;

/// What is asked of every dimension, by the dimension's number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct State(Vec<Point>);

/// What came of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Search {
    /// Disjoint pieces that no cover touches, as many as were asked for.
    pub(super) open: Vec<State>,
    /// Whether the fuel ran out, so that more may be open.
    pub(super) is_spent: bool,
}

impl State {
    /// Asks nothing.
    pub(super) fn new(dims: usize) -> Self {
        Self(vec![0; dims])
    }

    pub(super) fn point(&self, dim: u32) -> Point {
        self.0.get(dim as usize).copied().unwrap_or(0)
    }

    /// With one literal more; `None` where nothing is left.
    pub(super) fn with(&self, literal: Literal, space: &mut Space, fuel: &mut Fuel) -> Option<Self> {
        let mut state = self.clone();
        state.assert(literal, space, fuel).then_some(state)
    }

    pub(super) fn assert(&mut self, literal: Literal, space: &mut Space, fuel: &mut Fuel) -> bool {
        let dim = space.dim_of(literal) as usize;
        if self.0.len() <= dim {
            self.0.resize(dim + 1, 0);
        }
        let Some(place) = self.0.get_mut(dim) else { return false };
        match space.step(*place, literal, fuel) {
            Some(point) => {
                *place = point;
                true
            }
            None => false,
        }
    }

    fn allows(&self, literal: Literal, space: &mut Space, fuel: &mut Fuel) -> bool {
        let point = self.point(space.dim_of(literal));
        space.step(point, literal, fuel).is_some()
    }
}

/// How a cover stands to what is left.
enum Meeting {
    /// They share no request.
    Apart,
    /// It holds all that is left.
    Whole,
    /// It holds what meets these literals, too.
    Part(Vec<Literal>),
}

fn meet(state: &State, cover: &[Literal], space: &mut Space, fuel: &mut Fuel) -> Meeting {
    let mut open = Vec::new();
    for literal in cover {
        if !state.allows(*literal, space, fuel) {
            return Meeting::Apart;
        }
        if state.allows(literal.not(), space, fuel) {
            open.push(*literal);
        }
    }
    if open.is_empty() { Meeting::Whole } else { Meeting::Part(open) }
}

/// Looks for up to `most` disjoint pieces of `start` that lie outside of every cover.
pub(super) fn search(
    start: State,
    covers: &[&[Literal]],
    most: usize,
    space: &mut Space,
    fuel: &mut Fuel,
) -> Search {
    let mut found = Search { open: Vec::new(), is_spent: false };
    let mut left: Vec<(State, Vec<usize>)> = vec![(start, (0..covers.len()).collect())];
    'pieces: while let Some((mut state, mut near)) = left.pop() {
        let parts = loop {
            if !fuel.spend(1 + near.len() as u64) {
                found.is_spent = true;
                return found;
            }
            let mut has_moved = false;
            let mut parts: Vec<(usize, Vec<Literal>)> = Vec::with_capacity(near.len());
            for at in &near {
                let Some(cover) = covers.get(*at) else { continue };
                match meet(&state, cover, space, fuel) {
                    Meeting::Apart => {}
                    Meeting::Whole => continue 'pieces,
                    Meeting::Part(open) => match open.as_slice() {
                        [only] => {
                            has_moved = true;
                            if !state.assert(only.not(), space, fuel) {
                                continue 'pieces;
                            }
                        }
                        _ => parts.push((*at, open)),
                    },
                }
            }
            near = parts.iter().map(|(at, _)| *at).collect();
            if !has_moved {
                break parts;
            }
        };
        let Some((chosen, literals)) = parts.into_iter().min_by_key(|(at, open)| (open.len(), *at)) else {
            found.open.push(state);
            if found.open.len() >= most {
                return found;
            }
            continue;
        };
        near.retain(|at| *at != chosen);
        let mut pieces = Vec::with_capacity(literals.len());
        for literal in literals {
            if let Some(piece) = state.with(literal.not(), space, fuel) {
                pieces.push((piece, near.clone()));
            }
            if !state.assert(literal, space, fuel) {
                break;
            }
        }
        left.extend(pieces.into_iter().rev());
    }
    found
}
