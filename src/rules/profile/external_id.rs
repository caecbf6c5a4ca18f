//! External ids in trust policies: demanded at all, in a way that works, of the vendor's form, one and not a public one.

use std::collections::HashSet;

use super::caller::Naming;
use super::data::{Document, Party};
use super::diagnose::Site;
use super::read::texts;
use crate::access::glob::{Case, matches};
use crate::finding::{Applicability, Severity};
use crate::json::{NodeId, Tree};
use crate::policy::{
    Base, Condition, Effect, Policy, PrincipalEntry, PrincipalType, Quantifier, Statement, Value,
};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::page::Mistake;
use crate::rules::page::fields::Fields;

/// What is known about the external ids of a vendor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExternalId {
    /// What an id starts with; letters and digits follow.
    pub starts: Vec<String>,
    /// Ids that stand in public pages.
    pub published: Vec<String>,
}

impl ExternalId {
    /// Reads the member of a page.
    pub(super) fn read(tree: &Tree<'_>, node: NodeId, mistakes: &mut Vec<Mistake>) -> Self {
        let mut fields = Fields::new(tree, node, "`external-id`", mistakes);
        let id =
            Self { starts: texts(fields.strings("starts")), published: texts(fields.strings("published")) };
        fields.finish();
        id
    }

    /// Whether a text has the form of the vendor's ids.
    pub fn fits(&self, text: &str) -> bool {
        let is_rest = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        self.starts.iter().any(|start| text.strip_prefix(start.as_str()).is_some_and(is_rest))
    }

    /// Whether a text was published, in whatever case.
    pub fn is_published(&self, text: &str) -> bool {
        self.published.iter().any(|known| known.eq_ignore_ascii_case(text))
    }
}

/// The condition key.
pub(in crate::rules) const KEY: &str = "sts:ExternalId";

/// A condition that was to demand an external id and does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) struct Weak<'s, 'a> {
    /// Name of the message.
    pub(in crate::rules) message: &'static str,
    /// The condition.
    pub(in crate::rules) condition: &'s Condition<'a>,
    /// The value at fault, where one is.
    pub(in crate::rules) value: Option<&'s Value<'a>>,
}

/// What a statement does about the external id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Demand<'s, 'a> {
    /// It has to be sent.
    Effective,
    /// A condition speaks of it and lets callers in without it, or nobody at all.
    Weak(Weak<'s, 'a>),
    /// Nothing speaks of it.
    None,
    /// A condition was not understood.
    Unknown,
}

/// What a statement does about the external id. `starts` is what the ids of the vendor begin with, where it is known.
pub(in crate::rules) fn demand<'s, 'a>(statement: &'s Statement<'a>, starts: &[String]) -> Demand<'s, 'a> {
    if statement.condition.as_ref().is_some_and(|block| !block.is_exact()) {
        return Demand::Unknown;
    }
    let mut weak = None;
    for condition in statement.conditions() {
        let found = if condition.is_key(KEY) {
            match weakness(condition, starts) {
                None => return Demand::Effective,
                found => found,
            }
        } else if is_slip(condition.key.text) {
            Some(("misspelt", None))
        } else {
            continue;
        };
        weak = weak.or(found.map(|(message, value)| Weak { message, condition, value }));
    }
    weak.map_or(Demand::None, Demand::Weak)
}

/// How a condition on the external id fails to demand one.
fn weakness<'s, 'a>(
    condition: &'s Condition<'a>,
    starts: &[String],
) -> Option<(&'static str, Option<&'s Value<'a>>)> {
    let operator = condition.operator?;
    if operator.base == Base::Null {
        let is_word = |word: &str| condition.values.iter().any(|value| value.text.eq_ignore_ascii_case(word));
        return if is_word("true") {
            Some(("forbidden", None))
        } else {
            Some(("any", condition.values.first()))
        };
    }
    if operator.if_exists || operator.quantifier == Quantifier::ForAll {
        return Some(("optional", None));
    }
    if operator.negated {
        return Some(("excluded", None));
    }
    if operator.base != Base::StringLike {
        return None;
    }
    let open = condition.values.iter().find(|value| value.is_known() && is_open(value.text, starts))?;
    Some(("any", Some(open)))
}

/// Whether a pattern is met by the ids of strangers: by two that share nothing but what the vendor puts in front.
fn is_open(pattern: &str, starts: &[String]) -> bool {
    let strangers = ["a1b2c3d4e5f6g7h8", "z9y8x7w6v5u4t3s2"];
    let meets =
        |start: &str| strangers.iter().all(|rest| matches(pattern, &format!("{start}{rest}"), Case::Exact));
    pattern.contains(['*', '?']) && (meets("") || starts.iter().any(|start| meets(start)))
}

/// Whether a key that AWS does not have was to be the external id's.
fn is_slip(key: &str) -> bool {
    let bare = key.rsplit(':').next().unwrap_or(key);
    if bare.eq_ignore_ascii_case("ExternalId") {
        return !key.eq_ignore_ascii_case(KEY);
    }
    key.len().abs_diff(KEY.len()) <= 2
        && crate::aws::keys::condition_key(key).is_none()
        && strsim::osa_distance(&key.to_ascii_lowercase(), "sts:externalid") <= 2
}

/// Whether a statement lets someone assume the role.
pub(in crate::rules) fn assumes(statement: &Statement<'_>) -> bool {
    statement.effect == Effect::Allow
        && statement.actions().iter().any(|action| matches(action.text, "sts:AssumeRole", Case::Ascii))
}

/// Whether another statement of the policy refuses by the external id, so that the grant need not demand it.
pub(in crate::rules) fn is_denied_without(policy: &Policy<'_>) -> bool {
    let denies = policy.statements.iter().filter(|statement| statement.effect == Effect::Deny);
    denies.into_iter().any(|statement| statement.conditions().iter().any(|condition| condition.is_key(KEY)))
}

/// The value of a statement's external id that has the form of the document's vendor.
pub(super) fn form_of<'s, 'a>(document: &Document, statement: &'s Statement<'a>) -> Option<&'s Value<'a>> {
    let known = document.external_id.as_ref()?;
    let conditions = statement.conditions().iter().filter(|condition| condition.is_key(KEY));
    conditions.flat_map(|condition| &condition.values).find(|value| known.fits(value.text))
}

/// Runs all checks over a trust policy that is meant for a vendor with external ids.
pub(super) fn check(site: Site<'_>, drafts: &mut Drafts) {
    let (Some(known), Party::Account(_)) = (&site.document.external_id, &site.document.who) else { return };
    let mut ids: Vec<&Value<'_>> = Vec::new();
    let is_denied = is_denied_without(site.policy);
    for statement in site.policy.statements.iter().filter(|statement| assumes(statement)) {
        let Some(entry) = vendor(site, statement) else { continue };
        match demand(statement, &known.starts) {
            Demand::Effective => form(site, known, statement, &mut ids, drafts),
            Demand::Weak(weak) => {
                report_weak(weak, drafts).severity(Severity::Error).integration(site.name);
            }
            Demand::None if !is_denied => missing(site, statement, entry, drafts),
            Demand::None | Demand::Unknown => {}
        }
    }
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(id.text));
    several(site, &ids, drafts);
}

/// The value by which a statement lets the vendor in: its account, or whoever sends the vendor's external id.
fn vendor<'s>(site: Site<'_>, statement: &'s Statement<'s>) -> Option<&'s PrincipalEntry<'s>> {
    let block = statement.principal.as_ref().filter(|block| !block.negated)?;
    let mut entries = block.entries.iter().filter(|entry| entry.value.text != "*");
    let named = entries.clone().find(|entry| site.caller.naming(entry) == Naming::Right);
    named.or_else(|| {
        form_of(site.document, statement)?;
        entries.find(|entry| entry.kind == PrincipalType::Aws)
    })
}

fn missing(site: Site<'_>, statement: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let draft = drafts.report("missing-external-id", "missing", Spot::Node(entry.value.node));
    draft.arg("integration", site.profile.title.as_str()).integration(site.name);
    if let (Some(id), None) = (site.case.binding.get("external-id"), &statement.condition) {
        let id = super::resource::quoted(id);
        let edit = format!("{{\"StringEquals\": {{\"{KEY}\": {id}}}}}");
        let insert = TreeEdit::Insert(statement.node, "Condition".to_owned(), edit);
        draft.fix("demand", Applicability::Unsafe, vec![insert]);
    }
}

/// The form of each id that a statement demands.
fn form<'s>(
    site: Site<'_>,
    known: &ExternalId,
    statement: &'s Statement<'s>,
    ids: &mut Vec<&'s Value<'s>>,
    drafts: &mut Drafts,
) {
    let conditions = statement.conditions().iter();
    let effective =
        conditions.filter(|condition| condition.is_key(KEY) && weakness(condition, &known.starts).is_none());
    for value in effective.flat_map(|condition| &condition.values).filter(|value| value.is_known()) {
        if value.text.contains("${") {
            continue;
        }
        let rule = if known.is_published(value.text) {
            Some(("published-external-id", "published"))
        } else if !known.fits(value.text) && !value.text.contains(['*', '?']) {
            Some(("external-id-form", "form"))
        } else {
            None
        };
        if let Some((rule, message)) = rule {
            drafts
                .report(rule, message, Spot::Node(value.node))
                .arg("integration", site.profile.title.as_str())
                .arg("text", value.text)
                .arg("start", known.starts.first().map_or("", String::as_str))
                .integration(site.name);
        }
        ids.push(value);
    }
}

/// One role with the ids of several of the vendor's customers.
fn several(site: Site<'_>, ids: &[&Value<'_>], drafts: &mut Drafts) {
    let [first, second, ..] = ids else { return };
    drafts
        .report("several-external-ids", "several", Spot::Node(second.node))
        .arg("integration", site.profile.title.as_str())
        .arg("count", ids.len().to_string())
        .integration(site.name)
        .related(Spot::Node(first.node), "first");
}

/// Reports a condition that does not demand what it was to demand.
pub(in crate::rules) fn report_weak<'d>(
    weak: Weak<'_, '_>,
    drafts: &'d mut Drafts,
) -> &'d mut crate::rules::draft::Draft {
    let spot = match (weak.value, weak.message) {
        (Some(value), _) => Spot::Node(value.node),
        (None, "misspelt") => Spot::Key(weak.condition.key.node),
        (None, _) => Spot::Key(weak.condition.operator_key.node),
    };
    drafts
        .report("weak-external-id", weak.message, spot)
        .arg("operator", weak.condition.operator_key.text)
        .arg("key", weak.condition.key.text)
        .arg("text", weak.value.map_or("", |value| value.text))
}
