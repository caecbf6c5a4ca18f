//! `specific-github-repo-and-branch-recommended`: a pattern of repositories and branches of GitHub.

use super::wildcard_without_like_operator::is_wild;
use crate::finding::Severity;
use crate::policy::{Base, Condition, Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

const KEY: &str = "token.actions.githubusercontent.com:sub";

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if condition.key.text.len() != KEY.len() || statement.effect != Effect::Allow || !condition.is_key(KEY) {
        return;
    }
    let is_like =
        condition.operator.is_some_and(|operator| operator.base == Base::StringLike && !operator.negated);
    if !is_like {
        return;
    }
    for value in condition.values.iter().filter(|value| is_wild(value)) {
        let (message, name) = reach(value);
        let rule = "specific-github-repo-and-branch-recommended";
        let draft = drafts.report(rule, message, Spot::Node(value.node));
        draft.arg("value", value.text).arg("name", name);
        if message == "strangers" {
            draft.severity(Severity::Security);
        }
    }
}

/// Whom a pattern of subjects lets in: the name of a message, and the owner or repository that it pins.
fn reach<'v>(value: &Value<'v>) -> (&'static str, &'v str) {
    let text = value.text;
    if !value.is_known() {
        return ("some", "");
    }
    let wild = |part: &str| part.contains(['*', '?']);
    let Some(rest) = text.strip_prefix("repo:") else {
        // Behind a colon may stand what only one owner can bring about.
        let tail = text.trim_start_matches('*');
        let open = tail.len() < text.len() && !tail.starts_with(':');
        return (if open { "strangers" } else { "some" }, "");
    };
    let Some((owner, name)) = rest.split_once('/') else {
        return (if wild(rest) { "strangers" } else { "some" }, "");
    };
    if wild(owner) {
        return ("strangers", "");
    }
    let (name, what) = name.split_once(':').unwrap_or((name, ""));
    if wild(name) {
        ("repositories", owner)
    } else if what == "*" {
        let end = "repo:".len() + owner.len() + 1 + name.len();
        ("everything", text.get("repo:".len()..end).unwrap_or(""))
    } else {
        ("some", "")
    }
}
