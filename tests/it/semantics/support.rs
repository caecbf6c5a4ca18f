//! Texts to policies, words to requests.

use std::borrow::Cow;

use arnlint::access::{Context, Decision, Given, Matcher, Principal, Request, Text, Truth, evaluate_policy};
use arnlint::finding::PolicyKind;
use arnlint::json::parse;
use arnlint::policy::{Container, Hole, HoleKind, KindFrom, Policy, Value, lower};
use arnlint::text::{FileId, Range};

pub(super) const USER: &str = "arn:aws:iam::111122223333:user/team/ana";
pub(super) const ROLE: &str = "arn:aws:iam::111122223333:role/team/build";
pub(super) const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/build/run-1";
pub(super) const TRAIL: &str = "cloudtrail.amazonaws.com";
pub(super) const OBJECT: &str = "arn:aws:s3:::logs/AWSLogs/a.gz";

/// Parses and lowers a document and asks about it.
pub(super) fn with<T>(text: &str, kind: PolicyKind, ask: impl FnOnce(&Policy<'_>) -> T) -> T {
    let (tree, problems) = parse(Cow::Borrowed(text), FileId(0), None);
    let root = tree.root().expect("the text holds a value");
    let damaged = problems.iter().any(arnlint::json::Problem::is_syntax);
    let container = Container { kind: Some((kind, KindFrom::Flag)), damaged, ..Container::default() };
    ask(&lower(&tree, root, container))
}

/// A document of version 2012-10-17 with these statements.
pub(super) fn document(statements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#)
}

/// One `Allow` with these further members.
pub(super) fn allow(members: &str) -> String {
    document(&format!(r#"{{"Effect": "Allow", {members}}}"#))
}

/// One `Allow` of everything under this condition block.
pub(super) fn when(condition: &str) -> String {
    allow(&format!(r#""Action": "*", "Resource": "*", "Condition": {condition}"#))
}

/// A request; `keys` are what is said about condition keys.
pub(super) fn ask(caller: &str, action: &str, resource: impl Into<Text>, keys: &[(&str, Given)]) -> Request {
    let caller = Principal::parse(caller).expect("a caller");
    Request::new(caller, action, resource, context(keys)).expect("a request that makes sense")
}

pub(super) fn context(keys: &[(&str, Given)]) -> Context {
    let mut context = Context::new();
    for (key, given) in keys {
        context.set(key, given.clone()).expect("a value that fits its key");
    }
    context
}

/// What an identity policy says to a request.
pub(super) fn identity(text: &str, request: &Request) -> Decision {
    with(text, PolicyKind::Identity, |policy| evaluate_policy(policy, request).decision)
}

/// What a bucket policy says to a request.
pub(super) fn bucket(text: &str, request: &Request) -> Decision {
    with(text, PolicyKind::Bucket, |policy| evaluate_policy(policy, request).decision)
}

/// Whether the first condition of an identity policy's first statement holds for a user's request with these keys.
pub(super) fn holds(condition: &str, keys: &[(&str, Given)]) -> Truth {
    let request = ask(USER, "s3:GetObject", OBJECT, keys);
    with(&when(condition), PolicyKind::Identity, |policy| {
        let matcher = Matcher::new(policy, &request);
        let found = matcher.statement(0, policy.statements.first().expect("a statement"));
        assert!(!found.conditions.is_empty(), "a condition in {condition}");
        found.conditions.into_iter().fold(Truth::True, Truth::and)
    })
}

/// Whether one value of `Resource` matches a resource in an identity policy, asked by a user with these keys.
pub(super) fn resource(pattern: &str, resource: impl Into<Text>, keys: &[(&str, Given)]) -> Truth {
    resource_in(PolicyKind::Identity, pattern, resource, keys)
}

pub(super) fn resource_in(
    kind: PolicyKind,
    pattern: &str,
    resource: impl Into<Text>,
    keys: &[(&str, Given)],
) -> Truth {
    let text = allow(&format!(r#""Principal": "*", "Action": "*", "Resource": "{pattern}""#));
    let request = ask(USER, "s3:GetObject", resource, keys);
    with(&text, kind, |policy| {
        let statement = policy.statements.first().expect("a statement");
        Matcher::new(policy, &request).statement(0, statement).resource
    })
}

/// The given one value.
pub(super) fn one(text: &str) -> Given {
    Given::one(text)
}

/// The given list of values.
pub(super) fn many(texts: &[&str]) -> Given {
    Given::many(texts)
}

/// The policy with a hole for every `<…>` of its values.
pub(super) fn mark_holes<'a>(policy: &Policy<'a>) -> Policy<'a> {
    let mut policy = policy.clone();
    for statement in &mut policy.statements {
        let elements = [&mut statement.action, &mut statement.resource].into_iter().flatten();
        let values = elements.flat_map(|block| &mut block.values);
        let entries = statement.principal.iter_mut().flat_map(|block| &mut block.entries);
        let conditions = statement.condition.iter_mut().flat_map(|block| &mut block.conditions);
        values
            .chain(entries.map(|entry| &mut entry.value))
            .chain(conditions.flat_map(|condition| &mut condition.values))
            .for_each(mark);
    }
    policy
}

fn mark(value: &mut Value<'_>) {
    let offset = |at: usize| u32::try_from(at).unwrap();
    let starts = value.text.match_indices('<').map(|(at, _)| offset(at));
    let ends = value.text.match_indices('>').map(|(at, _)| offset(at + 1));
    let holes = starts.zip(ends).map(|(start, end)| Range::new(start, end));
    value.holes = holes.map(|range| Hole { range, kind: HoleKind::Placeholder }).collect();
}
