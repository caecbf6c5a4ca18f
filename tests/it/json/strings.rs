//! Strings: what they say, where each part of it stands, and what is wrong with them.

use super::{read, told, understood};
use arnlint::json::NodeId;
use arnlint::text::Range;
use serde_json::json;

#[test]
fn escapes_are_decoded() {
    let text = r#"["\"\\\/\b\f\n\r\t", "\u00e9\u20AC", "\ud83c\udf00", "plain é"]"#;
    assert_eq!(understood(text), serde_json::from_str::<serde_json::Value>(text).unwrap());
    assert_eq!(told(text), [""; 0]);
}

#[test]
fn each_decoded_part_leads_to_its_own_bytes() {
    let text = r#"["ab\"c\u00e9d\ud83c\udf00e"]"#;
    let (tree, _) = read(text);
    let id = NodeId(1);
    let decoded = tree.str(id).unwrap();
    let source = |part: &str| {
        let start = u32::try_from(decoded.find(part).unwrap()).unwrap();
        tree.within(id, Range::new(start, start + u32::try_from(part.len()).unwrap())).of(text)
    };
    assert_eq!(decoded, "ab\"céd🌀e");
    assert_eq!(source("b"), "b");
    assert_eq!(source("b\"c"), r#"b\"c"#);
    assert_eq!(source("é"), r"\u00e9");
    assert_eq!(source("d🌀"), r"d\ud83c\udf00");
    assert_eq!(source("e"), "e");
    assert_eq!(source(decoded), r#"ab\"c\u00e9d\ud83c\udf00e"#);
}

#[test]
fn part_of_an_escape_covers_the_escape() {
    let text = r#""\u00e9""#;
    let (tree, _) = read(text);
    assert_eq!(tree.within(NodeId(0), Range::new(1, 2)).of(text), r"\u00e9");
}

#[test]
fn part_of_a_plain_string_leads_to_its_own_bytes() {
    let text = r#"["arn:aws:s3:::x"]"#;
    let (tree, _) = read(text);
    assert_eq!(tree.within(NodeId(1), Range::new(4, 7)).of(text), "aws");
    assert_eq!(tree.inner(NodeId(1)).of(text), "arn:aws:s3:::x");
}

#[test]
fn bad_escapes_and_surrogates_are_told_once_for_each_string() {
    assert_eq!(
        told(r#"["\x\q", "\u12", "C:\dir"]"#),
        [r"BadEscape `\x`", r"BadEscape `\u12`", r"BadEscape `\d`"]
    );
    assert_eq!(told(r#"["\ud800", "\udc00\ud800a", "\ud800\u0041"]"#).len(), 3);
    assert_eq!(told(r#"["\ud800\u0041"]"#), [r"LoneSurrogate `\ud800`"]);
    assert_eq!(understood(r#"["\ud800\u0041", "\q"]"#), json!(["\u{FFFD}A", "q"]));
    assert_eq!(told("[\"\\é\"]"), ["BadEscape `\\é`"]);
}

#[test]
fn control_characters_are_told_once_for_each_string() {
    assert_eq!(told("[\"a\tb\tc\", \"d\"]"), ["ControlCharacter `\t`"]);
    assert_eq!(told("[\"a\u{1}\u{2}b\"]"), ["ControlCharacter `\u{1}\u{2}`"]);
    assert_eq!(understood("[\"a\tb\"]"), json!(["a\tb"]));
}

#[test]
fn string_over_two_lines_is_one_string_where_its_quote_shows_it() {
    let text = "{\"Sid\": \"one\n  two\", \"b\": 1}";
    assert_eq!(told(text), ["ControlCharacter `\n`"]);
    assert_eq!(understood(text), json!({"Sid": "one\n  two", "b": 1}));
}

#[test]
fn string_without_closing_quote_ends_with_its_line_before_commas_and_brackets() {
    let text = "{\n  \"Effect\": \"Allow,\n  \"Action\": [\"a\", \"b],\n  \"c\": \"arn:${x}}\n}";
    assert_eq!(told(text)[..2], ["UnterminatedString `\"Allow`", "UnterminatedString `\"b`"]);
    assert_eq!(understood(text)["Effect"], "Allow");
    assert_eq!(understood(text)["Action"], json!(["a", "b"]));
    assert_eq!(understood("{\"c\": \"arn:${x}}"), json!({"c": "arn:${x}"}));
    assert_eq!(told("{\"a\": \"b\r\n}"), ["UnterminatedString `\"b`"]);
}

#[test]
fn name_without_closing_quote_ends_before_its_colon() {
    let text = "{\"Effect: \"Allow\", \"Action: {\n \"x\": 1}}";
    assert_eq!(told(text), ["UnterminatedString `\"Effect`", "UnterminatedString `\"Action`"]);
    assert_eq!(understood(text), json!({"Effect": "Allow", "Action": {"x": 1}}));
}

#[test]
fn missing_quote_in_the_middle_of_a_line_is_one_mistake() {
    let text = r#"{"Effect": "Allow, "Action": "s3:*"}"#;
    assert_eq!(told(text), ["UnterminatedString `\"Allow`"]);
    assert_eq!(understood(text), json!({"Effect": "Allow", "Action": "s3:*"}));
}

#[test]
fn quotes_inside_a_string_are_one_mistake() {
    let text = r#"{"Sid": "Allow "full" access", "a": 1}"#;
    assert_eq!(told(text), ["Unexpected `\"`"]);
    assert_eq!(understood(text), json!({"Sid": "Allow \"full\" access", "a": 1}));
}

#[test]
fn document_in_quotes_without_escapes_is_one_mistake_and_is_read() {
    for text in [
        r#"{"Policy": "{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}", "x": 1}"#,
        "{\"Policy\": \"{\n  \"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\"}]\n}\", \"x\": 1}",
    ] {
        assert_eq!(told(text), ["Unexpected `\"`"]);
        let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]});
        assert_eq!(understood(text), json!({"Policy": policy, "x": 1}));
    }
}

#[test]
fn string_of_one_bracket_is_a_string() {
    assert_eq!(told(r#"["{", "[" "}"]"#), ["MissingComma ``"]);
    assert_eq!(understood(r#"["{", "[" "}"]"#), json!(["{", "[", "}"]));
}

#[test]
fn string_that_is_read_twice_tells_its_mistakes_once() {
    assert_eq!(told(r#"{"Sid": "\q "full" access"}"#), [r"BadEscape `\q`", "Unexpected `\"`"]);
}

#[test]
fn text_full_of_other_quotes_is_one_mistake() {
    let text = "{'Version': '2012-10-17', 'Statement': [{'Effect': 'it\\'s'}]}";
    assert_eq!(told(text), ["WrongQuotes `'Version'`"]);
    assert_eq!(understood(text), json!({"Version": "2012-10-17", "Statement": [{"Effect": "it's"}]}));
    assert_eq!(told("[“a”, “b”]"), ["WrongQuotes `“a”`"]);
    assert_eq!(told("[“a”, \"b\", ‘c’]"), ["WrongQuotes `“a”`", "WrongQuotes `‘c’`"]);
    assert_eq!(understood("[“a”, ‘b’, `c`]"), json!(["a", "b", "c"]));
    assert_eq!(told("{\"a\": \"b”, \"c\": \"d\"}"), ["WrongQuotes `\"b”`"]);
}
