//! `stray-blank`: a blank in a value that AWS compares letter by letter.

use crate::aws::arn::{Arn, Part};
use crate::finding::Applicability;
use crate::policy::{Base, Block, Condition, PrincipalEntry, PrincipalType, Statement, Value};
use crate::rules::blank::{first_in, leading, may_have_blank, trailing};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::{Range, offset};

/// Asks for every value that names something.
pub const HOOKS: &[Hook] =
    &[Hook::Action(action), Hook::Resource(resource), Hook::Principal(principal), Hook::Condition(condition)];

fn action(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    // Several names in one text are another mistake.
    if value.action(context.policy.catalog).is_none()
        && may_have_blank(value.text)
        && !value.text.contains(',')
    {
        report(context, value, anywhere(value.text), "action", drafts);
    }
}

fn resource(context: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    if !may_have_blank(value.text) {
        return;
    }
    let found = leading(value.text).or_else(|| in_head(value.text));
    if found.is_some() {
        report(context, value, found, "resource", drafts);
    } else if let Some(end) = trailing(value.text) {
        let message = if names_bucket(value.text) || value.text.trim_end() == "*" {
            "resource"
        } else {
            "resource-end"
        };
        report(context, value, Some(end), message, drafts);
    }
}

fn principal(context: Context<'_>, _: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let text = entry.value.text;
    if !may_have_blank(text) {
        return;
    }
    let found = match entry.kind {
        PrincipalType::Service => anywhere(text),
        _ => leading(text).or_else(|| in_head(text)).or_else(|| trailing(text)),
    };
    report(context, &entry.value, found, "principal", drafts);
}

fn condition(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let operator = &condition.operator_key;
    if may_have_blank(operator.text) && !operator.text.contains(',') {
        report(context, operator, anywhere(operator.text), "operator", drafts);
    }
    let key = &condition.key;
    if may_have_blank(key.text) {
        // What follows the slash is the name of a tag, which may hold blanks.
        let end = key.text.find('/').unwrap_or(key.text.len());
        report(context, key, first_in(key.text, Range::new(0, offset(end))), "condition-key", drafts);
    }
    if has_fixed_form(condition) {
        for value in condition.values.iter().filter(|value| may_have_blank(value.text)) {
            let found = leading(value.text).or_else(|| trailing(value.text));
            report(context, value, found, "condition-value", drafts);
        }
    }
}

fn report(
    context: Context<'_>,
    value: &Value<'_>,
    range: Option<Range>,
    message: &'static str,
    drafts: &mut Drafts,
) {
    let Some(range) = range.filter(|range| !value.touches_hole(*range)) else { return };
    // A raw line break inside a string is a mistake of the text, and said so.
    if context.policy.damaged && range.of(value.text).contains(char::is_control) {
        return;
    }
    let edits = vec![TreeEdit::ReplaceWithin(value.node, range, String::new())];
    drafts
        .report("stray-blank", message, Spot::Within(value.node, range))
        .arg("value", value.text.trim())
        .fix("remove", Applicability::Unsafe, edits);
}

/// The first blanks of a text that holds more than blanks.
fn anywhere(text: &str) -> Option<Range> {
    let found = first_in(text, Range::new(0, offset(text.len())))?;
    (found.len() < offset(text.len())).then_some(found)
}

/// Blanks in an ARN where none can be: in the fields before the resource, at the start of the resource, in the name of
/// a bucket.
fn in_head(text: &str) -> Option<Range> {
    let arn = Arn::split(text)?;
    let resource = arn.range(Part::Resource);
    let end = match (arn.service(), arn.resource().find('/')) {
        ("s3", _) if !arn.account().is_empty() => resource.start.saturating_add(1),
        ("s3", Some(slash)) => resource.start.saturating_add(offset(slash)),
        ("s3", None) => resource.start.saturating_add(offset(arn.resource().trim_end().len())),
        _ => resource.start.saturating_add(1),
    };
    first_in(text, Range::new(0, end.min(offset(text.len()))))
}

fn names_bucket(text: &str) -> bool {
    Arn::split(text).is_some_and(|arn| arn.service() == "s3" && !arn.resource().contains('/'))
}

/// Condition keys whose values have a form without blanks, in small letters.
const FIXED: [&str; 16] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalservicename",
    "aws:requestedregion",
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "kms:calleraccount",
    "s3:x-amz-acl",
    "s3:x-amz-server-side-encryption",
];

fn has_fixed_form(condition: &Condition<'_>) -> bool {
    let Some(operator) = condition.operator else { return false };
    match operator.base {
        Base::ArnEquals | Base::ArnLike => true,
        Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike => {
            FIXED.iter().any(|known| condition.is_key(known))
        }
        _ => false,
    }
}
