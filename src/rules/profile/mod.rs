//! Integrations: pages that say what a service or a vendor really sends, and what to say when a policy is in the way.

pub mod case;
pub mod data;
pub mod diagnose;
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
use crate::finding::PolicyKind;
use crate::policy::Policy;
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
    for document in profile.documents.iter().filter(|document| is_kind(document, context.policy)) {
        check(page, profile, document, &declared, context, drafts);
    }
}

/// Whether a policy can be this document: by its kind, and for resource policies by the service that it speaks of.
fn is_kind(document: &Document, policy: &Policy<'_>) -> bool {
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
    let Some(caller) = Caller::new(&document.who, &binding) else { return };
    if stated.is_empty() && !is_recognised(document, &caller, context) {
        return;
    }
    let complete = declared.iter().any(|integration| integration.complete);
    let mut reported = Reported::default();
    let general = Case {
        binding,
        declared: stated.first().map(|case| case.declared.clone()).unwrap_or_default(),
        named_at: None,
    };
    let site =
        Site { name: &page.name, profile, document, policy, caller: &caller, case: &general, complete };
    let mut found = Drafts::default();
    path::check(site, &mut found);
    path::check_accounts(site, &mut found);
    reported.take(found, drafts);
    for readings in case::cases(profile, document, policy, &caller, &stated) {
        let failing = readings
            .iter()
            .map(|case| (case, failing(profile, document, case, &caller, policy)))
            .min_by_key(|(_, failing)| failing.len());
        let Some((case, failing)) = failing else { continue };
        let site = Site { name: &page.name, profile, document, policy, caller: &caller, case, complete };
        for judged in failing {
            let mut found = Drafts::default();
            match &judged.verdict {
                Verdict::Denied(position) => diagnose::denied(site, &judged, *position, &mut found),
                Verdict::Missing(fits) => diagnose::missing(site, &judged, fits, &mut found),
                Verdict::Fine => {}
            }
            reported.take(found, drafts);
        }
    }
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

/// Whether the policy is meant for the integration though nobody said so.
fn is_recognised(document: &Document, caller: &Caller, context: Context<'_>) -> bool {
    let policy = context.policy;
    if document.who != Party::Identity {
        return policy.statements.iter().any(|statement| {
            let entries = statement.principal.iter().flat_map(|block| &block.entries);
            let mut named = entries.filter(|entry| entry.value.text != "*");
            named.any(|entry| caller.naming(entry) != judge::Naming::Other)
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
        if judged.iter().any(|judged| judged.verdict == Verdict::Fine) {
            continue;
        }
        failing.extend(judged.into_iter().min_by_key(|judged| misses(&judged.verdict)));
    }
    failing
}

fn misses(verdict: &Verdict) -> usize {
    match verdict {
        Verdict::Fine | Verdict::Denied(_) => 0,
        Verdict::Missing(fits) => {
            fits.iter().map(crate::access::StatementMatch::misses).min().unwrap_or(usize::MAX)
        }
    }
}

/// Whether a request is made: `name` asks for a value, `name!` for one that the user stated, `name=value` for that one.
fn holds(when: &str, case: &Case) -> bool {
    if let Some((name, value)) = when.split_once('=') {
        return case.binding.get(name).is_some_and(|known| known == value);
    }
    match when.strip_suffix('!') {
        Some(name) => case.declared.contains(name),
        None => case.binding.contains_key(when),
    }
}
