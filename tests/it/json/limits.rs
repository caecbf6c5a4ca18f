//! Sizes and shapes that must cost neither the stack nor more than linear time.

use std::time::Instant;

use arnlint::json::{Kind, NodeId, ProblemKind, parse};
use arnlint::text::FileId;

use super::{read, told};

/// Without optimisation the largest texts are this many times smaller.
const SMALLER: usize = if cfg!(debug_assertions) { 10 } else { 1 };

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// How often a piece of text is repeated: more than a hundred kilobytes, for which a quadratic step costs a minute
/// without optimisation, and a linear one tenths of a second.
const TIMES: usize = 30_000;

/// Fails where the work takes more than ten seconds in each of three rounds; other programs may be running.
fn is_linear(name: &str, work: impl Fn()) {
    let best = (0..3).map(|_| seconds(&work)).find(|time| *time < 10.0);
    assert!(best.is_some(), "{name}");
}

#[test]
fn nesting_has_no_limit() {
    for depth in [100_000, 10_000_000 / SMALLER] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let (tree, problems) = read(&text);
        assert_eq!((tree.len(), problems.len()), (depth, 0));
        let innermost = NodeId(u32::try_from(depth - 1).unwrap());
        assert_eq!(tree.range(innermost).of(&text), "[]");
    }
}

#[test]
fn a_million_open_brackets_are_one_mistake() {
    assert_eq!(told(&"[".repeat(1_000_000)), ["Unclosed ``"]);
    assert_eq!(told(&"{\"a\":".repeat(100_000)), ["Unclosed ``"]);
    assert_eq!(told(&"]".repeat(1_000_000)), ["Unopened `]`"]);
}

#[test]
fn path_through_deep_nesting_is_complete() {
    let text = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let (tree, _) = read(&text);
    assert_eq!(tree.path(NodeId(0), NodeId(10_000)).len(), 10_000);
}

#[test]
fn number_of_any_length_is_a_number() {
    let text = "1".repeat(1_000_000);
    let (tree, problems) = read(&text);
    assert!(problems.is_empty());
    assert_eq!(tree.kind(NodeId(0)), Kind::Number);
    assert_eq!(tree.scalar(NodeId(0)), Some(text.as_str()));
}

#[test]
fn hundred_megabytes_are_read() {
    let size = 100_000_000 / SMALLER;
    let mut text = String::with_capacity(size + 1_000);
    text.push_str("{\"Statement\": [");
    while text.len() < size {
        text.push_str("{\"Effect\": \"Allow\", \"Action\": [\"s3:GetObject\", \"s3:\\u0050utObject\"], \"Resource\": \"*\"},\n");
    }
    text.push_str("{}]}");
    let (tree, problems) = read(&text);
    assert!(problems.is_empty());
    assert_eq!(tree.range(NodeId(0)).end as usize, text.len());
}

#[test]
fn a_million_members_are_compared_in_linear_time() {
    let text = |name: &dyn Fn(usize) -> String, members: usize| {
        let members: Vec<String> = (0..members).map(|at| format!("\"{}\":1", name(at))).collect();
        format!("{{{}}}", members.join(","))
    };
    let (_, problems) = read(&text(&|at| at.to_string(), 1_000_000 / SMALLER));
    assert!(problems.is_empty());
    let same = text(&|_| "x".to_owned(), 1_000_000 / SMALLER);
    let (tree, problems) = read(&same);
    assert_eq!(problems.len(), 100, "of each kind a hundred are told");
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::DuplicateKey));
    assert_eq!(tree.case_variants(NodeId(0)).len(), 0);
    let alike = text(&|at| format!("abcdefgh{at:06}abcdefgh"), TIMES);
    is_linear("names alike at both ends", || assert!(read(&alike).1.is_empty()));
    let escaped = text(&|at| format!("\\u0061{at}"), TIMES);
    is_linear("names with escapes", || assert!(read(&escaped).1.is_empty()));
}

#[test]
fn broken_texts_are_read_in_linear_time() {
    let repeated: [(&str, &str, &str); 24] = [
        ("wrong brackets", "[{\"a\":[", "}}]"),
        ("closers of the other kind", "[", "}"),
        ("strings over lines", "\"a\nx", ""),
        ("unterminated names", "{\"a: \\\"", ""),
        ("single quotes", "'a',", ""),
        ("lone apostrophes", "{'a: ", ""),
        ("comments that do not end", "/* ", ""),
        ("double braces", "{{ ", ""),
        ("double braces that end", "{{a}},", ""),
        ("percent braces", "{%a ", ""),
        ("holes that do not end", "${ ", ""),
        ("holes with quotes", "${\"\\\"", ""),
        ("holes over lines", "${\n", ""),
        ("words", "a b ", ""),
        ("misquoted", "\"a\"b", ""),
        ("missing quotes", "\"a, \"", ""),
        ("documents in quotes", "\"{\"a", "}\""),
        ("missing commas", "[\"a\" \"b\"", ""),
        ("elements with names", "{\"a\": [\"b\", \"c\": ", ""),
        ("objects where names belong", "{", ""),
        ("comments in a row", "// a\n", ""),
        ("commas", ",", ""),
        ("escapes", "\"\\n\\u0041\\ud800", ""),
        ("no-break spaces", "\u{A0}", ""),
    ];
    for (name, open, close) in repeated {
        for text in [
            format!("{}{}", open.repeat(TIMES), close.repeat(TIMES)),
            format!("[{}", format!("{open}{close} ").repeat(TIMES)),
        ] {
            is_linear(name, || drop(read(&text)));
        }
    }
}

#[test]
fn path_and_parent_do_not_walk_all_siblings() {
    let text = format!("[{}1]", "1,".repeat(100_000));
    let (tree, _) = read(&text);
    let time = seconds(|| {
        for id in 1..=100_000u32 {
            assert_eq!(tree.parent(NodeId(id)), Some(NodeId(0)));
            let path = tree.path(NodeId(0), NodeId(id));
            assert_eq!(path, [arnlint::finding::Step::Index(id as usize - 1)]);
        }
    });
    assert!(time < 60.0, "{time} s");
}

#[test]
fn embedded_document_costs_linear_time() {
    let words = "\"\\\n\u{1F300}a".repeat(TIMES);
    let text = serde_json::json!(words).to_string();
    let (tree, _) = read(&text);
    is_linear("strings with escapes", || assert!(tree.embedded(NodeId(0)).is_some()));
    let text = serde_json::json!(text).to_string();
    let (outer, _) = read(&text);
    let (text, map) = outer.embedded(NodeId(0)).unwrap();
    let (inner, _) = parse(text.into(), FileId(0), Some(map));
    is_linear("strings in strings", || assert_eq!(inner.embedded(NodeId(0)).unwrap().0, words));
}
