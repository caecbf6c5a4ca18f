//! `string-like-operator-with-arn-condition-keys`: a pattern over a whole ARN where one over its parts is meant.

use crate::aws::Arn;
use crate::aws::catalog::KeyType;
use crate::finding::Applicability;
use crate::json::NodeId;
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if condition.operator.is_none_or(|operator| operator.base != Base::StringLike) {
        return;
    }
    let is_arn = condition.known_key().is_some_and(|key| key.key_type == KeyType::Arn);
    if !is_arn || !condition.key.is_known() {
        return;
    }
    let wanted = condition.operator_key.text.replacen("String", "Arn", 1);
    let draft =
        drafts.report("string-like-operator-with-arn-condition-keys", ONLY, Spot::Key(condition.key.node));
    draft
        .arg("key", condition.key.text)
        .arg("operator", condition.operator_key.text)
        .arg("wanted", wanted.as_str())
        .related(Spot::Key(condition.operator_key.node), "operator");
    // The operator's other keys would change with it, and a pattern of fewer parts would match nothing.
    let value = NodeId(condition.operator_key.node.0 + 1);
    let is_alone = context.policy.tree.members(value).nth(1).is_none();
    let has_parts = |text: &str| Arn::parse(text).is_some_and(|arn| !arn.resource().is_empty());
    let all_have = condition.values.iter().all(|value| value.is_known() && has_parts(value.text));
    if !all_have {
        draft.help("parts");
    } else if is_alone && wanted != condition.operator_key.text {
        draft.fix(
            "operator",
            Applicability::Unsafe,
            vec![TreeEdit::Rename(condition.operator_key.node, wanted)],
        );
    }
}
