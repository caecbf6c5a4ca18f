//! The wildcard language against a naive matcher and against lists of texts.

use std::time::{Duration, Instant};

use arnlint::access::glob::{Case, Pattern, Token, covers, matches, overlaps};
use arnlint::access::{Truth, Why, pattern_of};
use arnlint::finding::PolicyKind;

use super::support::{document, with};

/// Straight from the definition, exponential.
fn naive(pattern: &[char], text: &[char]) -> bool {
    let tail = || text.split_first().map(|(_, tail)| tail);
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => naive(rest, text) || tail().is_some_and(|tail| naive(pattern, tail)),
        Some(('?', rest)) => tail().is_some_and(|tail| naive(rest, tail)),
        Some((letter, rest)) => text.first() == Some(letter) && tail().is_some_and(|tail| naive(rest, tail)),
    }
}

/// Every text of up to `length` letters of the alphabet.
fn words(alphabet: &str, length: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..length {
        last = last
            .iter()
            .flat_map(|word| alphabet.chars().map(move |letter| format!("{word}{letter}")))
            .collect();
        all.extend(last.iter().cloned());
    }
    all
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

#[test]
fn matching_agrees_with_the_definition() {
    let texts = words("abc", 4);
    for pattern in words("ab*?", 4) {
        let letters = chars(&pattern);
        for text in &texts {
            assert_eq!(
                matches(&pattern, text, Case::Exact),
                naive(&letters, &chars(text)),
                "`{pattern}` on `{text}`"
            );
        }
    }
}

#[test]
fn a_question_mark_takes_one_unicode_scalar_value() {
    assert!(matches("a?c", "aßc", Case::Exact));
    assert!(matches("?", "\u{1F600}", Case::Exact));
    assert!(!matches("?", "e\u{301}", Case::Exact));
    assert!(matches("??", "e\u{301}", Case::Exact));
}

#[test]
fn letters_fold_as_asked() {
    assert!(!matches("S3:get*", "s3:GetObject", Case::Exact));
    assert!(matches("S3:get*", "s3:GetObject", Case::Ascii));
    assert!(!matches("Ä", "ä", Case::Ascii));
    assert!(matches("Ä", "ä", Case::Unicode));
}

/// Which of the texts a pattern matches, as bits.
fn language(pattern: &str, texts: &[String]) -> Vec<u64> {
    let bits = |texts: &[String]| {
        let set =
            |bits, (at, text): (usize, &String)| bits | u64::from(matches(pattern, text, Case::Exact)) << at;
        texts.iter().enumerate().fold(0, set)
    };
    texts.chunks(64).map(bits).collect()
}

#[test]
fn covering_and_overlapping_agree_with_lists_of_texts() {
    // `c` stands for every letter that neither pattern holds. A witness of patterns this short is at most 8 letters
    // long, and one of 6 was always found.
    let texts = words("abc", 6);
    let patterns = words("ab*?", 4);
    let languages: Vec<_> = patterns.iter().map(|pattern| language(pattern, &texts)).collect();
    let compiled: Vec<_> = patterns.iter().map(|pattern| Pattern::glob(pattern)).collect();
    for (outer, outer_language) in compiled.iter().zip(&languages) {
        for (inner, inner_language) in compiled.iter().zip(&languages) {
            let pairs = || outer_language.iter().zip(inner_language);
            let included = pairs().all(|(outer, inner)| inner & !outer == 0);
            let shared = pairs().any(|(outer, inner)| inner & outer != 0);
            assert_eq!(outer.covers(inner), included, "{outer:?} covers {inner:?}");
            assert_eq!(outer.overlaps(inner), shared, "{outer:?} overlaps {inner:?}");
        }
    }
}

#[test]
fn covering_is_exact_for_longer_random_patterns() {
    let texts = words("abc", 6);
    let mut seed = 0x2545_F491_usize;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
        (seed >> 8) % below
    };
    let mut covered = 0;
    for _ in 0..1500 {
        let mut random = |alphabet: &[u8]| -> String {
            let length = 1 + next(7);
            (0..length).map(|_| char::from(alphabet[next(alphabet.len())])).collect()
        };
        let (outer, inner) = (random(b"ab**?"), random(b"aabb*?"));
        let is_included = language(&outer, &texts)
            .iter()
            .zip(language(&inner, &texts))
            .all(|(outer, inner)| inner & !outer == 0);
        // Texts of 6 letters do not refute every pair of patterns of 7, so a difference one way is looked at closer.
        if covers(&outer, &inner) {
            covered += 1;
            assert!(is_included, "`{outer}` does not cover `{inner}`");
        } else if is_included {
            let longer = words("ac", 11);
            let refuted = longer
                .iter()
                .any(|text| matches(&inner, text, Case::Exact) && !matches(&outer, text, Case::Exact))
                || words("abc", 9)
                    .iter()
                    .any(|text| matches(&inner, text, Case::Exact) && !matches(&outer, text, Case::Exact));
            assert!(refuted, "`{outer}` covers `{inner}`");
        }
    }
    assert!(covered > 50, "only {covered} pairs were covered");
}

#[test]
fn runs_of_wildcards_mean_the_same_in_any_order() {
    assert!(covers("*?", "?*"));
    assert!(covers("?*", "*?"));
    assert!(covers("?*", "*x"));
    assert!(!covers("??*", "*x"));
    assert!(covers("arn:aws:s3:::bucket*", "arn:aws:s3:::bucket/*"));
    assert!(!covers("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket*"));
    assert!(overlaps("*/AWSLogs/*", "prefix/*"));
    assert!(!overlaps("AWSLogs/*", "prefix/*"));
}

#[test]
fn a_hole_stands_for_any_one_text() {
    let pattern = |pieces: &[&str]| {
        let mut tokens = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                tokens.push(Token::Hole(Why::Hole));
            }
            tokens.extend_from_slice(Pattern::glob(piece).tokens());
        }
        Pattern::new(tokens)
    };
    let bucket = pattern(&["arn:aws:s3:::", "/logs/*"]);
    assert_eq!(bucket.matches("arn:aws:s3:::mine/logs/a", Case::Exact), Truth::Unknown(Why::Hole));
    assert_eq!(bucket.matches("arn:aws:s3:::mine/data/a", Case::Exact), Truth::False);
    assert!(!bucket.covers(&Pattern::literal("arn:aws:s3:::mine/logs/a")));
    assert!(Pattern::glob("arn:aws:s3:::*").covers(&bucket));
    assert!(bucket.overlaps(&Pattern::glob("arn:aws:s3:::mine/*")));
    assert!(!bucket.overlaps(&Pattern::glob("arn:aws:sqs:*")));
}

#[test]
fn hostile_patterns_are_matched_fast() {
    let started = Instant::now();
    let text = "a".repeat(5_000);
    assert!(!matches(&format!("{}b", "*a".repeat(10_000)), &text, Case::Exact));
    assert!(!matches(&format!("*{}b", "a".repeat(1_000)), &text, Case::Ascii));
    assert!(!matches(&format!("*{}b", "?".repeat(1_000)), &text, Case::Exact));
    let stars = "*a".repeat(5_000);
    // Too long to be compared: the answers that claim nothing.
    assert!(overlaps(&stars, &stars));
    assert!(!covers(&stars, &format!("{stars}b")));
    let shorter = "*a?".repeat(600);
    assert!(covers(&shorter, &shorter));
    assert!(started.elapsed() < Duration::from_secs(5), "took {:?}", started.elapsed());
}

#[test]
fn values_of_a_policy_are_compared_as_patterns_with_holes() {
    let text = document(
        r#"{"Effect": "Allow", "Action": "*", "Resource": [
            "arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/*", "arn:aws:s3:::home/${*}", "arn:aws:s3:::home/ana/*"]}"#,
    );
    with(&text, PolicyKind::Identity, |policy| {
        let values = policy.statements[0].resources();
        let [own, all, star, ana] = [0, 1, 2, 3].map(|at| pattern_of(&values[at], policy.has_variables()));
        assert!(all.covers(&own) && all.covers(&star) && all.covers(&ana));
        assert!(!own.covers(&ana) && own.overlaps(&ana));
        assert!(!star.covers(&ana) && !star.overlaps(&ana));
        assert_eq!(own.hole(), Some(Why::Key));
        assert_eq!(star.hole(), None);
        let as_text = pattern_of(&values[0], false);
        assert!(!as_text.overlaps(&ana));
    });
}
