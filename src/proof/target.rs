//! What is looked for and what was found: a cube outside of others, seen from one side of its bounds.

use std::rc::Rc;

use super::actions::ActionSet;
use super::lower::Lowered;
use super::question::{Answer, Open, Region, Verdict};
use super::search::{Cube, State};

/// One cube with its actions, outside of which something is to be found.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) actions: ActionSet,
    pub(super) cube: Cube,
    /// What its parts say word for word.
    pub(super) texts: Vec<Rc<str>>,
}

impl Target {
    /// A statement, looked at from one side; `None` where nothing of it is certain.
    pub(super) fn of(lowered: &Lowered, side: Side) -> Option<Self> {
        let texts = lowered.parts.iter().map(|part| Rc::clone(&part.text)).collect();
        Some(match side {
            Side::Most => Self { actions: lowered.actions.clone(), cube: lowered.most(), texts },
            Side::Sure => Self { actions: lowered.sure_actions.clone()?, cube: lowered.sure(&[])?, texts },
        })
    }

    /// What lies in both.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.actions.within(&other.actions);
        both.cube.extend(&other.cube);
        both.cube.sort_unstable();
        both.cube.dedup();
        both.texts.extend(other.texts.iter().map(Rc::clone));
        both
    }

    /// What a statement covers of it, looked at from the other side.
    pub(super) fn covered(&self, lowered: &Lowered, side: Side) -> Option<(ActionSet, Cube)> {
        match side {
            Side::Most => Some((lowered.sure_actions.clone()?, lowered.sure(&self.texts)?)),
            Side::Sure => Some((lowered.actions.clone(), lowered.most())),
        }
    }
}

/// Which side of the bounds is meant: all that may be, covered by what certainly is, or the other way round.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Most,
    Sure,
}

/// What was found for some targets.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) regions: Vec<(State, Region)>,
    pub(super) open: Option<Open>,
}

impl Tally {
    pub(super) fn leave_open(&mut self, open: Open) {
        self.open = Some(self.open.map_or(open, |old| old.min(open)));
    }

    pub(super) fn answer(self) -> Answer {
        let verdict = match (self.regions.is_empty(), self.open) {
            (false, _) => Verdict::Witness,
            (true, Some(open)) => Verdict::Unknown(open),
            (true, None) => Verdict::None,
        };
        Answer { verdict, regions: self.regions.into_iter().map(|(_, region)| region).collect() }
    }
}

/// The sides to look at in turn: first all that may be, then, where that left something open, what is certain.
pub(super) const SIDES: [Side; 2] = [Side::Most, Side::Sure];
