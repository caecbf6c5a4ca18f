//! The tree: spans, members, paths, documents in strings.

use std::borrow::Cow;

use arnlint::finding::Step;
use arnlint::json::tree::flag;
use arnlint::json::{Kind, NodeId, OffsetMap, Tree, parse};
use arnlint::text::{FileId, Range};

use super::{nodes, read, told_where};

fn ids(tree: &Tree<'_>) -> impl Iterator<Item = NodeId> + use<> {
    (0..u32::try_from(tree.len()).unwrap()).map(NodeId)
}

#[test]
fn every_name_and_value_has_its_exact_bytes() {
    let text = "\t{ \"a\" : [ 1 , -2.5e+3 ,null] ,\r\n\"é\":{\"b\":true},\"c\":\"\" }\n";
    let expected = [
        (Kind::Object, "{ \"a\" : [ 1 , -2.5e+3 ,null] ,\r\n\"é\":{\"b\":true},\"c\":\"\" }"),
        (Kind::Key, "\"a\""),
        (Kind::Array, "[ 1 , -2.5e+3 ,null]"),
        (Kind::Number, "1"),
        (Kind::Number, "-2.5e+3"),
        (Kind::Null, "null"),
        (Kind::Key, "\"é\""),
        (Kind::Object, "{\"b\":true}"),
        (Kind::Key, "\"b\""),
        (Kind::True, "true"),
        (Kind::Key, "\"c\""),
        (Kind::String, "\"\""),
    ];
    assert_eq!(nodes(text), expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn repeated_names_are_kept_and_flagged_also_after_decoding() {
    let text = r#"{"a": 1, "b": 2, "\u0061": 3, "a": 4}"#;
    let (tree, _) = read(text);
    let root = NodeId(0);
    let flagged: Vec<_> = tree
        .members(root)
        .filter(|member| tree.flags(member.key) & flag::DUPLICATE != 0)
        .map(|member| tree.range(member.value).of(text))
        .collect();
    assert_eq!(flagged, ["3", "4"]);
    assert!(tree.flags(root) & flag::HAS_DUPLICATES != 0);
    assert_eq!(
        told_where(text),
        [
            r#"DuplicateKey `"\u0061"` at 17 because of `"a"` at 1"#,
            r#"DuplicateKey `"a"` at 30 because of `"a"` at 1"#
        ]
    );
    assert_eq!(tree.value(root, "a"), Some(NodeId(2)), "the first one");
}

#[test]
fn repeated_names_are_found_in_large_objects_and_long_names() {
    let long = "x".repeat(40);
    let others: Vec<String> = (0..40).map(|at| format!("\"{long}{at:02}\": 1")).collect();
    let text = format!("{{{}, \"{long}07\": 2}}", others.join(", "));
    let (tree, problems) = read(&text);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].range.of(&text), format!("\"{long}07\""));
    assert_eq!(tree.members(NodeId(0)).count(), 41);
    let few = format!("{{\"{long}a{long}\": 1, \"{long}b{long}\": 2}}");
    assert!(read(&few).1.is_empty(), "alike at both ends only");
}

#[test]
fn equal_names_in_different_objects_are_no_duplicates() {
    assert!(read(r#"[{"a": {"a": 1}}, {"a": 1}]"#).1.is_empty());
}

#[test]
fn names_that_differ_in_case_only_can_be_asked_for() {
    let text = r#"{"Action": 1, "action": 2, "Effect": 3, "ACTION": 4, "Action": 5}"#;
    let (tree, _) = read(text);
    let pairs: Vec<_> = tree
        .case_variants(NodeId(0))
        .into_iter()
        .map(|(first, later)| (tree.str(first.key).unwrap(), tree.range(later.value).of(text)))
        .collect();
    assert_eq!(pairs, [("Action", "2"), ("Action", "4")]);
}

#[test]
fn path_names_every_step() {
    let text = r#"{"Statement": [{"Sid": "a"}, {"Action": ["b", "c"]}]}"#;
    let (tree, _) = read(text);
    let path = |needle: &str| {
        let id = ids(&tree).find(|id| tree.range(*id).of(text) == needle).unwrap();
        tree.path(NodeId(0), id)
    };
    let key = |name: &str| Step::Key(name.to_owned());
    assert_eq!(path("\"c\""), [key("Statement"), Step::Index(1), key("Action"), Step::Index(1)]);
    assert_eq!(path("\"Action\""), [key("Statement"), Step::Index(1), key("Action")]);
    assert_eq!(path(text), []);
}

#[test]
fn path_and_parent_agree_with_a_walk_from_the_top() {
    let rows: Vec<String> =
        (0..300).map(|at| format!("{{\"n\": {at}, \"list\": [{at}, [], {{}}]}}")).collect();
    let members: Vec<String> = (0..200).map(|at| format!("\"m{at}\": [{at}, {{\"x\": 1}}]")).collect();
    let text = format!("{{\"rows\": [{}], {}}}", rows.join(","), members.join(","));
    let (tree, problems) = read(&text);
    assert!(problems.is_empty());
    let mut open = vec![(NodeId(0), Vec::new())];
    while let Some((id, path)) = open.pop() {
        assert_eq!(tree.path(NodeId(0), id), path);
        for (index, element) in tree.elements(id).enumerate() {
            assert_eq!(tree.parent(element), Some(id));
            open.push((element, [path.clone(), vec![Step::Index(index)]].concat()));
        }
        for member in tree.members(id) {
            assert_eq!((tree.parent(member.key), tree.parent(member.value)), (Some(id), Some(id)));
            let path = [path.clone(), vec![Step::Key(tree.str(member.key).unwrap().to_owned())]].concat();
            assert_eq!(tree.path(NodeId(0), member.key), path);
            open.push((member.value, path));
        }
    }
    assert_eq!(tree.parent(NodeId(0)), None);
}

#[test]
fn document_in_a_string_points_into_the_file() {
    let policy = "{\"Sid\": \"é\\n\", \"x\": [1,\n2]}";
    let file = format!("{{\"a\": 1, \"Policy\": {}}}", serde_json::json!(policy));
    let (outer, _) = read(&file);
    let string = outer.value(NodeId(0), "Policy").unwrap();
    let (text, map) = outer.embedded(string).unwrap();
    assert_eq!(text, policy);
    let (inner, problems) = parse(Cow::Owned(text), FileId(0), Some(map));
    assert!(problems.is_empty() && inner.is_embedded());
    let under = |id: NodeId| inner.span(id).range().of(&file);
    assert_eq!(under(NodeId(1)), r#"\"Sid\""#);
    assert_eq!(under(NodeId(2)), r#"\"é\\n\""#);
    assert_eq!(under(NodeId(4)), r"[1,\n2]");
    let newline = inner.within(NodeId(2), Range::new(2, 3));
    assert_eq!(inner.span_of(newline).range().of(&file), r"\\n");
}

#[test]
fn document_in_a_string_without_escapes_maps_one_to_one() {
    let file = r#"{"Policy": "[1, 2]"}"#;
    let (outer, _) = read(file);
    let (text, map) = outer.embedded(NodeId(2)).unwrap();
    let (inner, _) = parse(Cow::Owned(text), FileId(0), Some(map));
    assert_eq!(inner.span(NodeId(2)).range().of(file), "2");
    let (empty, map) = read("[ \"\" ]").0.embedded(NodeId(1)).unwrap();
    assert_eq!((empty.as_str(), map.source(Range::new(0, 0))), ("", Range::new(3, 3)));
}

#[test]
fn documents_in_strings_in_strings_point_into_the_file() {
    let mut text = "{\"Sid\": \"\\\\é\u{1F300}\", \"Last\": 1}".to_owned();
    for _ in 0..4 {
        text = serde_json::json!([text, 0]).to_string();
    }
    let file = text;
    let (mut tree, _) = parse(Cow::Borrowed(file.as_str()), FileId(0), None);
    for _ in 0..4 {
        let (text, map) = tree.embedded(NodeId(1)).unwrap();
        (tree, _) = parse(Cow::Owned(text), FileId(0), Some(map));
    }
    assert_eq!(tree.str(NodeId(2)), Some("\\é\u{1F300}"));
    assert_eq!(tree.span(NodeId(4)).range().of(&file), "1");
    let backslash = tree.span_of(tree.within(NodeId(2), Range::new(0, 1))).range().of(&file);
    assert_eq!(backslash, "\\".repeat(32), "one backslash, escaped five times");
    let cyclone = tree.span_of(tree.within(NodeId(2), Range::new(3, 7))).range().of(&file);
    assert_eq!(cyclone, "\u{1F300}");
}

#[test]
fn text_cut_out_of_a_file_points_into_the_file() {
    let page = "# words\n```json\n{\"a\": [1]}\n```\n";
    let start = page.find('{').unwrap();
    let slice = page.get(start..start + 10).unwrap();
    let map = OffsetMap::slice(u32::try_from(start).unwrap(), 10);
    let (tree, _) = parse(Cow::Borrowed(slice), FileId(0), Some(map));
    assert_eq!(tree.span(NodeId(2)).range().of(page), "[1]");
    assert_eq!(tree.span_of(Range::new(10, 10)).range(), Range::new(26, 26));
}

#[test]
fn comments_can_be_asked_for() {
    let text = "// one\n[1, # two\n /* three */ 2] // four";
    let (tree, _) = read(text);
    let comments: Vec<_> = tree.comments().iter().map(|range| range.of(text)).collect();
    assert_eq!(comments, ["// one", "# two", "/* three */", "// four"]);
}
