//! `not-principal-deny`: a `Deny` with `NotPrincipal` that hits those whom it is meant to spare.

use crate::aws::iam_arn::{IamArn, IamKind};
use crate::policy::{Effect, PrincipalBlock, PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "not-principal-deny";

/// So many entries are held against each other; a policy of the size that AWS takes has fewer.
const MOST: usize = 300;

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = statement.principal.as_ref().filter(|block| block.negated) else { return };
    if statement.effect != Effect::Deny || !block.is_exact() || block.entries.len() > MOST {
        return;
    }
    // One that is not known may be what is missing.
    if block.entries.iter().any(|entry| !entry.value.is_known()) {
        return;
    }
    for entry in block.entries.iter().filter(|entry| entry.kind == PrincipalType::Aws) {
        principal(block, entry, drafts);
    }
}

fn principal(block: &PrincipalBlock<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let text = entry.value.text;
    let read = IamArn::read(text);
    let account = read.account.of(text);
    if !matches!(read.kind, IamKind::User | IamKind::Role | IamKind::AssumedRole | IamKind::FederatedUser) {
        return;
    }
    let others = || {
        let others = block.entries.iter().filter(|other| other.kind == PrincipalType::Aws);
        others.map(|other| (IamArn::read(other.value.text), other.value.text))
    };
    let has_account = others().any(|(other, text)| other.is_account() && other.account.of(text) == account);
    let session_of = |role: IamArn, role_text: &str, session: IamArn, session_text: &str| {
        // A session's ARN has the name of the role without its path.
        let name = role.name.of(role_text).rsplit('/').next();
        role.account.of(role_text) == session.account.of(session_text)
            && name == Some(session.name.of(session_text))
    };
    let message = match read.kind {
        _ if !has_account => "account",
        IamKind::Role => {
            let has_session = others().any(|(other, other_text)| {
                other.kind == IamKind::AssumedRole && session_of(read, text, other, other_text)
            });
            if has_session {
                return;
            }
            "session"
        }
        IamKind::AssumedRole => {
            let has_role = others().any(|(other, other_text)| {
                other.kind == IamKind::Role && session_of(other, other_text, read, text)
            });
            if has_role {
                return;
            }
            "role"
        }
        _ => return,
    };
    let draft = drafts.report(RULE, message, Spot::Node(entry.value.node));
    draft.arg("principal", text).arg("account", account);
    draft.related(Spot::Key(block.key), "element");
}
