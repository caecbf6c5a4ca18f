//! `closed-key-policy`: a key policy that does not let in whoever is to use the key.

use crate::access::{Context, Given, Principal, Request, evaluate_policy};
use crate::aws::Arn;
use crate::finding::PolicyKind;
use crate::json::Problem;
use crate::policy::{Container, Effect, KindFrom, Policy, PrincipalEntry, PrincipalType, Statement, lower};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::encryption::{customer_key, has_bucket_key, key_actions, list};
use crate::rules::hook::{Hook, Project};
use crate::rules::profile::data::{Document, On, Party, Profile};
use crate::rules::usage::{self, By, relate};
use crate::surroundings::{Fact, Key, KeyPolicy, Trail};

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "closed-key-policy";

/// Who is to use a key, and what says so.
struct Need<'a> {
    name: &'a str,
    profile: &'a Profile,
    /// Name of the message.
    message: &'static str,
    /// The caller as the policy would name it.
    caller: String,
    principal: Principal,
    actions: Vec<&'a str>,
    /// The value that names the key.
    key: &'a Fact<String>,
    /// The role's ARN as stated.
    role: Option<&'a Fact<String>>,
    /// The trail that sends the requests.
    trail: Option<&'a Trail>,
}

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    if project.surroundings.keys.iter().all(|key| key.policy.is_none()) {
        return;
    }
    for need in by_trails(project).into_iter().chain(by_uses(project)) {
        let Some(key) = project.index.key(&need.key.value) else { continue };
        if let Some(policy) = &key.policy {
            check(&need, key, policy, drafts);
        }
    }
}

fn by_trails(project: Project<'_>) -> Vec<Need<'_>> {
    let mut needs = Vec::new();
    for (name, profile) in project.profiles.iter().filter(|(_, profile)| usage::has_trails(profile)) {
        for trail in &project.surroundings.trails {
            let Some(key) = trail.key.as_ref().filter(|key| !key.value.is_empty()) else { continue };
            let bucket = trail.bucket.as_ref().and_then(|name| project.index.bucket(&name.value));
            let actions = key_actions(profile, bucket.is_some_and(has_bucket_key));
            for document in profile.documents.iter().filter(|document| document.on == On::Bucket) {
                let Party::Service(service) = &document.who else { continue };
                needs.push(Need {
                    name,
                    profile,
                    message: "service",
                    caller: service.clone(),
                    principal: Principal::Service(service.clone()),
                    actions: actions.clone(),
                    key,
                    role: None,
                    trail: Some(trail),
                });
            }
        }
    }
    needs
}

fn by_uses(project: Project<'_>) -> Vec<Need<'_>> {
    let mut needs = Vec::new();
    for one in usage::declared(project) {
        let By::Integration(integration, _) = one.by else { continue };
        let Some(key) = integration.values("key-arn").first().or_else(|| customer_key(one.bucket)) else {
            continue;
        };
        let actions = key_actions(one.profile, has_bucket_key(one.bucket));
        let role = integration.values("role-arn").first();
        for document in &one.profile.documents {
            let Some((message, caller, principal)) = caller(document, role) else { continue };
            needs.push(Need {
                name: one.name,
                profile: one.profile,
                message,
                caller,
                principal,
                actions: actions.clone(),
                key,
                role: role.filter(|_| document.on == On::Identity),
                trail: None,
            });
        }
    }
    needs
}

/// Who reaches the objects by a document, where it is known whom the key policy would have to name.
fn caller(document: &Document, role: Option<&Fact<String>>) -> Option<(&'static str, String, Principal)> {
    match (&document.who, document.on) {
        (Party::Identity, On::Identity) => {
            let arn = role?.value.as_str();
            let principal = Principal::parse(arn).ok()?;
            matches!(principal, Principal::Role(_)).then(|| ("role", arn.to_owned(), principal))
        }
        (Party::User(arn), On::Bucket) => Some(("vendor", arn.clone(), Principal::parse(arn).ok()?)),
        _ => None,
    }
}

fn check(need: &Need<'_>, key: &Key, stated: &KeyPolicy, drafts: &mut Drafts) {
    let container = Container {
        kind: Some((PolicyKind::Resource, KindFrom::Config)),
        damaged: stated.problems.iter().any(Problem::is_syntax),
        ..Container::default()
    };
    let policy = lower(&stated.tree, stated.root, container);
    let named = policy.statements.iter().find(|statement| names(statement, need));
    let refused: Vec<&str> = need
        .actions
        .iter()
        .copied()
        .filter(|action| !(named.is_some() && is_asked_by_page(need.profile, action)))
        .filter(|action| is_refused(need, key, action, &policy))
        .collect();
    if refused.is_empty() {
        return;
    }
    let place = named.and_then(|statement| statement.action.as_ref()).map(|block| block.node);
    let statements = policy.tree.get(policy.root, "Statement").map(|member| member.key);
    let node = place.or(statements).unwrap_or(policy.root);
    let spot = Spot::Fact(policy.tree.span(node), policy.tree.path(policy.root, node));
    let draft = drafts.report(RULE, need.message, spot);
    draft
        .arg("integration", need.profile.title.as_str())
        .arg("caller", need.caller.as_str())
        .arg("actions", list(&refused))
        .integration(need.name);
    if place.is_some() {
        draft.label("named");
    }
    relate(draft, need.key, if need.trail.is_some() { "trail" } else { "key" });
    if let Some(role) = need.role {
        relate(draft, role, "role");
    }
}

/// Whether the integration's page itself holds key policies that name the caller against this action.
fn is_asked_by_page(profile: &Profile, action: &str) -> bool {
    let mut documents = profile.documents.iter().filter(|document| document.on == On::Key);
    documents.any(|document| document.requests.iter().any(|request| request.action == action))
}

/// Whether a statement allows something to the caller by its own name.
fn names(statement: &Statement<'_>, need: &Need<'_>) -> bool {
    let is_caller = |entry: &PrincipalEntry<'_>| {
        matches!(entry.kind, PrincipalType::Aws | PrincipalType::Service) && entry.value.text == need.caller
    };
    let block = statement.principal.as_ref().filter(|block| !block.negated);
    statement.effect == Effect::Allow && block.is_some_and(|block| block.entries.iter().any(is_caller))
}

/// Whether the policy certainly does not let the caller do it, not even by leaving it to the caller's account.
fn is_refused(need: &Need<'_>, key: &Key, action: &str, policy: &Policy<'_>) -> bool {
    let mut context = Context::new();
    let arn = need.trail.and_then(|trail| trail.arn.as_ref());
    if let Some(arn) = arn {
        let account = Arn::parse(&arn.value).map_or("", |arn| arn.account());
        for (key, value) in [("aws:SourceArn", arn.value.as_str()), ("aws:SourceAccount", account)] {
            if context.set(key, Given::one(value)).is_err() {
                return false;
            }
        }
    }
    let Ok(request) = Request::new(need.principal.clone(), action, key.arn.value.as_str(), context) else {
        return false;
    };
    let evaluation = evaluate_policy(policy, &request);
    evaluation.granted.is_false() || evaluation.denied.is_true()
}
