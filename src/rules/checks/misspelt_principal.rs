//! `misspelt-principal`: a principal that is nobody, though it is clear who was meant.

use crate::aws::iam_arn::WEB_IDENTITY_PROVIDERS;
use crate::aws::identifier::{AccountShape, account_shape};
use crate::aws::partition::region;
use crate::aws::service_principal::{Class, classify, service_principal, with_right_domain};
use crate::aws::{Arn, Part};
use crate::finding::{Applicability, PolicyKind, Severity};
use crate::json::Kind;
use crate::policy::{PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for principals.
pub const HOOKS: &[Hook] = &[Hook::Principal(check)];

const RULE: &str = "misspelt-principal";

fn check(context: Context<'_>, _: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    if context.policy.kind == PolicyKind::Identity {
        return;
    }
    if !entry.value.is_known() {
        if entry.kind == PrincipalType::Service {
            domain(entry, drafts);
        }
        return;
    }
    match entry.kind {
        PrincipalType::Service => service(entry, drafts),
        PrincipalType::Aws => aws(context, entry, drafts),
        PrincipalType::Federated if !WEB_IDENTITY_PROVIDERS.contains(&entry.value.text) => {
            let _ = service_elsewhere(context, entry, drafts);
        }
        PrincipalType::Lone if entry.value.text != "*" => _ = service_elsewhere(context, entry, drafts),
        _ => {}
    }
}

fn service(entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let text = entry.value.text;
    if text.contains(['*', '?']) || text.starts_with("arn:") {
        return;
    }
    let mut report = |message, wanted: &str| {
        let draft = drafts.report(RULE, message, Spot::Node(entry.value.node));
        draft.arg("text", text).arg("wanted", wanted).fix(
            "rename",
            Applicability::Unsafe,
            vec![TreeEdit::Replace(entry.value.node, format!("\"{wanted}\""))],
        );
    };
    match classify(text) {
        Class::NearMiss { suggestion } => report("near", suggestion),
        // In a region that accounts must switch on, every service may go by its regional name.
        Class::Regional { base, region: name, documented: false }
            if region(&name).is_some_and(|region| !region.opt_in) =>
        {
            report("regional", base.name);
        }
        Class::China { base, region: None, documented: false } => report("china", base.name),
        Class::Unknown => domain(entry, drafts),
        _ => {}
    }
}

/// A wrong domain behind a name that has a region in it, be the region known or not.
fn domain(entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let Some(wanted) = with_right_domain(entry.value.text) else { return };
    let filled: String = entry.value.pieces().iter().map(|piece| piece.unwrap_or("us-east-1")).collect();
    let is_one = with_right_domain(&filled).is_some_and(|name| {
        matches!(classify(&name), Class::Known(_) | Class::Regional { documented: true, .. })
    });
    if !is_one {
        return;
    }
    drafts
        .report(RULE, "near", Spot::Node(entry.value.node))
        .arg("text", entry.value.text)
        .arg("wanted", wanted.as_str())
        .fix(
            "rename",
            Applicability::Unsafe,
            vec![TreeEdit::Replace(entry.value.node, serde_json::to_string(&wanted).unwrap_or_default())],
        );
}

/// A service's name under another type than `Service`.
fn service_elsewhere(context: Context<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) -> bool {
    let text = entry.value.text;
    let is_service = service_principal(text).is_some()
        || (text.ends_with(".amazonaws.com")
            && !text.contains([':', '/'])
            && entry.kind == PrincipalType::Aws);
    if !is_service {
        return false;
    }
    let tree = context.policy.tree;
    let draft = drafts.report(RULE, "type", Spot::Node(entry.value.node));
    draft.arg("text", text);
    match entry.key {
        Some(key) => {
            draft.related(Spot::Key(key), "type");
            let is_lone = tree.kind(crate::json::NodeId(key.0 + 1)) != Kind::Array;
            if is_lone {
                draft.fix(
                    "retype",
                    Applicability::Unsafe,
                    vec![TreeEdit::Rename(key, String::from("Service"))],
                );
            }
        }
        None => {
            let object = format!("{{\"Service\": \"{text}\"}}");
            draft.fix("retype", Applicability::Unsafe, vec![TreeEdit::Replace(entry.value.node, object)]);
        }
    }
    true
}

fn aws(context: Context<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let text = entry.value.text;
    if text == "*" || service_elsewhere(context, entry, drafts) {
        return;
    }
    let Some(arn) = Arn::split(text) else {
        if matches!(account_shape(text), AccountShape::WrongLength | AccountShape::Grouped) {
            drafts.report(RULE, "account", Spot::Node(entry.value.node)).arg("text", text);
        }
        return;
    };
    if !arn.is_complete() {
        drafts.report(RULE, "short-arn", Spot::Node(entry.value.node)).arg("text", text);
        return;
    }
    let account = arn.account();
    if !matches!(arn.service(), "iam" | "sts") {
        return;
    }
    if matches!(account_shape(account), AccountShape::WrongLength | AccountShape::Grouped) {
        drafts
            .report(RULE, "account", Spot::Within(entry.value.node, arn.range(Part::Account)))
            .arg("text", account)
            .severity(Severity::Error);
    }
}
