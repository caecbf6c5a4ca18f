//! The callers that a policy is checked for: each declared one, else each one that the policy itself names.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::caller::Caller;
use super::data::{Document, On, Profile, Request};
use super::solve::{Certain, certain, unify};
use super::template::{Binding, Template};
use crate::aws::Arn;
use crate::aws::s3_arn::{S3Arn, has_wildcard};
use crate::finding::Step;
use crate::json::NodeId;
use crate::policy::{Base, Condition, Effect, Policy, Statement, Value};
use crate::text::Span;

/// One caller with all that is known of its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Parameters with a value.
    pub binding: Binding,
    /// Parameters that the user stated.
    pub declared: BTreeSet<String>,
    /// Every value of each parameter that the user stated.
    pub stated: BTreeMap<String, Vec<String>>,
    /// Value of the policy that names this caller, if the policy does.
    pub named_at: Option<NodeId>,
    /// Names of the requests whose statements name this caller; empty where the user stated it.
    pub named_for: BTreeSet<String>,
    /// Where parameters are stated, for those that a file states.
    pub places: BTreeMap<String, (Span, Vec<Step>)>,
    /// Where the facts state this caller, if they do.
    pub stated_at: Option<(Span, Vec<Step>)>,
}

impl Case {
    /// Whether a condition of a page holds for this caller:
    /// `name` asks for a value, `!name` for none that the user stated, `name!` for one that the user stated, `name=value` for that one among
    /// others, and `name?=value` for that one where any is stated at all.
    pub fn meets(&self, when: &str) -> bool {
        if let Some(name) = when.strip_prefix('!') {
            return !self.declared.contains(name);
        }
        if let Some((name, value)) = when.split_once('=') {
            let (name, open) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
            let bound = self.binding.get(name).map(String::as_str);
            let mut stated =
                self.stated.get(name).into_iter().flatten().map(String::as_str).chain(bound).peekable();
            return (open && stated.peek().is_none()) || stated.any(|known| known == value);
        }
        match when.strip_suffix('!') {
            Some(name) => self.declared.contains(name),
            None => self.binding.contains_key(when),
        }
    }
}

/// A parameter's value as it was found in the policy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Found {
    parameter: String,
    value: String,
    node: NodeId,
    /// The request whose statement it was found in.
    request: String,
    /// Whether a condition says so; a path is weaker evidence of who calls.
    in_condition: bool,
}

/// Holes that differ from request to request, so that a policy's values do not fix them.
const OPEN: [&str; 2] = ["region", "home-region"];

/// Which of several values of one hole a case takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partitions {
    /// None: another rule holds several partitions of one policy against each other.
    OnlyOne,
    /// Each in turn.
    Each,
}

/// Ways to choose one value for each parameter of which the policy holds several; more than this are not tried.
const MOST_CHOICES: usize = 16;

/// The callers to check for. Each has one or more readings: the policy is right for a caller when it is for one of them.
pub fn cases(
    profile: &Profile,
    document: &Document,
    policy: &Policy<'_>,
    caller: &Caller,
    declared: &[Case],
    partitions: Partitions,
) -> Vec<Vec<Case>> {
    let found = found(profile, document, policy, caller);
    let values = open_values(document, &found);
    let mut callers: Vec<Case> = declared.to_vec();
    if callers.is_empty() {
        callers.push(Case::default());
    }
    // Where another policy grants, nothing here is meant for the caller by name: what the whole policy says counts.
    let of_policy = if document.denies_only { read_whole(policy) } else { Binding::new() };
    let mut all = Vec::new();
    for mut base in callers {
        for (name, value) in &of_policy {
            base.binding.entry(name.clone()).or_insert_with(|| value.clone());
        }
        for case in each(profile, document, &found, base) {
            let open = opens_bucket(document, policy).then(|| case.clone());
            let mut readings = readings(&values, case, partitions);
            readings.extend(open);
            all.push(readings);
        }
    }
    all
}

/// Whether an identity policy grants on buckets by a pattern: the integration's may be one that no value spells out.
fn opens_bucket(document: &Document, policy: &Policy<'_>) -> bool {
    let is_open = |value: &Value<'_>| match S3Arn::parse(value.text) {
        Some(arn) => has_wildcard(arn.name.of(value.text)),
        None => has_wildcard(value.text),
    };
    let grants = |statement: &&Statement<'_>| {
        let mut requests = document.requests.iter();
        statement.effect != Effect::Deny && requests.any(|request| names_action(statement, &request.action))
    };
    document.on == On::Identity
        && policy.statements.iter().filter(grants).any(|statement| match &statement.resource {
            Some(block) => block.negated || block.values.iter().any(is_open),
            None => true,
        })
}

/// The bucket and the partition of a policy's resources, where all are in one.
fn read_whole(policy: &Policy<'_>) -> Binding {
    let blocks = policy.statements.iter().filter_map(|statement| statement.resource.as_ref());
    let values: Vec<&Value<'_>> = blocks.flat_map(|block| &block.values).collect();
    let partitions: BTreeSet<&str> =
        values.iter().filter_map(|value| Some(value.arn().filter(Arn::is_complete)?.partition())).collect();
    let buckets: BTreeSet<&str> =
        values.iter().filter_map(|value| Some(S3Arn::parse(value.text)?.name.of(value.text))).collect();
    let mut binding = Binding::new();
    for (name, found) in [("partition", partitions), ("bucket", buckets)] {
        let mut found = found.into_iter();
        if let (Some(only), None) = (found.next(), found.next())
            && !has_wildcard(only)
            && !only.contains(['$', '<'])
        {
            binding.insert(name.to_owned(), only.to_owned());
        }
    }
    binding
}

/// One case per value of the first parameter that tells callers apart and has a value.
fn each(profile: &Profile, document: &Document, found: &[Found], base: Case) -> Vec<Case> {
    for parameter in &document.each {
        // An identity policy may speak of more than the integration: what it names besides is no caller.
        if base.binding.contains_key(parameter) || document.on == On::Identity {
            return vec![base];
        }
        let strong = found.iter().any(|found| found.parameter == *parameter && found.in_condition);
        let values =
            found.iter().filter(|found| found.parameter == *parameter && found.in_condition == strong);
        let mut cases: Vec<Case> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for value in values {
            let place = *places.entry(&value.value).or_insert(cases.len());
            if let Some(case) = cases.get_mut(place) {
                case.named_for.insert(value.request.clone());
                continue;
            }
            let mut case = base.clone();
            case.binding.insert(parameter.clone(), value.value.clone());
            case.named_at = Some(value.node);
            case.named_for.insert(value.request.clone());
            add_parts(profile, &mut case.binding);
            cases.push(case);
        }
        if !cases.is_empty() {
            return cases;
        }
    }
    vec![base]
}

/// Adds the parameters that stand inside another one's value, such as the account inside a trail's ARN.
pub fn add_parts(profile: &Profile, binding: &mut Binding) {
    let shapes = |name: &str| profile.shape(name);
    let known: Vec<(String, String)> =
        binding.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    for (name, value) in known {
        let Some(shape) = profile.shape(&name) else { continue };
        let whole = Certain::whole(&value);
        for (part, value) in unify(shape, &whole, &shapes).unwrap_or_default() {
            binding.entry(part).or_insert(value);
        }
    }
}

/// The values of each parameter of which the policy alone knows, by name.
fn open_values<'f>(document: &Document, found: &'f [Found]) -> BTreeMap<&'f str, BTreeSet<&'f str>> {
    let tells_callers =
        |name: &str| document.on != On::Identity && document.each.iter().any(|each| each == name);
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for found in found {
        let name = found.parameter.as_str();
        if !tells_callers(name) && !OPEN.contains(&name) {
            values.entry(name).or_default().insert(&found.value);
        }
    }
    values
}

/// The readings of a case: one value for each parameter that only the policy knows.
fn readings(open: &BTreeMap<&str, BTreeSet<&str>>, case: Case, partitions: Partitions) -> Vec<Case> {
    let mut readings = vec![case];
    for (name, values) in open {
        let is_settled = |reading: &Case| reading.binding.contains_key(*name);
        // Where there are too many to try, what differs is left open, and nothing rests on it.
        if (*name == "partition" && values.len() > 1 && partitions == Partitions::OnlyOne)
            || readings.iter().any(is_settled)
            || readings.len() * values.len() > MOST_CHOICES
        {
            continue;
        }
        let with = |reading: &Case, value: &str| {
            let mut reading = reading.clone();
            reading.binding.insert((*name).to_owned(), value.to_owned());
            reading
        };
        readings =
            readings.iter().flat_map(|reading| values.iter().map(|value| with(reading, value))).collect();
    }
    readings
}

/// Reads parameters out of every statement that may be meant for the caller.
fn found(profile: &Profile, document: &Document, policy: &Policy<'_>, caller: &Caller) -> Vec<Found> {
    let (mut list, mut seen) = (Vec::new(), HashSet::new());
    for statement in &policy.statements {
        if statement.effect != Effect::Allow || !caller.may_be_meant(statement) {
            continue;
        }
        for request in document.requests.iter().filter(|request| !request.test) {
            if !names_action(statement, &request.action) {
                continue;
            }
            let before = list.len();
            found_in(profile, request, statement, &mut list);
            let new = list.split_off(before);
            list.extend(new.into_iter().filter(|found| seen.insert(found.clone())));
        }
    }
    list
}

/// Whether a statement's `Action` or `NotAction` takes in an action.
pub(super) fn names_action(statement: &Statement<'_>, action: &str) -> bool {
    statement.action.as_ref().is_none_or(|block| {
        block.negated
            || block.values.iter().any(|value| {
                crate::access::glob::matches(value.text, action, crate::access::glob::Case::Ascii)
            })
    })
}

fn found_in(profile: &Profile, request: &Request, statement: &Statement<'_>, list: &mut Vec<Found>) {
    let shapes = |name: &str| profile.shape(name);
    let mut add = |template: &Template, value: &crate::policy::Value<'_>, wild: bool, in_condition: bool| {
        for (parameter, text) in unify(template, &certain(value, wild), &shapes).unwrap_or_default() {
            let request = request.name.clone();
            list.push(Found { parameter, value: text, node: value.node, request, in_condition });
        }
    };
    for value in statement.resources() {
        add(&request.resource, value, true, false);
    }
    for (key, template) in &request.sends {
        for condition in statement.conditions().iter().filter(|condition| condition.is_key(key)) {
            let Some(wild) = names_values(condition) else { continue };
            condition.values.iter().for_each(|value| add(template, value, wild, true));
        }
    }
}

/// Whether a condition lists values that the caller sends, and if so whether they may hold wildcards.
pub(super) fn names_values(condition: &Condition<'_>) -> Option<bool> {
    let operator = condition.operator.filter(|operator| !operator.negated)?;
    match operator.base {
        Base::StringEquals | Base::StringEqualsIgnoreCase => Some(false),
        Base::StringLike | Base::ArnLike | Base::ArnEquals => Some(true),
        _ => None,
    }
}
