//! Integrations: pages that say what a service or a vendor really sends, and what to say when a policy is in the way.

mod advice;
pub mod case;
pub mod conform;
pub mod data;
mod dead;
pub mod destination;
pub mod diagnose;
mod form;
pub mod judge;
mod path;
mod resource;
pub mod solve;
pub mod template;

use std::collections::BTreeSet;

use case::Case;
use data::{Document, On, Party, Profile, Request};
use diagnose::Site;
use judge::{Caller, Judged, Verdict, judge};

use super::draft::{Drafts, Spot};
use super::hook::Context;
use super::page::Page;
use super::registry::{RuleId, RuleSet};
use crate::aws::accounts::is_legacy_cloudtrail;
use crate::aws::iam_arn::IamArn;
use crate::finding::{PolicyKind, Severity};
use crate::policy::{Effect, Policy};
use crate::surroundings::Integration;

/// Runs one integration over a policy.
pub fn run(rules: &RuleSet, id: RuleId, hints: &[&str], context: Context<'_>, drafts: &mut Drafts) {
    let Some(rule) = rules.rule(id) else { return };
    let declared: Vec<&Integration> = context
        .role
        .integrations
        .iter()
        .copied()
        .filter(|integration| rule.is_called(&integration.profile.value))
        .collect();
    let text = context.policy.tree.text().as_bytes();
    let hinted = hints.iter().any(|hint| memchr::memmem::find(text, hint.as_bytes()).is_some());
    if declared.is_empty() && !hinted {
        return;
    }
    let (Some(profile), page) = (rule.profile(), rule.page()) else { return };
    form::check(&page.name, profile, &declared, context, drafts);
    for document in profile.documents.iter().filter(|document| is_kind(document, context.policy)) {
        check(page, profile, document, &declared, context, drafts);
    }
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
    page: &Page,
    profile: &Profile,
    document: &Document,
    declared: &[&Integration],
    context: Context<'_>,
    drafts: &mut Drafts,
) {
    let policy = context.policy;
    let mut stated: Vec<Case> =
        declared.iter().flat_map(|integration| case::declared(profile, document, integration)).collect();
    for bucket in &context.role.buckets {
        stated.extend(case::trails(profile, &bucket.name.value, context.surroundings));
    }
    let binding = stated.first().map(|case| case.binding.clone()).unwrap_or_default();
    let Some(caller) = Caller::new(document, &binding) else { return };
    let is_key_based = stated.is_empty() && !declared.is_empty();
    if is_key_based || (stated.is_empty() && !is_recognised(document, &caller, context)) {
        return;
    }
    let complete = declared.iter().any(|integration| integration.complete);
    let mut reported = Reported::default();
    let general = stated.first().cloned().unwrap_or_default();
    let site =
        Site { name: &page.name, profile, document, policy, caller: &caller, case: &general, complete };
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
    let cases = case::cases(profile, document, policy, &caller, &stated, case::Partitions::OnlyOne);
    let named_for: BTreeSet<String> =
        cases.iter().flatten().flat_map(|case| case.named_for.iter().cloned()).collect();
    let all: Vec<Case> = cases.iter().flatten().cloned().collect();
    for readings in cases {
        let failing = readings
            .iter()
            .map(|case| (case, failing(profile, document, case, &caller, policy)))
            .min_by_key(|(_, failing)| failing.len());
        let Some((case, failing)) = failing else { continue };
        let site = Site { name: &page.name, profile, document, policy, caller: &caller, case, complete };
        // What has a rule of its own is worth a word only where the integration works otherwise.
        let fails = early || failing.iter().any(|judged| judged.request.rule.is_none());
        for judged in failing.into_iter().filter(|judged| !fails || judged.request.rule.is_none()) {
            let mut found = Drafts::default();
            match &judged.verdict {
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
    dead::check(profile, document, policy, (&page.name, &caller), &all, &mut found);
    reported.take(found, drafts);
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
        entries.into_iter().any(|entry| caller.naming(entry) == judge::Naming::Right)
    })
}

/// Whether the policy is meant for the integration though nobody said so.
fn is_recognised(document: &Document, caller: &Caller, context: Context<'_>) -> bool {
    let policy = context.policy;
    if document.who != Party::Identity {
        return policy.statements.iter().any(|statement| {
            let entries = statement.principal.iter().flat_map(|block| &block.entries);
            let mut named = entries.filter(|entry| entry.value.text != "*");
            named.any(|entry| {
                let account = IamArn::read(entry.value.text).account.of(entry.value.text);
                let is_legacy = document.legacy.is_some() && is_legacy_cloudtrail(account);
                is_legacy || caller.naming(entry) != judge::Naming::Other
            })
        });
    }
    let marked = |text: &str| {
        let text = text.to_ascii_lowercase();
        document.marks.iter().any(|mark| text.contains(mark.as_str()))
    };
    marked(context.file)
        || policy.name.as_deref().is_some_and(marked)
        || policy.id.as_ref().is_some_and(|id| marked(id.text))
        || policy
            .statements
            .iter()
            .any(|statement| statement.sid.as_ref().is_some_and(|sid| marked(sid.text)))
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
    let made = |request: &&Request| request.when.iter().all(|when| holds(when, case));
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

/// Whether a request is made: `name` asks for a value, `name!` for one that the user stated, `name=value` for that one.
pub(crate) fn holds(when: &str, case: &Case) -> bool {
    if let Some((name, value)) = when.split_once('=') {
        return case.binding.get(name).is_some_and(|known| known == value);
    }
    match when.strip_suffix('!') {
        Some(name) => case.declared.contains(name),
        None => case.binding.contains_key(when),
    }
}
