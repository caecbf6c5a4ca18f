//! One mistake, one problem, and all that could be read.

use arnlint::json::tree::flag;
use arnlint::json::{Dialect, Kind, NodeId, parse_as, parse_file};
use arnlint::text::{FileId, decode};
use serde_json::{Value, json};

use super::{read, told, told_where, understood};

/// Checks the problems of a text and what was understood of it.
fn check(text: &str, problems: &[&str], value: &Value) {
    assert_eq!(told(text), problems, "{text}");
    assert_eq!(understood(text), *value, "{text}");
}

#[test]
fn commas() {
    check(r#"{"a": 1,}"#, &["TrailingComma `,`"], &json!({"a": 1}));
    check("[1, 2,\n]", &["TrailingComma `,`"], &json!([1, 2]));
    check("[1,,2]", &["ExtraComma `,`"], &json!([1, 2]));
    check("[,1]", &["ExtraComma `,`"], &json!([1]));
    check(r#"{"a":1,,,}"#, &["ExtraComma `,,`"], &json!({"a": 1}));
    check(r#"{"a": 1 "b": 2}"#, &["MissingComma ``"], &json!({"a": 1, "b": 2}));
    check(r#"{"a": 1; "b": 2}"#, &["Unexpected `;`"], &json!({"a": 1, "b": 2}));
    check(
        "[1 2\n[3] {}]",
        &["MissingComma ``", "MissingComma ``", "MissingComma ``"],
        &json!([1, 2, [3], {}]),
    );
    check(r#"{"Action": "a" "b"}"#, &["MissingComma ``"], &json!({"Action": "a", "b": "?"}));
}

#[test]
fn missing_comma_is_told_where_it_should_stand() {
    let text = "{\n  \"Effect\": \"Allow\"\n  \"Action\": \"s3:*\"\n  \"Resource\": \"*\"\n}";
    let after = |needle: &str| text.find(needle).unwrap() + needle.len();
    assert_eq!(
        told_where(text),
        [
            format!("MissingComma `` at {}", after("\"Allow\"")),
            format!("MissingComma `` at {}", after("\"s3:*\""))
        ]
    );
}

#[test]
fn comments_and_trailing_commas_are_silent_where_they_are_allowed() {
    let text = "// a\n{\n  \"a\": [1, 2,], # b\n  /* c */ \"b\": 3, // d\n}\n/* e */";
    assert_eq!(told(text).len(), 6);
    let (tree, problems) = parse_as(text.into(), FileId(0), None, Dialect::JsonWithComments);
    assert_eq!(problems, []);
    assert_eq!(tree.comments().len(), 5);
    check(text, &told(text).iter().map(String::as_str).collect::<Vec<_>>(), &json!({"a": [1, 2], "b": 3}));
    let file = decode("[true// c\n, 1/* d */, null/**/,]".as_bytes().to_vec());
    assert_eq!(parse_file(&file, FileId(0), Dialect::JsonWithComments).1, []);
}

#[test]
fn comments_with_nothing_between_them_are_one_mistake() {
    let text = "// one\n// two\n{\"a\": // three\n 1}";
    assert_eq!(told(text), ["Comment `// one`", "Comment `// three`"]);
    check("[1 /* no end\n, 2]", &["Comment `/* no end`"], &json!([1, 2]));
}

#[test]
fn names() {
    let text = "{Version: \"2012-10-17\", Statement: [{Effect: \"Allow\"}]}";
    check(text, &["BadKey `Version`"], &json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}));
    check("{a: 1, \"b\": 2, c: 3}", &["BadKey `a`", "BadKey `c`"], &json!({"a": 1, "b": 2, "c": 3}));
    check("{aws:SourceArn: 1}", &["BadKey `aws:SourceArn`"], &json!({"aws:SourceArn": 1}));
    check("{1: 2}", &["BadKey `1`"], &json!({"1": 2}));
    check("{: 1}", &["BadKey `:`"], &json!({"": 1}));
    check("{[1]}", &["BadKey `[`"], &json!({"": [1]}));
    let (tree, _) = read("{a: 1}");
    assert!(tree.flags(NodeId(1)) & flag::BARE != 0);
}

#[test]
fn colons_and_values() {
    check(r#"{"a" 1}"#, &["MissingColon ``"], &json!({"a": 1}));
    check(r#"{"a" = 1, "b" => 2}"#, &["MissingColon `=`", "MissingColon `=>`"], &json!({"a": 1, "b": 2}));
    check(r#"{"a":}"#, &["MissingValue `\"a\"`"], &json!({"a": "?"}));
    check(r#"{"a":, "b": 1}"#, &["MissingValue `\"a\"`"], &json!({"a": "?", "b": 1}));
    let set = r#"{"s3:Get", "s3:Put", "s3:List"}"#;
    check(set, &["MissingValue `\"s3:Get\"`"], &json!({"s3:Get": "?", "s3:Put": "?", "s3:List": "?"}));
}

#[test]
fn words_of_other_languages() {
    let text = "[True, FALSE, None, nil, undefined]";
    let words = ["True", "FALSE", "None", "nil", "undefined"].map(|word| format!("BadWord `{word}`"));
    check(text, &words.each_ref().map(String::as_str), &json!([true, false, null, null, null]));
    let text = "{\"a\": arn:aws:s3:::bucket/*, \"b\": Allow all, \"c\": tru}";
    let told = ["BadWord `arn:aws:s3:::bucket/*`", "BadWord `Allow all`", "BadWord `tru`"];
    check(text, &told, &json!({"a": "arn:aws:s3:::bucket/*", "b": "Allow all", "c": "tru"}));
    check(
        "[<bucket-arn>, ...]",
        &["BadWord `<bucket-arn>`", "BadWord `...`"],
        &json!(["<bucket-arn>", "..."]),
    );
}

#[test]
fn signs_of_what_was_left_out() {
    let text = "{\"a\": [\n  1,\n  ...\n],\n  ...\n}";
    check(text, &["BadWord `...`", "BadKey `...`"], &json!({"a": [1, "..."], "...": "?"}));
    let text = "{\"a\": [\n  {\"b\": 1}\n  ....,\n  {\"b\": 2} ![\\[note 4\\]](http://example.com/x.png)\n]}";
    let told = ["Unexpected `....`", "Unexpected `![\\[note 4\\]](http://example.com/x.png)`"];
    check(text, &told, &json!({"a": [{"b": 1}, {"b": 2}]}));
    check("{\"a\": 1 | 2, \"b\": 3}", &["MissingComma ``"], &json!({"a": 1, "|": 2, "b": 3}));
}

#[test]
fn numbers() {
    for number in
        ["+1", "012", ".5", "1.", "-.5", "0x1F", "1e", "1e+", "-", "--1", "1.2.3", "NaN", "-Infinity"]
    {
        assert_eq!(told(&format!("[{number}, 1]")), [format!("BadNumber `{number}`")]);
    }
    assert_eq!(told("[0, -0, 0.0, 1e5, 1E+5, 1e-05, 10]"), [""; 0]);
    let (tree, _) = read("{\"AWS\": 012345678901, \"Version\": 2012-10-17}");
    assert_eq!(tree.kind(NodeId(2)), Kind::Number);
    assert_eq!(tree.scalar(NodeId(2)), Some("012345678901"), "an account id keeps its zero");
    assert_eq!(tree.str(NodeId(4)), Some("2012-10-17"), "a date is text");
}

#[test]
fn missing_closing_brackets() {
    assert_eq!(told_where(r#"{"a": 1"#), ["Unclosed `` at 7 because of `{` at 0"]);
    assert_eq!(told_where("{\"a\": [1, 2\n\n"), ["Unclosed `` at 11 because of `[` at 6"]);
    assert_eq!(told_where(r#"{"a": [1, 2}"#), ["Unclosed `` at 11 because of `[` at 6"]);
    check(r#"[{"x": [1,2}, {"x": 3}]"#, &["Unclosed ``"], &json!([{"x": [1, 2]}, {"x": 3}]));
    let text = r#"{"Statement":[{"Action":["a","b"}]}"#;
    check(text, &["Unclosed ``"], &json!({"Statement": [{"Action": ["a", "b"]}]}));
    let (tree, _) = read(r#"{"a": 1"#);
    assert!(tree.flags(NodeId(0)) & flag::UNCLOSED != 0);
}

#[test]
fn bracket_that_was_forgotten_before_the_next_statement_or_member() {
    let text = "{\"Statement\": [\n  {\"Effect\": \"Allow\",\n  {\"Effect\": \"Deny\"}\n]}";
    check(text, &["Unclosed ``"], &json!({"Statement": [{"Effect": "Allow"}, {"Effect": "Deny"}]}));
    let text = r#"{"Action": ["a", "b", "Resource": "*"}"#;
    check(text, &["Unclosed ``"], &json!({"Action": ["a", "b"], "Resource": "*"}));
    assert_eq!(told_where(text), ["Unclosed `` at 20 because of `[` at 11"]);
}

#[test]
fn indentation_tells_which_bracket_was_forgotten() {
    let text = r#"{
  "Statement": [
    {
      "Effect": "Allow",
      "Condition": {
        "StringEquals": {"a": "b"}
    },
    {
      "Effect": "Deny"
    }
  ]
}
"#;
    let missing = text.find(r#""b"}"#).unwrap() + 4;
    let opener = text.find("{\n        \"StringEquals\"").unwrap();
    assert_eq!(told_where(text), [format!("Unclosed `` at {missing} because of `{{` at {opener}")]);
    let cut = text.replace(",\n    {\n      \"Effect\": \"Deny\"\n    }", "").replace("  ]\n", "");
    assert_eq!(told_where(&cut), [format!("Unclosed `` at {missing} because of `{{` at {opener}")]);
}

#[test]
fn wrong_closing_brackets() {
    check("[1, 2}", &["Unopened `}`"], &json!([1, 2]));
    check(r#"{"a": 1]"#, &["Unopened `]`"], &json!({"a": 1}));
    check(r#"{"a": [1, 2}, "b": 3}"#, &["Unopened `}`"], &json!({"a": [1, 2], "b": 3}));
    check("[1]]", &["Unopened `]`"], &json!([1]));
    check("]", &["Unopened `]`"], &Value::Null);
    let text = r#"{"Condition": ["StringEquals": {"a": "b"}]}"#;
    check(text, &["Unexpected `[`"], &json!({"Condition": {"StringEquals": {"a": "b"}}}));
}

#[test]
fn text_that_is_cut_off_is_one_mistake() {
    let whole = r#"{"Statement": [{"Effect": "Allow", "Action": ["a", "b"], "x": true}]}"#;
    for end in 1..whole.len() {
        let text = whole.split_at(end).0;
        let mut told = told(text);
        // Behind a comma or a colon, the comma or the missing value is one more.
        told.retain(|told| !told.starts_with("TrailingComma"));
        assert_eq!(told.len(), 1, "{text} gave {told:?}");
    }
}

#[test]
fn what_follows_the_document() {
    check("{} {}", &["TrailingText `{}`"], &json!({}));
    check("{\"a\": 1}\n{\"b\": 2}\n{\"c\": 3}\n", &["TrailingText `{\"b\": 2}`"], &json!({"a": 1}));
    check("{};", &["TrailingText `;`"], &json!({}));
    check("[1] // fine", &["Comment `// fine`"], &json!([1]));
}

#[test]
fn nothing_at_all() {
    check("", &["Empty ``"], &Value::Null);
    check(" \r\n\t", &["Empty ``"], &Value::Null);
    assert_eq!(told("# only words\n"), ["Comment `# only words`", "Empty ``"]);
    let (tree, _) = read("");
    assert_eq!((tree.root(), tree.len()), (None, 0));
}

#[test]
fn text_of_another_language_is_one_mistake() {
    assert_eq!(told("Version: \"2012-10-17\"\nStatement:\n  - Effect: Allow\n").len(), 1);
    assert_eq!(told("resource \"aws_s3_bucket\" \"x\" {\n  a = 1\n}\n").len(), 1);
    assert_eq!(told("<html><body>\"x\"</body></html>").len(), 1);
    assert_eq!(told("2@"), ["BadNumber `2@`"]);
}

#[test]
fn blanks_of_web_pages_are_one_mistake() {
    let text = "{\n\u{A0}\u{A0}\"a\": 1,\n\u{A0}\u{A0}\"b\":\u{2003}2\u{200B}}";
    check(text, &["Unexpected `\u{A0}`"], &json!({"a": 1, "b": 2}));
}

#[test]
fn line_breaks_of_all_systems_are_blanks() {
    for line in ["\n", "\r\n", "\r"] {
        let text = format!("{{{line}\"a\": 1,{line}\"b\": 2{line}}}{line}");
        check(&text, &[], &json!({"a": 1, "b": 2}));
        assert_eq!(told(&format!("{{{line}\"a\": \"b{line}}}")), ["UnterminatedString `\"b`"]);
    }
}

#[test]
fn several_mistakes_are_told_in_one_run() {
    let text =
        "{\n  'a': 1,\n  \"b\": True\n  \"c\": [1, 2,],\n  \"d\": \"x\ty\",\n  \"e\": 01,\n  \"e\": 2\n}";
    let told = [
        "WrongQuotes `'a'`",
        "BadWord `True`",
        "MissingComma ``",
        "TrailingComma `,`",
        "ControlCharacter `\t`",
        "BadNumber `01`",
        "DuplicateKey `\"e\"`",
    ];
    assert_eq!(super::told(text), told);
}

#[test]
fn of_each_kind_a_hundred_are_told() {
    let text = format!("[{}1]", "01,".repeat(5000));
    assert_eq!(told(&text).len(), 100);
    assert_eq!(understood(&text).as_array().unwrap().len(), 5001);
}
