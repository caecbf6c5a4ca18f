//! The engine: a question's dimensions, actions and sets, and the search for requests of one cube outside of others.

use std::collections::HashMap;

use super::actions::{ActionSet, Actions};
use super::automaton::Fuel;
use super::axioms;
use super::caller;
use super::confirm::{Draft, draft, needed_keys};
use super::derived::Derived;
use super::keys::Keys;
use super::letters::Letters;
use super::lower::{Lowered, Lowering};
use super::question::{Open, Options, Region, Universe};
use super::resources::{Colons, resources};
use super::search::{Cube, State, search};
use super::sets::SetId;
use super::space::{Dim, DimId, Domain, Literal, Shape, Space, Test, Values};
use super::target::{Side, Tally, Target};
use crate::access::{ArnReading, Request, Truth, Why};
use crate::aws::Catalog;
use crate::policy::Policy;

/// Everything that a question is answered with.
pub(super) struct Engine<'c> {
    pub(super) space: Space,
    pub(super) actions: Actions<'c>,
    letters: Letters,
    keys: Keys,
    pub(super) caller: DimId,
    pub(super) resource: DimId,
    catalog: &'c Catalog,
    options: Options,
    pub(super) fuel: Fuel,
    impossible: Vec<Cube>,
    /// Resources of an action, by the types that it works on.
    types: HashMap<Vec<usize>, SetId>,
    /// Those of the action at hand.
    types_of: Vec<usize>,
    colons: Colons,
    pub(super) has_doubt: bool,
}

impl<'c> Engine<'c> {
    /// An engine for questions about these policies, which are all of one kind.
    pub(super) fn new(policies: &[&Policy<'_>], catalog: &'c Catalog, options: Options) -> Self {
        let mut space = Space::new();
        let mut fuel = Fuel(options.fuel);
        let is_typed = options.universe == Universe::Typed;
        let actions = Actions::new(policies, catalog, is_typed, &mut fuel);
        let callers = space.sets.frame(caller::all(policies));
        let everything = space.sets.everything();
        let mut plain = |domain| {
            space.add(Dim {
                key: String::new(),
                shape: Shape::Single,
                domain: Domain::Text(domain),
                may_be_absent: false,
            })
        };
        let (caller, resource) = (plain(callers), plain(everything));
        let keys = Keys::new(policies, catalog, &mut space);
        let impossible = axioms::impossible(&keys, caller, &mut space);
        Self {
            space,
            actions,
            letters: Letters::default(),
            keys,
            caller,
            resource,
            catalog,
            options,
            fuel,
            impossible,
            types: HashMap::new(),
            types_of: Vec::new(),
            colons: Colons::new(policies, catalog),
            has_doubt: false,
        }
    }

    /// The statements of a policy as cubes.
    pub(super) fn lower(&mut self, policy: &Policy<'_>, arns: ArnReading, has_letters: bool) -> Vec<Lowered> {
        let mut lowering = Lowering {
            catalog: self.catalog,
            space: &mut self.space,
            actions: &mut self.actions,
            letters: &mut self.letters,
            keys: &self.keys,
            caller: self.caller,
            resource: self.resource,
            arns,
            has_letters,
            variables: false,
            has_doubt: false,
        };
        let lowered = lowering.policy(policy);
        self.has_doubt |= lowering.has_doubt;
        lowered
    }

    /// Looks for requests of the target outside of the covers; `confirm` says of a request whether it is one.
    pub(super) fn seek(
        &mut self,
        target: &Target,
        (side, covers): (Side, &[&Lowered]),
        confirm: &mut dyn FnMut(&Request) -> Truth,
        tally: &mut Tally,
    ) {
        let mut actions = target.actions.clone();
        let covers: Vec<(ActionSet, Cube)> = covers
            .iter()
            .filter(|lowered| lowered.actions.meets(&actions))
            .filter_map(|lowered| target.covered(lowered, side))
            .collect();
        for (own, cube) in &covers {
            if cube.iter().all(|literal| target.cube.contains(literal)) {
                actions.without(own);
            }
        }
        if actions.is_empty() || tally.regions.len() >= self.options.regions {
            return;
        }
        let mut start = State::new(self.space.dims().count());
        for literal in &target.cube {
            if !start.assert(*literal, &mut self.space, &mut self.fuel) {
                return;
            }
        }
        let near: Vec<&(ActionSet, Cube)> = covers.iter().filter(|(own, _)| own.meets(&actions)).collect();
        let about = |dim: DimId, space: &Space| {
            let of = |cube: &Cube| cube.iter().any(|literal| space.dim_of(*literal) == dim);
            of(&target.cube) || near.iter().any(|(_, cube)| of(cube))
        };
        let has_resource = about(self.resource, &self.space);
        let typed_keys: Vec<(String, DimId)> = self
            .keys
            .iter()
            .filter(|(name, dim)| self.is_of_service(name) && about(*dim, &self.space))
            .map(|(name, dim)| (name.to_owned(), dim))
            .collect();
        // Actions that meet the same covers and work on the same resources with the same keys are answered together.
        let mut classes: HashMap<Class, usize> = HashMap::new();
        let mut order: Vec<(Class, Vec<usize>)> = Vec::new();
        for action in actions.iter() {
            if !self.fuel.spend(1 + near.len() as u64 / 8) {
                break;
            }
            let class = Class {
                covers: near
                    .iter()
                    .enumerate()
                    .filter(|(_, (own, _))| own.has(action))
                    .map(|(at, _)| at)
                    .collect(),
                resources: has_resource.then(|| self.resources(action)),
                lacking: typed_keys
                    .iter()
                    .filter(|(name, _)| !self.has_key(action, name))
                    .map(|(_, dim)| *dim)
                    .collect(),
            };
            match classes.get(&class).and_then(|at| order.get_mut(*at)) {
                Some((_, members)) => members.push(action),
                None => {
                    classes.insert(class.clone(), order.len());
                    order.push((class, vec![action]));
                }
            }
        }
        for (class, members) in order {
            if tally.regions.len() >= self.options.regions {
                break;
            }
            self.seek_class(&start, &class, &members, &near, confirm, tally);
        }
        if self.fuel.0 == 0 || self.actions.is_spent {
            tally.leave_open(Open::TooLarge);
        }
    }

    /// Whether no request meets the literals of a cube, those on the resource left aside.
    pub(super) fn is_contradictory(&mut self, cube: &Cube) -> bool {
        let mut state = State::new(self.space.dims().count());
        for literal in cube {
            if self.space.dim_of(*literal) != self.resource
                && !state.assert(*literal, &mut self.space, &mut self.fuel)
            {
                return true;
            }
        }
        let covers: Vec<&[Literal]> = self.impossible.iter().map(Vec::as_slice).collect();
        let found = search(state, &covers, 1, &mut self.space, &mut self.fuel);
        found.open.is_empty() && !found.is_spent
    }

    fn seek_class(
        &mut self,
        start: &State,
        class: &Class,
        members: &[usize],
        near: &[&(ActionSet, Cube)],
        confirm: &mut dyn FnMut(&Request) -> Truth,
        tally: &mut Tally,
    ) {
        let mut state = start.clone();
        let mut universe: Vec<Literal> = Vec::new();
        if let Some(within) = class.resources {
            let values = Values::Text(within);
            universe.push(self.space.literal(self.resource, Test::One { values, absent: false }));
        }
        for dim in &class.lacking {
            universe.push(self.space.literal(*dim, Test::Absent));
        }
        for literal in universe {
            if !state.assert(literal, &mut self.space, &mut self.fuel) {
                return;
            }
        }
        let mut covers: Vec<&[Literal]> =
            class.covers.iter().filter_map(|at| near.get(*at)).map(|(_, cube)| cube.as_slice()).collect();
        covers.extend(self.impossible.iter().map(Vec::as_slice));
        let most = self.options.regions.max(4);
        let found = search(state, &covers, most, &mut self.space, &mut self.fuel);
        if found.is_spent {
            tally.leave_open(Open::TooLarge);
        }
        for piece in found.open {
            if tally.regions.len() >= self.options.regions {
                return;
            }
            if let Some((_, known)) = tally.regions.iter_mut().find(|(state, _)| *state == piece) {
                known.actions.extend(members.iter().map(|action| self.actions.name(*action)));
                continue;
            }
            match self.confirmed(&piece, members, confirm) {
                Ok(region) => tally.regions.push((piece, region)),
                Err(open) => tally.leave_open(open),
            }
        }
    }

    /// The request of a piece, without keys that do not matter; why not, where it is not confirmed.
    fn confirmed(
        &mut self,
        piece: &State,
        members: &[usize],
        confirm: &mut dyn FnMut(&Request) -> Truth,
    ) -> Result<Region, Open> {
        let mut piece = piece.clone();
        if self.options.universe == Universe::Typed
            && let Some(first) = members.first()
        {
            // Where no policy asks for the resource, it is one of the action's all the same.
            let values = Values::Text(self.resources(*first));
            let literal = self.space.literal(self.resource, Test::One { values, absent: false });
            piece.assert(literal, &mut self.space, &mut self.fuel);
        }
        for key in needed_keys(&piece, &mut self.space, &self.letters, &mut self.fuel) {
            let present = match (Derived::of(&key), self.keys.get(&key)) {
                (Some(derived), _) => {
                    let values = Values::Text(self.space.sets.union(derived.without_value()));
                    self.space.literal(self.caller, Test::One { values, absent: false }).not()
                }
                (None, Some(dim)) => self.space.literal(dim, Test::Absent).not(),
                (None, None) => continue,
            };
            if !piece.assert(present, &mut self.space, &mut self.fuel) {
                return Err(Open::Policy(Why::Key));
            }
        }
        let places = (self.caller, self.resource);
        let made = draft(&piece, places, &mut self.space, &self.letters, &mut self.fuel);
        let action = members.first().map(|first| self.actions.name(*first)).unwrap_or_default();
        let unlike = Open::Policy(Why::Key);
        let Some(made) = made else { return Err(if self.fuel.0 == 0 { Open::TooLarge } else { unlike }) };
        let whole = made.request(&action, |_| true).ok_or(unlike)?;
        // Accounts are numbers, which words of callers do not say.
        if whole
            .principal()
            .account()
            .is_some_and(|account| !account.bytes().all(|byte| byte.is_ascii_digit()))
        {
            return Err(unlike);
        }
        match confirm(&whole) {
            Truth::True => {}
            Truth::Unknown(why) => return Err(Open::Policy(why)),
            Truth::False => return Err(unlike),
        }
        let request = least(&made, &action, confirm).unwrap_or(whole);
        let actions = members.iter().map(|action| self.actions.name(*action)).collect();
        Ok(Region { request, actions })
    }

    fn resources(&mut self, action: usize) -> SetId {
        if self.options.universe == Universe::Raw {
            return self.space.sets.everything();
        }
        let known = self.actions.action(action);
        // Texts of the catalogue stand at one place each, so that places tell types apart.
        let place = |text: &str| text.as_ptr().addr();
        self.types_of.clear();
        if let Some(known) = known.filter(|known| known.has_details()) {
            self.types_of.push(place(known.service().name()));
            for need in known.needs() {
                let is_needed = usize::from(need.required == Some(true));
                self.types_of.extend([place(need.resource.name()), is_needed]);
            }
        }
        if let Some(known) = self.types.get(self.types_of.as_slice()) {
            return *known;
        }
        let made = resources(known, &self.colons, &mut self.space.sets);
        self.types.insert(self.types_of.clone(), made);
        made
    }

    /// Whether the reference says which actions have the key.
    fn is_of_service(&self, key: &str) -> bool {
        let prefix = key.split(':').next().unwrap_or("");
        self.options.universe == Universe::Typed
            && self.catalog.service(prefix).is_some()
            && self.catalog.key(key).is_some()
    }

    fn has_key(&self, action: usize, key: &str) -> bool {
        let Some(known) = self.actions.action(action).filter(|action| action.has_details()) else {
            return true;
        };
        let name = self.catalog.key(key).map_or("", |known| known.name);
        known.keys().any(|own| own.eq_ignore_ascii_case(name))
    }
}

/// Actions between which no cover, no type of resource and no key differs.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Class {
    covers: Vec<usize>,
    resources: Option<SetId>,
    lacking: Vec<DimId>,
}

/// The request with as few keys as it needs to stay what it is.
fn least(made: &Draft, action: &str, confirm: &mut dyn FnMut(&Request) -> Truth) -> Option<Request> {
    let mut kept: Vec<String> = made.keys().map(str::to_owned).collect();
    for key in made.keys() {
        let without = |name: &str| name != key && kept.iter().any(|kept| kept == name);
        let Some(request) = made.request(action, without) else { continue };
        if confirm(&request).is_true() {
            kept.retain(|kept| kept != key);
        }
    }
    made.request(action, |name| kept.iter().any(|kept| kept == name))
}
