//! Policies against one request: explicit deny, allow, implicit deny, or what keeps the answer open.

use super::caller::Ways;
use super::context::Given;
use super::layers::{Layer, decide_beside};
use super::request::Request;
use super::statement::Matcher;
use super::subject::Text;
use super::truth::{Truth, Why};
use crate::aws::Arn;
use crate::aws::identifier::is_account;
use crate::finding::PolicyKind;
use crate::json::NodeId;
use crate::policy::{Effect, Policy, Version};

/// What comes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// A `Deny` matches.
    ExplicitDeny,
    /// Nothing denies, and what has to allow does.
    Allow,
    /// Nothing denies, but what has to allow does not.
    ImplicitDeny,
    /// Not settled.
    Unknown(Why),
}

/// Names one statement of one of the policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementRef {
    /// Position of the policy among those given; 0 for a lone one.
    pub policy: usize,
    /// Position in [`Policy::statements`].
    pub position: usize,
    /// The statement's object.
    pub node: NodeId,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// What comes of it.
    pub decision: Decision,
    /// Whether a `Deny` matches.
    pub denied: Truth,
    /// Whether what has to allow does, whatever may deny.
    pub granted: Truth,
    /// The statements that decided, in order: every matching `Deny`, else every matching `Allow`; where the answer is
    /// open, every statement that may match. Empty for an implicit deny.
    pub deciding: Vec<StatementRef>,
}

impl Evaluation {
    /// Whether the request is allowed. It may be settled that it is not, and open by which kind of deny.
    pub fn allowed(&self) -> Truth {
        self.granted.and(!self.denied)
    }
}

/// What a policy is to the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PolicyRole {
    /// Attached to the caller.
    Identity,
    /// Attached to the resource.
    Resource,
    /// The trust policy of the role that is to be assumed.
    Trust,
}

/// What the statements of one policy say, over all of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) denied: Truth,
    /// Some `Allow` matches.
    pub(super) any: Truth,
    /// Some `Allow` matches in a way that needs no other policy of the same account.
    pub(super) direct: Truth,
    /// In which of the ways.
    pub(super) ways: Ways,
}

impl Sides {
    const SILENT: Self =
        Self { denied: Truth::False, any: Truth::False, direct: Truth::False, ways: Ways::NONE };

    pub(super) fn or(self, other: Self) -> Self {
        Self {
            denied: self.denied.or(other.denied),
            any: self.any.or(other.any),
            direct: self.direct.or(other.direct),
            ways: self.ways.or(other.ways),
        }
    }

    fn all(truth: Truth) -> Self {
        Self { denied: truth, any: truth, direct: truth, ways: Ways { own: truth, ..Ways::NONE } }
    }
}

/// The statements that matched or may match, by effect.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub(super) deny: Vec<StatementRef>,
    pub(super) allow: Vec<StatementRef>,
    pub(super) open: Vec<StatementRef>,
}

/// What keeps the policy from allowing anything for certain, whatever its statements say. Where it is that a part was
/// not understood, a `Deny` that was counts nevertheless.
pub fn obstacle(policy: &Policy<'_>) -> Option<Why> {
    if policy.has_duplicates {
        Some(Why::DuplicateKeys)
    } else if policy.damaged {
        Some(Why::Damaged)
    } else if !policy.unknown.is_empty() || policy.version == Version::Other {
        Some(Why::NotUnderstood)
    } else {
        None
    }
}

pub(super) fn sides(matcher: Matcher<'_>, number: usize, trace: &mut Trace) -> Sides {
    let policy = matcher.policy();
    let mut sides = match obstacle(policy) {
        None => Sides::SILENT,
        Some(why @ Why::NotUnderstood) => Sides::all(Truth::Unknown(why)),
        Some(why) => return Sides::all(Truth::Unknown(why)),
    };
    for (position, statement) in policy.statements.iter().enumerate() {
        let (any, direct, ways) = matcher.truths(statement);
        if any.is_false() {
            continue;
        }
        let place = StatementRef { policy: number, position, node: statement.node };
        let list = match (any.is_true(), statement.effect) {
            (true, Effect::Deny) => &mut trace.deny,
            (true, Effect::Allow) => &mut trace.allow,
            _ => &mut trace.open,
        };
        list.push(place);
        sides = sides.or(match statement.effect {
            Effect::Deny => Sides { denied: any, ..Sides::SILENT },
            Effect::Allow => Sides { denied: Truth::False, any, direct, ways },
            // It may be either, but hardly says `Allow` or `Deny` to AWS as it stands.
            Effect::Unknown => Sides::all(any.doubted(Why::NotUnderstood)),
        });
    }
    sides
}

pub(super) fn conclude(denied: Truth, granted: Truth, trace: Trace) -> Evaluation {
    let decision = match (denied, granted) {
        (Truth::True, _) => Decision::ExplicitDeny,
        (Truth::Unknown(why), _) | (Truth::False, Truth::Unknown(why)) => Decision::Unknown(why),
        (Truth::False, Truth::True) => Decision::Allow,
        (Truth::False, Truth::False) => Decision::ImplicitDeny,
    };
    let mut deciding = match decision {
        Decision::ExplicitDeny => trace.deny,
        Decision::Allow => trace.allow,
        Decision::ImplicitDeny => Vec::new(),
        // What is open may rest on a certain match: on an `Allow` that only delegates to the caller's account.
        Decision::Unknown(_) if granted.why().is_some() => [trace.open, trace.allow].concat(),
        Decision::Unknown(_) => trace.open,
    };
    deciding.sort_unstable();
    Evaluation { decision, denied, granted, deciding }
}

/// What one policy says to a request, taken as the kind that it is.
///
/// The other policies that have a say are taken to do their part, with one exception: a bucket, resource or trust policy
/// that names only the caller's account leaves the decision to the account's own policies, which are not here.
pub fn evaluate_policy(policy: &Policy<'_>, request: &Request) -> Evaluation {
    let mut trace = Trace::default();
    let sides = sides(Matcher::new(policy, request), 0, &mut trace);
    let granted = match policy.kind {
        PolicyKind::Bucket | PolicyKind::Resource | PolicyKind::Trust => delegated(sides),
        _ => sides.any,
    };
    conclude(sides.denied, granted, trace)
}

/// Whether a `Deny` of the policy matches the request, and whether an `Allow` does, with the statements that decide: every
/// matching `Deny`, else every matching `Allow`. Whether another policy has to allow, too, is not asked.
pub fn says(policy: &Policy<'_>, request: &Request) -> Evaluation {
    let mut trace = Trace::default();
    let sides = sides(Matcher::new(policy, request), 0, &mut trace);
    conclude(sides.denied, sides.any, trace)
}

/// What a policy of the resource's side grants while the caller's side is not known.
pub(super) fn delegated(sides: Sides) -> Truth {
    sides.direct.or(sides.any.doubted(Why::OtherSide))
}

/// What policies of both sides say together.
///
/// A side of which no policy is given is not known, rather than empty; a side of which some are given is taken to be
/// given whole.
pub fn decide(policies: &[(&Policy<'_>, PolicyRole)], request: &Request) -> Evaluation {
    let layers: Vec<(&Policy<'_>, Layer)> =
        policies.iter().map(|(policy, role)| (*policy, Layer::Granting(*role))).collect();
    decide_beside(&layers, request, false)
}

/// Whether the caller belongs to the resource's account; `None` where one of the two is not known.
pub(super) fn is_same_account(request: &Request) -> Option<bool> {
    let caller = request.principal().account()?;
    let given = request.value("aws:ResourceAccount");
    if let Given::One(Text::Exact(account)) = given.as_ref() {
        return Some(account == caller);
    }
    let account = Arn::parse(request.resource().exact()?)?.account();
    is_account(account).then(|| account == caller)
}
