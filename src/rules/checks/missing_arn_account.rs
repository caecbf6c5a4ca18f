//! `missing-arn-account`: no account in the ARN of something that has one.

use crate::aws::Part;
use crate::finding::Applicability;
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::{Habit, habit, literal};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Services of which AWS itself owns no resource that a policy names: documents of Systems Manager, for one, are AWS's
/// and have no account in their ARNs, though the reference gives them one.
const OWNED: [&str; 7] = ["dynamodb", "kinesis", "logs", "secretsmanager", "sns", "sqs", "states"];

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

fn check(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(|arn| arn.is_complete() && arn.account().is_empty()) else { return };
    if !OWNED.contains(&arn.service()) {
        return;
    }
    if literal(value, &arn, Part::Account).is_none()
        || habit(context, value, &arn, Part::Account) != Habit::Always
    {
        return;
    }
    drafts.report("missing-arn-account", ONLY, Spot::Node(value.node)).arg("service", arn.service()).fix(
        "any",
        Applicability::Unsafe,
        vec![TreeEdit::ReplaceWithin(value.node, arn.range(Part::Account), String::from("*"))],
    );
}
