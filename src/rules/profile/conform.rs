//! Whether a policy lets an integration do all that it needs: each request with its answer.

use super::caller::Caller;
use super::case::{self, Case};
use super::data::{Document, Profile, Request};
use super::is_kind;
use super::judge::{Verdict, judge};
use super::stated;
use crate::access::Why;
use crate::policy::Policy;
use crate::surroundings::{FileRole, Integration, Surroundings};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What it is for: completes "… can".
    pub purpose: String,
    /// The action.
    pub action: String,
    /// The resource as far as it is known.
    pub resource: String,
    /// Allowed or not.
    pub answer: Answer,
}

/// Asks every request that an integration makes of this kind of policy; `None` where it needs no policy of the kind.
pub fn ask(
    profile: &Profile,
    policy: &Policy<'_>,
    declared: &[&Integration],
    role: &FileRole<'_>,
    surroundings: &Surroundings,
) -> Option<Vec<Asked>> {
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
        let stated = stated::stated(profile, document, declared, role, surroundings);
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
    asked.dedup();
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
        let answer = match judged.verdict {
            Verdict::Allowed => Answer::Yes,
            Verdict::Open(why) => Answer::Unknown(why),
            Verdict::Denied(_) | Verdict::Missing(_) => Answer::No,
        };
        let new = Asked {
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

fn better(new: Answer, old: Answer) -> bool {
    let rank = |answer| match answer {
        Answer::Yes => 2,
        Answer::Unknown(_) => 1,
        Answer::No => 0,
    };
    rank(new) > rank(old)
}
