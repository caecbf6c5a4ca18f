//! Whether a policy is meant for an integration though nobody declared it: whom it names, and what it is called.

use super::caller::{Caller, Naming};
use super::data::{Document, On, Party};
use super::external_id::form_of;
use crate::aws::accounts::is_legacy_cloudtrail;
use crate::aws::iam_arn::IamArn;
use crate::policy::{Policy, PrincipalEntry, Statement};
use crate::rules::hook::Context;
use crate::rules::registry::RuleSet;

/// How much of a policy is meant for an integration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// The statements whose `Sid` carries the mark; what else the policy grants may serve something else.
    Marked,
}

/// How much of the policy is meant for the integration; `None` where nothing says that any of it is.
pub(super) fn extent(
    rules: &RuleSet,
    document: &Document,
    caller: &Caller,
    context: Context<'_>,
) -> Option<Extent> {
    if document.declared_only {
        return None;
    }
    if document.who != Party::Identity {
        if is_declared_elsewhere(rules, document, context) {
            return None;
        }
        return is_named(document, caller, context.policy).then_some(Extent::Whole);
    }
    let policy = context.policy;
    let names = [Some(context.file), policy.name.as_deref(), policy.id.as_ref().map(|id| id.text)];
    if names.into_iter().flatten().any(|text| is_marked(rules, document, text)) {
        return Some(Extent::Whole);
    }
    let mut statements = policy.statements.iter();
    statements.any(|statement| is_marked_statement(rules, document, statement)).then_some(Extent::Marked)
}

/// Whether the file was declared for another integration of the same caller, which then says what there is to say.
fn is_declared_elsewhere(rules: &RuleSet, document: &Document, context: Context<'_>) -> bool {
    let declared = context.role.integrations.iter();
    let rules = declared.filter_map(|integration| rules.get(&integration.profile.value));
    let mut documents = rules.filter_map(|rule| rule.profile()).flat_map(|profile| &profile.documents);
    documents
        .any(|other| other.on == document.on && other.who == document.who && !std::ptr::eq(other, document))
}

/// Whether a statement's `Sid` carries the mark of the document's integration and of no other.
pub(super) fn is_marked_statement(rules: &RuleSet, document: &Document, statement: &Statement<'_>) -> bool {
    statement.sid.as_ref().is_some_and(|sid| is_marked(rules, document, sid.text))
}

/// Whether some statement names the caller, what was to be it, or the external id that only it sends.
fn is_named(document: &Document, caller: &Caller, policy: &Policy<'_>) -> bool {
    let is_caller = |entry: &PrincipalEntry<'_>| {
        let account = IamArn::read(entry.value.text).account.of(entry.value.text);
        let is_legacy = document.legacy.is_some() && is_legacy_cloudtrail(account);
        entry.value.text != "*" && (is_legacy || caller.naming(entry) != Naming::Other)
    };
    policy.statements.iter().any(|statement| {
        let mut entries = statement.principal.iter().flat_map(|block| &block.entries);
        entries.any(is_caller) || form_of(document, statement).is_some()
    })
}

/// Whether a text carries a mark of the document's integration and of no other.
fn is_marked(rules: &RuleSet, document: &Document, text: &str) -> bool {
    let text = folded(text);
    let holds = |document: &Document| document.marks.iter().any(|mark| text.contains(mark.as_str()));
    if !holds(document) {
        return false;
    }
    let others = rules.enabled().filter_map(|(_, rule)| rule.profile());
    let mut documents = others.flat_map(|profile| &profile.documents);
    !documents.any(|other| other.on == On::Identity && other.marks != document.marks && holds(other))
}

/// Letters and digits alone, in lower case: `logzio-fetcher`, `LogzioFetcher` and `logz.io/fetcher` are one name.
fn folded(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
