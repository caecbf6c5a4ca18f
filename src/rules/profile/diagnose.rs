//! Why a request of an integration is refused: the nearest statement, and the value in it that is at fault.

use super::case::Case;
use super::data::{Document, On, Party, Profile};
use super::judge::{Caller, Judged, Naming};
use super::solve::{Certain, certain, unify};
use crate::access::glob::{Case as Letters, matches};
use crate::access::{Given, StatementMatch, Text};
use crate::aws::Arn;
use crate::aws::s3_arn::{S3Arn, has_wildcard};
use crate::finding::Severity;
use crate::policy::{Condition, Effect, Policy, Statement, Value};
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
    let names_caller = statement.principal.as_ref().is_some_and(|block| {
        !block.negated
            && block.entries.iter().any(|entry| entry.value.text != "*" && site.caller.naming(entry) == Naming::Right)
    });
    let effect = statement.effect_node.map_or(Spot::Node(statement.node), Spot::Node);
    if names_caller && statement.conditions().is_empty() | statement.actions().iter().all(|action| action.text == judged.request.action) {
        site.report(judged, "deny-instead-of-allow", "denied", effect, drafts);
        return;
    }
    if let Some(block) = statement.principal.as_ref().filter(|block| block.negated) {
        site.report(judged, "blocked-by-deny", "not-principal", Spot::Key(block.key), drafts)
            .related(effect, "deny");
        return;
    }
    let absent = |condition: &&Condition<'_>| {
        matches!(judged.question.value(condition.key.text).as_ref(), Given::Absent)
    };
    let conditions = statement.conditions();
    let catching = conditions.iter().find(absent).or_else(|| conditions.first());
    let Some(condition) = catching else {
        site.report(judged, "blocked-by-deny", "plain", effect, drafts);
        return;
    };
    let given = judged.question.value(condition.key.text).into_owned();
    let message = match given {
        Given::Absent => "absent-key",
        _ => "condition",
    };
    site.report(judged, "blocked-by-deny", message, Spot::Key(condition.key.node), drafts)
        .arg("key", condition.key.text)
        .arg("operator", condition.operator_key.text)
        .arg("sent", sent(&given))
        .related(effect, "deny");
}

/// Reports a request that no statement allows.
pub fn missing(site: Site<'_>, judged: &Judged<'_>, fits: &[StatementMatch], drafts: &mut Drafts) {
    let statements = site.policy.statements.iter();
    let nearest = statements
        .zip(fits)
        .filter(|(statement, _)| statement.effect == Effect::Allow && site.caller.may_be_meant(statement))
        .min_by_key(|(statement, fit)| (distance(site, judged, statement, fit), fit.position));
    let Some((statement, fit)) = nearest else {
        let start = site.policy.tree.range(site.policy.root).start;
        site.missing_grant(judged, "nobody", Spot::Text(Range::new(start, start + 1)), drafts);
        return;
    };
    if distance(site, judged, statement, fit) > 1 {
        site.missing_grant(judged, "missing", site.grant_spot(statement), drafts);
    } else if fit.principal.is_false() {
        misspelt_principal(site, judged, statement, drafts);
    } else if fit.action.is_false() {
        misspelt_action(site, judged, statement, drafts);
    } else if fit.resource.is_false() {
        super::resource::report(site, judged, statement, drafts);
    } else if let Some(condition) =
        statement.conditions().iter().zip(&fit.conditions).find(|(_, truth)| truth.is_false()).map(|(one, _)| one)
    {
        unmet(site, judged, condition, drafts);
    }
}

/// How many corrections a statement needs to allow the request; more than one means that it is about something else.
fn distance(site: Site<'_>, judged: &Judged<'_>, statement: &Statement<'_>, fit: &StatementMatch) -> usize {
    let action = match fit.action.is_false() {
        true if near_action(statement, &judged.request.action).is_some() => 1,
        true => 3,
        false => 0,
    };
    let conditions = fit.conditions.iter().filter(|truth| truth.is_false()).count();
    // A wrong resource next to another mistake is often the other request's right one.
    let resource = usize::from(fit.resource.is_false());
    let _ = site;
    usize::from(fit.principal.is_false()) + action + resource + conditions
}

/// A value of `Action` that is meant to be this action: the same but for one or two letters.
fn near_action<'v, 'a>(statement: &'v Statement<'a>, action: &str) -> Option<&'v Value<'a>> {
    statement.actions().iter().find(|value| {
        let known = crate::aws::action::action(value.text).is_some();
        !known && !has_wildcard(value.text) && slip(value.text.trim(), action)
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
    let template = judged.request.sends.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, template)| template);
    let given = judged.question.value(key).into_owned();
    let (message, spot) = match (&given, condition.values.as_slice()) {
        (Given::Absent, _) => ("absent-key", Spot::Key(condition.key.node)),
        (_, [only]) => ("other-value", Spot::Node(only.node)),
        _ => ("other-values", Spot::Node(condition.node)),
    };
    let sent = template.map_or_else(|| sent(&given), |template| template.show(&site.case.binding));
    site.report(judged, "unmet-condition", message, spot, drafts)
        .arg("key", key)
        .arg("operator", condition.operator_key.text)
        .arg("sent", sent)
        .arg("value", condition.values.first().map_or("", |value| value.text));
}

/// What a request has for a key, for people.
fn sent(given: &Given) -> String {
    match given {
        Given::One(Text::Exact(text)) => text.clone(),
        Given::Many(texts) => texts.iter().filter_map(Text::exact).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

impl<'s> Site<'s> {
    /// Starts a report with the words that every message about a request may use.
    pub fn report<'d>(
        self,
        judged: &Judged<'_>,
        rule: &'static str,
        message: &'static str,
        spot: Spot,
        drafts: &'d mut Drafts,
    ) -> &'d mut Draft {
        let resource = judged.request.resource.show(&self.case.binding);
        let draft = match &judged.request.rule {
            Some(own) => drafts.report(own.clone(), message, spot),
            None => drafts.report(rule, message, spot),
        };
        draft
            .arg("integration", self.profile.title.as_str())
            .arg("purpose", judged.request.purpose.as_str())
            .arg("action", judged.request.action.as_str())
            .arg("resource", resource)
            .integration(self.name);
        if let Some(severity) = judged.request.severity {
            draft.severity(severity);
        }
        draft
    }

    /// A grant that is not there. The other policies of an identity are not known unless the user says that this is
    /// all, so that it is a warning then.
    fn missing_grant(self, judged: &Judged<'_>, message: &'static str, spot: Spot, drafts: &mut Drafts) {
        let open = self.document.on == On::Identity && !self.complete;
        let message = if open { "not-here" } else { message };
        let draft = self.report(judged, "missing-grant", message, spot, drafts);
        if open && judged.request.severity.is_none() {
            draft.severity(Severity::Warning);
        }
    }

    fn grant_spot(self, statement: &Statement<'_>) -> Spot {
        let entries = statement.principal.iter().flat_map(|block| &block.entries);
        let named = entries.filter(|entry| self.caller.naming(entry) != Naming::Other).map(|entry| entry.value.node);
        let action = statement.action.as_ref().map(|block| block.node);
        let node = named.into_iter().next().or(action).unwrap_or(statement.node);
        Spot::Node(node)
    }
}

/// Whether a value of `Resource` can be what the template sends when nothing but these parameters is known.
pub fn could_be(site: Site<'_>, judged: &Judged<'_>, value: &Value<'_>) -> bool {
    let shapes = |name: &str| site.profile.shape(name);
    unify(&judged.request.resource, certain(value, true), &shapes).is_some()
}

/// The parts of a value of `Resource` that S3 reads.
pub fn s3_parts(value: &Value<'_>) -> Option<(S3Arn, String)> {
    let arn = S3Arn::parse(value.text)?;
    let partition = Arn::parse(value.text).map(|arn| arn.partition().to_owned()).unwrap_or_default();
    Some((arn, partition))
}

/// Whether a pattern matches a text, letters as they are.
pub fn covers(pattern: &str, text: &str) -> bool {
    matches(pattern, text, Letters::Exact)
}

/// A certain text that is all there is.
pub fn whole(text: &str) -> Certain<'_> {
    Certain { text, whole: true }
}
