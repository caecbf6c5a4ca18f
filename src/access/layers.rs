//! Policies of all kinds together: identity and resource, permissions boundary, session policies, those of the
//! organization, and that of a VPC endpoint (access-semantics, section 8).

use super::decide::{Evaluation, PolicyRole, Sides, Trace, conclude, delegated, is_same_account, sides};
use super::principal::Principal;
use super::request::Request;
use super::statement::Matcher;
use super::truth::{Row, Truth, Why};
use crate::finding::PolicyKind;
use crate::policy::Policy;

/// What a policy does to a request beside others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layer {
    /// It can allow.
    Granting(PolicyRole),
    /// The permissions boundary of the caller.
    Boundary,
    /// A policy that was passed when the caller's session was made.
    Session,
    /// A service control policy of this level of the organization; `None` where the level is not known.
    Scp(Option<usize>),
    /// A resource control policy, the same way.
    Rcp(Option<usize>),
    /// The policy of the VPC endpoint that the request passes.
    Endpoint,
}

/// What has been said by the policies of one layer, by what tells them apart.
#[derive(Default)]
struct Said {
    identity: Option<Sides>,
    resource: Option<Sides>,
    has_trust: bool,
    boundary: Option<Sides>,
    session: Option<Sides>,
    endpoint: Option<Sides>,
    scp: Vec<(Option<usize>, Sides)>,
    rcp: Vec<(Option<usize>, Sides)>,
}

/// What all these policies say together.
///
/// Of identity and resource a side of which no policy is given is not known, rather than empty; a lone policy of one of
/// the two speaks for itself. Of the other layers one that is not given is taken not to be there. Whether the account is
/// the management account of its organization, for which service control policies do not count, is not asked.
pub fn decide_layers(policies: &[(&Policy<'_>, Layer)], request: &Request) -> Evaluation {
    let granting = policies.iter().filter(|(_, layer)| matches!(layer, Layer::Granting(_))).count();
    decide_beside(policies, request, granting < 2)
}

/// The same; whether a lone policy of identity or resource `speaks` for itself, and none for everything, or the other
/// side is not known.
pub(super) fn decide_beside(
    policies: &[(&Policy<'_>, Layer)],
    request: &Request,
    speaks: bool,
) -> Evaluation {
    let mut trace = Trace::default();
    let mut said = Said::default();
    let has_boundary = policies.iter().any(|(_, layer)| *layer == Layer::Boundary);
    let bounded = if has_boundary { request.clone().with_boundary() } else { request.clone() };
    let mut denied = Truth::False;
    for (number, (policy, layer)) in policies.iter().enumerate() {
        if !applies(*layer, request.principal()) {
            continue;
        }
        let kind = match layer {
            Layer::Granting(PolicyRole::Trust) => PolicyKind::Trust,
            Layer::Granting(PolicyRole::Identity) | Layer::Boundary | Layer::Session => PolicyKind::Identity,
            Layer::Granting(PolicyRole::Resource)
                if policy.kind.has_principal() && policy.kind != PolicyKind::Trust =>
            {
                policy.kind
            }
            Layer::Granting(PolicyRole::Resource) => PolicyKind::Resource,
            Layer::Scp(_) => PolicyKind::Scp,
            Layer::Rcp(_) => PolicyKind::Rcp,
            Layer::Endpoint => PolicyKind::Endpoint,
        };
        let found = sides(Matcher::as_kind(policy, kind, &bounded), number, &mut trace);
        denied = denied.or(found.denied);
        said.add(*layer, found);
    }
    let granted = said.granted(request, speaks);
    conclude(denied, granted, trace)
}

/// Whether policies of the layer count for the caller at all: service control policies for callers of accounts alone,
/// and neither those nor resource control policies for service-linked roles.
fn applies(layer: Layer, caller: &Principal) -> bool {
    let is_linked = match caller {
        Principal::Role(role) | Principal::Session { role, .. } => {
            role.path.as_deref().is_some_and(|path| path.starts_with("aws-service-role/"))
        }
        _ => false,
    };
    match layer {
        Layer::Scp(_) => caller.account().is_some() && !is_linked,
        Layer::Rcp(_) => !is_linked,
        _ => true,
    }
}

impl Said {
    fn add(&mut self, layer: Layer, found: Sides) {
        let side = match layer {
            Layer::Granting(role) => {
                self.has_trust |= role == PolicyRole::Trust;
                if role == PolicyRole::Identity { &mut self.identity } else { &mut self.resource }
            }
            Layer::Boundary => &mut self.boundary,
            Layer::Session => &mut self.session,
            Layer::Endpoint => &mut self.endpoint,
            Layer::Scp(level) => return self.scp.push((level, found)),
            Layer::Rcp(level) => return self.rcp.push((level, found)),
        };
        *side = Some(side.map_or(found, |old| old.or(found)));
    }

    fn granted(&self, request: &Request, speaks: bool) -> Truth {
        let core = self.core(request, speaks);
        let endpoint = self.endpoint.map_or(Truth::True, |side| side.any);
        core.and(levels(&self.scp)).and(levels(&self.rcp)).and(endpoint)
    }

    /// Identity, resource, boundary and session.
    fn core(&self, request: &Request, speaks: bool) -> Truth {
        let missing = Truth::Unknown(Why::OtherSide);
        let caller = request.principal();
        // These limit what identity policies give, and identities alone have them.
        let of_caller = |side: Option<Sides>| match side {
            Some(side) if caller.has_identity_side() => side.any,
            _ => Truth::True,
        };
        let (boundary, session) = (of_caller(self.boundary), of_caller(self.session));
        let limited = boundary.and(session);
        // A resource's policy that names the session, or everyone, is said to be limited by session policies and not to.
        let past_session = Truth::True.either(session, Why::Disputed(Row::SessionPolicyBypass));
        let by_itself = |side: Sides| {
            side.ways.own.or(side.ways.everyone).and(past_session).or(side.ways.session.and(limited))
        };
        if speaks {
            match (self.identity, self.resource) {
                (None, None) => return limited,
                (Some(only), None) => return only.any.and(limited),
                (None, Some(only)) if limited.is_true() => return delegated(only),
                _ => {}
            }
        }
        let any = self.resource.map_or(missing, |side| side.any);
        let alone = self.resource.map_or(missing, by_itself);
        let own = match caller {
            // No identity policy speaks for these, so that the resource's side decides alone.
            _ if !caller.has_identity_side() && !matches!(caller, Principal::AccountRoot { .. }) => {
                return any;
            }
            // The root user may do what its account may.
            Principal::AccountRoot { .. } => Truth::True,
            _ => self.identity.map_or(missing, |side| side.any),
        };
        // The policies of keys and roles have to take part, even within one account.
        let prefix = request.action().split(':').next().unwrap_or("");
        let must_take_part = self.has_trust || prefix.eq_ignore_ascii_case("kms");
        let through = if must_take_part { any.and(own) } else { own }.and(limited);
        let same = alone.or(through);
        let cross = own.and(any).and(limited);
        match (is_same_account(request), self.identity, self.resource) {
            (Some(true), ..) => same,
            (Some(false), ..) => cross,
            (None, None, Some(only)) if limited.is_true() => delegated(only),
            (None, ..) => same.either(cross, Why::Account),
        }
    }
}

/// Whether every level of the organization allows. Of policies whose level is not known all have to allow, or none, for
/// the answer to be settled.
fn levels(policies: &[(Option<usize>, Sides)]) -> Truth {
    let mut known: Vec<usize> = policies.iter().filter_map(|(level, _)| *level).collect();
    known.sort_unstable();
    known.dedup();
    let some = |of: &dyn Fn(Option<usize>) -> bool| {
        let found = policies.iter().filter(|(level, _)| of(*level));
        found.fold(Truth::False, |truth, (_, side)| truth.or(side.any))
    };
    let mut all = Truth::True;
    for level in known {
        all = all.and(some(&|of| of == Some(level)));
    }
    let unplaced: Vec<Truth> =
        policies.iter().filter(|(level, _)| level.is_none()).map(|(_, side)| side.any).collect();
    if unplaced.is_empty() {
        return all;
    }
    let every = unplaced.iter().fold(Truth::True, |truth, one| truth.and(*one));
    let any = some(&|of| of.is_none());
    all.and(if every.is_true() || any.is_false() { every } else { Truth::Unknown(Why::OtherSide) })
}
