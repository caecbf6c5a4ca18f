//! What an integration's document advises beyond what it needs: the exact principal, the narrow path, the usual condition.

use super::case::Case;
use super::data::{Party, Request};
use super::diagnose::Site;
use super::solve::{certain, unify};
use crate::access::Pattern;
use crate::access::glob::{Case as Letters, matches};
use crate::aws::accounts::is_legacy_cloudtrail;
use crate::aws::iam_arn::IamArn;
use crate::aws::s3_arn::S3Arn;
use crate::policy::{Effect, PrincipalEntry, PrincipalType, Statement, Value};
use crate::rules::draft::{Drafts, Spot};

/// Runs all advice over a policy that is meant for an integration.
pub(super) fn check(site: Site<'_>, drafts: &mut Drafts) {
    for statement in site.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        if site.caller.may_be_meant(statement) {
            account_principal(site, statement, drafts);
            broad_path(site, statement, drafts);
            acl_condition(site, statement, drafts);
        }
    }
    two_prefixes(site, drafts);
}

fn entries<'s>(statement: &'s Statement<'_>) -> impl Iterator<Item = &'s PrincipalEntry<'s>> {
    statement.principal.iter().filter(|block| !block.negated).flat_map(|block| &block.entries)
}

/// The vendor names one user; its account lets in every identity that the vendor has.
fn account_principal(site: Site<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Party::User(user) = &site.document.who else { return };
    let account = IamArn::read(user).account.of(user);
    for entry in entries(statement).filter(|entry| entry.kind == PrincipalType::Aws) {
        let read = IamArn::read(entry.value.text);
        if read.is_account() && read.account.of(entry.value.text) == account {
            drafts
                .report("vendor-account-principal", "account", Spot::Node(entry.value.node))
                .arg("integration", site.profile.title.as_str())
                .arg("text", entry.value.text)
                .arg("wanted", user.as_str())
                .integration(site.name);
        }
    }
}

/// A write to the whole bucket although the folder is known.
fn broad_path(site: Site<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let knows = |name: &str| {
        site.case.declared.contains(name)
            && site.case.binding.get(name).is_some_and(|value| !value.is_empty())
    };
    if !site.document.path_advised || !(knows("prefix") || knows("account") || knows("trail-arn")) {
        return;
    }
    let Some(request) = writes(site).find(|request| super::case::names_action(statement, &request.action))
    else {
        return;
    };
    for value in statement.resources() {
        let whole =
            S3Arn::parse(value.text).and_then(|arn| arn.key).is_some_and(|key| key.of(value.text) == "*");
        if whole {
            site.report_plain(request, "broad-path", "bucket", Spot::Node(value.node), drafts)
                .arg("text", value.text)
                .arg("wanted", request.grant.show(&site.case.binding));
        }
    }
}

/// The requests that create objects.
fn writes(site: Site<'_>) -> impl Iterator<Item = &Request> {
    site.document.requests.iter().filter(|request| request.action == "s3:PutObject" && request.rule.is_none())
}

/// The documents' samples ask for the canned ACL that gives the bucket's owner the object.
fn acl_condition(site: Site<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if !site.document.acl_advised {
        return;
    }
    let Some(action) =
        statement.actions().iter().find(|action| action.text.eq_ignore_ascii_case("s3:PutObject"))
    else {
        return;
    };
    let Some(request) = writes(site).next() else { return };
    if !statement.conditions().iter().any(|condition| condition.is_key("s3:x-amz-acl")) {
        site.report_plain(request, "missing-acl-condition", "missing", Spot::Node(action.node), drafts);
    }
}

/// Actions by which log files are changed.
const WRITES: [&str; 3] = ["s3:PutObject", "s3:DeleteObject", "s3:PutObjectAcl"];

/// Someone else may write or delete what the integration writes for one of these callers.
pub(super) fn other_writers(site: Site<'_>, cases: &[Case], drafts: &mut Drafts) {
    let Some(request) = writes(site).next().filter(|_| site.document.sole_writer) else { return };
    let shape = |name: &str| site.profile.shape(name);
    let keys: Vec<(Pattern, bool)> = cases
        .iter()
        .map(|case| {
            let is_open = ["bucket", "prefix"].iter().any(|name| !case.binding.contains_key(*name));
            (request.resource.text(&case.binding, &shape).pattern(), is_open)
        })
        .collect();
    // Where it is not known which folder the caller writes to, only a grant on all that it may be is one on its files.
    let reaches = |text: &str| {
        let granted = Pattern::glob(text);
        keys.iter()
            .any(|(keys, is_open)| if *is_open { granted.covers(keys) } else { granted.overlaps(keys) })
    };
    for statement in site.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        other_writer(site, request, statement, &reaches, drafts);
    }
}

fn other_writer(
    site: Site<'_>,
    request: &Request,
    statement: &Statement<'_>,
    reaches: &dyn Fn(&str) -> bool,
    drafts: &mut Drafts,
) {
    let changes =
        |action: &&Value<'_>| WRITES.iter().any(|write| matches(action.text, write, Letters::Ascii));
    let Some(action) = statement.actions().iter().find(changes) else { return };
    let writer = entries(statement).find(|entry| {
        let account = IamArn::read(entry.value.text).account.of(entry.value.text);
        let is_service = crate::aws::accounts::service_accounts(account).next().is_some();
        let is_person = matches!(entry.kind, PrincipalType::Aws | PrincipalType::Lone);
        is_person && entry.value.is_known() && !is_service
    });
    let Some(writer) = writer else { return };
    let mut resources = statement.resources().iter();
    let Some(resource) = resources.find(|value| value.is_known() && reaches(value.text)) else { return };
    site.report_plain(request, "writable-log-files", "other-writer", Spot::Node(writer.value.node), drafts)
        .arg("text", writer.value.text)
        .arg("granted", action.text)
        .related(Spot::Node(action.node), "action")
        .related(Spot::Node(resource.node), "resource");
}

/// One caller has one prefix: two statements for it with two are a slip in one of them.
fn two_prefixes(site: Site<'_>, drafts: &mut Drafts) {
    if site.case.declared.contains("prefix") {
        return;
    }
    let shapes = |name: &str| site.profile.shape(name);
    let mut seen: Vec<(&str, String, crate::json::NodeId)> = Vec::new();
    for statement in site.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        let Some(caller) = only_caller(site, statement) else { continue };
        for request in site.document.requests.iter().filter(|request| request.group.is_some()) {
            for value in statement.resources() {
                let read = unify(&request.resource, &certain(value, true), &shapes).unwrap_or_default();
                // Without account or organization behind it, what was read as the prefix may be anything.
                let (Some(prefix), true) =
                    (read.get("prefix"), read.contains_key("account") || read.contains_key("org-id"))
                else {
                    continue;
                };
                let other = seen.iter().find(|(known, text, _)| *known == caller && text != prefix);
                if let Some((_, text, node)) = other {
                    site.report_plain(request, "several-prefixes", "caller", Spot::Node(value.node), drafts)
                        .arg("first", shown(text))
                        .arg("second", shown(prefix))
                        .related(Spot::Node(*node), "other");
                    return;
                }
                seen.push((caller, prefix.clone(), value.node));
            }
        }
    }
}

fn shown(prefix: &str) -> String {
    if prefix.is_empty() { "no prefix".to_owned() } else { format!("`{prefix}/`") }
}

/// The only value by which a statement's conditions tell callers apart.
fn only_caller<'s>(site: Site<'s>, statement: &'s Statement<'s>) -> Option<&'s str> {
    let parameter = site.document.each.first()?;
    let request = site.document.requests.first()?;
    let (key, _) =
        request.sends.iter().find(|(_, template)| template.holes().any(|hole| hole == parameter))?;
    let mut values = statement
        .conditions()
        .iter()
        .filter(|condition| condition.is_key(key))
        .flat_map(|condition| &condition.values);
    let only = values.next()?;
    values.next().is_none().then_some(only.text)
}

/// Accounts that the caller used before it had a name of its own: they still work for the regions that they belong to.
/// Whether the policy lets one in.
pub(super) fn deprecated_principals(site: Site<'_>, drafts: &mut Drafts) -> bool {
    let mut any = false;
    for statement in &site.policy.statements {
        let legacy: Vec<&PrincipalEntry<'_>> = entries(statement)
            .filter(|entry| {
                let account = IamArn::read(entry.value.text).account.of(entry.value.text);
                entry.kind == PrincipalType::Aws && is_legacy_cloudtrail(account)
            })
            .collect();
        let Some((first, others)) = legacy.split_first() else { continue };
        any |= statement.effect == Effect::Allow;
        let Party::Service(service) = &site.document.who else { continue };
        let draft = drafts.report("deprecated-principal", "accounts", Spot::Node(first.value.node));
        draft
            .arg("integration", site.profile.title.as_str())
            .arg("text", first.value.text)
            .arg("wanted", service.as_str())
            .integration(site.name);
        for other in others.iter().take(8) {
            draft.related(Spot::Node(other.value.node), "another");
        }
    }
    any
}
