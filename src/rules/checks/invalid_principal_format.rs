//! `invalid-principal-format`: a `Principal` that is neither `"*"` nor an object of principal types.

use crate::aws::iam_arn::{IamArn, IamKind};
use crate::finding::Applicability;
use crate::json::Kind;
use crate::policy::{Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::offset;

/// Asks for the statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "invalid-principal-format";

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = &statement.principal else { return };
    let tree = context.policy.tree;
    let spot = Spot::Node(block.node);
    let name = tree.str(block.key).unwrap_or("");
    match tree.kind(block.node) {
        Kind::Object | Kind::Unknown => {}
        Kind::String => {
            let Some(value) = block.entries.first().map(|entry| &entry.value) else { return };
            if value.text == "*" || is_open(value) {
                return;
            }
            let message = if value.text.is_empty() { "empty" } else { "text" };
            let draft = drafts.report(RULE, message, spot);
            draft.arg("name", name).arg("value", value.text);
            if let Some(kind) = kind_of(value.text) {
                let json = format!("{{ \"{kind}\": {} }}", tree.range(block.node).of(tree.text()));
                draft.arg("type", kind).help("wrap").fix(
                    "wrap",
                    Applicability::Unsafe,
                    vec![TreeEdit::Replace(block.node, json)],
                );
            }
        }
        Kind::Array => _ = drafts.report(RULE, "list", spot).arg("name", name),
        _ => _ = drafts.report(RULE, "other", spot).arg("name", name),
    }
}

/// Whether the whole text is filled in later: it may become `*`.
fn is_open(value: &Value<'_>) -> bool {
    value.holes.iter().any(|hole| hole.range.start == 0 && hole.range.end == offset(value.text.len()))
}

/// The type of principal that a lone text is of.
pub(super) fn kind_of(text: &str) -> Option<&'static str> {
    match IamArn::read(text).kind {
        IamKind::Other if text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn") => {
            Some("Service")
        }
        IamKind::Other if text.starts_with("arn:") && text.contains(":iam::") => Some("AWS"),
        IamKind::Other | IamKind::Everyone => None,
        IamKind::OidcProvider | IamKind::SamlProvider | IamKind::WebIdentity => Some("Federated"),
        _ => Some("AWS"),
    }
}
