//! Every request of a small world: what is proved holds for each, and what one shows is not denied.
#![expect(clippy::print_stdout, reason = "what was counted")]

use arnlint::access::{ArnReading, Context, Given, Principal, Request, Text, says};
use arnlint::finding::PolicyKind;
use arnlint::policy::Policy;
use arnlint::proof::{Options, Universe, Verdict, new_access};

use super::generator::{Keys, Random, changed, policy};
use super::with;

const OPTIONS: Options =
    Options { arns: Some(ArnReading::Flat), universe: Universe::Raw, regions: 1, fuel: 2_000_000 };

/// What a key may hold in the requests of a world.
fn values(key: &str) -> Vec<Given> {
    let one = |texts: &[&str]| texts.iter().map(|text| Given::one(text)).collect::<Vec<_>>();
    let or_absent = |texts: &[&str]| [vec![Given::Absent], one(texts)].concat();
    match key {
        "acme:k" => or_absent(&["a", "ab", "B"]),
        "aws:TagKeys" => {
            vec![Given::Absent, Given::many(&["a"]), Given::many(&["b"]), Given::many(&["a", "bb"])]
        }
        "aws:MultiFactorAuthAge" => or_absent(&["5", "10", "16", "20", "25"]),
        "aws:SourceIp" => or_absent(&["9.0.0.1", "10.0.0.1", "10.1.0.1", "11.0.0.1", "2001:db8::1"]),
        "aws:SecureTransport" => one(&["true", "false"]),
        "aws:CurrentTime" => one(&[
            "2025-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2026-03-01T00:00:00Z",
            "2026-07-01T00:00:00Z",
        ]),
        "aws:PrincipalOrgID" => or_absent(&["o-exampleorgid", "o-other"]),
        other => panic!("no values for {other}"),
    }
}

fn contexts(keys: Keys) -> Vec<Context> {
    let names: &[&str] = match keys {
        Keys::Texts => &["acme:k", "aws:TagKeys"],
        Keys::Typed => &["aws:MultiFactorAuthAge", "aws:SourceIp", "aws:SecureTransport"],
        Keys::Dates => &["aws:CurrentTime", "acme:k"],
        Keys::Callers => &["aws:PrincipalOrgID"],
    };
    let mut all = vec![Context::new()];
    for name in names {
        let mut next = Vec::new();
        for context in &all {
            for given in values(name) {
                let mut one = context.clone();
                one.set(name, given).unwrap();
                next.push(one);
            }
        }
        all = next;
    }
    all
}

fn requests(kind: PolicyKind, keys: Keys) -> Vec<Request> {
    let callers: &[&str] = if kind.has_principal() {
        &[
            "anonymous",
            "cloudtrail.amazonaws.com",
            "arn:aws:iam::111122223333:root",
            "arn:aws:sts::111122223333:assumed-role/r/s",
            "arn:aws:sts::111122223333:assumed-role/r/t",
            "arn:aws:iam::444455556666:user/u",
            "arn:aws:iam::444455556666:user/v",
        ]
    } else {
        &["arn:aws:iam::444455556666:user/u"]
    };
    let mut all = Vec::new();
    for caller in callers {
        let caller = match *caller {
            text if text.contains("assumed-role") => {
                Principal::session("arn:aws:iam::111122223333:role/r", text.rsplit('/').next().unwrap())
                    .unwrap()
            }
            text => Principal::parse(text).unwrap(),
        };
        for action in ["x:a", "x:b", "x:ab", "x:c"] {
            for resource in ["a", "b", "ab", "a/b", "c"] {
                for context in contexts(keys) {
                    // What the caller rules out is no request.
                    let resource = Text::from(format!("arn:aws:s3:::{resource}"));
                    if let Ok(request) = Request::new(caller.clone(), action, resource, context) {
                        all.push(request);
                    }
                }
            }
        }
    }
    all
}

/// A request that the first policy certainly allows and the second certainly does not.
fn shown<'r>(new: &Policy<'_>, old: &Policy<'_>, requests: &'r [Request]) -> Option<&'r Request> {
    requests
        .iter()
        .find(|request| says(new, request).allowed().is_true() && says(old, request).allowed().is_false())
}

fn hold(kind: PolicyKind, keys: Keys, seed: u64, pairs: usize) {
    let requests = requests(kind, keys);
    let mut random = Random(seed);
    let mut counts = [0_usize; 3];
    for _ in 0..pairs {
        let one = policy(&mut random, kind, keys);
        let two = if random.below(3) == 0 {
            policy(&mut random, kind, keys)
        } else {
            changed(&mut random, &one, kind, keys)
        };
        let (one, two) = (one.to_string(), two.to_string());
        with(&one, Some(kind), |one| {
            with(&two, Some(kind), |two| {
                let answer = new_access(one, two, OPTIONS);
                let found = shown(one, two, &requests);
                let text = |policy: &Policy<'_>| policy.tree.text().to_owned();
                match answer.verdict {
                    Verdict::None => {
                        counts[0] += 1;
                        assert!(found.is_none(), "{}\n{}\n{found:?}", text(one), text(two));
                    }
                    Verdict::Witness => {
                        counts[1] += 1;
                        let request = &answer.regions[0].request;
                        assert!(says(one, request).allowed().is_true(), "{}\n{request:?}", text(one));
                        assert!(says(two, request).allowed().is_false(), "{}\n{request:?}", text(two));
                    }
                    Verdict::Unknown(_) => {
                        counts[2] += 1;
                        // What is shown by a plain request is not to be missed.
                        assert!(
                            found.is_none(),
                            "{:?}\n{}\n{}\n{found:?}",
                            answer.verdict,
                            text(one),
                            text(two)
                        );
                    }
                }
            });
        });
    }
    println!("{kind:?} {keys:?}: {} proved, {} shown, {} unknown", counts[0], counts[1], counts[2]);
    assert!(counts[0] * 8 > pairs && counts[1] * 8 > pairs, "{counts:?}");
    assert!(counts[2] * 10 < pairs, "{counts:?}");
}

#[test]
fn texts_and_lists() {
    hold(PolicyKind::Identity, Keys::Texts, 0x9e37_79b9, 500);
}

#[test]
fn numbers_addresses_and_truth_values() {
    hold(PolicyKind::Identity, Keys::Typed, 0x85eb_ca6b, 300);
}

#[test]
fn dates() {
    hold(PolicyKind::Identity, Keys::Dates, 0xc2b2_ae35, 300);
}

#[test]
fn callers_and_what_follows_from_them() {
    hold(PolicyKind::Resource, Keys::Callers, 0x27d4_eb2f, 500);
}
