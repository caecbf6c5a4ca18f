//! Holes of templates outside strings.

use super::{nodes, told, understood};
use arnlint::json::{Kind, NodeId};
use serde_json::json;

#[test]
fn each_hole_is_one_problem_and_an_unknown_value() {
    let text = r#"{"a": ${var.x}, "b": {{ .Values.y }}, "c": %{ if x }, "d": [${y}, 1]}"#;
    assert_eq!(
        told(text),
        ["Template `${var.x}`", "Template `{{ .Values.y }}`", "Template `%{ if x }`", "Template `${y}`"]
    );
    assert_eq!(understood(text), json!({"a": "?", "b": "?", "c": "?", "d": ["?", 1]}));
}

#[test]
fn hole_may_hold_braces_quotes_and_lines() {
    let text = "{\"a\": ${jsonencode({\n  b = \"}\"\n})}, \"c\": 1}";
    assert_eq!(told(text), ["Template `${jsonencode({\n  b = \"}\"\n})}`"]);
    assert_eq!(understood(text), json!({"a": "?", "c": 1}));
}

#[test]
fn hole_goes_on_with_the_text_around_it() {
    assert_eq!(told("[arn:aws:s3:::${bucket}/*, 1]"), ["Template `arn:aws:s3:::${bucket}/*`"]);
    assert_eq!(nodes("[${a}-${b}]")[1], (Kind::Unknown, "${a}-${b}".to_owned()));
}

#[test]
fn name_may_be_a_hole() {
    assert_eq!(told("{${key}: 1, {{ k }}: 2}"), ["Template `${key}`", "Template `{{ k }}`"]);
    assert_eq!(understood("{${key}: 1}"), json!({"${key}": 1}));
    let (tree, _) = super::read("{${key}: 1}");
    assert_eq!(tree.kind(NodeId(1)), Kind::Key);
}

#[test]
fn directives_need_no_commas() {
    let text = "[\n %{ for name in names ~}\n \"a\",\n %{ endfor ~}\n \"b\" ]";
    assert_eq!(told(text), ["Template `%{ for name in names ~}`", "Template `%{ endfor ~}`"]);
    let text = "{\"a\": 1, {% if b %} \"b\": 2 {% endif %}}";
    assert_eq!(told(text), ["Template `{% if b %}`", "Template `{% endif %}`"]);
}

#[test]
fn two_braces_with_a_name_behind_them_are_no_hole() {
    assert_eq!(told("{{\"a\": 1}}"), ["BadKey `{`"]);
    assert_eq!(told("[{\"a\":{}},{\"b\":{}}]"), [""; 0]);
}

#[test]
fn hole_that_does_not_end_ends_with_its_line() {
    let text = "{\"a\": ${b {,\n \"c\": 1}";
    assert_eq!(told(text), ["Template `${b {`"]);
    assert_eq!(understood(text), json!({"a": "?", "c": 1}));
}

#[test]
fn holes_inside_strings_are_left_to_the_policy() {
    assert_eq!(told(r#"["${aws:username}", "{{ x }}"]"#), [""; 0]);
}
