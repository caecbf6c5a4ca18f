//! `placeholder`: a token that the reader of a document was meant to replace, or a value that was never filled in.

use std::collections::HashMap;

use crate::finding::PolicyKind;
use crate::json::{Kind, NodeId};
use crate::policy::placeholder::{Place, TokenKind, tokens};
use crate::policy::{Base, Condition, HoleKind, Policy, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for the policy and its conditions.
pub const HOOKS: &[Hook] = &[Hook::Policy(check), Hook::Condition(empty)];

const RULE: &str = "placeholder";

/// How many more places of a token are shown beside the first.
const MORE: usize = 3;

/// One token of a policy, with every place where it stands.
struct Found<'p> {
    text: &'p str,
    breaks: bool,
    places: Vec<(NodeId, Range)>,
}

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut take = |text, place, node| {
        let free = is_free_text(policy, node);
        for token in tokens(text, place).into_iter().filter(|token| token.kind != TokenKind::Interpolation) {
            let text = token.range.of(text);
            let at = *known.entry(text).or_insert(found.len());
            if at == found.len() {
                found.push(Found { text, breaks: false, places: Vec::new() });
            }
            if let Some(found) = found.get_mut(at) {
                found.breaks |= token.breaks && !free;
                found.places.push((node, token.range));
            }
        }
    };
    for (place, value) in policy.values() {
        if value.holes.iter().any(|hole| hole.kind == HoleKind::Placeholder) {
            take(value.text, place, value.node);
        }
    }
    for (text, node) in words(policy) {
        take(text, Place::Name, node);
    }
    for token in found {
        let mut places = token.places.iter().map(|(node, range)| Spot::Within(*node, *range));
        let Some(first) = places.next() else { continue };
        let draft = drafts.report(RULE, if token.breaks { "broken" } else { "left" }, first);
        draft.arg("token", token.text);
        for spot in places.take(MORE) {
            draft.related(spot, "again");
        }
    }
}

/// Whether the value is a name that may hold any character: `Id`, and `Sid` in the policy of a resource.
fn is_free_text(policy: &Policy<'_>, node: NodeId) -> bool {
    let key = NodeId(node.0.saturating_sub(1));
    match policy.tree.str(key).filter(|_| policy.tree.kind(key) == Kind::Key) {
        Some("Id") => true,
        Some("Sid") => {
            matches!(policy.kind, PolicyKind::Bucket | PolicyKind::Resource | PolicyKind::Endpoint)
        }
        _ => false,
    }
}

/// The words of the language that hold a token instead: `"Effect": "<Allow or Deny>"`.
fn words<'p>(policy: &'p Policy<'_>) -> impl Iterator<Item = (&'p str, NodeId)> {
    let is_word = |text: &str| matches!(text, "Allow" | "Deny" | "2012-10-17" | "2008-10-17");
    let effects = policy.statements.iter().filter_map(|statement| statement.effect_node);
    policy
        .version_node
        .into_iter()
        .chain(effects)
        .filter_map(|node| Some((policy.tree.str(node)?, node)))
        .filter(move |(text, _)| !is_word(text))
}

/// Condition keys whose values are never empty in a request, in small letters.
const NEVER_EMPTY: [&str; 10] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "sts:externalid",
];

fn empty(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let [value] = condition.values.as_slice() else { return };
    let compares =
        condition.operator.is_some_and(|operator| !matches!(operator.base, Base::Null | Base::Bool));
    if !value.text.is_empty() || !compares {
        return;
    }
    let name = condition.key.text;
    let is_claim = !name.starts_with("aws:");
    let claims = [":sub", ":aud"].iter().any(|end| is_claim && name.ends_with(end));
    if claims || NEVER_EMPTY.iter().any(|known| condition.is_key(known)) {
        drafts.report(RULE, "empty", Spot::Node(value.node)).arg("key", name);
    }
}
