//! Questions written as policies: what is asked about is said in the language of what is asked.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::aws::Catalog;
use crate::finding::PolicyKind;
use crate::json::parse;
use crate::policy::{Container, KindFrom, Policy, lower_with};
use crate::text::FileId;

/// The text of a policy of these statements.
pub(super) fn document(statements: &[Value]) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// Reads the text of a policy and asks about it; `None` where it is no JSON.
pub(super) fn with<T>(
    text: &str,
    kind: PolicyKind,
    catalog: &Catalog,
    ask: impl FnOnce(&Policy<'_>) -> T,
) -> Option<T> {
    let (tree, _) = parse(Cow::Borrowed(text), FileId(0), None);
    let container = Container { kind: Some((kind, KindFrom::Flag)), ..Container::default() };
    // The text was made for the question: what looks like a placeholder in it is meant as it stands.
    let policy = lower_with(&tree, tree.root()?, container, catalog);
    Some(ask(&policy.as_written()))
}
