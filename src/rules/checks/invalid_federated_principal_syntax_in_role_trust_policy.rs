//! `invalid-federated-principal-syntax-in-role-trust-policy`: a `Federated` value that is no identity provider.

use crate::aws::iam_arn::{IamArn, IamKind, WEB_IDENTITY_PROVIDERS};
use crate::finding::Applicability;
use crate::policy::{PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::{Range, offset};

/// Asks for principals.
pub const HOOKS: &[Hook] = &[Hook::Principal(check)];

const SCHEMES: [&str; 2] = ["https://", "http://"];

fn check(_: Context<'_>, _: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    let value = &entry.value;
    if entry.kind != PrincipalType::Federated || !value.is_known() || value.text.contains(['*', '?']) {
        return;
    }
    let read = IamArn::read(value.text);
    let name = read.name.of(value.text);
    let scheme = |text: &str| SCHEMES.into_iter().find(|scheme| text.starts_with(scheme));
    let (message, at) = match read.kind {
        IamKind::OidcProvider => match scheme(name) {
            Some(scheme) => {
                ("url", Some(Range::new(read.name.start, read.name.start + offset(scheme.len()))))
            }
            None => return,
        },
        IamKind::SamlProvider | IamKind::WebIdentity => return,
        IamKind::Account
        | IamKind::Root
        | IamKind::User
        | IamKind::Role
        | IamKind::AssumedRole
        | IamKind::FederatedUser => ("identity", None),
        IamKind::Other if is_domain(value.text) => return,
        IamKind::Other => match scheme(value.text) {
            Some(scheme) => {
                let host = value.text.get(scheme.len()..).unwrap_or("");
                let known = WEB_IDENTITY_PROVIDERS.contains(&host);
                ("url", known.then(|| Range::new(0, offset(scheme.len()))))
            }
            None => ("other", None),
        },
        _ => ("other", None),
    };
    let rule = "invalid-federated-principal-syntax-in-role-trust-policy";
    let draft = drafts.report(rule, message, Spot::Node(value.node));
    draft.arg("value", value.text);
    if let Some(range) = at {
        let edit = TreeEdit::ReplaceWithin(value.node, range, String::new());
        draft.fix("bare", Applicability::Unsafe, vec![edit]);
    }
}

/// Whether the text is a host name, perhaps with a path.
fn is_domain(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or("");
    let mut labels = host.split('.');
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.contains('.') && labels.all(is_label) && !text.contains(char::is_whitespace)
}
