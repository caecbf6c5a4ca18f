//! Edits of names and strings, and inside documents that stand in strings.

use std::borrow::Cow;

use super::{apply, at, edited, embedded, tree};
use arnlint::json::edit::render;
use arnlint::json::{TreeEdit, parse};
use arnlint::text::{FileId, Range};

fn within(text: &str, path: &str, range: Range, new: &str) -> Option<String> {
    edited(text, |tree| vec![TreeEdit::ReplaceWithin(at(tree, path), range, new.to_owned())])
}

#[test]
fn renamed_member_keeps_its_value() {
    let rename =
        |text: &str| edited(text, |tree| vec![TreeEdit::Rename(at(tree, "@action"), "Act\"ion".to_owned())]);
    assert_eq!(rename(r#"{"action" : 1}"#).unwrap(), r#"{"Act\"ion" : 1}"#);
    assert_eq!(rename("{action: 1}").unwrap(), r#"{"Act\"ion": 1}"#);
}

#[test]
fn part_of_a_string_is_replaced_and_escaped() {
    assert_eq!(
        within(r#""arn:aws:s3:::x""#, "", Range::new(4, 7), "aws-cn").unwrap(),
        r#""arn:aws-cn:s3:::x""#
    );
    assert_eq!(within(r#""a\u00e9b""#, "", Range::new(1, 3), "\"\n").unwrap(), r#""a\"\nb""#);
    assert_eq!(within(r#""ab""#, "", Range::new(2, 2), "c").unwrap(), r#""abc""#);
    assert_eq!(within("\"é\"", "", Range::new(0, 1), "e"), None, "half a character");
    assert_eq!(within("12", "", Range::new(0, 1), "3"), None, "no string");
}

#[test]
fn part_of_a_string_in_other_quotes_makes_it_a_json_string() {
    assert_eq!(within("['it\"s']", "0", Range::new(0, 2), "th").unwrap(), r#"["th\"s"]"#);
    assert_eq!(within("[s3:Get*]", "0", Range::new(3, 7), "Put*").unwrap(), r#"["s3:Put*"]"#);
}

#[test]
fn edit_inside_a_policy_in_a_string_is_escaped_for_it() {
    let file = r#"{"Policy": "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}"}"#;
    let outer = tree(file);
    let (text, map) = embedded(&outer, "Policy");
    let (inner, _) = parse(Cow::Owned(text), FileId(0), Some(map));
    let edits = render(
        &inner,
        &[
            TreeEdit::Insert(at(&inner, ""), "Id".to_owned(), r#""a\"b""#.to_owned()),
            TreeEdit::Replace(at(&inner, "Version"), "null".to_owned()),
        ],
    );
    assert_eq!(
        apply(file, &edits.unwrap()),
        r#"{"Policy": "{\n  \"Version\": null,\n  \"Statement\": [],\n  \"Id\": \"a\\\"b\"\n}"}"#
    );
}

#[test]
fn edit_two_strings_deep_is_escaped_twice() {
    let policy = r#"{"a": 1}"#;
    let body = serde_json::json!({ "Policy": policy }).to_string();
    let file = serde_json::json!({ "Body": body }).to_string();
    let outer = tree(&file);
    let (text, map) = embedded(&outer, "Body");
    let (middle, _) = parse(Cow::Owned(text), FileId(0), Some(map));
    let (text, map) = embedded(&middle, "Policy");
    let (inner, _) = parse(Cow::Owned(text), FileId(0), Some(map));
    let edits = render(&inner, &[TreeEdit::Insert(at(&inner, ""), "b".to_owned(), "\"\\n\"".to_owned())]);
    let body = serde_json::json!({ "Policy": r#"{"a": 1, "b": "\n"}"# }).to_string();
    assert_eq!(apply(&file, &edits.unwrap()), serde_json::json!({ "Body": body }).to_string());
}

#[test]
fn nothing_is_written_into_a_string_with_wrong_quotes() {
    let outer = tree(r#"{'Policy': '{"a": 1}'}"#);
    let (text, map) = embedded(&outer, "Policy");
    let (inner, _) = parse(Cow::Owned(text), FileId(0), Some(map));
    assert_eq!(render(&inner, &[TreeEdit::Replace(at(&inner, "a"), "2".to_owned())]), None);
}
