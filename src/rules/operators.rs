//! Names of condition operators as they stand in a statement, and how one is put in the place of another.

use super::draft::TreeEdit;
use super::hook::Context;
use crate::policy::{Statement, Value};

/// The most operators among which a name is looked for: more than any statement has in earnest.
const MOST: usize = 32;

/// The operators of the statement whose names say nothing that AWS knows, each once.
pub fn unread<'s>(statement: &'s Statement<'_>) -> impl Iterator<Item = &'s Value<'s>> {
    let mut last = None;
    let unread = statement.conditions().iter().filter(|condition| condition.operator.is_none());
    unread
        .map(|condition| &condition.operator_key)
        .filter(move |name| last.replace(name.node) != Some(name.node))
}

/// The edit that gives an operator this name; `None` where the statement has one of that name already, with which its
/// keys would have to be joined.
pub fn rename(
    context: Context<'_>,
    statement: &Statement<'_>,
    operator: &Value<'_>,
    name: &str,
) -> Option<TreeEdit> {
    let tree = context.policy.tree;
    let block = statement.condition.as_ref()?;
    let mut others = tree.members(block.node);
    let is_taken = others
        .by_ref()
        .take(MOST)
        .any(|member| tree.str(member.key).is_some_and(|text| text.eq_ignore_ascii_case(name)));
    (!is_taken && others.next().is_none()).then(|| TreeEdit::Rename(operator.node, name.to_owned()))
}
