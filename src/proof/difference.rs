//! What one policy allows that another one does not.

use super::engine::Engine;
use super::lower::Lowered;
use super::question::{Answer, Open, Options, Verdict, allows, has_letters, readings};
use super::same;
use super::target::{SIDES, Side, Tally, Target};
use crate::access::{Request, Truth, Why, obstacle};
use crate::policy::{Effect, Policy};

/// Requests that `new` allows and `old` does not. Both are taken for the kind of `new`.
pub fn new_access(new: &Policy<'_>, old: &Policy<'_>, options: Options) -> Answer {
    new_access_beyond(new, old, &[], options)
}

/// Requests that `new` allows, and neither `old` nor any of the `needs`. All are taken for the kind of `new`.
///
/// Each need is looked at by itself, so that a `Deny` of `old` says nothing of them. It holds nothing but `Allow`.
pub fn new_access_beyond(
    new: &Policy<'_>,
    old: &Policy<'_>,
    needs: &[&Policy<'_>],
    options: Options,
) -> Answer {
    let unknown = |open| Answer { verdict: Verdict::Unknown(open), regions: Vec::new() };
    let all: Vec<&Policy<'_>> = [new, old].into_iter().chain(needs.iter().copied()).collect();
    if let Some(why) = all.iter().find_map(|policy| obstacle(policy)) {
        return unknown(Open::Policy(why));
    }
    let is_only_allow =
        |need: &&Policy<'_>| need.statements.iter().all(|statement| statement.effect == Effect::Allow);
    if all.iter().any(|policy| policy.kind.has_principal() != new.kind.has_principal())
        || !needs.iter().all(is_only_allow)
    {
        return unknown(Open::Policy(Why::NotUnderstood));
    }
    let texts = |policy: &Policy<'_>| -> Vec<Option<String>> {
        policy.statements.iter().map(|statement| same::text(policy, statement)).collect()
    };
    let texts = [texts(new), texts(old)];
    let readings = readings(&options);
    let mut open: Option<Open> = None;
    let mut confirmed = |request: &Request| {
        let known = all.iter().skip(1).map(|policy| !allows(policy, request, &readings));
        known.fold(allows(new, request, &readings), Truth::and)
    };
    let mut engine = Engine::new(&all, new.catalog, options);
    let has_letters = has_letters(&all);
    for reading in &readings {
        let pair = Pair {
            new: engine.lower(new, *reading, has_letters),
            old: engine.lower(old, *reading, has_letters),
            needs: needs.iter().flat_map(|need| engine.lower(need, *reading, has_letters)).collect(),
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
    needs: Vec<Lowered>,
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
        let denies = self.new.iter().filter(with(Effect::Deny));
        let denies: Vec<&Lowered> = denies.chain(&self.needs).collect();
        let allowed = self.old.iter().filter(with(Effect::Allow));
        let all: Vec<&Lowered> = denies.iter().copied().chain(allowed).collect();
        let allows = || self.new.iter().filter(with(Effect::Allow));
        for allow in allows().filter(|allow| !self.is_shared(true, allow)) {
            let Some(target) = Target::of(allow, side) else { continue };
            engine.seek(&target, (side, &all), confirm, tally);
        }
        let lost = self.old.iter().filter(with(Effect::Deny)).filter(|deny| !self.is_shared(false, deny));
        for deny in lost.filter_map(|deny| Target::of(deny, side)) {
            for allow in allows().filter(|allow| allow.actions.meets(&deny.actions)) {
                let Some(target) = Target::of(allow, side) else { continue };
                engine.seek(&target.and(&deny), (side, &denies), confirm, tally);
            }
        }
    }
}
