//! Policies that mean the same, or that can only grow or shrink: what is said of a pair follows.

use arnlint::access::{Request, says};
use arnlint::finding::PolicyKind;
use arnlint::proof::{Options, Universe, Verdict};
use serde_json::{Value, json};

use super::generator::{Random, policy};
use super::more_worlds::{ARNS, LISTS, NETWORK, ROLES, SERVICES, VARIABLES};
use super::worlds::{CALLERS, DATES, TEXTS, TYPED};
use super::{beyond, with};
use crate::corpora::{rows, text_of};

const RAW: Options = Options { arns: None, universe: Universe::Raw, regions: 1, fuel: 2_000_000 };

fn statements(policy: &Value) -> Vec<Value> {
    match &policy["Statement"] {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    }
}

fn with_statements(policy: &Value, statements: Vec<Value>) -> Value {
    let mut policy = policy.clone();
    policy["Statement"] = Value::Array(statements);
    policy
}

/// One statement for each value of an element, in place of one with all.
fn split(policy: &Value, element: &str) -> Value {
    let parts = statements(policy).into_iter().flat_map(|statement| match &statement[element] {
        Value::Array(values) if values.len() > 1 => values
            .iter()
            .map(|value| {
                let mut one = statement.clone();
                one[element] = value.clone();
                one
            })
            .collect(),
        _ => vec![statement],
    });
    let parts = parts.collect();
    with_statements(policy, parts)
}

/// One statement for each value of the first list in a condition that any value may satisfy.
fn split_values(policy: &Value) -> Value {
    let mut parts = Vec::new();
    for statement in statements(policy) {
        let list = statement["Condition"].as_object().into_iter().flatten().find_map(|(operator, keys)| {
            let is_any = !operator.contains("Not") && !operator.starts_with("ForAllValues:");
            let mut lists = keys.as_object().unwrap().iter().filter(|(_, values)| values.is_array());
            lists.next().filter(|_| is_any).map(|(key, values)| (operator, key, values))
        });
        let Some((operator, key, values)) = list else {
            parts.push(statement);
            continue;
        };
        for value in values.as_array().unwrap() {
            let mut one = statement.clone();
            one["Condition"][operator][key] = value.clone();
            parts.push(one);
        }
    }
    with_statements(policy, parts)
}

fn reversed(policy: &Value) -> Value {
    fn turn(value: &mut Value) {
        match value {
            Value::Array(list) => {
                list.iter_mut().for_each(turn);
                list.reverse();
            }
            Value::Object(members) => members.values_mut().for_each(turn),
            _ => {}
        }
    }
    let mut policy = policy.clone();
    turn(&mut policy);
    policy
}

/// Questions whose answer must be that there is no such request.
pub(super) struct Held {
    kind: PolicyKind,
    options: Options,
    asked: usize,
    /// Those that have no answer; what has a wrong one fails at once.
    pub(super) unknown: Vec<String>,
}

impl Held {
    pub(super) fn new(kind: PolicyKind, options: Options) -> Self {
        Self { kind, options, asked: 0, unknown: Vec::new() }
    }

    #[track_caller]
    fn is_none(&mut self, new: &Value, old: &Value, what: &str) {
        let answer = beyond(&new.to_string(), &old.to_string(), Some(self.kind), self.options);
        let text = || format!("{what}: {new}\n{old}\n{:?}\n{:?}", answer.verdict, answer.regions);
        self.asked += 1;
        match answer.verdict {
            Verdict::None => {}
            Verdict::Witness => panic!("{}", text()),
            Verdict::Unknown(_) => self.unknown.push(text()),
        }
    }

    #[track_caller]
    pub(super) fn same(&mut self, one: &Value, two: &Value, what: &str) {
        self.is_none(one, two, what);
        self.is_none(two, one, what);
    }

    fn all(&mut self, questions: Vec<Question>) {
        for (what, new, old) in questions {
            self.is_none(&new, &old, what);
        }
    }
}

/// What it is about, a policy, and one that allows no less.
type Question = (&'static str, Value, Value);

/// Other forms of the policy in both directions, and one with these statements more.
fn questions(policy: &Value, more: &[Value]) -> Vec<Question> {
    let twice = [statements(policy), statements(policy)].concat();
    let others = [
        ("itself", policy.clone()),
        ("in another order", reversed(policy)),
        ("actions one by one", split(policy, "Action")),
        ("resources one by one", split(policy, "Resource")),
        ("values of conditions one by one", split_values(policy)),
        ("twice", with_statements(policy, twice)),
    ];
    let mut all = Vec::new();
    for (what, other) in others {
        all.extend([(what, policy.clone(), other.clone()), (what, other, policy.clone())]);
    }
    for statement in more {
        let longer = with_statements(policy, [statements(policy), vec![statement.clone()]].concat());
        all.push(if statement["Effect"] == "Allow" {
            ("an Allow more never narrows", policy.clone(), longer)
        } else {
            ("a Deny more never widens", longer, policy.clone())
        });
    }
    all
}

#[test]
fn generated_policies() {
    let mut random = Random(0x1656_67b1);
    for (world, count) in [
        (TEXTS, 30),
        (TYPED, 20),
        (DATES, 20),
        (CALLERS, 30),
        (VARIABLES, 30),
        (LISTS, 20),
        (NETWORK, 20),
        (SERVICES, 20),
        (ROLES, 20),
        (ARNS, 20),
    ] {
        let mut held = Held::new(world.kind, RAW);
        let has_variables = world.resources.iter().any(|resource| resource.contains("${"));
        for _ in 0..count {
            let one = policy(&mut random, &world);
            let more = statements(&policy(&mut random, &world));
            held.all(questions(&one, &more));
        }
        // Where nothing is known of a value, or variables or readings meet, the parts may be unknown and the whole not.
        let most = if world.kind.has_principal() || has_variables || world.arns.is_none() {
            held.asked / 20
        } else {
            0
        };
        assert!(
            held.unknown.len() <= most,
            "{} of {}\n{}",
            held.unknown.len(),
            held.asked,
            held.unknown.join("\n")
        );
    }
}

#[test]
fn managed_policies() {
    let Some(rows) = rows("oracle/validate_policy_dev.jsonl") else { return };
    let more = [
        json!({"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::acme/*"}),
        json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}),
    ];
    let mut held = Held::new(PolicyKind::Identity, Options::default());
    // One question about each of many policies.
    for (number, row) in rows.iter().step_by(7).enumerate() {
        let policy: Value = serde_json::from_str(text_of(row, "policy_text")).unwrap();
        if policy.to_string().contains("\"Effect\"") {
            let questions = questions(&policy, &more);
            let at = number % questions.len();
            held.all(questions.into_iter().skip(at).take(1).collect());
        }
    }
    assert!(held.asked > 250, "{}", held.asked);
    assert!(held.unknown.is_empty(), "{}", held.unknown.join("\n"));
}

/// Other letters for those of the names of buckets and objects.
fn renamed(text: &str) -> String {
    let head = "arn:aws:s3:::";
    let mut parts = text.split(head);
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (name, rest) = part.split_at(part.find('"').unwrap_or(part.len()));
        let letters = name.chars().map(|letter| match letter {
            'a' => 'o',
            'b' => 'p',
            other => other,
        });
        out.push_str(head);
        out.extend(letters);
        out.push_str(rest);
    }
    out
}

#[test]
fn other_names_for_buckets_change_nothing_but_the_names() {
    let mut random = Random(0x6c62_272e);
    let mut shown = 0;
    for _ in 0..80 {
        let [one, two] = [(); 2].map(|()| policy(&mut random, &TEXTS).to_string());
        let [other_one, other_two] = [&one, &two].map(|text| renamed(text));
        assert!(!other_one.contains(":::a"), "{other_one}");
        let kind = Some(PolicyKind::Identity);
        let answer = beyond(&one, &two, kind, RAW);
        assert_eq!(answer.verdict, beyond(&other_one, &other_two, kind, RAW).verdict, "{one}\n{two}");
        for region in answer.regions {
            shown += 1;
            let request = region.request;
            let resource = renamed(request.resource().exact().unwrap());
            let request = Request::new(
                request.principal().clone(),
                request.action(),
                resource.as_str(),
                request.context().clone(),
            );
            let request = request.unwrap();
            let is_allowed = |text: &str| with(text, kind, |policy| says(policy, &request).allowed());
            assert!(is_allowed(&other_one).is_true() && is_allowed(&other_two).is_false(), "{request:?}");
        }
    }
    assert!(shown > 20, "{shown}");
}
