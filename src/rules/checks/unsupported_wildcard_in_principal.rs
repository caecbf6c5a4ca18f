//! `unsupported-wildcard-in-principal`: a pattern in the place of a principal.

use super::wildcard_without_like_operator::is_wild;
use crate::aws::iam_arn::{IamArn, IamKind};
use crate::aws::identifier::is_account;
use crate::aws::{Arn, Part};
use crate::finding::Applicability;
use crate::policy::{Effect, PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for principals.
pub const HOOKS: &[Hook] = &[Hook::Principal(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let text = entry.value.text;
    if memchr::memchr2(b'*', b'?', text.as_bytes()).is_none() || !is_wild(&entry.value) {
        return;
    }
    let account = Arn::parse(text).map(|arn| arn.part(Part::Account)).filter(|account| is_account(account));
    let message = match entry.kind {
        PrincipalType::Aws if text == "*" || !is_shaped(text) => return,
        PrincipalType::Aws if account.is_some() => "of-account",
        PrincipalType::Aws => "of-many",
        PrincipalType::Service => "service",
        PrincipalType::Federated => "provider",
        PrincipalType::CanonicalUser => "canonical",
        // Other rules report these.
        PrincipalType::Lone | PrincipalType::Unknown => return,
    };
    let draft = drafts.report("unsupported-wildcard-in-principal", message, Spot::Node(entry.value.node));
    draft.arg("value", text);
    if let Some(account) = account {
        draft.arg("account", account);
        if let Some(edits) = edits(statement, entry) {
            draft.fix("condition", Applicability::Unsafe, edits);
        }
    }
}

/// Whether the text is an ARN or an account id but for its wildcards, and not emphasis around a word to be replaced.
fn is_shaped(text: &str) -> bool {
    Arn::split(text).is_some()
        || text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'?'))
}

/// Names the account and puts the pattern into a condition.
fn edits(statement: &Statement<'_>, entry: &PrincipalEntry<'_>) -> Option<Vec<TreeEdit>> {
    let block = statement.principal.as_ref()?;
    let is_plain = !block.negated
        && block.is_exact()
        && block.entries.len() == 1
        && statement.condition.is_none()
        && statement.effect == Effect::Allow
        && entry.value.is_known();
    let read = IamArn::read(entry.value.text);
    if !is_plain || !matches!(read.kind, IamKind::Role | IamKind::User) {
        return None;
    }
    let arn = Arn::parse(entry.value.text)?;
    let root = format!("\"arn:{}:iam::{}:root\"", arn.partition(), arn.account());
    let pattern = serde_json::to_string(entry.value.text).ok()?;
    let condition = format!("{{\"ArnLike\": {{\"aws:PrincipalArn\": {pattern}}}}}");
    Some(vec![
        TreeEdit::Replace(entry.value.node, root),
        TreeEdit::Insert(statement.node, "Condition".to_owned(), condition),
    ])
}
