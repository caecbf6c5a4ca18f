//! Policies that are made to take long: the answer comes within the steps that it may take, and is the same each time.

use std::time::{Duration, Instant};

use arnlint::finding::PolicyKind;
use arnlint::proof::{Open, Options, Universe, Verdict};
use serde_json::{Value, json};

use super::beyond;

fn allow(resources: &[String], condition: Option<Value>) -> Value {
    let mut statement = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": resources});
    if let Some(condition) = condition {
        statement["Condition"] = condition;
    }
    statement
}

fn document(statements: &[Value]) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

fn ask(new: &str, old: &str, fuel: u64) -> Verdict {
    asked(new, old, Options { fuel, ..Options::default() })
}

fn asked(new: &str, old: &str, options: Options) -> Verdict {
    let start = Instant::now();
    let verdict = beyond(new, old, Some(PolicyKind::Identity), options).verdict;
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(verdict, beyond(new, old, Some(PolicyKind::Identity), options).verdict);
    verdict
}

#[test]
fn unions_whose_automaton_has_very_many_states() {
    let tail = |letter: char| format!("arn:aws:s3:::acme/*{letter}{}", "?".repeat(24));
    let new = document(&[allow(&["arn:aws:s3:::acme/*".to_owned()], None)]);
    let old = document(&[allow(&[tail('a'), tail('b'), "arn:aws:s3:::acme/*c*".to_owned()], None)]);
    assert_eq!(ask(&new, &old, 500_000), Verdict::Witness);
    let new = document(&[allow(&[format!("arn:aws:s3:::acme/*a{}*", "?".repeat(20))], None)]);
    let old = document(&[allow(
        &(0..12)
            .map(|at| format!("arn:aws:s3:::acme/*a{}b{}*", "?".repeat(at), "?".repeat(19 - at)))
            .collect::<Vec<_>>(),
        None,
    )]);
    assert!(matches!(ask(&new, &old, 300_000), Verdict::Witness | Verdict::Unknown(Open::TooLarge)));
}

#[test]
fn many_statements_that_overlap_in_many_keys() {
    let condition = |number: usize| {
        let keys = (0..12).filter(|bit| (number >> bit) & 1 == 1);
        let block: serde_json::Map<String, Value> =
            keys.map(|bit| (format!("aws:PrincipalTag/k{bit}"), json!(format!("v{}", number % 3)))).collect();
        json!({"StringNotEquals": block})
    };
    let object = ["arn:aws:s3:::acme/*".to_owned()];
    let old: Vec<Value> =
        (1..160).map(|number| allow(&object, Some(condition(number * 13 % 4096)))).collect();
    let new = document(&[allow(&object, None)]);
    assert_eq!(ask(&new, &document(&old), 500), Verdict::Unknown(Open::TooLarge));
    // Of each key some statement takes all values but one, and another one that value.
    assert_eq!(ask(&new, &document(&old), 20_000_000), Verdict::None);
}

#[test]
fn without_steps_nothing_is_said() {
    let new = document(&[allow(&["arn:aws:s3:::acme/*a*b".to_owned()], None)]);
    let old = document(&[allow(&["arn:aws:s3:::acme/*b".to_owned()], None)]);
    assert_eq!(ask(&new, &old, 0), Verdict::Unknown(Open::TooLarge));
    assert_eq!(ask(&new, &old, 1_000_000), Verdict::None);
}

#[test]
fn hundreds_of_denials_with_several_conditions() {
    let deny = |number: usize| {
        json!({"Effect": "Deny", "Action": ["s3:Get*", "s3:*Object"], "Resource": format!("arn:aws:s3:::acme/*{}*", number % 17),
        "Condition": {
            "StringNotLike": {"aws:PrincipalTag/a": format!("*{number}*"), "aws:PrincipalTag/b": ["x*", format!("{number}?")]},
            "NotIpAddress": {"aws:SourceIp": format!("10.{}.0.0/16", number % 200)},
            "NumericGreaterThan": {"s3:signatureAge": number.to_string()},
            "ForAnyValue:StringLike": {"aws:CalledVia": format!("{}*", number % 5)},
        }})
    };
    let open = allow(&["arn:aws:s3:::acme/*".to_owned()], None);
    let mut denied: Vec<Value> = (0..150).map(deny).collect();
    denied.push(open.clone());
    let (denied, open) = (document(&denied), document(&[open]));
    for fuel in [100, 50_000] {
        assert_eq!(ask(&denied, &open, fuel), Verdict::None, "nothing that is denied is new");
        let verdict = ask(&open, &denied, fuel);
        assert!(
            matches!(verdict, Verdict::Witness | Verdict::Unknown(Open::TooLarge)),
            "{fuel}: {verdict:?}"
        );
    }
}

#[test]
fn very_long_lists() {
    let list = |count: usize| (0..count).map(|at| format!("arn:aws:s3:::acme/{at}/*")).collect::<Vec<_>>();
    let [shorter, longer] = [699, 700].map(|count| document(&[allow(&list(count), None)]));
    assert_eq!(ask(&shorter, &longer, 5_000_000), Verdict::None);
    assert_eq!(ask(&longer, &shorter, 5_000_000), Verdict::Witness);
    let when = |count: usize| {
        let values: Vec<String> = (0..count).map(|at| format!("*{at}-?*")).collect();
        let condition = json!({"StringLike": {"aws:PrincipalTag/team": values}});
        document(&[allow(&["arn:aws:s3:::acme/*".to_owned()], Some(condition))])
    };
    assert_eq!(ask(&when(119), &when(120), 5_000_000), Verdict::None);
    let verdict = ask(&when(120), &when(119), 200_000);
    assert!(
        matches!(verdict, Verdict::None | Verdict::Unknown(Open::TooLarge)),
        "`*9-?*` takes `*119-?*` in: {verdict:?}"
    );
}

#[test]
fn names_of_actions_that_are_told_apart_in_very_many_ways() {
    let statement = |effect: &str, letters: &str| {
        let actions: Vec<String> = letters.chars().map(|letter| format!("acme:*{letter}*")).collect();
        json!({"Effect": effect, "Action": actions, "Resource": "*"})
    };
    let new = document(&[statement("Allow", "abcdefghijklmnopqrst"), statement("Deny", "uvwxyz")]);
    let old = document(&[statement("Allow", "abcdefghijklmnopqrs")]);
    for universe in [Universe::Raw, Universe::Typed] {
        let verdict = asked(&new, &old, Options { fuel: 500_000, universe, ..Options::default() });
        assert!(matches!(verdict, Verdict::Witness | Verdict::Unknown(Open::TooLarge)), "{verdict:?}");
    }
}
