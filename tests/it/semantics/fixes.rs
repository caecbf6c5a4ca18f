//! Fixes of conditions that are said to be safe: what they make of a condition holds for the same requests.

use arnlint::access::{Given, Truth};
use arnlint::engine::{self, Input, Options};
use arnlint::finding::{Applicability, Edit, PolicyKind};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

use super::support::{OBJECT, USER, ask, many, one, when, with};

/// Rules whose safe fixes change nothing, with the condition blocks and the keys' values that they are tried with.
const CASES: &[(&str, &[&str], &[&str])] = &[
    (
        "equivalent-to-null-false",
        &[
            r#"{"StringLike": {"acme:k": "*"}}"#,
            r#"{"StringLike": {"acme:k": ["a*", "*"], "acme:l": "b"}}"#,
            r#"{"StringLike": {"acme:k": "*"}, "Null": {"acme:l": "true"}}"#,
            r#"{"StringLike": {"acme:k": "*", "acme:l": "b*"}, "Null": {"acme:k": "false"}}"#,
            r#"{"StringLike": {"acme:k": "*"}, "Null": {"acme:k": false}}"#,
        ],
        &["", "a", "ab", "*"],
    ),
    (
        "equivalent-to-null-true",
        &[
            r#"{"StringNotLike": {"acme:k": "*"}}"#,
            r#"{"StringNotLikeIfExists": {"acme:k": ["a", "*"]}, "StringEquals": {"acme:l": "b"}}"#,
            r#"{"StringNotLike": {"acme:k": "*"}, "Null": {"acme:k": "true"}}"#,
        ],
        &["", "a", "b", "*"],
    ),
    (
        "redundant-key-due-to-wildcard-in-condition",
        &[
            r#"{"StringLikeIfExists": {"acme:k": "*"}, "StringEquals": {"acme:l": "b"}}"#,
            r#"{"StringLikeIfExists": {"acme:k": ["*", "a"], "acme:l": "b"}}"#,
            r#"{"ForAllValues:StringLike": {"acme:k": "*"}, "Null": {"acme:l": "true"}}"#,
        ],
        &["", "a", "b"],
    ),
    (
        "improve-ip-range",
        &[
            r#"{"IpAddress": {"acme:k": ["203.0.113.77/25", "198.51.100.7/31"]}}"#,
            r#"{"NotIpAddress": {"acme:k": "2001:db8::77/121"}}"#,
        ],
        &[
            "203.0.113.0",
            "203.0.113.127",
            "203.0.113.128",
            "198.51.100.6",
            "198.51.100.8",
            "2001:db8::7f",
            "2001:db8::80",
        ],
    ),
    (
        "redundant-condition-value-num",
        &[
            r#"{"NumericLessThan": {"acme:k": ["2700", "3600", "36e2"]}}"#,
            r#"{"NumericGreaterThanEquals": {"acme:k": [-1, "1.2", "1.30"]}}"#,
        ],
        &["-2", "-1", "1.2", "1.25", "2700", "3599", "3600"],
    ),
];

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}

/// The text with each safe fix of a rule, one by one.
fn fixed(text: &str, rule: &str) -> Vec<String> {
    let inputs = [Input::Text { name: "policy.json".to_owned(), bytes: text.as_bytes().to_vec() }];
    let options = Options { all: true, kind: Some(PolicyKind::Identity), ..Options::default() };
    let rules = RuleSet::new(Vec::new());
    let report = engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &options);
    let fixes = report.findings.iter().filter(|finding| &*finding.rule == rule).flat_map(|one| &one.fixes);
    let safe = fixes.filter(|fix| fix.applicability == Applicability::Safe);
    safe.map(|fix| applied(text, &fix.edits)).collect()
}

/// Whether the conditions of the first statement hold.
fn holds(text: &str, keys: &[(&str, Given)]) -> Truth {
    let request = ask(USER, "s3:GetObject", OBJECT, keys);
    with(text, PolicyKind::Identity, |policy| {
        let matcher = arnlint::access::Matcher::new(policy, &request);
        let found = matcher.statement(0, policy.statements.first().expect("a statement"));
        found.conditions.into_iter().fold(Truth::True, Truth::and)
    })
}

#[test]
fn a_safe_fix_of_a_condition_decides_every_request_as_before() {
    for (rule, blocks, values) in CASES {
        for block in *blocks {
            let text = when(block);
            let after = fixed(&text, rule);
            assert!(!after.is_empty(), "{rule}: {block}");
            let mut keys = vec![Given::Absent];
            keys.extend(values.iter().map(|value| one(value)));
            if block.contains("ForAllValues") {
                keys.push(many(values));
            }
            for key in &keys {
                for other in [Given::Absent, one("b"), one("c")] {
                    let request = [("acme:k", key.clone()), ("acme:l", other)];
                    for new in &after {
                        assert_eq!(
                            holds(&text, &request),
                            holds(new, &request),
                            "{rule}: {block}: {request:?}: {new}"
                        );
                    }
                }
            }
        }
    }
}
