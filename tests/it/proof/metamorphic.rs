//! Policies that mean the same, or that can only grow or shrink: what is said of a pair follows.

use arnlint::finding::PolicyKind;
use arnlint::proof::{Options, Universe, Verdict};
use serde_json::{Value, json};

use super::beyond;
use super::generator::{Keys, Random, policy};
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

fn is_none(new: &Value, old: &Value, kind: PolicyKind, options: Options, what: &str) {
    let answer = beyond(&new.to_string(), &old.to_string(), Some(kind), options);
    assert_eq!(answer.verdict, Verdict::None, "{what}: {new}\n{old}\n{:?}", answer.regions);
}

fn same(one: &Value, two: &Value, kind: PolicyKind, options: Options, what: &str) {
    is_none(one, two, kind, options, what);
    is_none(two, one, kind, options, what);
}

fn hold(policy: &Value, more: &[Value], kind: PolicyKind, options: Options) {
    same(policy, policy, kind, options, "itself");
    same(policy, &reversed(policy), kind, options, "in another order");
    for element in ["Action", "Resource"] {
        same(policy, &split(policy, element), kind, options, element);
    }
    let twice = [statements(policy), statements(policy)].concat();
    same(policy, &with_statements(policy, twice), kind, options, "twice");
    for statement in more {
        let longer = with_statements(policy, [statements(policy), vec![statement.clone()]].concat());
        if statement["Effect"] == "Allow" {
            is_none(policy, &longer, kind, options, "an Allow more never narrows");
        } else {
            is_none(&longer, policy, kind, options, "a Deny more never widens");
        }
    }
}

#[test]
fn generated_policies() {
    let mut random = Random(0x1656_67b1);
    for keys in [Keys::Texts, Keys::Typed, Keys::Dates] {
        for _ in 0..40 {
            let one = policy(&mut random, PolicyKind::Identity, keys);
            let more = statements(&policy(&mut random, PolicyKind::Identity, keys));
            hold(&one, &more, PolicyKind::Identity, RAW);
        }
    }
    for _ in 0..60 {
        let one = policy(&mut random, PolicyKind::Resource, Keys::Callers);
        let more = statements(&policy(&mut random, PolicyKind::Resource, Keys::Callers));
        hold(&one, &more, PolicyKind::Resource, RAW);
    }
}

#[test]
fn managed_policies() {
    let Some(rows) = rows("oracle/validate_policy_dev.jsonl") else { return };
    let more = [
        json!({"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::acme/*"}),
        json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}),
    ];
    for row in rows.iter().step_by(23) {
        let policy: Value = serde_json::from_str(text_of(row, "policy_text")).unwrap();
        if !policy.to_string().contains("\"Effect\"") {
            continue;
        }
        hold(&policy, &more, PolicyKind::Identity, Options::default());
    }
}

#[test]
fn ranges_of_addresses_and_numbers_are_what_their_parts_are() {
    let with = |condition: Value| {
        json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*", "Condition": condition}})
    };
    let kind = PolicyKind::Identity;
    let options = Options::default();
    let whole = with(json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}));
    let halves = with(json!({"IpAddress": {"aws:SourceIp": ["203.0.113.0/25", "203.0.113.128/25"]}}));
    same(&whole, &halves, kind, options, "halves of a range");
    let below = json!({"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme",
        "Condition": {"NumericLessThan": {"s3:max-keys": "100"}}});
    let mut rest = below.clone();
    rest["Condition"] = json!({"NumericGreaterThanEquals": {"s3:max-keys": "100"}});
    let mut any = below.clone();
    any["Condition"] = json!({"Null": {"s3:max-keys": "false"}});
    let parts = json!({"Version": "2012-10-17", "Statement": [below, rest]});
    same(&parts, &json!({"Version": "2012-10-17", "Statement": [any]}), kind, options, "below and above");
}

#[test]
fn another_name_for_a_bucket_changes_nothing() {
    let mut random = Random(0x6c62_272e);
    for _ in 0..60 {
        let one = policy(&mut random, PolicyKind::Identity, Keys::Texts)
            .to_string()
            .replace("\"a/", "\"arn:aws:s3:::acme/");
        let two = policy(&mut random, PolicyKind::Identity, Keys::Texts)
            .to_string()
            .replace("\"a/", "\"arn:aws:s3:::acme/");
        let renamed = |text: &str| text.replace(":::acme/", ":::other-bucket/");
        let kind = Some(PolicyKind::Identity);
        let plain = beyond(&one, &two, kind, RAW).verdict;
        assert_eq!(plain, beyond(&renamed(&one), &renamed(&two), kind, RAW).verdict, "{one}\n{two}");
    }
}
