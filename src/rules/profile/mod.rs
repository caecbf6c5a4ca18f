//! Integrations: pages that say what a service or a vendor really sends, and what to say when a policy is in the way.

mod advice;
pub mod caller;
pub mod case;
pub mod conform;
pub mod data;
mod dead;
pub mod destination;
pub mod diagnose;
mod excess;
pub mod external_id;
mod form;
pub mod hints;
pub mod judge;
mod level;
mod path;
mod read;
mod recognise;
mod resource;
pub mod served;
mod shared;
pub mod solve;
pub mod stated;
pub mod template;
mod unconfirmed;
mod unread;
mod vendor;
mod vendor_test;

use std::collections::BTreeSet;

use caller::Caller;
use case::Case;
use data::{Document, On, Profile, Request};
use diagnose::Site;
use judge::{Judged, Verdict, judge};
use recognise::Extent;

use super::draft::{Drafts, Spot};
use super::hook::Context;
use super::page::Page;
use super::registry::{Rule, RuleId, RuleSet};
use crate::finding::{PolicyKind, Severity};
use crate::policy::{Effect, Policy, Statement};
use crate::surroundings::Integration;

/// Runs one integration over a policy that may be its own ([`hints::Hints::concerned`]).
pub fn run(rules: &RuleSet, id: RuleId, context: Context<'_>, drafts: &mut Drafts) {
    let Some(rule) = rules.rule(id) else { return };
    let declared = declared_for(rule, context);
    let (Some(profile), page) = (rule.profile(), rule.page()) else { return };
    form::check(&page.name, profile, &declared, context, drafts);
    for document in profile.documents.iter().filter(|document| is_kind(document, context.policy)) {
        check(rules, (page, profile, document), &declared, context, drafts);
    }
}

/// The declarations of a page's integration that name the policy's file.
fn declared_for<'a>(rule: &Rule, context: Context<'a>) -> Vec<&'a Integration> {
    let is_own = |integration: &&Integration| rule.is_called(&integration.profile.value);
    context.role.integrations.iter().copied().filter(is_own).collect()
}

/// Whether a policy can be this document: by its kind, and for resource policies by the service that it speaks of.
pub(crate) fn is_kind(document: &Document, policy: &Policy<'_>) -> bool {
    let speaks_of = |prefix: &str| {
        policy
            .statements
            .iter()
            .flat_map(|statement| statement.action.iter())
            .flat_map(|block| &block.values)
            .any(|action| {
                action.text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
            })
    };
    match document.on {
        On::Key => policy.kind == PolicyKind::Resource && speaks_of("kms:"),
        On::Topic => policy.kind == PolicyKind::Resource && speaks_of("sns:"),
        on => policy.kind == on.kind(),
    }
}

fn check(
    rules: &RuleSet,
    (page, profile, document): (&Page, &Profile, &Document),
    declared: &[&Integration],
    context: Context<'_>,
    drafts: &mut Drafts,
) {
    let policy = context.policy;
    let stated = stated::stated(profile, document, declared, context.role, context.surroundings);
    let general = stated.first().cloned().unwrap_or_default();
    if !document.when.iter().all(|when| general.meets(when)) {
        return;
    }
    let Some(caller) = Caller::new(document, &general.binding) else { return };
    let is_key_based = stated.is_empty() && !declared.is_empty();
    let extent = if stated.is_empty() {
        recognise::extent(rules, document, &caller, context)
    } else {
        Some(Extent::Whole)
    };
    let Some(extent) = extent.filter(|_| !is_key_based) else { return };
    // Another file of the same declaration may hold the grant that this one lacks.
    let complete = declared.iter().any(|integration| integration.complete && is_lone(integration));
    let mut reported = Reported::default();
    let site =
        Site { name: &page.name, profile, document, policy, caller: &caller, case: &general, complete };
    let mut found = Drafts::default();
    if document.denies_only {
        denies(site, &stated, &mut found);
        reported.take(found, drafts);
        return;
    }
    external_id::check(site, &mut found);
    if !declared.is_empty() {
        vendor::advised_keys(site, &mut found);
    }
    let aside = found;
    let mut found = Drafts::default();
    path::check(site, &mut found);
    path::check_accounts(site, &mut found);
    diagnose::turned_statements(site, &mut found);
    advice::check(site, &mut found);
    // With the accounts of single regions the integration works where it worked before: that is the finding then.
    let is_legacy = document.legacy.is_some() && advice::deprecated_principals(site, &mut found);
    reported.take(found, drafts);
    if is_legacy && !names_party(&caller, policy) {
        return;
    }
    let early = !reported.0.is_empty();
    let mut cases = case::cases(profile, document, policy, &caller, &stated, case::Partitions::OnlyOne);
    cases.truncate(most_callers(policy));
    let named_for: BTreeSet<String> =
        cases.iter().flatten().flat_map(|case| case.named_for.iter().cloned()).collect();
    let all: Vec<Case> = cases.iter().flatten().cloned().collect();
    let mut found = Drafts::default();
    advice::other_writers(site, &all, &mut found);
    reported.take(found, drafts);
    let mut works = !early;
    for readings in cases {
        let failing = readings
            .iter()
            .map(|case| (case, failing(profile, document, case, &caller, policy)))
            .min_by_key(|(_, failing)| failing.len());
        let Some((case, failing)) = failing else { continue };
        let site = Site { name: &page.name, profile, document, policy, caller: &caller, case, complete };
        // What has a rule of its own is worth a word only where the integration works otherwise.
        let is_extra = |request: &Request| request.rule.is_some() || request.test;
        let counts = |judged: &Judged<'_>| !is_extra(judged.request) && !judged.request.is_advice();
        let fails = early || failing.iter().any(counts);
        works &= !fails;
        for judged in failing.into_iter().filter(|judged| !fails || !is_extra(judged.request)) {
            let mut found = Drafts::default();
            match &judged.verdict {
                _ if judged.request.test => vendor_test::report(site, &judged, &mut found),
                Verdict::Missing(_) if is_let_in_elsewhere(site, &judged, &mut found) => {}
                Verdict::Denied(position) => diagnose::denied(site, &judged, *position, &mut found),
                Verdict::Missing(fits) => diagnose::missing(site, &judged, fits, &mut found),
                Verdict::Allowed | Verdict::Open(_) => {}
            }
            if is_side_remark(document, case, &named_for, judged.request) {
                found.list.iter_mut().for_each(|draft| _ = draft.severity(Severity::Warning));
            }
            reported.take(found, drafts);
        }
    }
    let mut found = Drafts::default();
    // An identity has policies for other purposes, too, and a role several statements for one caller: one that does not
    // serve this request may serve something else.
    if !matches!(document.on, On::Identity | On::Trust) {
        dead::check(profile, document, policy, (&page.name, &caller), &all, &mut found);
    }
    reported.take(found, drafts);
    let mut found = aside;
    unconfirmed::check(Site { case: all.first().unwrap_or(&general), ..site }, &mut found);
    if works {
        unread::check(site, &mut found);
    }
    shared::excess(rules, site, extent, context, &mut found);
    drafts.list.append(&mut found.list);
}

/// Whether the declared files are one file, so that nothing else of the identity stands beside it.
pub(in crate::rules) fn is_lone(integration: &Integration) -> bool {
    match integration.files.as_slice() {
        [] => true,
        [only] => !only.value.contains(['*', '?', '[', '{']),
        _ => false,
    }
}

/// Number of callers that are looked at. A policy that AWS takes cannot name more; one that is too large for AWS is told
/// so, and not also tried for each of the thousands of callers that it may name.
fn most_callers(policy: &Policy<'_>) -> usize {
    const MOST_BYTES: usize = 1 << 22;
    let bytes = policy.tree.range(policy.root).len();
    (MOST_BYTES / (bytes as usize).max(1)).max(8)
}

/// The requests that a statement denies, where another policy grants.
fn denies(site: Site<'_>, stated: &[Case], drafts: &mut Drafts) {
    let partitions = case::Partitions::OnlyOne;
    let cases = case::cases(site.profile, site.document, site.policy, site.caller, stated, partitions);
    for readings in cases.into_iter().take(most_callers(site.policy)) {
        let Some(case) = readings.first() else { continue };
        unconfirmed::check(Site { case, ..site }, drafts);
        for judged in failing(site.profile, site.document, case, site.caller, site.policy) {
            if let (Verdict::Denied(position), false) = (&judged.verdict, judged.request.test) {
                diagnose::denied(Site { case, ..site }, &judged, *position, drafts);
            }
        }
    }
}

/// Whether a trust policy lets in another account in the vendor's place, which is then reported.
fn is_let_in_elsewhere(site: Site<'_>, judged: &Judged<'_>, drafts: &mut Drafts) -> bool {
    let is_meant =
        |statement: &Statement<'_>| statement.effect == Effect::Allow && site.caller.may_be_meant(statement);
    site.document.on == On::Trust
        && !site.policy.statements.iter().any(is_meant)
        && vendor::wrong_account(site, judged, drafts)
}

/// Whether the statements about a request name other callers and not this one, which is named elsewhere: it may be left
/// over there.
fn is_side_remark(document: &Document, case: &Case, named_for: &BTreeSet<String>, request: &Request) -> bool {
    let Some(group) = request.group.as_deref() else { return false };
    let members = document.requests.iter().filter(|other| other.group.as_deref() == Some(group));
    let names: Vec<&String> = members.map(|other| &other.name).collect();
    !case.named_for.is_empty()
        && !names.iter().any(|name| case.named_for.contains(*name))
        && names.iter().any(|name| named_for.contains(*name))
}

/// Values that were reported: several callers of one policy stumble over the same value, and it is said once.
#[derive(Default)]
struct Reported(BTreeSet<(Option<u32>, String)>);

impl Reported {
    fn take(&mut self, found: Drafts, drafts: &mut Drafts) {
        for draft in found.list {
            let node = match draft.places.first().map(|place| &place.spot) {
                Some(Spot::Node(node) | Spot::Key(node) | Spot::Within(node, _)) => Some(node.0),
                _ => None,
            };
            // What is said of a value, be it of a part of it or of the whole, is said by whoever looked first.
            let what = if node.is_some() && draft.rule != "missing-grant" {
                String::new()
            } else {
                format!("{:?}", draft.args)
            };
            if self.0.insert((node, what)) {
                drafts.list.push(draft);
            }
        }
    }
}

/// Whether some statement allows something to the caller itself.
fn names_party(caller: &Caller, policy: &Policy<'_>) -> bool {
    policy.statements.iter().filter(|statement| statement.effect == Effect::Allow).any(|statement| {
        let entries = statement.principal.iter().flat_map(|block| &block.entries);
        entries.into_iter().any(|entry| caller.naming(entry) == caller::Naming::Right)
    })
}

/// The requests of a case that are refused. Of a group one that is not refused is enough; when all are, the one whose
/// statement comes nearest speaks for them.
fn failing<'d>(
    profile: &Profile,
    document: &'d Document,
    case: &Case,
    caller: &Caller,
    policy: &Policy<'_>,
) -> Vec<Judged<'d>> {
    let mut failing = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    let made = |request: &&Request| request.when.iter().all(|when| case.meets(when));
    for request in document.requests.iter().filter(made) {
        let members: Vec<&Request> = match request.group.as_deref() {
            None => vec![request],
            Some(group) if groups.contains(&group) => continue,
            Some(group) => {
                groups.push(group);
                document
                    .requests
                    .iter()
                    .filter(made)
                    .filter(|other| other.group.as_deref() == Some(group))
                    .collect()
            }
        };
        let judged: Vec<Judged<'_>> = members
            .into_iter()
            .filter_map(|request| judge(profile, document, request, case, caller, policy))
            .collect();
        if judged.iter().any(|judged| judged.verdict.is_fine()) {
            continue;
        }
        failing.extend(judged.into_iter().min_by_key(|judged| misses(&judged.verdict)));
    }
    failing
}

fn misses(verdict: &Verdict) -> usize {
    match verdict {
        Verdict::Allowed | Verdict::Open(_) | Verdict::Denied(_) => 0,
        Verdict::Missing(fits) => {
            fits.iter().map(crate::access::StatementMatch::misses).min().unwrap_or(usize::MAX)
        }
    }
}
