//! Whether a policy lets an integration do all that it needs: each request with its answer.

use super::caller::Caller;
use super::case::{self, Case};
use super::data::{Document, On, Profile, Request};
use super::is_kind;
use super::judge::{Verdict, judge};
use super::stated;
use crate::access::{Matcher, Request as Question, StatementMatch, Why, obstacle};
use crate::finding::PolicyKind;
use crate::json::NodeId;
use crate::policy::{Effect, Policy};
use crate::proof::{self, Options, refused_access};
use crate::surroundings::{FileRole, Integration, Surroundings};
use crate::text::Span;

/// The answer to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is allowed for every value of what is not known.
    Yes,
    /// It is refused.
    No,
    /// It cannot be told, for this reason.
    Unknown(Why),
}

/// One request of an integration with its answer.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What it is for: completes "… can".
    pub purpose: String,
    /// The action.
    pub action: String,
    /// The resource as far as it is known.
    pub resource: String,
    /// The request as it is asked, parts that are not known left open.
    pub shape: Question,
    /// The resource that a policy should name so as to cover it, parameters that are not known by name in angle brackets.
    pub grant: String,
    /// Allowed or not.
    pub answer: Answer,
    /// A request that fits and is refused, where others that fit are allowed, with the places to blame.
    pub refused: Option<Refused>,
}

/// A request that is refused.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The request.
    pub request: Question,
    /// Each `Deny` that matches it, else the values of the nearest `Allow` that do not.
    pub places: Vec<(Span, &'static str)>,
}

impl Asked {
    fn is_same(&self, other: &Self) -> bool {
        let words = |asked: &Self| (asked.purpose.clone(), asked.action.clone(), asked.resource.clone());
        words(self) == words(other) && self.answer == other.answer
    }
}

/// A policy that is asked, with what the user says about it.
#[derive(Debug)]
pub struct Given<'g> {
    /// The policy.
    pub policy: &'g Policy<'g>,
    /// The declarations of the integration for the policy's file.
    pub declared: Vec<&'g Integration>,
    /// What the configuration says about the policy's file.
    pub role: FileRole<'g>,
}

impl Given<'_> {
    fn stated(&self, profile: &Profile, document: &Document, surroundings: &Surroundings) -> Vec<Case> {
        stated::stated(profile, document, &self.declared, &self.role, surroundings)
    }
}

/// The kinds of policies that an integration needs and that none of the given ones is, in the order of the page.
///
/// What need not be there is left out: keys and topics, what only denies, what nothing but a declaration asks for. Within
/// one account a grant of the bucket's policy is worth as much as one of the identity's, so that either will do.
pub fn lacking(profile: &Profile, given: &[Given<'_>], surroundings: &Surroundings) -> Vec<On> {
    let grants = |on: On| matches!(on, On::Bucket | On::Identity);
    let is_there = |document: &Document| given.iter().any(|one| is_kind(document, one.policy));
    let is_needed = |document: &&Document| {
        let has_place = matches!(document.on, On::Bucket | On::Identity | On::Trust);
        let is_optional = document.denies_only || document.declared_only || !has_place;
        let holds = |one: &Given<'_>| {
            let general = one.stated(profile, document, surroundings).into_iter().next().unwrap_or_default();
            document.when.iter().all(|when| general.meets(when))
        };
        !is_optional && given.iter().any(holds)
    };
    let granting = profile.documents.iter().filter(|document| grants(document.on) && !document.denies_only);
    let is_granted = granting.into_iter().any(is_there);
    let mut kinds = Vec::new();
    for document in profile.documents.iter().filter(is_needed) {
        let has_other = grants(document.on) && is_granted;
        if !has_other && !is_there(document) && !kinds.contains(&document.on) {
            kinds.push(document.on);
        }
    }
    kinds
}

/// Asks every request that an integration makes of this kind of policy; `None` where it needs no policy of the kind.
pub fn ask(profile: &Profile, given: &Given<'_>, surroundings: &Surroundings) -> Option<Vec<Asked>> {
    let policy = given.policy;
    let documents: Vec<&Document> = profile
        .documents
        .iter()
        .filter(|document| is_kind(document, policy) && !document.denies_only)
        .collect();
    if documents.is_empty() {
        return None;
    }
    let mut asked = Vec::new();
    for document in documents {
        let stated = given.stated(profile, document, surroundings);
        let general = stated.first().cloned().unwrap_or_default();
        if !document.when.iter().all(|when| general.meets(when)) {
            continue;
        }
        let Some(caller) = Caller::new(document, &general.binding) else { continue };
        // Here the parts that a rule leaves to other rules are read out of the policy too.
        for readings in case::cases(profile, document, policy, &caller, &stated, case::Partitions::Each) {
            let answers = readings.iter().map(|case| answers(profile, document, case, &caller, policy));
            asked.extend(answers.min_by_key(|answers| weight(answers)).into_iter().flatten());
        }
    }
    asked.dedup_by(|one, two| one.is_same(two));
    Some(asked)
}

/// Refusals first, then what is not known.
fn weight(answers: &[Asked]) -> (usize, usize) {
    let count = |is: fn(&Asked) -> bool| answers.iter().filter(|asked| is(asked)).count();
    (count(|asked| asked.answer == Answer::No), count(|asked| matches!(asked.answer, Answer::Unknown(_))))
}

fn answers(
    profile: &Profile,
    document: &Document,
    case: &Case,
    caller: &Caller,
    policy: &Policy<'_>,
) -> Vec<Asked> {
    let is_advice = |request: &Request| request.rule.is_some() || request.test || request.is_advice();
    let made = |request: &&Request| !is_advice(request) && request.when.iter().all(|when| case.meets(when));
    let mut asked: Vec<(Option<&str>, Asked)> = Vec::new();
    for request in document.requests.iter().filter(made) {
        let Some(judged) = judge(profile, document, request, case, caller, policy) else { continue };
        // Of a policy that AWS may refuse as a whole nothing but a `Deny` is certain.
        let mut refused = None;
        let mut answer = match (judged.verdict, obstacle(policy)) {
            (Verdict::Denied(_), _) | (Verdict::Missing(_), None) => Answer::No,
            (Verdict::Open(why), _) | (_, Some(why)) => Answer::Unknown(why),
            (Verdict::Allowed, None) => Answer::Yes,
        };
        // What a single look leaves open is often settled for all requests that fit: several statements may share them,
        // or a grant may take in a part of them only.
        if let Answer::Unknown(Why::Resource | Why::Key) = answer
            && !caller.is_vague_anywhere()
        {
            (answer, refused) = over_all(&judged.question, document.on.kind(), policy, answer);
        }
        let new = Asked {
            refused,
            shape: judged.question.clone(),
            grant: request.grant.show(&case.binding),
            purpose: request.purpose.say(&case.binding),
            action: request.action.clone(),
            resource: request.resource.show(&case.binding),
            answer,
        };
        let group = request.group.as_deref();
        let known = asked.iter_mut().find(|(known, _)| group.is_some() && *known == group);
        match known {
            // Of a group one that is allowed is enough.
            Some((_, old)) if better(new.answer, old.answer) => *old = new,
            Some(_) => {}
            None => asked.push((group, new)),
        }
    }
    asked.into_iter().map(|(_, asked)| asked).collect()
}

/// The answer for all requests that fit, with one that is refused.
fn over_all(
    shape: &Question,
    kind: PolicyKind,
    policy: &Policy<'_>,
    answer: Answer,
) -> (Answer, Option<Refused>) {
    let found = refused_access(shape, policy, kind, Options::default());
    match (found.verdict, found.regions.into_iter().next()) {
        (proof::Verdict::None, _) => (Answer::Yes, None),
        (proof::Verdict::Witness, Some(region)) => {
            let places = places(policy, kind, &region.request);
            (Answer::No, Some(Refused { request: region.request, places }))
        }
        _ => (answer, None),
    }
}

/// Each `Deny` that matches the request, else what the nearest `Allow` does not take in.
fn places(policy: &Policy<'_>, kind: PolicyKind, request: &Question) -> Vec<(Span, &'static str)> {
    let matcher = Matcher::as_kind(policy, kind, request);
    let numbered = policy.statements.iter().enumerate();
    let fits: Vec<_> = numbered.map(|(position, one)| (one, matcher.statement(position, one))).collect();
    let denies = fits.iter().filter(|(one, fit)| one.effect == Effect::Deny && fit.truth().is_true());
    let places: Vec<_> =
        denies.map(|(one, _)| (policy.tree.span(one.node), "this statement denies it")).collect();
    if !places.is_empty() {
        return places;
    }
    // Of the elements that miss, a condition is nearer to the mark than a resource, and that than an action.
    let rank = |fit: &StatementMatch| {
        (fit.misses(), fit.principal.is_false(), fit.action.is_false(), fit.resource.is_false())
    };
    let allows = fits.iter().filter(|(one, _)| one.effect == Effect::Allow);
    let Some((nearest, fit)) = allows.min_by_key(|(_, fit)| rank(fit)) else { return Vec::new() };
    let mut nodes: Vec<NodeId> = Vec::new();
    nodes.extend(nearest.principal.as_ref().filter(|_| fit.principal.is_false()).map(|block| block.node));
    nodes.extend(nearest.action.as_ref().filter(|_| fit.action.is_false()).map(|block| block.node));
    nodes.extend(nearest.resource.as_ref().filter(|_| fit.resource.is_false()).map(|block| block.node));
    let conditions = nearest.conditions().iter().zip(&fit.conditions);
    nodes.extend(conditions.filter(|(_, truth)| truth.is_false()).map(|(condition, _)| condition.node));
    nodes.into_iter().map(|node| (policy.tree.span(node), "the nearest grant does not take it in")).collect()
}

fn better(new: Answer, old: Answer) -> bool {
    let rank = |answer| match answer {
        Answer::Yes => 2,
        Answer::Unknown(_) => 1,
        Answer::No => 0,
    };
    rank(new) > rank(old)
}
