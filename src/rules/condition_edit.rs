//! Edits of a `Condition`: a key taken out, or moved from its operator to `Null`.

use crate::json::NodeId;
use crate::policy::{Base, Condition, ConditionBlock, Policy, Statement};
use crate::rules::draft::TreeEdit;

/// Conditions of a statement up to which a finding looks at all of them: there may be a finding for each.
const MOST_CONDITIONS: usize = 256;

/// The conditions of a block; none where there are so many that looking at all of them for each would take long.
pub fn few<'c, 'a>(block: &'c ConditionBlock<'a>) -> &'c [Condition<'a>] {
    block.conditions.get(..).filter(|all| all.len() <= MOST_CONDITIONS).unwrap_or_default()
}

/// Whether a statement has so few conditions that its other elements can be looked at for each of them.
pub fn are_few(statement: &Statement<'_>) -> bool {
    statement.conditions().len() <= MOST_CONDITIONS
}

/// The operator's object: it follows its name.
fn object_of(condition: &Condition<'_>) -> NodeId {
    NodeId(condition.operator_key.node.0 + 1)
}

/// Whether the operator has this key alone.
pub fn is_alone(policy: &Policy<'_>, condition: &Condition<'_>) -> bool {
    policy.tree.members(object_of(condition)).nth(1).is_none()
}

/// Takes a condition out, with its operator or the whole element where nothing else stands in them.
pub fn without(policy: &Policy<'_>, block: &ConditionBlock<'_>, condition: &Condition<'_>) -> TreeEdit {
    let is_only = policy.tree.members(block.node).nth(1).is_none();
    TreeEdit::Remove(match (is_alone(policy, condition), is_only) {
        (true, true) => block.key,
        (true, false) => condition.operator_key.node,
        (false, _) => condition.key.node,
    })
}

/// What `Null` already says of the key of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// The same.
    Same,
    /// Something else, or what cannot be read.
    Other,
}

/// What the `Null` of a block says of a key, held against `wanted`, which is `true` or `false`.
pub fn said(block: &ConditionBlock<'_>, key: &str, wanted: &str) -> Said {
    let null = few(block).iter().find(|condition| {
        condition.operator.is_some_and(|operator| operator.base == Base::Null) && condition.is_key(key)
    });
    match null {
        None => Said::Nothing,
        Some(null) => {
            let is_same = null.unknown.is_empty()
                && !null.values.is_empty()
                && null.values.iter().all(|value| value.text.eq_ignore_ascii_case(wanted));
            if is_same { Said::Same } else { Said::Other }
        }
    }
}

/// Edits that make `Null` with `wanted` of a condition; none where `Null` says something else of the key, or where the
/// block is too large or not understood.
pub fn as_null(
    policy: &Policy<'_>,
    block: &ConditionBlock<'_>,
    condition: &Condition<'_>,
    wanted: &str,
) -> Option<Vec<TreeEdit>> {
    let all = few(block);
    if all.is_empty() || !block.unknown.is_empty() || policy.has_duplicates {
        return None;
    }
    let value = format!("\"{wanted}\"");
    let name = || condition.key.text.to_owned();
    let null = all.iter().find(|other| other.operator.is_some_and(|operator| operator.base == Base::Null));
    match (said(block, condition.key.text, wanted), null) {
        (Said::Other, _) => None,
        (Said::Same, _) => Some(vec![without(policy, block, condition)]),
        (Said::Nothing, Some(null)) => {
            Some(vec![without(policy, block, condition), TreeEdit::Insert(object_of(null), name(), value)])
        }
        (Said::Nothing, None) if is_alone(policy, condition) => Some(vec![
            TreeEdit::Rename(condition.operator_key.node, "Null".to_owned()),
            TreeEdit::Replace(condition.node, value),
        ]),
        (Said::Nothing, None) => {
            let key = serde_json::to_string(condition.key.text).ok()?;
            Some(vec![
                without(policy, block, condition),
                TreeEdit::Insert(block.node, "Null".to_owned(), format!("{{{key}: {value}}}")),
            ])
        }
    }
}

/// The edit that adds a condition to a block; none where the operator has the key already, or where the text is not clear.
pub fn with(
    policy: &Policy<'_>,
    block: &ConditionBlock<'_>,
    operator: &str,
    key: &str,
    value: &str,
) -> Option<TreeEdit> {
    if policy.has_duplicates {
        return None;
    }
    let value = format!("\"{value}\"");
    let of_operator = || {
        let is_it = |other: &&Condition<'_>| other.operator_key.text.eq_ignore_ascii_case(operator);
        few(block).iter().filter(is_it)
    };
    match of_operator().next() {
        Some(_) if of_operator().any(|other| other.is_key(key)) => None,
        Some(other) => Some(TreeEdit::Insert(object_of(other), key.to_owned(), value)),
        None => Some(TreeEdit::Insert(block.node, operator.to_owned(), format!("{{\"{key}\": {value}}}"))),
    }
}
