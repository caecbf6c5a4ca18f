//! Sizes and shapes that must cost neither the stack nor more than linear time.

use std::time::Instant;

use arnlint::json::{Kind, NodeId, ProblemKind};

use super::{read, told};

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// Fails where eight times the size costs far more than eight times the time. The sizes are small enough for a slow
/// machine, and large enough for a quadratic step to be seen.
fn is_linear(name: &str, make: impl Fn(usize) -> String) {
    const SIZE: usize = 4_000;
    let time = |size: usize| {
        let text = make(size);
        (0..3).map(|_| seconds(|| drop(read(&text)))).fold(f64::INFINITY, f64::min)
    };
    let (small, large) = (time(SIZE).max(0.0005), time(8 * SIZE));
    assert!(large < small * 40.0, "{name}: {small} s, then {large} s for eight times as much");
}

#[test]
fn nesting_has_no_limit() {
    for depth in [100_000, 10_000_000] {
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
    let mut text = String::with_capacity(105_000_000);
    text.push_str("{\"Statement\": [");
    while text.len() < 100_000_000 {
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
    let (_, problems) = read(&text(&|at| at.to_string(), 1_000_000));
    assert!(problems.is_empty());
    let same = text(&|_| "x".to_owned(), 1_000_000);
    let (tree, problems) = read(&same);
    assert_eq!(problems.len(), 100, "of each kind a hundred are told");
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::DuplicateKey));
    assert_eq!(tree.case_variants(NodeId(0)).len(), 0);
    is_linear("names alike at both ends", |size| text(&|at| format!("abcdefgh{at:06}abcdefgh"), size));
    is_linear("names with escapes", |size| text(&|at| format!("\\u0061{at}"), size));
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
        is_linear(name, |size| format!("{}{}", open.repeat(size), close.repeat(size)));
        is_linear(name, |size| format!("[{}", format!("{open}{close} ").repeat(size)));
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
    let quoted = |size: usize| serde_json::json!("\"\\\n\u{1F300}a".repeat(size)).to_string();
    let time = |size: usize| {
        let text = quoted(size);
        let (tree, _) = read(&text);
        (0..3).map(|_| seconds(|| drop(tree.embedded(NodeId(0))))).fold(f64::INFINITY, f64::min)
    };
    let (small, large) = (time(20_000).max(0.0005), time(160_000));
    assert!(large < small * 40.0, "{small} s, then {large} s for eight times as much");
}
