//! Why a request of an integration is refused: the nearest statement, and the value in it that is at fault.

use super::caller::{Caller, Naming};
use super::case::Case;
use super::data::{Document, On, Party, Profile, Request};
use super::judge::Judged;
use super::solve::{certain, unify};
use crate::access::glob::{Case as Letters, matches};
use crate::access::{Given, StatementMatch, Text};
use crate::aws::Arn;
use crate::aws::s3_arn::{S3Arn, has_wildcard};
use crate::finding::Severity;
use crate::policy::{Condition, Effect, Policy, PrincipalEntry, Statement, Value};
use crate::rules::draft::{Draft, Drafts, Spot};
use crate::text::Range;

/// What the diagnosis looks at.
#[derive(Clone, Copy)]
pub struct Site<'s> {
    /// Name of the profile's page.
    pub name: &'s str,
    /// The integration.
    pub profile: &'s Profile,
    /// The document that the policy is.
    pub document: &'s Document,
    /// The policy.
    pub policy: &'s Policy<'s>,
    /// Who calls.
    pub caller: &'s Caller,
    /// What is known of its parameters.
    pub case: &'s Case,
    /// Whether the user said that this document is all that the identity has.
    pub complete: bool,
}

/// Reports a request that a statement denies.
pub fn denied(site: Site<'_>, judged: &Judged<'_>, position: usize, drafts: &mut Drafts) {
    let Some(statement) = site.policy.statements.get(position) else { return };
    let effect = statement.effect_node.map_or(Spot::Node(statement.node), Spot::Node);
    if names_only_caller(site, statement) && statement.actions().iter().all(|action| is_needed(site, action))
    {
        site.report(judged, "deny-instead-of-allow", "denied", effect, drafts);
        return;
    }
    let exempt = match (&site.document.who, site.document.on) {
        (Party::Service(_), _) => "exempt-service",
        (_, On::Identity) => "leave-out",
        _ => "exempt-vendor",
    };
    if let Some(block) = statement.principal.as_ref().filter(|block| block.negated) {
        site.report(judged, "blocked-by-deny", "not-principal", Spot::Key(block.key), drafts)
            .help(exempt)
            .related(effect, "deny");
        return;
    }
    let absent = |condition: &&Condition<'_>| {
        matches!(judged.question.value(condition.key.text).as_ref(), Given::Absent)
    };
    let conditions = statement.conditions();
    let catching = conditions.iter().find(absent).or_else(|| conditions.first());
    let Some(condition) = catching else {
        if site.document.on == On::Identity {
            site.report(judged, "blocked-by-deny", "attached", effect, drafts);
        } else {
            site.report(judged, "blocked-by-deny", "plain", effect, drafts).help(exempt);
        }
        return;
    };
    let message = match judged.question.value(condition.key.text).as_ref() {
        Given::Absent => "absent-key",
        _ => "condition",
    };
    site.report(judged, "blocked-by-deny", message, Spot::Key(condition.key.node), drafts)
        .arg("key", condition.key.text)
        .arg("operator", condition.operator_key.text)
        .help(exempt)
        .related(effect, "deny");
}

/// Reports every `Deny` that is about the integration's caller and nobody else, and denies what it needs: were it meant,
/// leaving the grant out would do.
pub fn turned_statements(site: Site<'_>, drafts: &mut Drafts) {
    for statement in site.policy.statements.iter().filter(|statement| statement.effect == Effect::Deny) {
        let mut requests = site.document.requests.iter().filter(|request| request.rule.is_none());
        let denied = requests.find(|request| super::case::names_action(statement, &request.action));
        let (Some(request), Some(effect)) = (denied, statement.effect_node) else { continue };
        let is_usual = |condition: &Condition<'_>| {
            let negated = condition.operator.is_none_or(|operator| operator.negated);
            !negated && request.sends.iter().any(|(key, _)| condition.is_key(key))
        };
        let actions = statement.actions();
        if names_only_caller(site, statement)
            && !actions.is_empty()
            && actions.iter().all(|action| is_needed(site, action))
            && statement.conditions().iter().all(is_usual)
        {
            site.report_plain(request, "deny-instead-of-allow", "denied", Spot::Node(effect), drafts);
        }
    }
}

/// Whether a statement is about the integration's caller and nobody else.
fn names_only_caller(site: Site<'_>, statement: &Statement<'_>) -> bool {
    statement.principal.as_ref().is_some_and(|block| {
        let is_caller = |entry: &PrincipalEntry<'_>| {
            entry.value.text != "*" && site.caller.naming(entry) != Naming::Other
        };
        !block.negated && !block.entries.is_empty() && block.entries.iter().all(is_caller)
    })
}

/// Whether an action is one that the integration asks for: nobody denies that on purpose to it alone.
fn is_needed(site: Site<'_>, action: &Value<'_>) -> bool {
    site.document.requests.iter().any(|request| matches(action.text, &request.action, Letters::Ascii))
}

/// Reports a request that no statement allows.
pub fn missing(site: Site<'_>, judged: &Judged<'_>, fits: &[StatementMatch], drafts: &mut Drafts) {
    let statements = site.policy.statements.iter();
    let nearest = statements
        .zip(fits)
        .filter(|(statement, _)| statement.effect == Effect::Allow && site.caller.may_be_meant(statement))
        .min_by_key(|(statement, fit)| (distance(judged, statement, fit), fit.position));
    let Some((statement, fit)) = nearest else {
        if let Some(position) = turned(site, fits) {
            denied(site, judged, position, drafts);
            return;
        }
        let start = site.policy.tree.range(site.policy.root).start;
        site.missing_grant(judged, "nobody", Spot::Text(Range::new(start, start + 1)), drafts);
        return;
    };
    if fit.action.is_false() && near_action(statement, &judged.request.action).is_none() {
        if let Some(position) = turned(site, fits) {
            denied(site, judged, position, drafts);
            return;
        }
        site.missing_grant(judged, "missing", site.grant_spot(statement), drafts);
        return;
    }
    explain(site, judged, statement, fit, drafts);
}

/// Reports everything in a statement that keeps it from allowing a request.
pub(super) fn explain(
    site: Site<'_>,
    judged: &Judged<'_>,
    statement: &Statement<'_>,
    fit: &StatementMatch,
    drafts: &mut Drafts,
) {
    if fit.principal.is_false() {
        misspelt_principal(site, judged, statement, drafts);
    }
    if fit.action.is_false() {
        misspelt_action(site, judged, statement, drafts);
    }
    let failing = || {
        let pairs = statement.conditions().iter().zip(&fit.conditions);
        pairs.filter(|(_, truth)| truth.is_false()).map(|(condition, _)| condition)
    };
    // A statement that lets in another caller is not for this one: its path is that caller's.
    if let Some(condition) = failing().find(|condition| lets_in_others(site, judged, condition)) {
        unmet(site, judged, condition, drafts);
        return;
    }
    if fit.resource.is_false() {
        super::resource::report(site, judged, statement, drafts);
    }
    failing().for_each(|condition| unmet(site, judged, condition, drafts));
}

/// Whether a condition lists callers of the integration, only not this one.
fn lets_in_others(site: Site<'_>, judged: &Judged<'_>, condition: &Condition<'_>) -> bool {
    let Some(parameter) = site.document.each.first() else { return false };
    let template =
        judged.request.sends.iter().find(|(key, _)| condition.is_key(key)).map(|(_, template)| template);
    let Some(template) = template.filter(|template| template.holes().any(|hole| hole == parameter)) else {
        return false;
    };
    let shapes = |name: &str| site.profile.shape(name);
    condition.values.iter().any(|value| unify(template, &certain(value, false), &shapes).is_some())
}

/// Position of a `Deny` that would allow the request, did it say `Allow`.
fn turned(site: Site<'_>, fits: &[StatementMatch]) -> Option<usize> {
    let mut pairs = site.policy.statements.iter().zip(fits);
    let is_turned = |statement: &Statement<'_>, fit: &StatementMatch| {
        statement.effect == Effect::Deny && fit.misses() == 0 && names_only_caller(site, statement)
    };
    pairs.find(|(statement, fit)| is_turned(statement, fit)).map(|(_, fit)| fit.position)
}

/// How far a statement is from allowing the request: one that is about another action is farther than any other.
fn distance(judged: &Judged<'_>, statement: &Statement<'_>, fit: &StatementMatch) -> (usize, usize) {
    let near = !fit.action.is_false() || near_action(statement, &judged.request.action).is_some();
    (usize::from(!near), fit.misses())
}

/// A value of `Action` that is meant to be this action: the same but for one or two letters, or the operation of the API
/// that the action allows.
fn near_action<'v, 'a>(statement: &'v Statement<'a>, action: &str) -> Option<&'v Value<'a>> {
    statement.actions().iter().find(|value| {
        let known = crate::aws::action::action(value.text).is_some();
        let is_operation = || {
            let operation = crate::aws::action::operation(value.text);
            operation.is_some_and(|operation| operation.actions().any(|granted| granted == action))
        };
        !known && !has_wildcard(value.text) && (slip(value.text.trim(), action) || is_operation())
    })
}

fn slip(text: &str, wanted: &str) -> bool {
    strsim::osa_distance(&text.to_ascii_lowercase(), &wanted.to_ascii_lowercase()) <= 2
}

fn misspelt_principal(site: Site<'_>, judged: &Judged<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let entries = statement.principal.iter().flat_map(|block| &block.entries);
    for entry in entries.filter(|entry| site.caller.naming(entry) == Naming::Meant) {
        let wanted = match &site.document.who {
            Party::Service(name) | Party::User(name) => name.clone(),
            Party::Account(id) => id.clone(),
            Party::WebIdentity(provider) => provider.clone(),
            Party::Identity => continue,
        };
        site.report(judged, "misspelt-principal", "integration", Spot::Node(entry.value.node), drafts)
            .arg("text", entry.value.text)
            .arg("wanted", wanted);
    }
}

fn misspelt_action(site: Site<'_>, judged: &Judged<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    if let Some(value) = near_action(statement, &judged.request.action) {
        site.report(judged, "invalid-action", "integration", Spot::Node(value.node), drafts)
            .arg("text", value.text)
            .arg("wanted", judged.request.action.as_str());
    }
}

fn unmet(site: Site<'_>, judged: &Judged<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let key = condition.key.text;
    let template = judged
        .request
        .sends
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
        .map(|(_, template)| template);
    let given = judged.question.value(key).into_owned();
    let (message, spot) = match (&given, condition.values.as_slice()) {
        (Given::One(_), _) if lets_in_others(site, judged, condition) => {
            ("other-callers", Spot::Node(condition.node))
        }
        (Given::Absent, _) => ("absent-key", Spot::Key(condition.key.node)),
        (_, [only]) => ("other-value", Spot::Node(only.node)),
        _ => ("other-values", Spot::Node(condition.node)),
    };
    let binding = &site.case.binding;
    let form = template.and_then(|template| template.form(binding, &|name| site.profile.shape(name)));
    let message = match message {
        "other-value" if form.is_some() => "other-form",
        "other-values" if form.is_some() => "other-forms",
        _ => message,
    };
    let sent =
        form.unwrap_or_else(|| template.map_or_else(|| sent(&given), |template| template.show(binding)));
    let draft = site.report(judged, "unmet-condition", message, spot, drafts);
    draft
        .arg("key", key)
        .arg("operator", condition.operator_key.text)
        .arg("wanted", sent.replace('…', "*"))
        .arg("sent", sent)
        .arg("value", condition.values.first().map_or("", |value| value.text));
    if let Some((span, path)) = &site.case.stated_at
        && message == "other-callers"
    {
        draft.related(Spot::Fact(*span, path.clone()), "stated");
    }
}

/// What a request has for a key, for people.
fn sent(given: &Given) -> String {
    match given {
        Given::One(Text::Exact(text)) => text.clone(),
        Given::Many(texts) => texts.iter().filter_map(Text::exact).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

impl Site<'_> {
    /// Starts a report with the words that every message about a request may use.
    pub fn report<'d>(
        self,
        judged: &Judged<'_>,
        rule: &'static str,
        message: &'static str,
        spot: Spot,
        drafts: &'d mut Drafts,
    ) -> &'d mut Draft {
        self.report_plain(judged.request, rule, message, spot, drafts)
    }

    /// The same for a request that was not put to the policy.
    pub fn report_plain<'d>(
        self,
        request: &Request,
        rule: &'static str,
        message: &'static str,
        spot: Spot,
        drafts: &'d mut Drafts,
    ) -> &'d mut Draft {
        let draft = match &request.rule {
            Some(own) => drafts.report(own.clone(), message, spot),
            None => drafts.report(rule, message, spot),
        };
        draft
            .arg("integration", self.profile.title.as_str())
            .arg("purpose", request.purpose.say(&self.case.binding))
            .arg("action", request.action.as_str())
            .arg("resource", request.resource.show(&self.case.binding))
            .arg("grant", request.grant.show(&self.case.binding))
            .integration(self.name);
        if let Some(severity) = request.severity {
            draft.severity(severity);
        }
        draft
    }

    /// A grant that is not there. The other policies of an identity are not known unless the user says that this is
    /// all, so that it is a warning then.
    fn missing_grant(self, judged: &Judged<'_>, message: &'static str, spot: Spot, drafts: &mut Drafts) {
        let open = self.document.on == On::Identity && !self.complete;
        let message = match (self.document.on, message) {
            _ if judged.request.is_advice() => "advised",
            (On::Trust, "nobody") => "no-trust",
            (On::Trust, _) => "other-action",
            (On::Identity, _) if open => "not-here",
            (On::Identity, _) => "complete",
            _ => message,
        };
        let caller = match &self.document.who {
            Party::Service(name) | Party::User(name) | Party::WebIdentity(name) => name.as_str(),
            Party::Account(id) => self.case.binding.get("vendor-account").unwrap_or(id),
            Party::Identity => "",
        };
        let draft = self.report(judged, "missing-grant", message, spot, drafts);
        draft.arg("caller", caller);
        let least = judged.request.severity.or(judged.request.missing);
        if let Some(severity) = least.or(open.then_some(Severity::Warning)) {
            draft.severity(severity);
        }
    }

    fn grant_spot(self, statement: &Statement<'_>) -> Spot {
        let entries = statement.principal.iter().flat_map(|block| &block.entries);
        let named =
            entries.filter(|entry| self.caller.naming(entry) != Naming::Other).map(|entry| entry.value.node);
        let action = statement.action.as_ref().map(|block| block.node);
        let named = named.into_iter().next();
        // Whom a trust policy names has to be right there, and what it is let in for stands in the action.
        let node = if self.document.on == On::Trust { action.or(named) } else { named.or(action) };
        Spot::Node(node.unwrap_or(statement.node))
    }
}

/// The parts of a value of `Resource` that S3 reads.
pub fn s3_parts(value: &Value<'_>) -> Option<(S3Arn, String)> {
    let arn = S3Arn::parse(value.text)?;
    let partition =
        value.arn().filter(Arn::is_complete).map(|arn| arn.partition().to_owned()).unwrap_or_default();
    Some((arn, partition))
}
