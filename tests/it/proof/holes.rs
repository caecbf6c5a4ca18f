//! Placeholders: what is proved holds however they are filled in, and what a request shows does so, too.

use arnlint::access::ArnReading;
use arnlint::proof::{Options, Verdict, new_access};

use super::exhaustive::is_new;
use super::generator::{Random, changed, policy};
use super::with;
use super::worlds::{Held, PLAIN, TEXT_OPERATORS, TRUTH, World};

const HOLES: World = World {
    actions: &["x:a", "x:ab", "x:*", "x:a*", "x:<one>", "*"],
    resources: &[
        "arn:aws:s3:::<one>",
        "arn:aws:s3:::<one>/*",
        "arn:aws:s3:::a<one>",
        "arn:aws:s3:::*<two>",
        "arn:aws:s3:::<one><two>",
        "arn:aws:s3:::a",
        "arn:aws:s3:::a*",
        "arn:aws:s3:::?",
        "*",
    ],
    conditions: &[
        (TEXT_OPERATORS, &["acme:k"], &["<one>", "<two>", "a", "a<one>", "*", "?", "*<two>"]),
        (&["Null"], &["acme:k"], TRUTH),
    ],
    asked_actions: &["x:a", "x:ab"],
    asked_resources: &["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::ab", "arn:aws:s3:::a/b"],
    asked_keys: &[("acme:k", &[Held::Absent, Held::One("a"), Held::One("ab"), Held::One("B")])],
    ..PLAIN
};

const FILLINGS: [&str; 6] = ["a", "b", "ab", "", "*", "?b"];

#[test]
fn every_way_to_fill_placeholders_in() {
    let options =
        Options { arns: HOLES.arns, universe: HOLES.universe, fuel: 2_000_000, ..Options::default() };
    let requests = HOLES.requests();
    let mut random = Random(0x510e_527f);
    let mut counts = [0_usize; 3];
    for _ in 0..70 {
        let one = policy(&mut random, &HOLES);
        let two = if random.below(3) == 0 {
            policy(&mut random, &HOLES)
        } else {
            changed(&mut random, &one, &HOLES)
        };
        let (one, two) = (one.to_string(), two.to_string());
        let answer = with(&one, Some(HOLES.kind), |new| {
            with(&two, Some(HOLES.kind), |old| new_access(new, old, options))
        });
        counts[match answer.verdict {
            Verdict::None => 0,
            Verdict::Witness => 1,
            Verdict::Unknown(_) => 2,
        }] += 1;
        if let Verdict::Unknown(_) = answer.verdict {
            continue;
        }
        for (first, second) in FILLINGS.iter().flat_map(|first| FILLINGS.map(|second| (first, second))) {
            let filled = |text: &str| text.replace("<one>", first).replace("<two>", second);
            with(&filled(&one), Some(HOLES.kind), |new| {
                with(&filled(&two), Some(HOLES.kind), |old| {
                    let truth = |request| is_new(new, old, request, ArnReading::Flat);
                    if answer.verdict == Verdict::None {
                        let wrong = requests.iter().find(|request| truth(request).is_true());
                        assert!(wrong.is_none(), "{one}\n{two}\n{first} {second}\n{wrong:?}");
                    } else {
                        let request = &answer.regions[0].request;
                        assert!(!truth(request).is_false(), "{one}\n{two}\n{first} {second}\n{request:?}");
                    }
                });
            });
        }
    }
    println!("{counts:?}");
    assert!(counts[0] > 10 && counts[1] > 10, "{counts:?}");
}
