//! What one policy allows that another one does not.

use super::actions::ActionSet;
use super::engine::{Engine, SIDES, Side, Tally, Target};
use super::lower::Lowered;
use super::question::{Answer, Open, Options, Verdict, allows, has_letters, readings};
use super::same;
use super::search::Cube;
use crate::access::{Request, Truth, Why, obstacle};
use crate::policy::{Effect, Policy};

/// Requests that `new` allows and `old` does not. Both are taken for the kind of `new`.
pub fn new_access(new: &Policy<'_>, old: &Policy<'_>, options: Options) -> Answer {
    let unknown = |open| Answer { verdict: Verdict::Unknown(open), regions: Vec::new() };
    if let Some(why) = obstacle(new).or_else(|| obstacle(old)) {
        return unknown(Open::Policy(why));
    }
    if new.kind.has_principal() != old.kind.has_principal() {
        return unknown(Open::Policy(Why::NotUnderstood));
    }
    let texts = |policy: &Policy<'_>| -> Vec<Option<String>> {
        policy.statements.iter().map(|statement| same::text(policy, statement)).collect()
    };
    let texts = [texts(new), texts(old)];
    let readings = readings(&options);
    let mut open: Option<Open> = None;
    let mut confirmed =
        |request: &Request| allows(new, request, &readings).and(!allows(old, request, &readings));
    let mut engine = Engine::new(&[new, old], new.catalog, options);
    let has_letters = has_letters(&[new, old]);
    for reading in &readings {
        let pair = Pair {
            new: engine.lower(new, *reading, has_letters),
            old: engine.lower(old, *reading, has_letters),
            texts: &texts,
        };
        let mut tally = Tally::default();
        for side in SIDES {
            pair.seek(&mut engine, side, &mut confirmed, &mut tally);
            if !tally.regions.is_empty() || tally.open.is_none() || tally.open == Some(Open::TooLarge) {
                break;
            }
        }
        if !tally.regions.is_empty() {
            return tally.answer();
        }
        open = match (open, tally.open) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
    }
    match open {
        Some(open) => unknown(open),
        None => Answer { verdict: Verdict::None, regions: Vec::new() },
    }
}

/// Two policies as cubes.
struct Pair<'t> {
    new: Vec<Lowered>,
    old: Vec<Lowered>,
    texts: &'t [Vec<Option<String>>; 2],
}

fn with(effect: Effect) -> impl Fn(&&Lowered) -> bool {
    // A statement of which it is not known what it does may do either.
    move |lowered| lowered.effect == effect || lowered.effect == Effect::Unknown
}

impl Pair<'_> {
    /// Whether the other policy has the same statement, word for word.
    fn is_shared(&self, of_new: bool, lowered: &Lowered) -> bool {
        let [new, old] = self.texts;
        let (own, other) = if of_new { (new, old) } else { (old, new) };
        match own.get(lowered.position) {
            Some(Some(text)) => other.iter().any(|one| one.as_ref() == Some(text)),
            _ => false,
        }
    }

    fn seek(
        &self,
        engine: &mut Engine<'_>,
        side: Side,
        confirm: &mut dyn FnMut(&Request) -> Truth,
        tally: &mut Tally,
    ) {
        let other = side.other();
        let covers = |list: &'_ [Lowered], effect: Effect| -> Vec<(ActionSet, Cube)> {
            list.iter()
                .filter(with(effect))
                .filter_map(|lowered| other.of(lowered))
                .map(|(actions, cube)| (actions.clone(), cube.clone()))
                .collect()
        };
        let denies = covers(&self.new, Effect::Deny);
        let allowed = covers(&self.old, Effect::Allow);
        let all: Vec<(&ActionSet, &Cube)> =
            denies.iter().chain(&allowed).map(|(actions, cube)| (actions, cube)).collect();
        let refused: Vec<(&ActionSet, &Cube)> =
            denies.iter().map(|(actions, cube)| (actions, cube)).collect();
        let allows = || self.new.iter().filter(with(Effect::Allow));
        for allow in allows().filter(|allow| !self.is_shared(true, allow)) {
            let Some((actions, cube)) = side.of(allow) else { continue };
            let target = Target { actions: actions.clone(), cube: cube.clone() };
            engine.seek(&target, &all, confirm, tally);
        }
        let lost = self.old.iter().filter(with(Effect::Deny)).filter(|deny| !self.is_shared(false, deny));
        for deny in lost {
            let Some((deny_actions, deny_cube)) = side.of(deny) else { continue };
            for allow in allows() {
                let Some((actions, cube)) = side.of(allow) else { continue };
                if !actions.meets(deny_actions) {
                    continue;
                }
                let mut target = Target {
                    actions: actions.clone(),
                    cube: [cube.as_slice(), deny_cube.as_slice()].concat(),
                };
                target.actions.within(deny_actions);
                target.cube.sort_unstable();
                target.cube.dedup();
                engine.seek(&target, &refused, confirm, tally);
            }
        }
    }
}
