//! Trust policies that let in another account than the vendor's, and template keys that they leave out.

use super::caller::Naming;
use super::data::Party;
use super::diagnose::Site;
use super::external_id::{KEY, assumes, form_of};
use super::judge::Judged;
use crate::aws::iam_arn::IamArn;
use crate::finding::Severity;
use crate::policy::{Effect, PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};

/// Reports the account that a role trusts in the vendor's place. Gives whether it found one.
pub(super) fn wrong_account(site: Site<'_>, judged: &Judged<'_>, drafts: &mut Drafts) -> bool {
    let Party::Account(published) = &site.document.who else { return false };
    let stated = site.case.binding.get("vendor-account");
    let wanted = stated.unwrap_or(published);
    let candidates: Vec<&Statement<'_>> =
        site.policy.statements.iter().filter(|statement| assumes(statement)).collect();
    let meant = |statement: &&&Statement<'_>| {
        form_of(site.document, statement).is_some()
            || statement.conditions().iter().any(|condition| condition.is_key(KEY))
    };
    let statement = candidates.iter().find(meant).or(match candidates.as_slice() {
        [only] => Some(only),
        _ => None,
    });
    let Some(entry) = statement.and_then(|statement| account_of(statement)) else { return false };
    let (message, severity) =
        if stated.is_some() { ("declared", Severity::Error) } else { ("unpublished", Severity::Suggestion) };
    let account = IamArn::read(entry.value.text).account.of(entry.value.text);
    site.report(judged, "wrong-vendor-account", message, Spot::Node(entry.value.node), drafts)
        .arg("account", account)
        .arg("wanted", wanted.as_str())
        .severity(severity);
    true
}

/// The first value of a statement's principal that names an account or someone in it.
fn account_of<'s, 'a>(statement: &'s Statement<'a>) -> Option<&'s PrincipalEntry<'a>> {
    let block = statement.principal.as_ref().filter(|block| !block.negated)?;
    block.entries.iter().find(|entry| {
        entry.kind == PrincipalType::Aws
            && entry.value.is_known()
            && !IamArn::read(entry.value.text).account.is_empty()
    })
}

/// Condition keys of the vendor's current template that the statements for it leave out.
pub(super) fn advised_keys(site: Site<'_>, drafts: &mut Drafts) {
    for statement in site.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        let mut entries =
            statement.principal.iter().filter(|block| !block.negated).flat_map(|block| &block.entries);
        let named =
            entries.find(|entry| entry.value.text != "*" && site.caller.naming(entry) == Naming::Right);
        let Some(entry) = named else { continue };
        for key in &site.document.advised_keys {
            if statement.conditions().iter().any(|condition| condition.is_key(key)) {
                continue;
            }
            drafts
                .report("missing-advised-condition", "missing", Spot::Node(entry.value.node))
                .arg("integration", site.profile.title.as_str())
                .arg("key", key.as_str())
                .integration(site.name);
        }
    }
}
