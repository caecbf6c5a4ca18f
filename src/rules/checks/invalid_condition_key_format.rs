//! `invalid-condition-key-format`: the name of a condition key without its prefix.

use crate::aws::Catalog;
use crate::finding::Applicability;
use crate::policy::{Condition, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let name = condition.key.text;
    if let Some((prefix, word)) = name.split_once(':')
        && !prefix.is_empty()
        && !word.is_empty()
    {
        return;
    }
    if context.policy.damaged || !condition.key.is_known() || name.contains(['$', '*', '<', '{', '[']) {
        return;
    }
    let bare = name.trim_matches(':');
    let wanted = with_prefix(context.policy.catalog, bare);
    let message = if wanted.is_some() { "near" } else { "unknown" };
    let draft = drafts.report("invalid-condition-key-format", message, Spot::Key(condition.key.node));
    draft.arg("key", name);
    if let Some(wanted) = wanted {
        let edit = TreeEdit::Rename(condition.key.node, wanted.clone());
        draft.arg("wanted", wanted).fix("prefix", Applicability::Unsafe, vec![edit]);
    }
}

/// The one key of the table that has this name behind its prefix.
fn with_prefix(catalog: &Catalog, bare: &str) -> Option<String> {
    if bare.is_empty() || bare.len() > 64 {
        return None;
    }
    let mut found = ["aws", "s3", "kms", "sns", "sts"].into_iter().filter_map(|prefix| {
        let name = format!("{prefix}:{bare}");
        let key = catalog.key(&name)?;
        Some(if key.is_family() { name } else { key.name.to_owned() })
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
