//! `missing-github-repo-condition-key`: a role for workflows of GitHub, whosever they are.

use super::missing_condition_key_for_oidc_principal::{assumes, claim};
use crate::aws::iam_arn::{IamArn, IamKind};
use crate::aws::oidc::GITHUB;
use crate::policy::{ConditionBlock, Effect, PrincipalEntry, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

/// Claims that a workflow in any repository can bring about.
const ANYBODYS: [&str; 6] = ["amr", "aud", "environment", "oaud", "ref", "workflow"];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    // What another statement refuses may be all that this one leaves open.
    if context.policy.statements.iter().any(|statement| statement.effect != Effect::Allow) {
        return;
    }
    for statement in &context.policy.statements {
        for entry in statement.principal.iter().flat_map(|block| &block.entries) {
            principal(statement, entry, drafts);
        }
    }
}

fn principal(statement: &Statement<'_>, entry: &PrincipalEntry<'_>, drafts: &mut Drafts) {
    if entry.kind != PrincipalType::Federated || !is_github(entry) || !assumes(statement) {
        return;
    }
    let negated = statement.principal.as_ref().is_some_and(|block| block.negated);
    let whole = statement.condition.as_ref().is_none_or(ConditionBlock::is_exact);
    if negated || !whole {
        return;
    }
    let tells = statement.conditions().iter().any(|condition| {
        let anybodys = |claim| ANYBODYS.iter().any(|name| name.eq_ignore_ascii_case(claim));
        !condition.key.is_known()
            || condition.key.text.contains("${")
            || claim(condition, GITHUB).is_some_and(|claim| !anybodys(claim))
    });
    if tells {
        return;
    }
    let shown = statement.conditions().iter().find(|condition| claim(condition, GITHUB).is_some());
    let message = if shown.is_some() { "anybodys" } else { "missing" };
    let draft = drafts.report("missing-github-repo-condition-key", message, Spot::Node(entry.value.node));
    if let Some(condition) = shown {
        draft.related(Spot::Key(condition.key.node), "anybodys");
    }
}

fn is_github(entry: &PrincipalEntry<'_>) -> bool {
    let text = entry.value.text;
    let name = text.len().checked_sub(GITHUB.len()).and_then(|at| text.get(at..));
    if !name.is_some_and(|name| name.eq_ignore_ascii_case(GITHUB)) {
        return false;
    }
    let read = IamArn::read(text);
    read.kind == IamKind::OidcProvider
        && read.name.of(text).len() == GITHUB.len()
        && !entry.value.touches_hole(read.name)
}
