//! Grants that are right only if something holds of which the policy and the vendor's documents say nothing.

use super::data::Request;
use super::diagnose::Site;
use super::judge::{fits, question};
use crate::access::StatementMatch;
use crate::aws::s3_arn::{S3Arn, has_wildcard};
use crate::policy::{Condition, Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};

/// Looks at every request that is made.
pub(super) fn check(site: Site<'_>, drafts: &mut Drafts) {
    let requests = site.document.requests.iter().filter(|request| !request.test);
    for request in requests.filter(|request| request.when.iter().all(|when| site.case.meets(when))) {
        if request.unsaid.is_empty() && !request.whole_bucket {
            continue;
        }
        let Some(question) = question(site.profile, request, site.case, site.caller) else { continue };
        let fits = fits(site.document, site.caller, site.policy, &question);
        let pairs: Vec<(&Statement<'_>, &StatementMatch)> =
            site.policy.statements.iter().zip(&fits).filter(|(_, fit)| !fit.truth().is_false()).collect();
        conditions(site, request, &pairs, drafts);
        if request.whole_bucket && !site.case.declared.contains("prefix") {
            folders(site, request, &pairs, drafts);
        }
    }
}

/// The key of a request's list that a condition is about, with the value that is usual.
fn unsaid<'r>(request: &'r Request, condition: &Condition<'_>) -> Option<&'r str> {
    let known = request.unsaid.iter().find(|(key, _)| condition.is_key(key));
    known.map(|(_, usual)| usual.as_str())
}

/// Conditions on keys that the request may or may not carry.
fn conditions(
    site: Site<'_>,
    request: &Request,
    pairs: &[(&Statement<'_>, &StatementMatch)],
    drafts: &mut Drafts,
) {
    let open = |statement: &Statement<'_>, fit: &StatementMatch| {
        let conditions = statement.conditions().iter().zip(&fit.conditions);
        let mut open = conditions
            .filter(|(condition, truth)| truth.why().is_some() && unsaid(request, condition).is_some());
        open.next().is_some()
    };
    let allows = || pairs.iter().filter(|(statement, _)| statement.effect == Effect::Allow);
    if allows().next().is_some() && allows().all(|(statement, fit)| open(statement, fit)) {
        let first = allows().flat_map(|(statement, _)| statement.conditions());
        if let Some(condition) = first.into_iter().find(|condition| unsaid(request, condition).is_some()) {
            site.report_plain(
                request,
                "unverified-condition",
                "allow",
                Spot::Key(condition.key.node),
                drafts,
            )
            .arg("key", condition.key.text);
        }
    }
    for (statement, fit) in pairs.iter().filter(|(statement, _)| statement.effect == Effect::Deny) {
        let rest = [fit.principal, fit.action, fit.resource, fit.understood];
        let others = statement.conditions().iter().zip(&fit.conditions);
        let settled =
            others.clone().all(|(condition, truth)| truth.is_true() || unsaid(request, condition).is_some());
        if !settled || !rest.into_iter().all(crate::access::Truth::is_true) {
            continue;
        }
        let is_usual = |condition: &Condition<'_>| {
            let usual = unsaid(request, condition).filter(|usual| !usual.is_empty());
            usual.is_some_and(|usual| condition.values.iter().any(|value| value.text == usual))
        };
        let catching = others.into_iter().map(|(condition, _)| condition);
        let catching = catching.filter(|condition| unsaid(request, condition).is_some());
        let negated =
            |condition: &&Condition<'_>| condition.operator.is_some_and(|operator| operator.negated);
        if let Some(condition) = catching.into_iter().find(negated).filter(|condition| !is_usual(condition)) {
            site.report_plain(request, "unverified-condition", "deny", Spot::Key(condition.key.node), drafts)
                .arg("key", condition.key.text);
        }
    }
}

/// A grant below one folder, where nobody said that the vendor is set to it.
fn folders(
    site: Site<'_>,
    request: &Request,
    pairs: &[(&Statement<'_>, &StatementMatch)],
    drafts: &mut Drafts,
) {
    let allows: Vec<&Statement<'_>> = pairs
        .iter()
        .map(|(statement, _)| *statement)
        .filter(|statement| statement.effect == Effect::Allow)
        .collect();
    if allows.iter().any(|statement| statement.resource.as_ref().is_none_or(|block| block.negated)) {
        return;
    }
    let values = || allows.iter().flat_map(|statement| statement.resources());
    if values().any(|value| folder(value).is_none()) {
        return;
    }
    if let Some((value, folder)) = values().find_map(|value| folder(value).map(|folder| (value, folder))) {
        site.report_plain(request, "unconfirmed-prefix", "folder", Spot::Node(value.node), drafts)
            .arg("folder", folder);
    }
}

/// What the keys of a resource start with, where that is a text of its own and not all there is.
fn folder<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    let key = S3Arn::parse(value.text)?.key?.of(value.text);
    if !has_wildcard(key) || !value.is_known() || key.contains("${") {
        return None;
    }
    let start = key.split(['*', '?']).next().unwrap_or("");
    (!start.is_empty()).then_some(start)
}
