//! The condition keys whose values a question leaves open, although its answer depends on them.

use crate::access::{Evaluation, Given, Matcher, Request, Text, Truth, Why, variables};
use crate::policy::{Policy, Value};
use crate::text::Span;

/// A place of a statement that asks for a key.
pub(super) struct Unstated {
    /// The key, as the policy spells it.
    pub(super) key: String,
    /// The condition's key, or a policy variable.
    pub(super) span: Span,
    /// Whether every such request has the key, so that it cannot be absent.
    is_there: bool,
}

impl Unstated {
    /// Whether it stands in this part of a file.
    pub(super) fn is_in(&self, span: Span) -> bool {
        span.file == self.span.file && span.start <= self.span.start && self.span.end <= span.end
    }
}

/// The places in the deciding statements that ask for keys of which the request does not say enough, in order.
pub(super) fn unstated(
    policies: &[(usize, Policy<'_>)],
    request: &Request,
    evaluation: &Evaluation,
) -> Vec<Unstated> {
    let mut list = Vec::new();
    for place in &evaluation.deciding {
        let Some((_, policy)) = policies.get(place.policy) else { continue };
        let Some(statement) = policy.statements.get(place.position) else { continue };
        let matcher = Matcher::new(policy, request);
        let is_open = |truth: Truth| truth == Truth::Unknown(Why::Key);
        let mut found = Vec::new();
        for condition in statement.conditions().iter().filter(|one| is_open(matcher.condition(one))) {
            let key = condition.key.text;
            found.extend(open(key, policy.tree.span(condition.key.node), request));
            found.extend(condition.values.iter().flat_map(|value| in_value(policy, value, request)));
        }
        let values = statement.resources().iter().filter(|value| is_open(matcher.resource(value)));
        found.extend(values.flat_map(|value| in_value(policy, value, request)));
        found.sort_by_key(|unstated| unstated.span);
        list.append(&mut found);
    }
    list
}

/// The keys of a value's policy variables.
fn in_value(policy: &Policy<'_>, value: &Value<'_>, request: &Request) -> Vec<Unstated> {
    if !policy.has_variables() {
        return Vec::new();
    }
    let place = |range| policy.tree.span_of(policy.tree.within(value.node, range));
    variables(value.text).into_iter().filter_map(|(key, range)| open(key, place(range), request)).collect()
}

/// The key at this place, where the request leaves it open.
fn open(key: &str, span: Span, request: &Request) -> Option<Unstated> {
    let given = request.value(key);
    let is_vague = |text: &Text| text.exact().is_none();
    let is_open = match given.as_ref() {
        Given::Absent => false,
        Given::Unknown | Given::Present => true,
        Given::One(text) => is_vague(text),
        Given::Many(texts) => texts.iter().any(is_vague),
    };
    let is_there = given.is_present() == Some(true);
    is_open.then(|| Unstated { key: key.to_owned(), span, is_there })
}

/// Which keys the request says nothing about, and what to do.
pub(super) fn words(unstated: &[Unstated]) -> Option<(String, String)> {
    let mut keys: Vec<&Unstated> = Vec::new();
    for one in unstated {
        if keys.iter().all(|known| !known.key.eq_ignore_ascii_case(&one.key)) {
            keys.push(one);
        }
    }
    let (last, others) = keys.split_last()?;
    let quoted: Vec<String> = others.iter().map(|one| format!("`{}`", one.key)).collect();
    let (names, have) = match quoted.as_slice() {
        [] => (format!("`{}`", last.key), "has"),
        _ => (format!("{} and `{}`", quoted.join(", "), last.key), "have"),
    };
    let flags: Vec<String> = keys
        .iter()
        .map(|one| {
            let key = &one.key;
            if one.is_there {
                format!("`--context {key}=VALUE`")
            } else {
                format!("`--context {key}=VALUE` or `--absent {key}`")
            }
        })
        .collect();
    let reason = format!("the request does not say what value {names} {have}");
    Some((reason, format!("add {}", flags.join(", and "))))
}
