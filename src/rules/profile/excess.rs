//! Grants of more than the integrations of a policy need.

use super::caller::Naming;
use super::case::Case;
use super::data::{Document, Party};
use super::diagnose::Site;
use super::read::texts;
use crate::access::glob::{Case as Letters, matches};
use crate::aws::action::{AccessLevel, Action, action, actions_of};
use crate::aws::s3_arn::{S3Arn, has_wildcard};
use crate::finding::{Applicability, Severity};
use crate::json::{NodeId, Tree};
use crate::policy::{Block, Effect, PrincipalEntry, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::page::Mistake;
use crate::rules::page::fields::Fields;

/// An action that the caller needs no more once something is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unneeded {
    /// The action.
    pub action: String,
    /// What must be known, in the words of [`Case::meets`](super::case::Case::meets).
    pub when: Vec<String>,
    /// Severity of a grant.
    pub severity: Severity,
}

impl Unneeded {
    /// Reads an element of the member of a page.
    pub(super) fn read(tree: &Tree<'_>, node: NodeId, mistakes: &mut Vec<Mistake>) -> Self {
        let mut fields = Fields::new(tree, node, "an action that is not needed", mistakes);
        let unneeded = Self {
            action: fields.required_string("action").map(|(text, _)| text.to_owned()).unwrap_or_default(),
            when: texts(fields.strings("when")),
            severity: fields
                .word("severity", Severity::from_word, &["error", "security", "warning", "suggestion"])
                .unwrap_or(Severity::Suggestion),
        };
        fields.finish();
        unneeded
    }
}

/// Actions that everybody knows the harm of, as examples of what a pattern takes in.
const TELLING: [&str; 5] =
    ["s3:PutBucketPolicy", "s3:DeleteObject", "s3:PutObject", "s3:GetObject", "s3:GetBucketPolicy"];

/// What the caller may be granted.
pub(super) struct Enough<'e> {
    /// Patterns of actions.
    patterns: Vec<&'e str>,
    /// Patterns that were enough until something became known, each with the severity of a grant.
    over: Vec<(&'e str, Severity)>,
    /// Actions that the integrations really use, in the order of their pages.
    used: Vec<&'e str>,
    /// Services that the patterns speak of.
    services: Vec<&'e str>,
}

impl<'e> Enough<'e> {
    /// What the integrations of one policy need together: each document with what is known of its caller.
    pub(super) fn of(documents: &[(&'e Document, &Case)]) -> Self {
        let mut enough =
            Self { patterns: Vec::new(), over: Vec::new(), used: Vec::new(), services: Vec::new() };
        for (document, case) in documents {
            let is_over = |action: &str| {
                document.unneeded.iter().find(|unneeded| {
                    unneeded.action == action && unneeded.when.iter().all(|when| case.meets(when))
                })
            };
            for pattern in &document.enough {
                match is_over(pattern) {
                    Some(unneeded) => enough.over.push((pattern, unneeded.severity)),
                    None => enough.patterns.push(pattern),
                }
                if let Some((service, _)) = pattern.split_once(':')
                    && !enough.services.contains(&service)
                {
                    enough.services.push(service);
                }
            }
            let made = |when: &String| case.meets(when);
            for request in document.requests.iter().filter(|request| !request.test) {
                if request.when.iter().all(made) && !enough.used.contains(&request.action.as_str()) {
                    enough.used.push(&request.action);
                }
            }
        }
        // What one integration needs no more, another may.
        let patterns = enough.patterns.clone();
        enough
            .over
            .retain(|(over, _)| !patterns.iter().any(|pattern| matches(pattern, over, Letters::Ascii)));
        enough
    }

    fn covers(&self, action: &str) -> bool {
        self.patterns.iter().any(|pattern| matches(pattern, action, Letters::Ascii))
    }

    fn over(&self, action: &str) -> Option<Severity> {
        let mut over = self.over.iter();
        over.find(|(pattern, _)| matches(pattern, action, Letters::Ascii)).map(|(_, severity)| *severity)
    }

    /// `a`, `b` and `c`.
    fn shown(&self) -> String {
        let quoted: Vec<String> = self.used.iter().map(|action| format!("`{action}`")).collect();
        match quoted.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => String::new(),
        }
    }
}

/// Reports every value of `Action` by which one of the statements grants the caller more than enough.
pub(super) fn check(
    site: Site<'_>,
    enough: &Enough<'_>,
    is_meant: &dyn Fn(&Statement<'_>) -> bool,
    drafts: &mut Drafts,
) {
    if site.document.enough.is_empty() {
        return;
    }
    for statement in site.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        let Some(block) = &statement.action else { continue };
        if !names_caller(site, statement) || !is_meant(statement) || is_elsewhere(site, statement) {
            continue;
        }
        if block.negated {
            if let Some(example) = more(site, enough, &|action| !listed(block, action)) {
                report(site, enough, "not-action", Spot::Key(block.key), drafts)
                    .arg("example", example.name())
                    .severity(site.document.excess);
            }
            continue;
        }
        for value in block.values.iter().filter(|value| value.is_known()) {
            check_value(site, enough, block, value, drafts);
        }
    }
}

fn check_value(
    site: Site<'_>,
    enough: &Enough<'_>,
    block: &Block<'_>,
    value: &Value<'_>,
    drafts: &mut Drafts,
) {
    let spot = Spot::Node(value.node);
    if has_wildcard(value.text) {
        let takes_in = |action: Action| matches(value.text, action.name(), Letters::Ascii);
        if let Some(example) = more(site, enough, &takes_in) {
            report(site, enough, "pattern", spot, drafts)
                .arg("text", value.text)
                .arg("example", example.name())
                .severity(site.document.excess);
        }
        return;
    }
    let Some(known) = action(value.text) else { return };
    let (message, severity) = match enough.over(known.name()) {
        Some(severity) => ("no-longer", severity),
        None => ("action", site.document.excess),
    };
    if !is_more(site, enough, known) {
        return;
    }
    let draft = report(site, enough, message, spot, drafts);
    draft.arg("text", value.text).severity(severity);
    if block.values.len() > 1 {
        draft.fix("remove", Applicability::Unsafe, vec![TreeEdit::Remove(value.node)]);
    }
}

/// The action that is granted beyond what is enough and reaches farthest.
fn more(site: Site<'_>, enough: &Enough<'_>, takes_in: &dyn Fn(Action) -> bool) -> Option<Action> {
    let rank = |level: Option<AccessLevel>| match level {
        Some(AccessLevel::Permissions) => 0,
        Some(AccessLevel::Write) | None => 1,
        Some(AccessLevel::Tagging) => 2,
        Some(AccessLevel::Read) => 3,
        Some(AccessLevel::List) => 4,
    };
    let all = enough.services.iter().flat_map(|service| actions_of(service));
    // An action that is only no longer needed is no reason to call a pattern too wide.
    let beyond = all.filter(|action| {
        takes_in(*action) && is_more(site, enough, *action) && enough.over(action.name()).is_none()
    });
    let known =
        |action: &Action| TELLING.iter().position(|name| *name == action.name()).unwrap_or(TELLING.len());
    beyond.min_by_key(|action| (known(action), rank(action.level())))
}

fn is_more(site: Site<'_>, enough: &Enough<'_>, action: Action) -> bool {
    let service = action.name().split(':').next().unwrap_or("");
    enough.services.iter().any(|known| known.eq_ignore_ascii_case(service))
        && !enough.covers(action.name())
        && !is_denied(site, action.name())
}

/// Whether a `Deny` speaks of the action: then what is left of the grant is not told here.
fn is_denied(site: Site<'_>, action: &str) -> bool {
    let denies = site.policy.statements.iter().filter(|statement| statement.effect != Effect::Allow);
    denies.into_iter().any(|statement| super::case::names_action(statement, action))
}

fn listed(block: &Block<'_>, action: Action) -> bool {
    block.values.iter().any(|value| matches(value.text, action.name(), Letters::Ascii))
}

/// Whether a statement is for the caller by its name: what everyone is granted is another matter.
fn names_caller(site: Site<'_>, statement: &Statement<'_>) -> bool {
    if site.document.who == Party::Identity {
        return statement.principal.is_none();
    }
    statement.principal.as_ref().is_some_and(|block| {
        let is_caller = |entry: &PrincipalEntry<'_>| {
            entry.value.text != "*" && site.caller.naming(entry) == Naming::Right
        };
        !block.negated && block.entries.iter().any(is_caller) && site.caller.may_be_meant(statement)
    })
}

/// Whether a statement is about other buckets than the stated one.
fn is_elsewhere(site: Site<'_>, statement: &Statement<'_>) -> bool {
    let Some(buckets) = site.case.stated.get("bucket") else { return false };
    let is_other = |value: &Value<'_>| {
        S3Arn::parse(value.text).is_some_and(|arn| {
            let name = arn.name.of(value.text);
            !value.touches_hole(arn.name)
                && !name.contains("${")
                && !buckets.iter().any(|bucket| matches(name, bucket, Letters::Exact))
        })
    };
    let resources = statement.resources();
    !resources.is_empty() && resources.iter().all(is_other)
}

fn report<'d>(
    site: Site<'_>,
    enough: &Enough<'_>,
    message: &'static str,
    spot: Spot,
    drafts: &'d mut Drafts,
) -> &'d mut crate::rules::draft::Draft {
    drafts
        .report("excess-grant", message, spot)
        .arg("integration", site.profile.title.as_str())
        .arg("used", enough.shown())
        .integration(site.name)
}
