//! A declared rule end to end: the value or the name that is underlined, and its words.

use arnlint::engine::{Input, Options, check};
use arnlint::rules::page::Page;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::{FileId, Sources};

/// What the only rule of a run underlines, and its messages.
fn run(rule: &str, policy: &str) -> Vec<(String, String)> {
    let page = format!("# mine\n\nWhat it finds.\n\n```json rule\n{rule}\n```\n");
    let (page, mistakes) = Page::read("mine", "user", &page, FileId(9));
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let mut rules = RuleSet::new(vec![page]);
    rules.apply(&|rule| rule.name == "mine", &|_| None);
    let inputs = [Input::Text { name: "policy.json".to_owned(), bytes: policy.as_bytes().to_vec() }];
    let report = check(&inputs, &rules, &Surroundings::default(), Sources::default(), &Options::default());
    let underlined = |finding: &arnlint::finding::Finding| {
        let span = finding.span().unwrap();
        policy[span.start as usize..span.end as usize].to_owned()
    };
    report.findings.iter().map(|finding| (underlined(finding), finding.message.clone())).collect()
}

#[test]
fn a_value_is_underlined_and_named() {
    let rule = r#"{"select": "$.Statement[*].Action[?@ == 's3:*']", "message": "`{value}` is much"}"#;
    let wanted = [("\"s3:*\"".to_owned(), "`s3:*` is much".to_owned())];
    assert_eq!(run(rule, r#"{"Statement": {"Effect": "Allow", "Action": "s3:*"}}"#), wanted);
    assert_eq!(run(rule, r#"{"Statement": [{"Effect": "Allow", "Action": ["x", "s3:*"]}]}"#), wanted);
}

#[test]
fn a_member_name_is_underlined_where_the_page_asks_for_it() {
    let rule = r#"{"select": "$.Statement[*].NotAction", "target": "key", "message": "`{name}` names what is left out"}"#;
    let found = run(rule, r#"{"Statement": {"Effect": "Allow", "NotAction": "s3:*"}}"#);
    assert_eq!(found, [("\"NotAction\"".to_owned(), "`NotAction` names what is left out".to_owned())]);
}

#[test]
fn a_value_that_is_selected_twice_is_said_once() {
    let rule = r#"{"select": "$.Statement[0,0].Effect", "message": "found"}"#;
    assert_eq!(run(rule, r#"{"Statement": {"Effect": "Allow", "Action": "s3:*"}}"#).len(), 1);
}

#[test]
fn a_selector_that_is_given_up_is_told_and_the_run_goes_on() {
    let rule = r#"{"select": "$..*..*", "message": "found"}"#;
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    let found = run(rule, &format!("{{\"Statement\": {{\"Effect\": \"Allow\", \"Action\": {deep}}}}}"));
    let [(_, message)] = found.as_slice() else { panic!("{} findings", found.len()) };
    assert!(
        message.starts_with("the rule `mine` failed on this file: its selector was given up"),
        "{message}"
    );
}
