//! What an edit leaves as the user wrote it.

use super::{append, edited, insert, remove, replace};
use arnlint::json::TreeEdit;

const SPREAD: &str = r#"{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": [
                "arn:aws:s3:::one/*",
                "arn:aws:s3:::two/*"
            ]
        }
    ]
}
"#;

#[test]
fn member_is_added_on_a_line_of_its_own_where_members_stand_so() {
    let text = insert(SPREAD, "Statement/0", "Sid", r#""Read""#).unwrap();
    assert_eq!(
        text,
        SPREAD
            .replace("            ]\n        }", "            ],\n            \"Sid\": \"Read\"\n        }")
    );
}

#[test]
fn new_object_is_spread_with_the_indentation_of_the_text() {
    let text = insert(
        SPREAD,
        "Statement/0",
        "Condition",
        r#"{"StringEquals":{"aws:SourceAccount":["111122223333"],"x":{},"y":[]}}"#,
    );
    let added = r#"            ],
            "Condition": {
                "StringEquals": {
                    "aws:SourceAccount": [
                        "111122223333"
                    ],
                    "x": {},
                    "y": []
                }
            }
        }"#;
    assert_eq!(text.unwrap(), SPREAD.replace("            ]\n        }", added));
}

#[test]
fn arrays_stay_on_one_line_where_the_user_writes_them_so() {
    let text = "{\n  \"Action\": [\"s3:GetObject\"],\n  \"Effect\": \"Allow\"\n}";
    let after = insert(text, "", "Condition", r#"{"Bool":{"a":["b","c"]}}"#).unwrap();
    assert!(
        after.ends_with("\"Condition\": {\n    \"Bool\": {\n      \"a\": [\"b\", \"c\"]\n    }\n  }\n}"),
        "{after}"
    );
}

#[test]
fn element_is_added_with_the_gap_of_its_neighbours() {
    let text = append(SPREAD, "Statement/0/Resource", r#""arn:aws:s3:::three/*""#).unwrap();
    assert!(text.contains("two/*\",\n                \"arn:aws:s3:::three/*\"\n            ]"), "{text}");
    assert_eq!(append("[1,2]", "", "3").unwrap(), "[1,2,3]");
    assert_eq!(append("[ 1 , 2 ]", "", "3").unwrap(), "[ 1 , 2 , 3 ]");
    assert_eq!(append(r#"{"a":[1]}"#, "a", "2").unwrap(), r#"{"a":[1,2]}"#);
    assert_eq!(append(r#"{"a": [1]}"#, "a", "2").unwrap(), r#"{"a": [1, 2]}"#);
}

#[test]
fn object_on_one_line_stays_on_one_line() {
    let text = insert(r#"{"a": {"b": 1}}"#, "a", "c", r#"{"d":[1,2]}"#).unwrap();
    assert_eq!(text, r#"{"a": {"b": 1, "c": {"d": [1, 2]}}}"#);
    assert_eq!(insert(r#"{"a":1}"#, "", "b", "[1, 2]").unwrap(), r#"{"a":1,"b":[1,2]}"#);
    assert_eq!(insert(r#"{"a" : 1}"#, "", "b", "2").unwrap(), r#"{"a" : 1, "b" : 2}"#);
}

#[test]
fn empty_brackets_are_filled_as_their_surroundings_are_written() {
    assert_eq!(insert("{}", "", "a", "1").unwrap(), r#"{"a": 1}"#);
    assert_eq!(insert("{ }\n", "", "a", "1").unwrap(), "{\"a\": 1}\n");
    assert_eq!(append(r#"{"a":[]}"#, "a", "1").unwrap(), r#"{"a":[1]}"#);
    let text = insert("{\n  \"a\": {}\n}\n", "a", "b", "1").unwrap();
    assert_eq!(text, "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n");
}

#[test]
fn line_breaks_of_windows_and_tabs_are_kept() {
    let text = "{\r\n\t\"a\": {\r\n\t\t\"b\": 1\r\n\t}\r\n}\r\n";
    let after = insert(text, "a", "c", r#"{"d":1}"#).unwrap();
    assert_eq!(
        after,
        "{\r\n\t\"a\": {\r\n\t\t\"b\": 1,\r\n\t\t\"c\": {\r\n\t\t\t\"d\": 1\r\n\t\t}\r\n\t}\r\n}\r\n"
    );
}

#[test]
fn scalar_becomes_an_array_of_two() {
    assert_eq!(append(r#"{"Action": "a"}"#, "Action", r#""b""#).unwrap(), r#"{"Action": ["a", "b"]}"#);
    let text = append(SPREAD, "Statement/0/Action", r#""s3:PutObject""#).unwrap();
    let array =
        "\"Action\": [\n                \"s3:GetObject\",\n                \"s3:PutObject\"\n            ],";
    assert_eq!(text, SPREAD.replace("\"Action\": \"s3:GetObject\",", array));
    let inline = "{\n  \"Action\": \"a\",\n  \"Resource\": [\"x\"]\n}";
    assert!(append(inline, "Action", r#""b""#).unwrap().contains("\"Action\": [\"a\", \"b\"],"));
}

#[test]
fn lone_statement_becomes_an_array_of_two() {
    let text = "{\n  \"Statement\": {\n    \"Effect\": \"Allow\"\n  }\n}";
    let after = append(text, "Statement", r#"{"Effect":"Deny"}"#).unwrap();
    assert_eq!(
        after,
        "{\n  \"Statement\": [{\n    \"Effect\": \"Allow\"\n  }, {\n    \"Effect\": \"Deny\"\n  }]\n}"
    );
}

#[test]
fn removed_member_takes_one_comma_and_its_line() {
    let text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n";
    assert_eq!(remove(text, &["@a"]).unwrap(), "{\n  \"b\": 2,\n  \"c\": 3\n}\n");
    assert_eq!(remove(text, &["@b"]).unwrap(), "{\n  \"a\": 1,\n  \"c\": 3\n}\n");
    assert_eq!(remove(text, &["@c"]).unwrap(), "{\n  \"a\": 1,\n  \"b\": 2\n}\n");
    assert_eq!(remove(text, &["@b", "@c"]).unwrap(), "{\n  \"a\": 1\n}\n");
    assert_eq!(remove(text, &["@c", "@a"]).unwrap(), "{\n  \"b\": 2\n}\n");
    assert_eq!(remove(text, &["@a", "@b", "@c"]).unwrap(), "{}\n");
}

#[test]
fn member_can_be_removed_by_its_value_too() {
    assert_eq!(remove(r#"{"a": 1, "b": 2}"#, &["a"]).unwrap(), r#"{"b": 2}"#);
}

#[test]
fn removed_element_takes_one_comma() {
    assert_eq!(remove("[1, 2, 3]", &["0"]).unwrap(), "[2, 3]");
    assert_eq!(remove("[1, 2, 3]", &["1"]).unwrap(), "[1, 3]");
    assert_eq!(remove("[1, 2, 3]", &["2"]).unwrap(), "[1, 2]");
    assert_eq!(remove("[ 1 ]", &["0"]).unwrap(), "[]");
    assert_eq!(remove("[1]", &[""]), None, "the document itself cannot go");
}

#[test]
fn removal_and_addition_in_one_array_share_a_comma() {
    let both = |path: &'static str| {
        edited("[1, 2]", |tree| {
            vec![
                TreeEdit::Remove(super::at(tree, path)),
                TreeEdit::Append(super::at(tree, ""), "3".to_owned()),
            ]
        })
    };
    assert_eq!(both("0").unwrap(), "[2, 3]");
    assert_eq!(both("1").unwrap(), "[1, 3]");
    let all = edited("[1, 2]", |tree| {
        let root = super::at(tree, "");
        let mut edits: Vec<_> = tree.elements(root).map(TreeEdit::Remove).collect();
        edits.extend(["3", "4"].map(|json| TreeEdit::Append(root, json.to_owned())));
        edits
    });
    assert_eq!(all.unwrap(), "[3, 4]");
}

#[test]
fn several_additions_follow_each_other() {
    let text = edited("{\n  \"a\": 1\n}", |tree| {
        ["b", "c"].map(|name| TreeEdit::Insert(super::at(tree, ""), name.to_owned(), "2".to_owned())).into()
    });
    assert_eq!(text.unwrap(), "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 2\n}");
}

#[test]
fn addition_behind_a_value_that_becomes_an_array() {
    let text = edited(r#"{"a": 1}"#, |tree| {
        vec![
            TreeEdit::Insert(super::at(tree, ""), "b".to_owned(), "3".to_owned()),
            TreeEdit::Append(super::at(tree, "a"), "2".to_owned()),
        ]
    });
    assert_eq!(text.unwrap(), r#"{"a": [1, 2], "b": 3}"#);
}

#[test]
fn replaced_value_keeps_the_layout_of_the_old_one() {
    let text = replace(SPREAD, "Statement/0/Resource", r#"["a", "b", "c"]"#).unwrap();
    assert!(text.contains("\"Resource\": [\n                \"a\",\n                \"b\",\n                \"c\"\n            ]\n"));
    assert_eq!(replace("{\n  \"a\": [1, 2]\n}", "a", "[3,4]").unwrap(), "{\n  \"a\": [3, 4]\n}");
    assert_eq!(replace("{\n  \"a\": 1\n}\n", "", "2").unwrap(), "2\n");
}

#[test]
fn comments_stay_with_what_they_are_about() {
    let text = "{\n  \"a\": 1, // about a\n  // about b\n  \"b\": 2 // and b\n}";
    assert_eq!(
        insert(text, "", "c", "3").unwrap(),
        "{\n  \"a\": 1, // about a\n  // about b\n  \"b\": 2, // and b\n  \"c\": 3\n}"
    );
    assert_eq!(remove(text, &["@a"]).unwrap(), "{\n  // about a\n  // about b\n  \"b\": 2 // and b\n}");
    assert_eq!(remove(text, &["@b"]).unwrap(), "{\n  \"a\": 1 // about a\n  // about b\n // and b\n}");
    assert_eq!(remove("[1, /* , */ 2]", &["1"]).unwrap(), "[1 /* , */]");
}

#[test]
fn trailing_comma_stays() {
    assert_eq!(append("[1, 2,]", "", "3").unwrap(), "[1, 2, 3,]");
    assert_eq!(remove("[1, 2,]", &["1"]).unwrap(), "[1,]");
    assert_eq!(remove("[1,]", &["0"]).unwrap(), "[]");
}

#[test]
fn damaged_or_contradicting_edits_are_refused() {
    assert_eq!(insert(r#"{"a": 1"#, "", "b", "2"), None, "no closing bracket");
    assert_eq!(insert("[1]", "", "b", "2"), None, "no object");
    assert_eq!(insert("{}", "", "b", "{"), None, "no JSON");
    assert_eq!(replace(r#"{"a": 1}"#, "@a", "2"), None, "a name is no value");
    let twice = edited(r#"{"a": {"b": 1}}"#, |tree| {
        vec![
            TreeEdit::Replace(super::at(tree, "a"), "1".to_owned()),
            TreeEdit::Replace(super::at(tree, "a/b"), "2".to_owned()),
        ]
    });
    assert_eq!(twice, None, "one inside the other");
}
