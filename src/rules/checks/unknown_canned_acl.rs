//! `unknown-canned-acl`: a condition asks for an ACL that S3 does not have.

use crate::access::glob::{Case, matches};
use crate::aws::acl::{canned_acl, canned_acls, nearest_acl};
use crate::aws::s3_arn::has_wildcard;
use crate::finding::Applicability;
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if !condition.is_key("s3:x-amz-acl") {
        return;
    }
    let Some(operator) = condition.operator else { return };
    let folds = match operator.base {
        Base::StringEquals | Base::StringLike => false,
        Base::StringEqualsIgnoreCase => true,
        _ => return,
    };
    for value in condition.values.iter().filter(|value| value.is_known() && !value.text.contains("${")) {
        let is_pattern = has_wildcard(value.text);
        if is_pattern && operator.base != Base::StringLike {
            continue;
        }
        let is_one = canned_acl(value.text).is_some()
            || canned_acls().any(|acl| {
                (is_pattern && matches(value.text, acl.name, Case::Exact))
                    || (folds && value.text.eq_ignore_ascii_case(acl.name))
            });
        if is_one {
            continue;
        }
        let wanted = nearest_acl(value.text);
        let draft = drafts.report(
            "unknown-canned-acl",
            if wanted.is_some() { "near" } else { "unknown" },
            Spot::Node(value.node),
        );
        draft.arg("value", value.text);
        if let Some(wanted) = wanted {
            draft.arg("wanted", wanted).fix(
                "rename",
                Applicability::Unsafe,
                vec![TreeEdit::Replace(value.node, format!("\"{wanted}\""))],
            );
        }
    }
}
