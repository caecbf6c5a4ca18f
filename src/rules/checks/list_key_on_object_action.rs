//! `list-key-on-object-action`: a key that only list requests carry stands before actions on objects.

use std::collections::HashMap;

use crate::access::glob::{Case, matches};
use crate::aws::s3::reach;
use crate::policy::{Block, Condition, Effect, Policy, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

/// Keys of the requests that list a bucket.
const KEYS: [&str; 3] = ["s3:prefix", "s3:delimiter", "s3:max-keys"];

/// Actions of which no more are labelled.
const MOST_LABELS: usize = 3;

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let mut elsewhere = Elsewhere::of(context.policy);
    for statement in &context.policy.statements {
        for own in statement.conditions() {
            condition(statement, own, &mut elsewhere, drafts);
        }
    }
}

fn condition<'p>(
    statement: &'p Statement<'_>,
    condition: &Condition<'_>,
    elsewhere: &mut Elsewhere<'p>,
    drafts: &mut Drafts,
) {
    let is_list_key = KEYS.iter().any(|key| condition.is_key(key));
    if !is_list_key || !condition.demands_key() || statement.effect != Effect::Allow {
        return;
    }
    let dead: Vec<&Value<'_>> = statement
        .actions()
        .iter()
        .filter(|action| {
            action.is_known() && reach(action.text).is_some_and(crate::aws::s3::Reach::is_object_only)
        })
        .filter(|action| !elsewhere.may_grant(action))
        .collect();
    let Some(first) = dead.first() else { return };
    let draft = drafts.report("list-key-on-object-action", "found", Spot::Key(condition.key.node));
    draft.arg("key", condition.key.text).arg("action", first.text);
    for action in dead.iter().take(MOST_LABELS) {
        draft.related(Spot::Node(action.node), "action");
    }
}

/// What other statements may grant without a list key: then a statement's condition does not matter for it.
struct Elsewhere<'p> {
    statements: Vec<&'p Statement<'p>>,
    /// Answers so far, by action.
    known: HashMap<&'p str, bool>,
}

impl<'p> Elsewhere<'p> {
    fn of(policy: &'p Policy<'p>) -> Self {
        let is_listing = |condition: &Condition<'_>| {
            KEYS.iter().any(|key| condition.is_key(key)) && condition.demands_key()
        };
        let statements = policy.statements.iter().filter(|statement| {
            statement.effect != Effect::Deny && !statement.conditions().iter().any(is_listing)
        });
        Self { statements: statements.collect(), known: HashMap::new() }
    }

    fn may_grant(&mut self, action: &Value<'p>) -> bool {
        let names = |block: &Block<'_>| {
            let mut values = block.values.iter();
            block.negated
                || values.any(|value| !value.is_known() || matches(value.text, action.text, Case::Ascii))
        };
        let grants = |statement: &&Statement<'_>| statement.action.as_ref().is_none_or(names);
        *self.known.entry(action.text).or_insert_with(|| self.statements.iter().any(grants))
    }
}
