//! A policy in a file of its own, or as a string inside the answer of `get-key-policy` or `get-bucket-policy`.

use std::borrow::Cow;
use std::sync::Arc;

use super::cursor::At;
use super::{Answer, AnswerProblem};
use crate::json::{self, Kind, NodeId, Problem, Tree};
use crate::surroundings::KeyPolicy;

/// Whether the value is a policy document itself.
pub(super) fn is_policy(root: &At<'_>) -> bool {
    root.get("Statement").is_some()
}

/// The policy that a file consists of.
pub(super) fn bare(tree: &Arc<Tree<'static>>, root: &At<'_>, problems: Vec<Problem>) -> KeyPolicy {
    KeyPolicy { tree: Arc::clone(tree), root: root.node, problems }
}

/// The `Policy` member of an answer.
pub(super) fn member(_: &At<'_>, policy: &At<'_>) -> Result<Answer, AnswerProblem> {
    policy.string()?;
    inside(policy).map(Answer::Policy)
}

/// The policy inside a string.
pub(super) fn inside(string: &At<'_>) -> Result<KeyPolicy, AnswerProblem> {
    let no_policy = || string.problem("holds no policy", "no policy in here");
    let (text, map) = string.tree.embedded(string.node).ok_or_else(no_policy)?;
    let (tree, problems) = json::parse(Cow::Owned(text), string.tree.file(), Some(map));
    let root = tree.root().unwrap_or(NodeId(0));
    if tree.kind(root) != Kind::Object {
        return Err(no_policy());
    }
    Ok(KeyPolicy { tree: Arc::new(tree), root, problems })
}
