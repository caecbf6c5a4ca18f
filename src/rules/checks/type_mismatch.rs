//! `type-mismatch`: an operator of another type than the key.

use super::type_mismatch_date::DATE;
use super::type_mismatch_number::NUMERIC;
use crate::aws::keys::KeyType;
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let Some(operator) = condition.operator.filter(|operator| operator.base != Base::Null) else { return };
    if !condition.key.is_known() {
        return;
    }
    let Some(key) = condition.known_key() else { return };
    let is_text = matches!(
        operator.base,
        Base::StringEquals
            | Base::StringEqualsIgnoreCase
            | Base::StringLike
            | Base::ArnEquals
            | Base::ArnLike
            | Base::BinaryEquals
    );
    let (fits, message) = match key.key_type {
        // Texts and ARNs are compared with the operators of either.
        KeyType::String | KeyType::Arn => (is_text, "text"),
        KeyType::Bool => (operator.base == Base::Bool, "bool"),
        KeyType::Numeric => (NUMERIC.contains(&operator.base), "number"),
        // A date may be given as seconds since 1970.
        KeyType::Date => (DATE.contains(&operator.base) || NUMERIC.contains(&operator.base), "date"),
        KeyType::Binary => (is_text, "binary"),
        KeyType::Ip => (operator.base == Base::IpAddress, "address"),
    };
    if !fits {
        drafts
            .report("type-mismatch", message, Spot::Key(condition.key.node))
            .arg("key", condition.key.text)
            .arg("operator", condition.operator_key.text)
            .related(Spot::Key(condition.operator_key.node), "operator");
    }
}
