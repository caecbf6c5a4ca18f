//! `invalid-global-condition-key`: a key that begins with `aws:` and does not exist.

use crate::aws::keys::nearest_key;
use crate::finding::{Applicability, Severity};
use crate::policy::{Condition, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Names that once were keys, or that other rules speak of.
const OTHER_RULES: [&str; 4] = ["aws:ARN", "aws:PrincipalTag", "aws:RequestTag", "aws:ResourceTag"];

fn check(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let name = condition.key.text;
    let is_global = name.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("aws:"));
    if !is_global || !condition.key.is_known() || condition.known_key().is_some() {
        return;
    }
    let bare = name.trim_end_matches('/');
    if OTHER_RULES.iter().any(|other| bare.eq_ignore_ascii_case(other)) || name.contains(['$', '*', '<']) {
        return;
    }
    report(context, "invalid-global-condition-key", condition, drafts);
}

/// Reports an unknown key under the rule of its sort.
pub(super) fn report(
    context: Context<'_>,
    rule: &'static str,
    condition: &Condition<'_>,
    drafts: &mut Drafts,
) {
    let name = condition.key.text;
    let wanted = nearest_key(context.policy.catalog, name);
    let message = if wanted.is_some() { "near" } else { "unknown" };
    let draft = drafts.report(rule, message, Spot::Key(condition.key.node));
    draft.arg("key", name).arg("date", context.policy.catalog.date());
    draft.arg("service", name.split(':').next().unwrap_or(""));
    let Some(wanted) = wanted else {
        draft.severity(Severity::Warning);
        return;
    };
    draft.arg("wanted", wanted);
    if !wanted.ends_with(['/', ':']) {
        draft.fix(
            "rename",
            Applicability::Unsafe,
            vec![TreeEdit::Rename(condition.key.node, wanted.to_owned())],
        );
    }
}
