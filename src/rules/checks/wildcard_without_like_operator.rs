//! `wildcard-without-like-operator`: `*` or `?` in a value that is compared letter by letter.

use crate::aws::keys::KeyType;
use crate::aws::s3_arn::has_wildcard;
use crate::finding::{Applicability, Severity};
use crate::policy::{Base, Condition, Effect, Statement, Value};
use crate::rules::draft::{Draft, Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Keys whose values never hold an asterisk or a question mark, beside those whose values are ARNs.
const NEVER_WILD: [&str; 14] = [
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:RequestedRegion",
    "aws:CalledVia",
    "s3:x-amz-acl",
    "token.actions.githubusercontent.com:sub",
];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(operator) = condition.operator else { return };
    if !matches!(operator.base, Base::StringEquals | Base::StringEqualsIgnoreCase) {
        return;
    }
    for value in condition.values.iter().filter(|value| is_wild(value)) {
        let is_arn = condition.known_key().is_some_and(|key| key.key_type == KeyType::Arn);
        let never = is_arn || NEVER_WILD.iter().any(|key| condition.is_key(key));
        let message = match (never, operator.negated) {
            (false, _) => "literal",
            (true, false) if value.text.bytes().all(|byte| byte == b'*') => "lone",
            (true, false) => "never",
            (true, true) if statement.effect == Effect::Deny => "always-denied",
            (true, true) => "always",
        };
        let draft = drafts.report("wildcard-without-like-operator", message, Spot::Node(value.node));
        draft.arg("operator", condition.operator_key.text).arg("key", condition.key.text);
        draft.arg("value", value.text);
        draft.related(Spot::Key(condition.operator_key.node), "operator");
        // Where the others of several values may match, only part of the condition is dead.
        let is_whole = condition.values.len() == 1 && condition.unknown.is_empty();
        if never && is_whole {
            draft.severity(Severity::Error);
        }
        let six_parts = value.text.split(':').count() >= 6;
        repair(context, condition, is_arn && six_parts, draft);
    }
}

/// Whether a wildcard stands in the value outside variables and holes.
pub(super) fn is_wild(value: &Value<'_>) -> bool {
    has_wildcard(value.text)
        && (value.is_known()
            || value
                .text
                .bytes()
                .zip(0u32..)
                .any(|(byte, at)| matches!(byte, b'*' | b'?') && !value.touches_hole(Range::new(at, at + 1))))
}

/// Offers the operator that knows wildcards, where the operator has no other key.
fn repair(context: Context<'_>, condition: &Condition<'_>, is_arn: bool, draft: &mut Draft) {
    let name = condition.operator_key.text;
    let is_alone =
        context.policy.tree.members(crate::json::NodeId(condition.operator_key.node.0 + 1)).nth(1).is_none();
    let Some(start) = name.find("String").filter(|_| is_alone) else { return };
    let (head, tail) = name.split_at_checked(start).unwrap_or(("", name));
    if tail.contains("IgnoreCase") {
        return;
    }
    let like = tail.replace("Equals", "Like");
    let like = if is_arn { like.replace("String", "Arn") } else { like };
    draft.fix(
        "like",
        Applicability::Unsafe,
        vec![TreeEdit::Rename(condition.operator_key.node, format!("{head}{like}"))],
    );
}
