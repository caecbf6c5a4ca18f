//! Which integrations a policy serves, for rules that hold other things against what an integration asks for.

use super::caller::{Caller, Naming};
use super::data::{Document, Party, Profile};
use super::recognise::{self, Extent};
use super::{declared_for, is_kind, stated};
use crate::aws::accounts::is_legacy_cloudtrail;
use crate::aws::iam_arn::IamArn;
use crate::policy::{PrincipalEntry, Statement};
use crate::rules::hook::Context;
use crate::rules::registry::{RuleId, RuleSet};
use crate::surroundings::Integration;

/// One document of an integration that a policy is.
#[derive(Clone, Copy, Debug)]
pub struct Served<'a> {
    /// Name of the integration's page.
    pub name: &'a str,
    /// The integration.
    pub profile: &'a Profile,
    /// The document.
    pub document: &'a Document,
    /// Who calls.
    pub caller: &'a Caller,
    /// The declarations that name the policy's file; none where the policy itself names the caller.
    pub declared: &'a [&'a Integration],
    rules: &'a RuleSet,
    extent: Extent,
}

impl Served<'_> {
    /// Whether a principal is the integration's, or was to be it.
    pub fn is_named(&self, entry: &PrincipalEntry<'_>) -> bool {
        let account = IamArn::read(entry.value.text).account.of(entry.value.text);
        let is_legacy = self.document.legacy.is_some() && is_legacy_cloudtrail(account);
        is_legacy || (entry.value.text != "*" && self.caller.naming(entry) != Naming::Other)
    }

    /// Whether a statement may be meant for the integration's caller.
    pub fn may_be_meant(&self, statement: &Statement<'_>) -> bool {
        if self.document.who == Party::Identity {
            return self.extent == Extent::Whole
                || recognise::is_marked_statement(self.rules, self.document, statement);
        }
        statement
            .principal
            .as_ref()
            .is_some_and(|block| !block.negated && block.entries.iter().any(|entry| self.is_named(entry)))
    }
}

/// Visits every document of one integration that the policy serves, once it is known that it may.
pub fn each(rules: &RuleSet, id: RuleId, context: Context<'_>, mut visit: impl FnMut(Served<'_>)) {
    let Some(rule) = rules.rule(id) else { return };
    let declared = declared_for(rule, context);
    let Some(profile) = rule.profile() else { return };
    for document in profile.documents.iter().filter(|document| is_kind(document, context.policy)) {
        let stated = stated::stated(profile, document, &declared, context.role, context.surroundings);
        let general = stated.first().cloned().unwrap_or_default();
        if !document.when.iter().all(|when| general.meets(when)) {
            continue;
        }
        let Some(caller) = Caller::new(document, &general.binding) else { continue };
        let extent = match (stated.is_empty(), declared.is_empty()) {
            (false, _) => Some(Extent::Whole),
            (true, true) => recognise::extent(rules, document, &caller, context),
            // Declared, and reached with an access key.
            (true, false) => None,
        };
        if let Some(extent) = extent {
            let (name, caller, declared) = (&*rule.name, &caller, declared.as_slice());
            visit(Served { name, profile, document, caller, declared, rules, extent });
        }
    }
}
