//! The examples of RFC 9535, as its tables give them.

use serde_json::{Value, json};

use super::selected;

#[track_caller]
fn check(document: &Value, table: &[(&str, Value)]) {
    for (query, wanted) in table {
        assert_eq!(Value::Array(selected(query, &document.to_string())), *wanted, "{query}");
    }
}

#[test]
fn names() {
    let document = json!({"o": {"j j": {"k.k": 3}}, "'": {"@": 2}});
    check(
        &document,
        &[
            ("$.o['j j']", json!([{"k.k": 3}])),
            ("$.o['j j']['k.k']", json!([3])),
            (r#"$.o["j j"]["k.k"]"#, json!([3])),
            (r#"$["'"]["@"]"#, json!([2])),
        ],
    );
}

#[test]
fn wildcards() {
    let document = json!({"o": {"j": 1, "k": 2}, "a": [5, 3]});
    check(
        &document,
        &[
            ("$[*]", json!([[5, 3], {"j": 1, "k": 2}])),
            ("$.o[*]", json!([1, 2])),
            ("$.o[*, *]", json!([1, 2, 1, 2])),
            ("$.a[*]", json!([5, 3])),
        ],
    );
}

#[test]
fn indexes_and_slices() {
    let letters = json!(["a", "b", "c", "d", "e", "f", "g"]);
    check(
        &letters,
        &[
            ("$[1]", json!(["b"])),
            ("$[-2]", json!(["f"])),
            ("$[7]", json!([])),
            ("$[-8]", json!([])),
            ("$[1:3]", json!(["b", "c"])),
            ("$[5:]", json!(["f", "g"])),
            ("$[1:5:2]", json!(["b", "d"])),
            ("$[5:1:-2]", json!(["f", "d"])),
            ("$[::-1]", json!(["g", "f", "e", "d", "c", "b", "a"])),
            ("$[-3:]", json!(["e", "f", "g"])),
            ("$[-100:2]", json!(["a", "b"])),
            ("$[100::-3]", json!(["g", "d", "a"])),
            ("$[:-9:-3]", json!(["g", "d", "a"])),
            ("$[2:5:0]", json!([])),
            ("$[3:3]", json!([])),
            ("$[0,3]", json!(["a", "d"])),
            ("$[0:2,5]", json!(["a", "b", "f"])),
            ("$[0,0]", json!(["a", "a"])),
        ],
    );
    check(&json!([]), &[("$[0]", json!([])), ("$[-1]", json!([])), ("$[::-1]", json!([]))]);
    check(&json!({"0": 1}), &[("$[0]", json!([])), ("$[0:]", json!([]))]);
}

#[test]
fn comparisons_between_all_types() {
    let document = json!({"obj": {"x": "y"}, "arr": [2, 3]});
    for (comparison, holds) in [
        ("$.absent1 == $.absent2", true),
        ("$.absent1 <= $.absent2", true),
        ("$.absent == 'g'", false),
        ("$.absent1 != $.absent2", false),
        ("$.absent != 'g'", true),
        ("1 <= 2", true),
        ("1 > 2", false),
        ("13 == '13'", false),
        ("'a' <= 'b'", true),
        ("'a' > 'b'", false),
        ("$.obj == $.arr", false),
        ("$.obj != $.arr", true),
        ("$.obj == $.obj", true),
        ("$.obj != $.obj", false),
        ("$.arr == $.arr", true),
        ("$.arr != $.arr", false),
        ("$.obj == 17", false),
        ("$.obj != 17", true),
        ("$.obj <= $.arr", false),
        ("$.obj < $.arr", false),
        ("$.obj <= $.obj", true),
        ("$.arr <= $.arr", true),
        ("1 <= $.arr", false),
        ("1 >= $.arr", false),
        ("1 > $.arr", false),
        ("1 < $.arr", false),
        ("true <= true", true),
        ("true > true", false),
        ("null == null", true),
        ("null < null", false),
        ("null <= null", true),
        ("'é' > 'z'", true),
        ("'\u{FFFD}' < '\u{10000}'", true),
        ("1 == 1.0", true),
        ("100 == 1e2", true),
        ("0 == -0", true),
    ] {
        let found = selected(&format!("$[?{comparison}]"), &document.to_string());
        assert_eq!(found.len(), if holds { 2 } else { 0 }, "{comparison}");
    }
}

#[test]
fn filters() {
    let document = json!({
        "a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
        "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}},
        "e": "f"
    });
    check(
        &document,
        &[
            ("$.a[?@.b == 'kilo']", json!([{"b": "kilo"}])),
            ("$.a[?(@.b == 'kilo')]", json!([{"b": "kilo"}])),
            ("$.a[?@>3.5]", json!([5, 4, 6])),
            ("$.a[?@.b]", json!([{"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}])),
            ("$[?@.*]", json!([document["a"], document["o"]])),
            ("$[?@[?@.b]]", json!([document["a"]])),
            ("$.o[?@<3, ?@<3]", json!([1, 2, 1, 2])),
            ("$.a[?@<2 || @.b == \"k\"]", json!([1, {"b": "k"}])),
            ("$.a[?match(@.b, \"[jk]\")]", json!([{"b": "j"}, {"b": "k"}])),
            ("$.a[?search(@.b, \"[jk]\")]", json!([{"b": "j"}, {"b": "k"}, {"b": "kilo"}])),
            ("$.o[?@>1 && @<4]", json!([2, 3])),
            ("$.o[?@.u || @.x]", json!([{"u": 6}])),
            ("$.a[?@.b == $.x]", json!([3, 5, 1, 2, 4, 6])),
            ("$.a[?@ == @]", document["a"].clone()),
        ],
    );
}

#[test]
fn descendants() {
    let document = json!({"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]});
    check(
        &document,
        &[
            ("$..j", json!([4, 1])),
            ("$..[0]", json!([5, {"j": 4}])),
            ("$..o", json!([{"j": 1, "k": 2}])),
            ("$.o..[*, *]", json!([1, 2, 1, 2])),
            ("$.a..[0, 1]", json!([5, 3, {"j": 4}, {"k": 6}])),
            (
                "$..*",
                json!([
                    document["a"], document["o"], 5, 3, [{"j": 4}, {"k": 6}], {"j": 4}, {"k": 6}, 4, 6, 1, 2
                ]),
            ),
        ],
    );
}

#[test]
fn null_is_a_value() {
    let document = json!({"a": null, "b": [null], "c": [{}], "null": 1});
    check(
        &document,
        &[
            ("$.a", json!([null])),
            ("$.a[0]", json!([])),
            ("$.a.d", json!([])),
            ("$.b[0]", json!([null])),
            ("$.b[*]", json!([null])),
            ("$.b[?@]", json!([null])),
            ("$.b[?@==null]", json!([null])),
            ("$.c[?@.d==null]", json!([])),
            ("$.null", json!([1])),
        ],
    );
}

#[test]
fn functions() {
    let document = json!(["日本", "ab", [1, 2], {"x": 1, "y": 1}, 12, null, "a\r"]);
    check(
        &document,
        &[
            ("$[?length(@) == 2]", json!(["日本", "ab", [1, 2], {"x": 1, "y": 1}, "a\r"])),
            ("$[?count(@.*) == 2]", json!([[1, 2], {"x": 1, "y": 1}])),
            ("$[?value(@[0:1]) == 1]", json!([[1, 2]])),
            ("$[?value(@.*) == 1]", json!([])),
            ("$[?count(@['x','x']) == 2]", json!([{"x": 1, "y": 1}])),
            ("$[?match(@, 'a.')]", json!(["ab"])),
            ("$[?match(@, 'b')]", json!([])),
            ("$[?search(@, 'b')]", json!(["ab"])),
            ("$[?length(value(@.*)) == 1]", json!([])),
            ("$[?match(@, $[1])]", json!(["ab"])),
        ],
    );
}

#[test]
fn objects_are_equal_whatever_the_order_of_their_members() {
    let text = r#"[{"a": 1, "b": [{"c": 2, "d": 3}]}, {"b": [{"d": 3.0, "c": 2}], "a": 1}, {"a": 1, "b": [{"c": 3, "d": 2}]}, {"a": 1, "b": []}]"#;
    assert_eq!(selected("$[?@ == $[0]]", text).len(), 2);
    assert_eq!(selected("$[?@ != $[0]]", text).len(), 2);
}

#[test]
fn of_two_members_with_one_name_the_first_is_selected() {
    assert_eq!(selected("$.a", r#"{"a": 1, "a": 2}"#), [1]);
    assert_eq!(selected("$.*", r#"{"a": 1, "a": 2}"#), [1, 2]);
}
