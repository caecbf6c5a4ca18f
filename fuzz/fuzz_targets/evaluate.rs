//! A line that says a request, then any policy: no panic, one answer, whatever the order of statements and however
//! little is said about the request.
#![no_main]

use std::borrow::Cow;

use arnlint::access::glob::{self, Case, Pattern};
use arnlint::access::{
    ArnReading, Context, Evaluation, Given, Matcher, PolicyRole, Principal, Request, Text, Truth, decide,
    evaluate_policy,
};
use arnlint::finding::PolicyKind;
use arnlint::json::{Problem, parse};
use arnlint::policy::{Container, Effect, KindFrom, Policy, lower};
use arnlint::text::FileId;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (line, text) = text.split_once('\n').unwrap_or(("", &text));
    let mut fields = line.split('|');
    let caller =
        fields.next().and_then(|caller| Principal::parse(caller).ok()).unwrap_or(Principal::Anonymous);
    let action = fields.next().unwrap_or("s3:GetObject");
    let resource = fields.next().unwrap_or("arn:aws:s3:::b/k");
    check_globs(action, resource);
    let Some((request, vague)) = requests(&caller, action, resource, fields) else { return };
    let (tree, problems) = parse(Cow::Borrowed(text), FileId(0), None);
    let Some(root) = tree.root() else { return };
    // One kind a run, chosen by the input, so that runs stay fast.
    let Some(kind) = PolicyKind::ALL.get(line.len() % PolicyKind::ALL.len()).copied() else { return };
    let container = Container {
        kind: Some((kind, KindFrom::Flag)),
        damaged: problems.iter().any(Problem::is_syntax),
        ..Container::default()
    };
    let mut policy = lower(&tree, root, container);
    check(&policy, &request);
    if policy.damaged || policy.has_duplicates {
        // What such a document says is asked, too.
        policy.damaged = false;
        policy.has_duplicates = false;
        check(&policy, &request);
    }
    refines(&evaluate_policy(&policy, &vague), &evaluate_policy(&policy, &request));
    let other = match text.len() % 2 {
        0 => request.with_arns(ArnReading::Parts),
        _ => request.with_boundary(),
    };
    check(&policy, &other);
});

/// The request that the line says, and one that says less.
fn requests<'l>(
    caller: &Principal,
    action: &str,
    resource: &str,
    fields: impl Iterator<Item = &'l str>,
) -> Option<(Request, Request)> {
    let (mut context, mut less) = (Context::new(), Context::new());
    for (number, field) in fields.enumerate() {
        let (key, value) = field.split_once('=').unwrap_or((field, ""));
        let given = match value {
            "-" => Given::Absent,
            "?" => Given::Present,
            _ if value.contains(';') => Given::many(&value.split(';').collect::<Vec<_>>()),
            _ => Given::one(value),
        };
        let _ = context.set(key, given);
        // These are taken to be absent where nothing is said, so that saying more is another request.
        let usual = key.to_ascii_lowercase().starts_with("aws:source");
        if (usual || number % 2 == 0)
            && let Some(given) = context.get(key).cloned()
        {
            let _ = less.set(key, given);
        }
    }
    let vague = match resource.find('/') {
        Some(at) => Text::like(&format!("{}*", resource.get(..at)?.replace(['*', '?'], "?"))),
        None => resource.into(),
    };
    let request = Request::new(caller.clone(), action, resource, context).ok()?;
    let less = Request::new(caller.clone(), action, vague, less).ok()?;
    Some((request, less))
}

/// One answer in every order of statements, and by the full report.
fn check(policy: &Policy<'_>, request: &Request) {
    let found = evaluate_policy(policy, request);
    assert_eq!(found, evaluate_policy(policy, request));
    let mut turned = policy.clone();
    turned.statements.reverse();
    same(&found, &evaluate_policy(&turned, request));
    let half = turned.statements.len() / 2;
    turned.statements.rotate_left(half);
    same(&found, &evaluate_policy(&turned, request));
    let matcher = Matcher::new(policy, request);
    let mut denied = Truth::False;
    for (position, statement) in policy.statements.iter().enumerate() {
        let report = matcher.statement(position, statement);
        assert_eq!(report.conditions.len(), statement.conditions().len());
        if statement.effect == Effect::Deny {
            denied = denied.or(report.truth());
        }
        for condition in statement.conditions() {
            for value in &condition.values {
                let _ = matcher.condition_value(condition, value);
            }
        }
    }
    if denied.is_true() && !policy.damaged && !policy.has_duplicates {
        assert!(found.denied.is_true());
    }
    for role in [PolicyRole::Identity, PolicyRole::Resource, PolicyRole::Trust] {
        let one = decide(&[(policy, role), (&turned, PolicyRole::Identity)], request);
        let other = decide(&[(&turned, PolicyRole::Identity), (policy, role)], request);
        assert_eq!((one.decision, one.denied, one.granted), (other.decision, other.denied, other.granted));
    }
}

fn same(one: &Evaluation, other: &Evaluation) {
    assert_eq!((one.decision, one.denied, one.granted), (other.decision, other.denied, other.granted));
    let nodes = |found: &Evaluation| {
        let mut nodes: Vec<_> = found.deciding.iter().map(|place| place.node).collect();
        nodes.sort_unstable();
        nodes
    };
    assert_eq!(nodes(one), nodes(other));
}

/// What is settled about the vague request is so for the exact one.
fn refines(vague: &Evaluation, exact: &Evaluation) {
    for (vague, exact) in [(vague.denied, exact.denied), (vague.granted, exact.granted)] {
        assert!(vague.why().is_some() || vague == exact, "{vague:?} became {exact:?}");
    }
}

fn check_globs(one: &str, two: &str) {
    assert!(glob::covers(one, one) && glob::covers("*", two));
    assert_eq!(glob::overlaps(one, two), glob::overlaps(two, one));
    let matched = glob::matches(one, two, Case::Exact);
    assert_eq!(matched, Pattern::glob(one).overlaps(&Pattern::literal(two)));
    assert_eq!(matched, Pattern::glob(one).covers(&Pattern::literal(two)));
    if glob::covers(one, two) {
        assert!(matched || two.contains(['*', '?']));
        assert!(glob::overlaps(one, two));
    }
}
