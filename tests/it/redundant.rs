//! Needless values of a list, held against the definition on every list of a few small values.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use arnlint::access::glob::{self, Case};
use arnlint::json::NodeId;
use arnlint::policy::Value;
use arnlint::rules::redundant::{Group, groups};

fn values(texts: &[String]) -> Vec<Value<'_>> {
    texts.iter().zip(0..).map(|(text, node)| Value::new(NodeId(node), text, Vec::new())).collect()
}

fn found(texts: &[String], case: Case) -> Vec<Group> {
    groups(&values(texts), case, false)
}

/// Straight from the definition, exponential: a wildcard of the covered text is a letter that only `*` takes, or `?` if
/// it is one itself.
fn covers(pattern: &[char], text: &[char]) -> bool {
    let tail = || text.split_first().map(|(_, tail)| tail);
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => covers(rest, text) || tail().is_some_and(|tail| covers(pattern, tail)),
        Some(('?', rest)) => text.first() != Some(&'*') && tail().is_some_and(|tail| covers(rest, tail)),
        Some((letter, rest)) => text.first() == Some(letter) && tail().is_some_and(|tail| covers(rest, tail)),
    }
}

fn covers_text(pattern: &str, text: &str) -> bool {
    let letters = |text: &str| text.chars().collect::<Vec<char>>();
    covers(&letters(pattern), &letters(text))
}

/// Numbers that look as if drawn by chance, the same in each run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn list(&mut self, heads: &[&str], most: usize) -> Vec<String> {
        let length = 2 + self.below(most);
        let mut list = Vec::new();
        for _ in 0..length {
            let mut text = heads[self.below(heads.len())].to_owned();
            for _ in 0..self.below(5) {
                text.push(['a', 'b', '*', '?', 'a', 'ß'][self.below(6)]);
            }
            list.push(text);
        }
        list
    }
}

const HEADS: [&str; 8] =
    ["s3:", "ec2:Describe", "*", "s?:", "arn:aws:s3:::", "arn:aws:logs:*:*:", "arn:*:s3:::", "a*:"];

#[test]
fn what_is_needless_is_covered_and_nothing_that_is_covered_is_left() {
    let mut draw = Draw(7);
    let mut needless = 0;
    for most in [3, 8, 40, 300] {
        for _ in 0..(6_000 / most) {
            let list = draw.list(&HEADS, most);
            let mut kept: BTreeSet<usize> = (0..list.len()).collect();
            for group in found(&list, Case::Exact) {
                for other in &group.others {
                    assert!(glob::covers(&list[group.kept], &list[*other]), "{list:?}: {group:?}");
                    assert!(kept.remove(other), "{list:?}: {other} is needless twice");
                    needless += 1;
                }
            }
            for one in &kept {
                for two in kept.iter().filter(|two| *two != one) {
                    assert!(!covers_text(&list[*one], &list[*two]), "{list:?}: {one} covers {two}");
                }
            }
        }
    }
    assert!(needless > 3_000, "{needless}");
}

#[test]
fn the_order_of_a_list_changes_nothing() {
    let texts = |list: &[String]| -> BTreeSet<(String, Vec<String>)> {
        let of = |group: Group| {
            let mut others: Vec<String> = group.others.iter().map(|at| list[*at].clone()).collect();
            others.sort();
            (list[group.kept].clone(), others)
        };
        found(list, Case::Exact).into_iter().map(of).collect()
    };
    let mut draw = Draw(3);
    for most in [4, 20, 200] {
        for _ in 0..(3_000 / most) {
            let mut list = draw.list(&HEADS, most);
            let before = texts(&list);
            for at in (1..list.len()).rev() {
                list.swap(at, draw.below(at + 1));
            }
            assert_eq!(before, texts(&list), "{list:?}");
        }
    }
}

#[test]
fn names_of_actions_have_no_case() {
    let list = ["s3:GetObject", "S3:getobject", "s3:GETO*"].map(str::to_owned);
    assert_eq!(found(&list, Case::Ascii), [Group { kept: 2, others: vec![0, 1] }]);
    assert_eq!(found(&list, Case::Exact), []);
}

#[test]
fn variables_are_the_same_text_and_never_known() {
    let list = ["${a}/*", "${a}/b", "x${ab}", "x*b}", "${*}", "${b}"].map(str::to_owned);
    let with = groups(&values(&list), Case::Exact, true);
    assert_eq!(with, [Group { kept: 0, others: vec![1] }]);
    // Without variables, the same texts hold wildcards and braces.
    let without = groups(&values(&list), Case::Exact, false);
    assert_eq!(without.iter().map(|group| group.others.len()).sum::<usize>(), 3);
}

/// The text of a list's value from its place.
type Text = fn(usize) -> String;

#[test]
fn the_time_of_long_lists_grows_with_their_length() {
    let lists: [(&str, Text); 6] = [
        ("same", |_| "s3:GetObject".to_owned()),
        ("suffixes", |at| format!("s3:*{at}")),
        ("nested", |at| format!("s3:{}*", "a".repeat(at % 300))),
        ("stars", |at| format!("s3:{}{at}", "*a".repeat(20))),
        ("names", |at| format!("s3:Get{at}")),
        ("one prefix", |at| format!("s3:Describe{}*b{at}", "x".repeat(30))),
    ];
    for (name, text) in lists {
        let time = |length: usize| {
            let list: Vec<String> = (0..length).map(text).collect();
            let once = || {
                let began = Instant::now();
                found(&list, Case::Ascii);
                began.elapsed()
            };
            // The quicker of two runs counts, as other tests run at the same time.
            once().min(once())
        };
        let (small, large) = (time(2_000).max(Duration::from_millis(40)), time(8_000));
        // Four times the values may take four times as long; 16 times is a square.
        assert!(large < small * 11, "{name}: {small:?}, and {large:?} for four times as many");
    }
}
