//! `invalid-arn-account`: the account of a resource's ARN is no account id.

use crate::aws::Part;
use crate::aws::identifier::{AccountShape, account_shape};
use crate::finding::Applicability;
use crate::policy::{Block, Statement, Value};
use crate::rules::arns::literal;
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for resources.
pub const HOOKS: &[Hook] = &[Hook::Resource(check)];

/// Words that stand in the place of an account id: AWS itself, and the identities of `CloudFront`.
const WORDS: [&str; 3] = ["aws", "cloudfront", "aws-managed"];

fn check(_: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let Some(arn) = value.arn().filter(|arn| arn.is_complete() && !arn.account().is_empty()) else { return };
    let Some(found) = literal(value, &arn, Part::Account).filter(|text| !WORDS.contains(text)) else {
        return;
    };
    let message = match account_shape(found) {
        AccountShape::Account => return,
        AccountShape::WrongLength => "length",
        AccountShape::Grouped => "grouped",
        AccountShape::Other => "other",
    };
    let draft = drafts.report("invalid-arn-account", message, Spot::Node(value.node));
    draft.arg("account", found).arg("digits", found.len().to_string());
    if message == "grouped" {
        let digits: String = found.chars().filter(char::is_ascii_digit).collect();
        draft.fix(
            "join",
            Applicability::Unsafe,
            vec![TreeEdit::ReplaceWithin(value.node, arn.range(Part::Account), digits)],
        );
    }
}
