//! A policy of the wrong sort for the integration that it is stated to serve: a bucket policy where one of a role is
//! wanted, or the other way round.

use super::data::{On, Profile};
use super::is_kind;
use crate::policy::{Effect, KindFrom, Statement};
use crate::rules::absence::is_absent;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::Context;
use crate::surroundings::Integration;

/// Reports a policy whose kind, told from its content alone, is none that the declared integration needs.
pub(super) fn check(
    name: &str,
    profile: &Profile,
    declared: &[&Integration],
    context: Context<'_>,
    drafts: &mut Drafts,
) {
    let policy = context.policy;
    let Some(integration) = declared.first() else { return };
    let is_open = policy.kind_from == KindFrom::Content && policy.path.is_empty();
    // A bucket policy beside the identity's own may be declared for what it denies.
    let denies = policy.statements.iter().any(|statement| statement.effect != Effect::Allow);
    let may_deny = denies || integration.files.len() != 1;
    let mut documents = profile.documents.iter();
    let fits = documents.any(|document| is_kind(document, policy) && (!document.denies_only || may_deny));
    if !is_open || fits || profile.documents.is_empty() {
        return;
    }
    let is_for_identity = profile.documents.iter().any(|document| document.on == On::Identity);
    let names_principal = policy.statements.iter().any(|statement| statement.principal.is_some());
    for statement in &policy.statements {
        let found = match (&statement.principal, is_for_identity) {
            (Some(block), true) => Some(("unsupported-principal", Spot::Node(block.node))),
            (None, false) if !names_principal => missing(context, statement),
            _ => None,
        };
        let Some((rule, spot)) = found else { continue };
        let element = statement.principal.as_ref().and_then(|block| policy.tree.str(block.key));
        let stated = &integration.profile;
        drafts
            .report(rule, "integration", spot)
            .arg("integration", profile.title.as_str())
            .arg("name", element.unwrap_or("Principal"))
            .integration(name)
            .related(Spot::Fact(stated.span, stated.path.clone()), "declared");
    }
}

fn missing(context: Context<'_>, statement: &Statement<'_>) -> Option<(&'static str, Spot)> {
    is_absent(context.policy, statement, &["Principal", "NotPrincipal"])
        .then_some(("missing-principal", Spot::Node(statement.node)))
}
