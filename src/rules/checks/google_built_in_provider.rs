//! `google-built-in-provider`: Google as a provider that was set up, though IAM has it built in.

use crate::aws::iam_arn::{IamArn, IamKind};
use crate::finding::Applicability;
use crate::policy::{PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for principals.
pub const HOOKS: &[Hook] = &[Hook::Principal(check)];

const GOOGLE: &str = "accounts.google.com";

fn check(_: Context<'_>, _: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    if entry.kind != PrincipalType::Federated {
        return;
    }
    let read = IamArn::read(entry.value.text);
    if read.kind != IamKind::OidcProvider || read.name.of(entry.value.text).trim_end_matches('/') != GOOGLE {
        return;
    }
    let edit = TreeEdit::Replace(entry.value.node, format!("\"{GOOGLE}\""));
    drafts
        .report("google-built-in-provider", ONLY, Spot::Node(entry.value.node))
        .arg("text", entry.value.text)
        .fix("replace", Applicability::Unsafe, vec![edit]);
}
