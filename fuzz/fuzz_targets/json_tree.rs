//! Any bytes: no panic, spans in order, and `serde_json`'s word on what is JSON and what it says.
#![no_main]

use std::borrow::Cow;

use arnlint::json::{Dialect, Kind, NodeId, Problem, Tree, parse, parse_file};
use arnlint::text::{Encoding, FileId, Range, decode};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// `serde_json` gives up at this depth.
const SERDE_DEPTH: usize = 127;

fuzz_target!(|bytes: &[u8]| {
    let file = decode(bytes.to_vec());
    assert_eq!(file.text.len(), bytes.len(), "offsets are those of the file");
    let (tree, problems) = parse_file(&file, FileId(0), Dialect::Json);
    check_problems(&tree, &problems);
    let depth = check_tree(&tree);
    check_strings(&tree);
    let is_json = !problems.iter().any(Problem::is_syntax);
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => {
            assert!(is_json, "refused what is JSON: {problems:?}");
            assert_eq!(to_value(&tree, NodeId(0)), value);
        }
        Err(error) => {
            let no_mistake = bytes.starts_with("\u{FEFF}".as_bytes())
                || depth > SERDE_DEPTH
                || error.to_string().starts_with("number out of range");
            assert!(!is_json || no_mistake, "accepted what is no JSON: {error}");
        }
    }
    if file.encoding == Encoding::Utf8 {
        let (lenient, fewer) = parse_file(&file, FileId(0), Dialect::JsonWithComments);
        assert_eq!(lenient.len(), tree.len());
        assert!(fewer.len() <= problems.len());
    }
});

fn check_problems(tree: &Tree<'_>, problems: &[Problem]) {
    for problem in problems {
        for range in [Some(problem.range), problem.related].into_iter().flatten() {
            assert!(range.start <= range.end, "{problem:?}");
            assert!(tree.text().get(range.start as usize..range.end as usize).is_some(), "{problem:?}");
        }
    }
    assert!(problems.is_sorted_by_key(|problem| problem.range.start));
}

/// Checks that nodes lie in their parents, in order, keys and values in turn; the depth of the tree.
fn check_tree(tree: &Tree<'_>) -> usize {
    struct Open {
        kind: Kind,
        range: Range,
        after: u32,
        /// End of the last child.
        at: u32,
        children: usize,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut depth = 0;
    for id in (0..u32::try_from(tree.len()).unwrap()).map(NodeId) {
        let (kind, range, after) = (tree.kind(id), tree.range(id), tree.after(id).0);
        assert!(after > id.0 && after as usize <= tree.len());
        assert!(tree.text().get(range.start as usize..range.end as usize).is_some(), "{range:?}");
        while open.last().is_some_and(|parent| parent.after <= id.0) {
            let parent = open.pop().unwrap();
            assert!(parent.kind != Kind::Object || parent.children.is_multiple_of(2));
        }
        match open.last_mut() {
            None => assert_eq!(id, NodeId(0), "one root"),
            Some(parent) => {
                assert!(parent.at <= range.start && range.end <= parent.range.end && after <= parent.after);
                let is_key = parent.kind == Kind::Object && parent.children.is_multiple_of(2);
                assert_eq!(kind == Kind::Key, is_key);
                parent.at = range.end;
                parent.children += 1;
            }
        }
        if matches!(kind, Kind::Array | Kind::Object) {
            open.push(Open { kind, range, after, at: range.start + 1, children: 0 });
            depth = depth.max(open.len());
        } else {
            assert_eq!(after, id.0 + 1);
        }
    }
    depth
}

/// Checks that every string leads back to its own bytes, also as a document of its own.
fn check_strings(tree: &Tree<'_>) {
    for id in (0..u32::try_from(tree.len()).unwrap()).map(NodeId).take(256) {
        let Some(text) = tree.str(id) else { continue };
        let (inner, len) = (tree.inner(id), u32::try_from(text.len()).unwrap());
        let span = tree.span_of(inner);
        let mut last = inner.start;
        for (at, character) in text.char_indices() {
            let at = u32::try_from(at).unwrap();
            let source = tree.within(id, Range::new(at, at + u32::try_from(character.len_utf8()).unwrap()));
            assert!(last <= source.start && source.start < source.end && source.end <= inner.end);
            last = source.end;
        }
        let (embedded, map) = tree.embedded(id).unwrap();
        assert_eq!(embedded, text);
        let whole = map.source(Range::new(0, len));
        assert!(span.start <= whole.start && whole.end <= span.end);
        let (inside, problems) = parse(Cow::Owned(embedded), FileId(0), Some(map));
        for id in (0..u32::try_from(inside.len()).unwrap()).map(NodeId) {
            let place = inside.span(id);
            assert!(span.start <= place.start && place.start <= place.end && place.end <= span.end);
        }
        for problem in problems {
            let place = inside.span_of(problem.range);
            assert!(span.start <= place.start && place.end <= span.end);
        }
    }
}

/// The value as `serde_json` would have it: the last of equal names wins.
fn to_value(tree: &Tree<'_>, id: NodeId) -> Value {
    match tree.kind(id) {
        Kind::Null => Value::Null,
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Number => serde_json::from_str(tree.range(id).of(tree.text())).unwrap(),
        Kind::String => Value::String(tree.str(id).unwrap().to_owned()),
        Kind::Array => tree.elements(id).map(|element| to_value(tree, element)).collect(),
        Kind::Object => {
            let member = |member: arnlint::json::Member| {
                (tree.str(member.key).unwrap().to_owned(), to_value(tree, member.value))
            };
            Value::Object(tree.members(id).map(member).collect())
        }
        Kind::Key | Kind::Unknown => panic!("no part of JSON"),
    }
}
