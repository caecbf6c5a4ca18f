//! Hostile documents: depth does not use up the stack, and a query that would not end is given up.

use arnlint::rules::canonical::View;
use arnlint::rules::select::{Select, TooLong};

use super::tree;

/// Number of items that a query selects.
fn count(query: &str, text: &str) -> Result<usize, TooLong> {
    let tree = tree(text);
    let view = View::new(&tree, tree.root().unwrap());
    Select::parse(query).unwrap().run(&view).map(|items| items.len())
}

fn nested(depth: usize) -> String {
    format!("{}1{}", "[".repeat(depth), "]".repeat(depth))
}

#[test]
fn depth_of_a_document_is_no_depth_of_the_stack() {
    let deep = nested(100_000);
    assert_eq!(count("$..*", &deep), Ok(100_000));
    assert_eq!(count("$..[0]", &deep), Ok(100_000));
    assert_eq!(count("$..[?@ == 1]", &deep), Ok(1));
    assert_eq!(count("$.Statement", &deep), Ok(0));
    let twins = format!("{{\"a\": {deep}, \"b\": {deep}}}");
    assert_eq!(count("$[?@ == $.b]", &twins), Ok(2));
    let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    assert_eq!(count("$..a", &objects), Ok(100_000));
}

#[test]
fn a_query_that_would_not_end_is_given_up() {
    let deep = nested(100_000);
    assert!(count("$..*..*", &deep).is_err());
    assert!(count("$..[?@..x]", &deep).is_err());
    let wide = format!("[{}1]", "1,".repeat(100_000));
    assert!(count("$[?$[?@ == 2]]", &wide).is_err());
    let patterns = format!("[{}\"a\"]", "\"a\",".repeat(10_000));
    assert!(count("$[?match(@, @)]", &patterns).is_err());
}

#[test]
fn the_queries_of_rules_stay_far_below_the_limit() {
    let statement = r#"{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*","Condition":{"StringEquals":{"aws:SourceArn":"x"}}},"#;
    let policy = format!("{{\"Statement\":[{}{{}}]}}", statement.repeat(5_000));
    for (query, wanted) in [
        ("$.Statement[?@.Effect=='Allow' && @.Action[?@=='*'] && @.Resource[?@=='*']]", 0),
        ("$.Statement[?@.Effect=='Allow' && @.Resource[?@=='*']]", 5_000),
        ("$.Statement[?@.Principal=='*' || @.Principal.AWS[?@=='*']]", 0),
        ("$..['aws:SourceArn']", 5_000),
        ("$.Statement[*].Action[?search(@,'^s3:')]", 10_000),
        ("$.Statement[?@..['aws:SourceArn']]", 5_000),
    ] {
        assert_eq!(count(query, &policy), Ok(wanted), "{query}");
    }
}
