//! The selectors of declared rules: RFC 9535, checked against its own tables and against `jsonpath-rust`'s evaluator.

mod generator;
mod limits;
mod oracle;
mod places;
mod refusals;
mod tables;

use std::borrow::Cow;
use std::collections::HashMap;

use arnlint::json::{Kind, Tree};
use arnlint::rules::canonical::{ItemId, View};
use arnlint::rules::select::Select;
use arnlint::text::FileId;
use serde_json::Value;

fn tree(text: &str) -> Tree<'_> {
    arnlint::json::parse(Cow::Borrowed(text), FileId(0), None).0
}

/// Runs a query over the canonical view of a text, and gives the values as JSON.
fn selected(query: &str, text: &str) -> Vec<Value> {
    let tree = tree(text);
    let view = View::new(&tree, tree.root().unwrap());
    let items = Select::parse(query).unwrap().run(&view).unwrap();
    items.into_iter().map(|item| value(&view, item)).collect()
}

/// An item as JSON, read through the view alone.
fn value(view: &View<'_>, item: ItemId) -> Value {
    match view.kind(item) {
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Number => {
            let number = view.number(item).unwrap();
            if number.fract() == 0.0 && number.abs() < 1e15 {
                #[expect(clippy::cast_possible_truncation, reason = "a whole number of 15 digits")]
                Value::from(number as i64)
            } else {
                Value::from(number)
            }
        }
        Kind::String => Value::from(view.text(item).unwrap()),
        Kind::Array => view.children(item).map(|child| value(view, child)).collect(),
        Kind::Object => {
            let members =
                view.children(item).map(|child| (view.name(child).unwrap().to_owned(), value(view, child)));
            Value::Object(members.collect())
        }
        Kind::Null | Kind::Key | Kind::Unknown => Value::Null,
    }
}

/// Every item of a view beside the value of `json`, the same document, that it stands for.
fn counterparts<'v>(view: &View<'_>, json: &'v Value) -> HashMap<ItemId, &'v Value> {
    let mut found = HashMap::new();
    let mut open = vec![(view.root().unwrap(), json)];
    while let Some((item, json)) = open.pop() {
        found.insert(item, json);
        for (at, child) in view.children(item).enumerate() {
            let part = match view.name(child) {
                Some(name) => &json[name],
                None => &json[at],
            };
            open.push((child, part));
        }
    }
    found
}

/// The canonical form of a policy, built from its JSON and from the IAM grammar alone.
fn canonical(mut policy: Value) -> Value {
    let Some(document) = policy.as_object_mut() else { return policy };
    if let Some(statements) = document.get_mut("Statement") {
        listed(statements);
        for statement in statements.as_array_mut().unwrap().iter_mut().filter_map(Value::as_object_mut) {
            for (name, element) in statement.iter_mut() {
                match name.as_str() {
                    "Action" | "NotAction" | "Resource" | "NotResource" => listed(element),
                    "Principal" | "NotPrincipal" => members_listed(element),
                    "Condition" => {
                        if let Some(operators) = element.as_object_mut() {
                            operators.values_mut().for_each(members_listed);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    policy
}

fn listed(value: &mut Value) {
    if !value.is_array() {
        *value = Value::Array(vec![value.take()]);
    }
}

fn members_listed(value: &mut Value) {
    if let Some(members) = value.as_object_mut() {
        members.values_mut().for_each(listed);
    }
}

#[test]
fn the_canonical_view_is_the_policy_with_every_one_or_many_element_a_list() {
    let mut random = generator::Random::new(11);
    for _ in 0..500 {
        let policy = random.policy();
        let text = policy.to_string();
        let tree = tree(&text);
        let view = View::new(&tree, tree.root().unwrap());
        assert_eq!(value(&view, view.root().unwrap()), canonical(policy), "{text}");
    }
}

#[test]
fn a_list_that_is_not_written_has_the_place_of_its_only_value() {
    let text = r#"{"Statement": {"Action": "s3:*", "Condition": {"Bool": {"aws:SecureTransport": false}}}}"#;
    let tree = tree(text);
    let view = View::new(&tree, tree.root().unwrap());
    let place = |query: &str| {
        let items = Select::parse(query).unwrap().run(&view).unwrap();
        let [only] = items.as_slice() else { panic!("{query}: {items:?}") };
        tree.range(view.source(*only).unwrap()).of(text)
    };
    assert_eq!(place("$.Statement[0].Action"), "\"s3:*\"");
    assert_eq!(place("$.Statement[0].Action[0]"), "\"s3:*\"");
    assert_eq!(place("$.Statement[0].Condition.Bool['aws:SecureTransport'][0]"), "false");
    assert!(place("$.Statement").starts_with("{\"Action\""));
}
