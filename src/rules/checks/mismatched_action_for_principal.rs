//! `mismatched-action-for-principal`: a way of assuming a role that is not open to the principals of its statement.

use crate::access::glob::{Case, matches};
use crate::aws::iam_arn::{IamArn, IamKind};
use crate::aws::s3_arn::has_wildcard;
use crate::finding::Applicability;
use crate::policy::{Effect, PrincipalEntry, PrincipalType, Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

/// How a principal comes to a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// `sts:AssumeRole`
    Plain,
    /// `sts:AssumeRoleWithSAML`
    Saml,
    /// `sts:AssumeRoleWithWebIdentity`
    Web,
}

impl Way {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Plain, "sts:AssumeRole"),
        (Self::Saml, "sts:AssumeRoleWithSAML"),
        (Self::Web, "sts:AssumeRoleWithWebIdentity"),
    ];

    fn of_action(action: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| name.eq_ignore_ascii_case(action)).map(|(way, _)| way)
    }

    fn action(self) -> &'static str {
        Self::ALL.into_iter().find(|(way, _)| *way == self).map_or("", |(_, name)| name)
    }
}

/// The way of a principal; `None` where its text does not tell.
fn way(entry: &PrincipalEntry<'_>) -> Option<Way> {
    match entry.kind {
        PrincipalType::Aws | PrincipalType::Service => Some(Way::Plain),
        PrincipalType::Federated => match IamArn::read(entry.value.text).kind {
            IamKind::OidcProvider | IamKind::WebIdentity => Some(Way::Web),
            IamKind::SamlProvider => Some(Way::Saml),
            _ => None,
        },
        PrincipalType::Lone | PrincipalType::CanonicalUser | PrincipalType::Unknown => None,
    }
}

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = statement.principal.as_ref().filter(|block| !block.negated && block.is_exact()) else {
        return;
    };
    let actions = statement.actions();
    if statement.effect != Effect::Allow || actions.is_empty() || block.entries.is_empty() {
        return;
    }
    let ways: Option<Vec<Way>> = block.entries.iter().map(way).collect();
    let Some(ways) = ways else { return };
    let mut told = false;
    for action in actions.iter().filter(|action| action.is_known()) {
        let Some(needed) = Way::of_action(action.text) else { continue };
        if !ways.contains(&needed) {
            let mut pairs = block.entries.iter().zip(&ways);
            let first = pairs.clone().next();
            if let Some((entry, way)) = pairs.find(|(_, way)| !taken(actions, **way)).or(first) {
                report((actions, action), entry, *way, drafts);
                told = true;
            }
        }
    }
    // A principal beside others whose way no action is: the actions are right for the others.
    let unserved = block.entries.iter().zip(&ways).find(|(_, way)| !taken(actions, **way));
    if let (Some((entry, way)), Some(action), false) = (unserved, actions.first(), told)
        && *way != Way::Plain
        && actions.iter().any(|action| Way::of_action(action.text).is_some())
    {
        report((actions, action), entry, *way, drafts);
    }
}

/// Whether some action, patterns included, is this way.
fn taken(actions: &[Value<'_>], way: Way) -> bool {
    actions.iter().any(|action| {
        !action.is_known()
            || (has_wildcard(action.text) && matches(action.text, way.action(), Case::Ascii))
            || Way::of_action(action.text) == Some(way)
    })
}

fn report(
    (actions, action): (&[Value<'_>], &Value<'_>),
    entry: &PrincipalEntry<'_>,
    way: Way,
    drafts: &mut Drafts,
) {
    let message = match way {
        Way::Plain => "plain",
        Way::Saml => "saml",
        Way::Web => "web",
    };
    let draft = drafts.report("mismatched-action-for-principal", message, Spot::Node(action.node));
    draft
        .arg("action", action.text)
        .arg("principal", entry.value.text)
        .arg("wanted", way.action())
        .also(Spot::Node(entry.value.node));
    if !taken(actions, way) {
        let edit = TreeEdit::Replace(action.node, format!("\"{}\"", way.action()));
        draft.fix("replace", Applicability::Unsafe, vec![edit]);
    }
}
