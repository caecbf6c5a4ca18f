//! What becomes of the parts of a text.

use std::fmt::Write as _;

use arnlint::json::{Kind, NodeId, Tree};
use arnlint::text::{FileId, Range};
use arnlint::yaml::parse;

use super::suite::inside;

/// A tree as JSON, what is not known as `?`.
fn shown(tree: &Tree<'_>, node: NodeId) -> String {
    match tree.kind(node) {
        Kind::Array => {
            let elements: Vec<String> = tree.elements(node).map(|element| shown(tree, element)).collect();
            format!("[{}]", elements.join(","))
        }
        Kind::Object => {
            let member = |member: arnlint::json::Member| {
                format!("{:?}:{}", tree.str(member.key).unwrap(), shown(tree, member.value))
            };
            format!("{{{}}}", tree.members(node).map(member).collect::<Vec<_>>().join(","))
        }
        Kind::String => format!("{:?}", tree.str(node).unwrap()),
        Kind::Null => "null".to_owned(),
        Kind::Unknown => "?".to_owned(),
        _ => tree.scalar(node).unwrap().to_owned(),
    }
}

fn read(text: &str) -> String {
    let yaml = parse(text, FileId(0));
    assert_eq!(yaml.mistake, None);
    yaml.documents.iter().for_each(|tree| inside(tree, text));
    let shown: Vec<String> = yaml.documents.iter().map(|tree| shown(tree, NodeId(0))).collect();
    shown.join("\n")
}

#[test]
fn scalars_are_what_json_would_write() {
    assert_eq!(
        read("a: 1\nb: 012345678901\nc: true\nd: 'true'\ne: 2012-10-17\nf:\ng: -1.5\nh: !!str 5\n"),
        r#"{"a":1,"b":"012345678901","c":true,"d":"true","e":"2012-10-17","f":null,"g":-1.5,"h":"5"}"#
    );
}

#[test]
fn short_forms_become_long_ones() {
    assert_eq!(
        read("a: !Ref B\nb: !GetAtt A.Arn\nc: !Sub 'x ${Y}'\nd: !If [X, !Ref Y, !Ref AWS::NoValue]\n"),
        concat!(
            r#"{"a":{"Ref":"B"},"b":{"Fn::GetAtt":"A.Arn"},"c":{"Fn::Sub":"x ${Y}"},"#,
            r#""d":{"Fn::If":["X",{"Ref":"Y"},{"Ref":"AWS::NoValue"}]}}"#
        )
    );
    assert_eq!(read("- !Join\n  - ''\n  - - a\n    - !Ref B\n"), r#"[{"Fn::Join":["",["a",{"Ref":"B"}]]}]"#);
}

#[test]
fn tags_of_others_are_not_known() {
    assert_eq!(read("a: !vault x\nb: !reference [a, b]\nc: 1\n"), r#"{"a":?,"b":?,"c":1}"#);
}

#[test]
fn aliases_and_merge_keys_are_resolved() {
    assert_eq!(
        read("a: &x {k: 1, l: [2]}\nb: *x\nc:\n  <<: *x\n  k: 3\n"),
        r#"{"a":{"k":1,"l":[2]},"b":{"k":1,"l":[2]},"c":{"k":3,"l":[2]}}"#
    );
    assert_eq!(read("a: &x [*x]\n"), r#"{"a":[?]}"#);
}

#[test]
fn a_document_of_aliases_of_aliases_stays_small() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for at in 1..12 {
        let list = vec![format!("*a{}", at - 1); 10].join(", ");
        writeln!(text, "a{at}: &a{at} [{list}]").unwrap();
    }
    let yaml = parse(&text, FileId(0));
    assert!(yaml.mistake.is_none() && yaml.documents[0].len() < 200_000);
}

#[test]
fn block_scalars_lead_back_to_their_lines() {
    let text =
        "a: |\n    {\n      \"x\": 1\n    }\nb: >-\n  one\n  two\n\n  three\nc: \"q\\u00e9 \\\n   r\"\n";
    assert_eq!(read(text), r#"{"a":"{\n  \"x\": 1\n}\n","b":"one two\nthree","c":"qé r"}"#);
    let yaml = parse(text, FileId(0));
    let tree = &yaml.documents[0];
    let value = tree.value(NodeId(0), "a").unwrap();
    let at = u32::try_from(tree.str(value).unwrap().find("\"x\"").unwrap()).unwrap();
    assert_eq!(tree.within(value, Range::new(at, at + 3)).of(text), "\"x\"");
}

#[test]
fn several_documents_and_repeated_keys_are_kept() {
    assert_eq!(read("a: 1\n---\nb: 2\nb: 3\n"), "{\"a\":1}\n{\"b\":2,\"b\":3}");
}

#[test]
fn what_stands_before_a_mistake_is_read() {
    let yaml = parse("a: 1\nb: [2, 3\nc: }\n", FileId(0));
    assert!(yaml.mistake.is_some());
    assert_eq!(shown(&yaml.documents[0], NodeId(0)), r#"{"a":1,"b":[2]}"#);
}
