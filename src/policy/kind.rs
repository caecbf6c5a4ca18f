//! Which kind of policy a document is, from its own elements.

use super::statement::Statement;
use crate::finding::PolicyKind;

/// Guesses the kind of a document from its statements: the last resort after `--kind`, configuration and container.
///
/// An SCP cannot be told from an identity policy by content, nor an RCP or endpoint policy from a resource policy:
/// these kinds come only from the flag, the configuration or the container.
pub fn from_content(statements: &[Statement<'_>]) -> PolicyKind {
    if !statements.iter().any(|statement| statement.principal.is_some()) {
        return PolicyKind::Identity;
    }
    let mut actions = statements
        .iter()
        .filter_map(|statement| statement.action.as_ref())
        .flat_map(|block| block.values.iter())
        .map(|value| value.text)
        .peekable();
    let assumes =
        |action: &str| starts_with(action, "sts:assumerole") || starts_with(action, "sts:tagsession");
    let no_resource = statements.iter().all(|statement| statement.resource.is_none());
    if no_resource && actions.peek().is_some() && actions.clone().any(assumes) {
        return PolicyKind::Trust;
    }
    // What a resource policy allows tells whose it is; only one that allows everything is told by its resources.
    let is_open = |action: &str| action == "*";
    let names_service = actions.clone().any(|action| !is_open(action));
    let names_bucket = || {
        let blocks = statements.iter().filter_map(|statement| statement.resource.as_ref());
        let mut values = blocks.flat_map(|block| &block.values);
        values.any(|value| value.text.split(':').nth(2).is_some_and(|service| service == "s3"))
    };
    if actions.any(|action| starts_with(action, "s3:")) || (!names_service && names_bucket()) {
        return PolicyKind::Bucket;
    }
    PolicyKind::Resource
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}
