//! Selectors that are refused: what is said, and which part of the selector is underlined.

use arnlint::rules::select::Select;

/// The message and the part of the selector that it is about.
fn refused(selector: &str) -> (String, &str) {
    let refusal = Select::parse(selector).expect_err(selector);
    (refusal.message, refusal.at.map_or("", |at| at.of(selector)))
}

#[test]
fn functions_beyond_the_standard_are_refused_where_they_stand() {
    let wanted =
        "`in` is no function of RFC 9535, which has length, count, value, match and search".to_owned();
    assert_eq!(refused("$.Statement[*].Action[?in(@, 's3:*')]"), (wanted.clone(), "in"));
    assert_eq!(refused("$.a[?@.b == 'in(' && in(@, 'x')]"), (wanted, "in"));
    let (message, place) = refused("$.a[?iam_match(@, 's3:*')]");
    assert_eq!(place, "iam_match");
    assert!(message.starts_with("`iam_match` is no function"), "{message}");
    let (_, place) = refused("$.a[?length(@.b) > 1 && any_of(@.b, @.c)]");
    assert_eq!(place, "any_of");
}

#[test]
fn functions_are_refused_where_their_result_cannot_be_used() {
    for (selector, place) in [
        ("$[?length(@)]", "length"),
        ("$[?count(@.*)]", "count"),
        ("$[?value(@..color)]", "value"),
        ("$[?length(@.*) < 3]", "length"),
        ("$[?count(1) == 1]", ""),
        ("$[?count(length(@)) == 1]", "count"),
        ("$[?length(@) == 1 && value(length(@.x)) == 1]", "value"),
        ("$[?match(@.*, 'a')]", "match"),
        ("$[?search(@, @..x)]", "search"),
        ("$[?match(@.timezone, 'Europe/.*') == true]", ""),
        ("$[?search(@, '(')]", "search"),
        ("$[?length(match(@, 'a')) == 1]", "match"),
    ] {
        let (message, at) = refused(selector);
        assert_eq!(at, place, "{selector}: {message}");
    }
}

#[test]
fn well_typed_functions_are_taken() {
    for selector in [
        "$[?length(@) < 3]",
        "$[?length(@.a['b'][0]) < 3]",
        "$[?count(@.*) == 1]",
        "$[?count($..a) == 1]",
        "$[?match(@.timezone, 'Europe/.*')]",
        "$[?!search(@.a, $.b)]",
        "$[?value(@..color) == \"red\"]",
        "$[?length(value(@..color)) == 3]",
        "$[?(length(@) > 1 || @.a) && !(@.b)]",
    ] {
        assert!(Select::parse(selector).is_ok(), "{selector}: {:?}", Select::parse(selector));
    }
}

#[test]
fn what_is_no_query_is_refused_where_it_goes_wrong() {
    for (selector, place) in
        [("Statement", "S"), ("$.", ""), ("$.Statement[?@.Effect = 'Allow']", "="), ("$[01]", "0"), ("", "")]
    {
        let (message, at) = refused(selector);
        assert_eq!(message, "this is not a JSONPath of RFC 9535", "{selector}");
        assert_eq!(at, place, "{selector}");
    }
    for selector in ["$.a b", "$..a  b", "$[?@.a b == 1]"] {
        let (message, at) = refused(selector);
        assert_eq!((message.contains("in quotes and brackets"), at), (true, "b"), "{selector}");
    }
    for selector in ["$ .a [ 'b c' ] [?@.d && @ .e == 'f g']", "$['a' , 'b']", "$[?true == @.a]"] {
        assert!(Select::parse(selector).is_ok(), "{selector}: {:?}", Select::parse(selector));
    }
    for (selector, bracket) in
        [("$.Statement[", "["), ("$.Statement[?@.Effect == 'Allow'", "["), ("$[?(@.a == ')']", "[")]
    {
        assert_eq!(refused(selector), (format!("`{bracket}` is not closed"), bracket), "{selector}");
    }
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = format!("$[?{}@.a{}]", "(".repeat(100_000), ")".repeat(100_000));
    let (message, _) = refused(&deep);
    assert_eq!(message, "the selector nests brackets more than 128 deep");
    let long = format!("${}", ".a".repeat(100_000));
    assert!(Select::parse(&long).is_ok());
    let _ = Select::parse(&format!("$[?{}@.a]", "!".repeat(100_000)));
}
