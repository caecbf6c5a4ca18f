//! What organization and endpoint policies leave of an answer: they grant nothing, and what they do not allow is refused.

use crate::access::{
    Decision, Evaluation, PolicyRole, Request, StatementRef, Truth, Why, decide, evaluate_policy,
};
use crate::finding::PolicyKind;
use crate::policy::Policy;

/// The answer of policies of all kinds together.
///
/// Of several service control policies it is not known on which levels of the organization they stand: all of them
/// have to allow a request, or none, for the answer to be settled. They say nothing about callers outside of accounts.
pub(super) fn decide_all(policies: &[&Policy<'_>], request: &Request) -> Evaluation {
    let granting: Vec<(usize, (&Policy<'_>, PolicyRole))> = policies
        .iter()
        .enumerate()
        .filter_map(|(number, policy)| Some((number, (*policy, role(policy.kind)?))))
        .collect();
    let mut answer = grant(&granting, request);
    for kind in [PolicyKind::Scp, PolicyKind::Rcp, PolicyKind::Endpoint] {
        if kind == PolicyKind::Scp && request.principal().account().is_none() {
            continue;
        }
        let of_kind = policies.iter().enumerate().filter(|(_, policy)| policy.kind == kind);
        let limits: Vec<Evaluation> =
            of_kind.map(|(number, policy)| limit(number, policy, request)).collect();
        if !limits.is_empty() {
            answer = narrow(&answer, &limits);
        }
    }
    answer
}

/// What the policies say that can grant. A lone one is asked what it says itself, several of them speak for both sides;
/// where there is none, nothing but the limits is asked about.
fn grant(granting: &[(usize, (&Policy<'_>, PolicyRole))], request: &Request) -> Evaluation {
    let number = |at: usize| granting.get(at).map_or(at, |(number, _)| *number);
    let mut answer = match granting {
        [] => Evaluation {
            decision: Decision::Allow,
            denied: Truth::False,
            granted: Truth::True,
            deciding: Vec::new(),
        },
        [(_, (only, _))] => evaluate_policy(only, request),
        _ => {
            let pairs: Vec<(&Policy<'_>, PolicyRole)> = granting.iter().map(|(_, pair)| *pair).collect();
            decide(&pairs, request)
        }
    };
    answer.deciding.iter_mut().for_each(|place| place.policy = number(place.policy));
    answer
}

/// What a policy is to the request; `None` where it only limits.
fn role(kind: PolicyKind) -> Option<PolicyRole> {
    match kind {
        PolicyKind::Identity => Some(PolicyRole::Identity),
        PolicyKind::Trust => Some(PolicyRole::Trust),
        PolicyKind::Bucket | PolicyKind::Resource => Some(PolicyRole::Resource),
        PolicyKind::Scp | PolicyKind::Rcp | PolicyKind::Endpoint => None,
    }
}

fn limit(number: usize, policy: &Policy<'_>, request: &Request) -> Evaluation {
    let mut limit = evaluate_policy(policy, request);
    limit.deciding.iter_mut().for_each(|place| place.policy = number);
    limit
}

/// An answer with the limits of one kind upon it.
fn narrow(answer: &Evaluation, limits: &[Evaluation]) -> Evaluation {
    let denied = limits.iter().fold(answer.denied, |truth, limit| truth.or(limit.denied));
    let all = limits.iter().fold(Truth::True, |truth, limit| truth.and(limit.granted));
    let some = limits.iter().fold(Truth::False, |truth, limit| truth.or(limit.granted));
    let left = if all.is_true() || some.is_false() { all } else { Truth::Unknown(Why::OtherSide) };
    let granted = answer.granted.and(left);
    let decision = match (denied, granted) {
        (Truth::True, _) => Decision::ExplicitDeny,
        (_, Truth::False) => Decision::ImplicitDeny,
        (Truth::Unknown(why), _) | (Truth::False, Truth::Unknown(why)) => Decision::Unknown(why),
        (Truth::False, Truth::True) => Decision::Allow,
    };
    let deciding = deciding(decision, answer, limits);
    Evaluation { decision, denied, granted, deciding }
}

fn deciding(decision: Decision, answer: &Evaluation, limits: &[Evaluation]) -> Vec<StatementRef> {
    let all = std::iter::once(answer).chain(limits);
    let mut places: Vec<StatementRef> = match decision {
        Decision::ImplicitDeny => Vec::new(),
        Decision::ExplicitDeny => all
            .filter(|one| one.decision == Decision::ExplicitDeny)
            .flat_map(|one| one.deciding.iter().copied())
            .collect(),
        Decision::Allow | Decision::Unknown(_) => all.flat_map(|one| one.deciding.iter().copied()).collect(),
    };
    places.sort_unstable();
    places
}
