//! What several integrations of one policy need together.

use super::case::Case;
use super::data::{Document, Party};
use super::diagnose::Site;
use super::excess::{self, Enough};
use super::recognise::{self, Extent};
use super::stated;
use crate::policy::Statement;
use crate::rules::draft::Drafts;
use crate::rules::hook::Context;
use crate::rules::registry::RuleSet;
use crate::surroundings::Integration;

/// Grants of more than all integrations of the policy need together: one role may serve several.
pub(super) fn excess(
    rules: &RuleSet,
    site: Site<'_>,
    extent: Extent,
    context: Context<'_>,
    drafts: &mut Drafts,
) {
    let mut others: Vec<(&Document, Case)> = Vec::new();
    for (_, rule) in rules.enabled().filter(|_| site.document.who == Party::Identity) {
        if rule.name == site.name || rule.hints().is_none() {
            continue;
        }
        let integrations = context.role.integrations.iter().copied();
        let declared: Vec<&Integration> =
            integrations.filter(|integration| rule.is_called(&integration.profile.value)).collect();
        let Some(profile) = rule.profile() else { continue };
        let is_like =
            |document: &&Document| document.on == site.document.on && document.who == Party::Identity;
        for document in profile.documents.iter().filter(is_like) {
            let (role, surroundings) = (context.role, context.surroundings);
            let case = stated::stated(profile, document, &declared, role, surroundings).into_iter().next();
            let named = || recognise::extent(rules, document, site.caller, context).map(|_| Case::default());
            let Some(case) = case.or_else(named) else { continue };
            if !document.enough.is_empty() && &*rule.name < site.name {
                // It looks at the same grants for both.
                return;
            }
            others.push((document, case));
        }
    }
    let documents: Vec<(&Document, &Case)> = std::iter::once((site.document, site.case))
        .chain(others.iter().map(|(document, case)| (*document, case)))
        .collect();
    let enough = Enough::of(&documents);
    let is_meant = |statement: &Statement<'_>| {
        extent == Extent::Whole || recognise::is_marked_statement(rules, site.document, statement)
    };
    excess::check(site, &enough, &is_meant, drafts);
}
