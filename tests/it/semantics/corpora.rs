//! Policies of other people: AWS's own are understood, and no request contradicts a label.

use std::borrow::Cow;
use std::collections::BTreeMap;

use arnlint::access::{Context, Decision, Given, KeyShape, Principal, Request, Truth, Why, evaluate_policy};
use arnlint::json::{Problem, parse};
use arnlint::policy::{Container, Policy, lower};
use arnlint::text::FileId;

use super::refinement::Dice;
use super::support::{OBJECT, USER, ask};
use crate::corpora::rows;

fn lowered<T>(text: &str, ask: impl FnOnce(&Policy<'_>) -> T) -> T {
    let (tree, problems) = parse(Cow::Borrowed(text), FileId(0), None);
    let damaged = problems.iter().any(Problem::is_syntax);
    ask(&lower(&tree, tree.root().expect("a value"), Container { damaged, ..Container::default() }))
}

#[test]
fn policies_that_aws_manages_are_understood() {
    let Some(rows) = rows("oracle/validate_policy_dev.jsonl") else { return };
    let request = ask(USER, "s3:GetObject", OBJECT, &[]);
    for row in &rows {
        let text = row["policy_text"].as_str().unwrap();
        let decision = lowered(text, |policy| evaluate_policy(policy, &request).decision);
        let lost = [Why::NotUnderstood, Why::Damaged, Why::DuplicateKeys, Why::Hole].map(Decision::Unknown);
        assert!(!lost.contains(&decision), "{decision:?}: {text}");
    }
}

/// What the policies of a pair talk about, made into things to ask for.
#[derive(Default)]
struct Topics {
    actions: Vec<String>,
    resources: Vec<String>,
    keys: BTreeMap<String, Vec<String>>,
}

impl Topics {
    fn add(&mut self, policy: &Policy<'_>) {
        for statement in &policy.statements {
            let blocks = [(&statement.action, &mut self.actions), (&statement.resource, &mut self.resources)];
            for (block, list) in blocks {
                list.extend(block.iter().flat_map(|block| &block.values).map(|value| exact(value.text)));
            }
            for condition in statement.conditions() {
                let values = self.keys.entry(condition.key.text.to_ascii_lowercase()).or_default();
                values.extend(condition.values.iter().map(|value| exact(value.text)));
            }
        }
    }

    /// One request about them; `None` where chance brought together what cannot be.
    fn request(&self, dice: &mut Dice) -> Option<Request> {
        let mut context = Context::new();
        for (key, values) in &self.keys {
            let given = match (dice.below(3), context.shape(key)) {
                (0, _) => Given::Absent,
                (_, _) if values.is_empty() => Given::one("x"),
                (1, KeyShape::List) => Given::many(&[dice.any(values), dice.any(values)]),
                (_, _) => Given::one(dice.any(values)),
            };
            context.set(key, given).ok()?;
        }
        let caller = Principal::parse(USER).unwrap();
        Request::new(caller, dice.any(&self.actions), dice.any(&self.resources), context).ok()
    }
}

/// A text that the pattern matches; a lone `*` stays, as the resource of actions that take none.
fn exact(pattern: &str) -> String {
    if pattern == "*" { pattern.to_owned() } else { pattern.replace(['*', '?'], "x") }
}

/// A request that one policy certainly allows and the other certainly does not.
fn witness(allowing: &str, refusing: &str, dice: &mut Dice) -> Option<Request> {
    lowered(allowing, |allowing| {
        lowered(refusing, |refusing| {
            let mut topics = Topics::default();
            topics.add(allowing);
            topics.add(refusing);
            topics.actions.push("s3:GetObject".to_owned());
            topics.resources.push("arn:aws:s3:::bucket/key".to_owned());
            (0..120).filter_map(|_| topics.request(dice)).find(|request| {
                let allowed = |policy| evaluate_policy(policy, request).allowed();
                allowed(allowing).is_true() && allowed(refusing) == Truth::False
            })
        })
    })
}

#[test]
fn no_request_contradicts_a_labelled_pair() {
    let mut dice = Dice(3);
    let (mut silent, mut shown, mut unlike) = (0, 0, 0);
    for row in rows("corpora/aa-new-access.dev.jsonl").into_iter().flatten() {
        let (old, new) = (row["a"].as_str().unwrap(), row["b"].as_str().unwrap());
        let found = witness(new, old, &mut dice);
        if row["verdict"] == "good" {
            silent += 1;
            assert!(found.is_none(), "{}: {found:#?}", row["id"]);
        } else {
            unlike += 1;
            shown += u32::from(found.is_some());
        }
    }
    for row in rows("corpora/quacky-pairs.dev.jsonl").into_iter().flatten() {
        let (one, two) = (row["a"].as_str().unwrap(), row["b"].as_str().unwrap());
        let labels = row["expected"].as_array().unwrap();
        let relation = labels[0]["value"].as_str().unwrap();
        // The peer's two encodings of conditions do not agree on each pair.
        if labels.iter().any(|label| label["value"] != relation) {
            continue;
        }
        let (wider, narrower) = (witness(two, one, &mut dice), witness(one, two, &mut dice));
        if matches!(relation, "equivalent" | "a-wider") {
            silent += 1;
            assert!(wider.is_none(), "{}: {wider:#?}", row["id"]);
        }
        if matches!(relation, "equivalent" | "a-narrower") {
            silent += 1;
            assert!(narrower.is_none(), "{}: {narrower:#?}", row["id"]);
        }
        if relation != "equivalent" {
            unlike += 1;
            shown += u32::from(wider.is_some() || narrower.is_some());
        }
    }
    println!(
        "{silent} claims that nothing is new were not contradicted; {shown} of {unlike} differences were shown"
    );
}
