//! Slips in the path of a grant that no evaluation finds: a folder that is almost the integration's own, what follows
//! it, and a statement whose path and condition speak of two accounts.

use super::case::{add_parts, names_values};
use super::data::Request;
use super::diagnose::Site;
use super::solve::{Certain, certain, unify};
use super::template::{Binding, Piece};
use crate::aws::identifier::{AccountShape, account_shape, is_organization};
use crate::aws::s3_arn::{S3Arn, has_wildcard};
use crate::finding::Severity;
use crate::policy::{Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::text::Range;

/// Looks at every resource of the statements that are meant for a request.
pub(super) fn check(site: Site<'_>, drafts: &mut Drafts) {
    for request in &site.document.requests {
        let Some(folder) = folder(request) else { continue };
        for statement in meant(site, request) {
            for value in statement.resources() {
                check_value(site, request, folder, value, drafts);
            }
        }
    }
    check_wildcards(site, drafts);
}

/// A grant on objects of which no resource has a wildcard, though what the caller writes goes on behind it. An evaluation
/// leaves that open where a placeholder stands at the end.
fn check_wildcards(site: Site<'_>, drafts: &mut Drafts) {
    let shapes = |name: &str| site.profile.shape(name);
    for request in site.document.requests.iter().filter(|request| request.rule.is_none()) {
        let values =
            || meant(site, request).into_iter().flat_map(crate::policy::statement::Statement::resources);
        if folder_or_key(request).is_none() || values().any(|value| has_wildcard(value.text)) {
            continue;
        }
        for value in values() {
            let whole = certain(value, true);
            let start = Certain { whole: false, ..whole.clone() };
            let key = S3Arn::parse(value.text).and_then(|arn| arn.key);
            let stops = whole.whole && unify(&request.resource, &whole, &shapes).is_none();
            if key.is_some() && stops && unify(&request.resource, &start, &shapes).is_some() {
                super::resource::no_wildcard(site, request, value, drafts);
            }
        }
    }
}

/// Whether a request is about keys that it makes up itself.
fn folder_or_key(request: &Request) -> Option<()> {
    request.resource.holes().any(|hole| hole == "any").then_some(())
}

/// The statements that grant a request's action to the caller.
fn meant<'s>(site: Site<'s>, request: &Request) -> Vec<&'s Statement<'s>> {
    let grants = |statement: &&Statement<'_>| {
        statement.effect == Effect::Allow
            && site.caller.may_be_meant(statement)
            && super::case::names_action(statement, &request.action)
    };
    site.policy.statements.iter().filter(grants).collect()
}

/// The folder that an integration writes below its prefix: the first part of the path behind it.
fn folder(request: &Request) -> Option<&str> {
    let mut pieces = request
        .resource
        .pieces()
        .iter()
        .skip_while(|piece| !matches!(piece, Piece::Hole { name, slash: true } if name == "prefix"));
    match pieces.nth(1) {
        Some(Piece::Literal(text)) => {
            text.split_once('/').map(|(folder, _)| folder).filter(|folder| !folder.is_empty())
        }
        _ => None,
    }
}

/// A part of a key with its place in the value's text.
struct Segment<'a> {
    text: &'a str,
    range: Range,
}

fn segments<'a>(value: &'a Value<'_>, key: Range) -> Vec<Segment<'a>> {
    let mut start = key.start;
    key.of(value.text)
        .split('/')
        .map(|text| {
            let range = Range::new(start, start + u32::try_from(text.len()).unwrap_or(0));
            start = range.end + 1;
            Segment { text, range }
        })
        .collect()
}

fn check_value(site: Site<'_>, request: &Request, folder: &str, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(key) = S3Arn::parse(value.text).and_then(|arn| arn.key) else { return };
    let segments = segments(value, key);
    let is_open =
        |segment: &Segment<'_>| segment.text.contains(['*', '?']) || value.touches_hole(segment.range);
    let doubled = segments.iter().rev().skip(1).rev().find(|segment| segment.text.is_empty());
    if let Some(doubled) = doubled.filter(|_| !site.case.declared.contains("prefix")) {
        let range = Range::new(doubled.range.start.saturating_sub(1), doubled.range.end + 1);
        site.report_plain(request, "wrong-path", "doubled-slash", Spot::Within(value.node, range), drafts);
    }
    if let Some(at) = segments.iter().position(|segment| segment.text == folder) {
        if let Some(after) = segments.get(at + 1).filter(|after| !is_open(after)) {
            check_after(site, request, folder, value, after, drafts);
        }
        return;
    }
    let near = segments.iter().find(|segment| !is_open(segment) && is_slip(segment.text, folder));
    if let Some(near) = near {
        site.report_plain(request, "wrong-path", "segment", Spot::Within(value.node, near.range), drafts)
            .arg("expected", format!("{folder}/"))
            .arg("text", format!("{}/", near.text));
    } else if segments.len() > 1
        && segments.iter().all(|segment| !segment.text.contains("AWSLogs") || !is_open(segment))
    {
        let whole = segments.iter().take_while(|segment| !is_open(segment)).count() == segments.len() - 1;
        if whole && !site.case.declared.contains("prefix") {
            site.report_plain(request, "wrong-path", "no-folder", Spot::Node(value.node), drafts)
                .arg("expected", format!("{folder}/"))
                .severity(Severity::Suggestion);
        }
    }
}

/// What stands behind the folder: the id of an account or an organization.
fn check_after(
    site: Site<'_>,
    request: &Request,
    folder: &str,
    value: &Value<'_>,
    after: &Segment<'_>,
    drafts: &mut Drafts,
) {
    let spot = Spot::Within(value.node, after.range);
    match account_shape(after.text) {
        AccountShape::Account => {}
        _ if is_organization(after.text) || after.text.is_empty() => {}
        _ if after.text.bytes().all(|byte| byte.is_ascii_digit()) => {
            site.report_plain(request, "wrong-account-path", "short", spot, drafts)
                .arg("digits", after.text.len().to_string())
                .arg("wanted", format!("{:0>12}", after.text));
        }
        _ => {
            site.report_plain(request, "wrong-path", "after-segment", spot, drafts)
                .arg("expected", format!("{folder}/"))
                .arg("text", after.text);
        }
    }
}

/// Whether a word is meant to be another: the same but for case, or for one letter in three, at most two.
pub(super) fn is_slip(word: &str, wanted: &str) -> bool {
    let most = (wanted.len() / 3).min(2);
    !word.is_empty()
        && word != wanted
        && word.len().abs_diff(wanted.len()) <= 4 * most
        && (word.eq_ignore_ascii_case(wanted) || strsim::osa_distance(word, wanted) <= most)
}

/// A statement that lets in callers of one account and grants folders of others only.
pub(super) fn check_accounts(site: Site<'_>, drafts: &mut Drafts) {
    let Some(parameter) = site.document.each.first() else { return };
    let shapes = |name: &str| site.profile.shape(name);
    for request in site.document.requests.iter().filter(|request| request.group.is_some()) {
        for statement in meant(site, request) {
            for (caller, node) in callers(site, request, statement, parameter) {
                let mut binding = caller.clone();
                add_parts(site.profile, &mut binding);
                let Some(account) = binding.get("account") else { continue };
                let grants = |value: &Value<'_>| {
                    let read = unify(&request.resource, &certain(value, true), &shapes);
                    read.as_ref().and_then(|read| read.get("account")).map(|other| other == account)
                };
                let answers: Vec<Option<bool>> = statement.resources().iter().map(grants).collect();
                let wrong = answers.iter().position(|answer| *answer == Some(false));
                let (Some(at), true) = (wrong, answers.iter().all(|answer| *answer == Some(false))) else {
                    continue;
                };
                let Some(value) = statement.resources().get(at) else { continue };
                site.report_plain(request, "wrong-account-path", "statement", Spot::Node(value.node), drafts)
                    .arg("account", account.as_str())
                    .related(Spot::Node(node), "caller");
            }
        }
    }
}

/// The callers that a statement's own conditions let in.
fn callers(
    site: Site<'_>,
    request: &Request,
    statement: &Statement<'_>,
    parameter: &str,
) -> Vec<(Binding, crate::json::NodeId)> {
    let shapes = |name: &str| site.profile.shape(name);
    let mut callers = Vec::new();
    for (key, template) in &request.sends {
        if !template.holes().any(|hole| hole == parameter) {
            continue;
        }
        for condition in statement.conditions().iter().filter(|condition| condition.is_key(key)) {
            let Some(wild) = names_values(condition) else { continue };
            for value in &condition.values {
                let text: Certain<'_> = certain(value, wild);
                callers.extend(unify(template, &text, &shapes).map(|binding| (binding, value.node)));
            }
        }
    }
    callers
}
