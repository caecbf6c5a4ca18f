//! What is JSON: the word of a test suite where it takes a side, and of `serde_json` everywhere.
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

use arnlint::json::{Dialect, Problem, parse_file};
use arnlint::text::{FileId, decode};

use super::{read, value};

/// Rows of a labelled file beside the project; none where the folder is absent.
fn rows(path: &str) -> Vec<serde_json::Value> {
    let path = format!("{}/../shared/{path}", env!("CARGO_MANIFEST_DIR"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no {path}");
        return Vec::new();
    };
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Reads base64 with padding.
fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0u32, 0);
    for digit in text.bytes().filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte)) {
        bits = (bits << 6) | u32::try_from(digit).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xFF).unwrap());
        }
    }
    bytes
}

fn is_json(bytes: &[u8]) -> bool {
    let file = decode(bytes.to_vec());
    let (_, problems) = parse_file(&file, FileId(0), Dialect::Json);
    !problems.iter().any(Problem::is_syntax)
}

#[test]
fn suite_and_parser_agree_on_what_is_json() {
    for row in rows("corpora/jsonsuite.dev.jsonl") {
        let bytes = match row["text"].as_str() {
            Some(text) => text.as_bytes().to_vec(),
            None => base64(row["base64"].as_str().unwrap()),
        };
        match row["verdict"].as_str().unwrap() {
            "good" => assert!(is_json(&bytes), "{} is JSON", row["id"]),
            "bad" => assert!(!is_json(&bytes), "{} is no JSON", row["id"]),
            _ => {}
        }
    }
}

#[test]
fn where_the_suite_is_open_only_named_differences_from_serde_json_remain() {
    let mut differ = Vec::new();
    for row in rows("corpora/jsonsuite.dev.jsonl") {
        let Some(text) = row["text"].as_str() else { continue };
        if is_json(text.as_bytes()) != serde_json::from_str::<serde_json::Value>(text).is_ok() {
            differ.push(text.to_owned());
        }
    }
    differ.sort();
    let named = ["[-123123e100000]", "[-1e+9999]", "\u{FEFF}{}"];
    assert!(differ.is_empty() || differ == named, "{differ:?}");
}

#[test]
fn real_policies_read_as_serde_json_reads_them() {
    for row in rows("oracle/validate_policy_dev.jsonl") {
        let text = row["policy_text"].as_str().unwrap();
        let (tree, problems) = read(text);
        assert!(problems.iter().all(|problem| !problem.is_syntax()), "{problems:?}");
        assert_eq!(
            value(&tree, tree.root().unwrap()),
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
    }
}

#[test]
fn differences_from_serde_json_are_those_that_the_documentation_names() {
    let serde = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok();
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for text in ["\u{FEFF}{}", "[1e400]", &deep] {
        assert!(is_json(text.as_bytes()) && !serde(text), "{text}");
    }
    for text in ["[\"a\u{7F}\"]", "[1E-400]", "[123456789012345678901234567890]", "\t\r\n 1 \n"] {
        assert!(is_json(text.as_bytes()) && serde(text), "{text}");
    }
    for text in ["\u{A0}1", "[1]\u{FEFF}", "[\"\\ud800\"]", "[\u{0}]", "", "\u{FEFF}"] {
        assert!(!is_json(text.as_bytes()) && !serde(text), "{text}");
    }
}
