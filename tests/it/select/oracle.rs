//! Our evaluator and `jsonpath-rust`'s own on the same documents and queries: the same nodes in the same order.

use arnlint::rules::canonical::View;
use arnlint::rules::select::Select;
use jsonpath_rust::JsonPath as _;
use serde_json::{Value, json};

use super::generator::Random;
use super::{canonical, counterparts, tree};

/// The queries on which candidates were compared when the crate was chosen, without the one that is no RFC 9535.
const QUERIES: [&str; 20] = [
    "$.Statement[?@.Effect=='Allow'].Action",
    "$.Statement[?@.Effect=='Allow' && !@.Condition]",
    "$.Statement[?@.Effect=='Allow'].Resource[?@=='*']",
    "$.Statement[*].Principal.Service",
    "$.Statement[?@.NotAction]",
    "$.Statement[?@.Effect=='Allow' && @.NotPrincipal]",
    "$.Version",
    "$..['aws:SourceArn']",
    "$.Statement[*].Condition.StringEquals['aws:SourceAccount']",
    "$.Statement[?count(@.Action[*]) > 2]",
    "$.Statement[?@.Effect=='Deny'].Condition",
    "$.Statement[*].Sid",
    "$.Statement[?@.Effect=='Allow' && @.Action[?@=='*'] && @.Resource[?@=='*']]",
    "$.Statement[?@.Principal=='*' || @.Principal.AWS[?@=='*']]",
    "$.Statement[?@.Condition.StringLike]",
    "$.Id",
    "$.Statement[?length(@.Sid)>1]",
    "$.Statement[*].Action[?search(@,'^s3:')]",
    "$.Statement[*].Action[?match(@,'s3:.*')]",
    "$.Statement[*].Resource[?search(@,'\\\\$\\\\{')]",
];

/// Compares the two evaluators; the number of nodes that both selected.
fn compare(query: &str, policy: &Value) -> usize {
    let text = policy.to_string();
    let json = canonical(policy.clone());
    let tree = tree(&text);
    let view = View::new(&tree, tree.root().unwrap());
    let counterparts = counterparts(&view, &json);
    let select = Select::parse(query).unwrap_or_else(|refusal| panic!("{query}: {refusal:?}"));
    let ours: Vec<*const Value> =
        select.run(&view).unwrap().iter().map(|item| std::ptr::from_ref(counterparts[item])).collect();
    let theirs: Vec<*const Value> = json.query(query).unwrap().into_iter().map(std::ptr::from_ref).collect();
    assert_eq!(ours, theirs, "{query}\n{json:#}");
    ours.len()
}

#[test]
fn the_queries_of_real_rules_select_the_same() {
    let mut random = Random::new(1);
    let mut hits = 0;
    for _ in 0..150 {
        let policy = random.policy();
        hits += QUERIES.iter().map(|query| compare(query, &policy)).sum::<usize>();
    }
    assert!(hits > 500, "{hits}");
}

#[test]
fn random_queries_select_the_same_from_random_policies() {
    let mut random = Random::new(2);
    let mut hits = 0;
    for _ in 0..1500 {
        let policy = random.policy();
        for _ in 0..4 {
            let query = random.query();
            hits += compare(&query, &policy);
        }
    }
    assert!(hits > 5000, "{hits}");
}

#[test]
fn unicode_names_and_escapes_in_quotes_select_the_same() {
    let policy = json!({
        "Statement": {"Action": "s3:*"},
        "é": {"日本": 1}, "x y": [1, 2], "": 3, "it's": 4, "\"": 5, "\\": 6, "\u{1F600}": 7, "/": 8
    });
    for query in [
        "$.é.日本",
        "$['é']['日本']",
        r#"$["\u00e9"]["\u65e5\u672c"]"#,
        "$['x y'][-1]",
        "$['']",
        r"$['it\'s']",
        r#"$["it's"]"#,
        r#"$["\""]"#,
        r"$['\\']",
        r#"$["\uD83D\uDE00"]"#,
        r"$['\/']",
        "$['Statement'][0].Action[0]",
    ] {
        assert_eq!(compare(query, &policy), 1, "{query}");
    }
}

/// Where `jsonpath-rust` 1.0 does something else than RFC 9535 says, we do what the RFC says.
mod deviations {
    use serde_json::{Value, json};

    use super::super::selected;
    use jsonpath_rust::JsonPath as _;

    fn theirs(query: &str, json: &Value) -> Vec<Value> {
        json.query(query).unwrap().into_iter().cloned().collect()
    }

    /// Section 2.5.1.2: the selectors of one segment are applied to one node after the other.
    #[test]
    fn several_selectors_are_applied_node_by_node() {
        let json = json!([[1, 2], [3, 4]]);
        assert_eq!(selected("$[*][0,1]", &json.to_string()), [1, 2, 3, 4]);
        assert_eq!(theirs("$[*][0,1]", &json), [1, 3, 2, 4]);
    }

    /// Section 2.3.5.1: `@[?…]` is about the children of the current node.
    #[test]
    fn a_filter_inside_a_filter_looks_at_children() {
        let json = json!({"a": [{"b": 1}], "c": [{"d": 1}]});
        assert_eq!(selected("$[?@[?@.b]]", &json.to_string()), [json!([{"b": 1}])]);
        assert_eq!(theirs("$[?@[?@.b]]", &json), [] as [Value; 0]);
    }

    /// Section 2.4.5: the number of no nodes is 0.
    #[test]
    fn no_nodes_are_counted_as_none() {
        let json = json!([[], [1]]);
        assert_eq!(selected("$[?count(@.*) == 0]", &json.to_string()), [json!([])]);
        assert_eq!(theirs("$[?count(@.*) == 0]", &json), [] as [Value; 0]);
    }

    /// Section 2.3.5.2.2: numbers are equal when they are the same number.
    #[test]
    fn small_numbers_differ() {
        let json = json!([1e-20, 2e-20]);
        assert_eq!(selected("$[?@ == 1e-20]", &json.to_string()), [json!(1e-20)]);
        assert_eq!(theirs("$[?@ == 1e-20]", &json).len(), 2);
    }
}
