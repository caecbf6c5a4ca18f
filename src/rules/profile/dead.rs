//! Statements that are meant for an integration and let none of its requests through, though others may.

use super::caller::Caller;
use super::case::{Case, names_action};
use super::data::{Document, Profile};
use super::diagnose::{Site, explain};
use super::judge::judge_statement;
use crate::policy::{Effect, Policy};
use crate::rules::draft::Drafts;

/// Reports the value at fault in each such statement, for the request that it comes nearest to.
pub(super) fn check(
    profile: &Profile,
    document: &Document,
    policy: &Policy<'_>,
    (name, caller): (&str, &Caller),
    cases: &[Case],
    drafts: &mut Drafts,
) {
    if policy.has_duplicates || policy.damaged {
        return;
    }
    for (position, statement) in policy.statements.iter().enumerate() {
        if statement.effect != Effect::Allow || !caller.may_be_meant(statement) {
            continue;
        }
        let requests = document.requests.iter().filter(|request| names_action(statement, &request.action));
        let mut nearest = None;
        let mut serves = false;
        'requests: for request in requests {
            for case in cases.iter().filter(|case| request.when.iter().all(|when| case.meets(when))) {
                let Some((judged, fit)) =
                    judge_statement(profile, document, request, case, caller, policy, position)
                else {
                    continue;
                };
                if !fit.truth().is_false() {
                    serves = true;
                    break 'requests;
                }
                let is_nearer = nearest.as_ref().is_none_or(|(_, _, misses)| fit.misses() < *misses);
                if is_nearer && request.rule.is_none() {
                    let misses = fit.misses();
                    nearest = Some(((judged, fit), case, misses));
                }
            }
        }
        if serves {
            continue;
        }
        if let Some(((judged, fit), case, _)) = nearest {
            let site = Site { name, profile, document, policy, caller, case, complete: false };
            explain(site, &judged, statement, &fit, drafts);
        }
    }
}
