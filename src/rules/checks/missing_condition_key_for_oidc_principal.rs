//! `missing-condition-key-for-oidc-principal`: an identity provider of which anybody's token will do.

use crate::access::glob::{Case, matches};
use crate::aws::iam_arn::{IamArn, IamKind};
use crate::policy::{
    Base, Condition, ConditionBlock, Effect, PrincipalEntry, PrincipalType, Quantifier, Statement,
};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "missing-condition-key-for-oidc-principal";
const GOOGLE: &str = "accounts.google.com";

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
    if entry.kind != PrincipalType::Federated || statement.effect != Effect::Allow {
        return;
    }
    let text = entry.value.text;
    let read = IamArn::read(text);
    if !matches!(read.kind, IamKind::OidcProvider | IamKind::WebIdentity) || !assumes(statement) {
        return;
    }
    let negated = statement.principal.as_ref().is_some_and(|block| block.negated);
    let whole = statement.condition.as_ref().is_none_or(ConditionBlock::is_exact);
    let open = statement
        .conditions()
        .iter()
        .any(|condition| !condition.key.is_known() || condition.key.text.contains("${"));
    if negated || !whole || open {
        return;
    }
    let provider = read.name.of(text).trim_end_matches('/');
    if !entry.value.is_known() && !statement.conditions().is_empty() {
        return;
    }
    let of_provider: Vec<&Condition<'_>> =
        statement.conditions().iter().filter(|condition| claim(condition, provider).is_some()).collect();
    let spot = Spot::Node(entry.value.node);
    if of_provider.is_empty() {
        let message = if statement.conditions().is_empty() { "missing" } else { "other-keys" };
        drafts.report(RULE, message, spot).arg("provider", provider);
    } else if provider == GOOGLE {
        google(&of_provider, spot, drafts);
    }
}

/// The claim of a provider's token that a condition is about.
pub(super) fn claim<'c>(condition: &'c Condition<'_>, provider: &str) -> Option<&'c str> {
    let key = condition.key.text;
    let (head, rest) = key.split_at_checked(provider.len())?;
    let claim = rest.strip_prefix(':').or_else(|| rest.strip_prefix("/:"))?;
    head.eq_ignore_ascii_case(provider).then_some(claim)
}

/// Google gives tokens to everybody, for whatever audience they ask: only subject and authorized party tell who it is.
fn google(conditions: &[&Condition<'_>], spot: Spot, drafts: &mut Drafts) {
    let tells = |condition: &&&Condition<'_>| {
        claim(condition, GOOGLE).is_some_and(|claim| !claim.eq_ignore_ascii_case("oaud"))
    };
    let (mut optional, mut any) = (None, None);
    for condition in conditions.iter().filter(tells) {
        match strength(condition) {
            Strength::Pins => return,
            Strength::Optional => optional = optional.or(Some(condition)),
            Strength::Any => any = any.or(Some(condition)),
        }
    }
    if let Some(condition) = optional {
        drafts
            .report(RULE, "optional", spot)
            .arg("operator", condition.operator_key.text)
            .arg("key", condition.key.text)
            .related(Spot::Key(condition.operator_key.node), "optional");
    } else if let Some(condition) = any {
        drafts
            .report(RULE, "any", spot)
            .arg("key", condition.key.text)
            .related(Spot::Key(condition.key.node), "any");
    } else if let Some(condition) = conditions.first() {
        drafts.report(RULE, "audience", spot).related(Spot::Key(condition.key.node), "audience");
    }
}

/// What a condition keeps out.
enum Strength {
    /// Every token but those that it names.
    Pins,
    /// Only tokens that have the claim with another value.
    Optional,
    /// Nobody, or only those that it names.
    Any,
}

fn strength(condition: &Condition<'_>) -> Strength {
    let Some(operator) = condition.operator else { return Strength::Pins };
    let is_any = |text: &str| {
        operator.base == Base::StringLike
            && ["108000002380243782158", "117"].iter().all(|subject| matches(text, subject, Case::Exact))
    };
    if operator.negated || operator.base == Base::Null {
        return Strength::Any;
    }
    if condition.values.iter().any(|value| value.is_known() && is_any(value.text)) {
        return Strength::Any;
    }
    if operator.if_exists || operator.quantifier == Quantifier::ForAll {
        return Strength::Optional;
    }
    Strength::Pins
}

/// Whether a statement lets someone come with a token.
pub(super) fn assumes(statement: &Statement<'_>) -> bool {
    let mut actions = statement.actions().iter();
    actions.any(|action| matches(action.text, "sts:AssumeRoleWithWebIdentity", Case::Ascii))
}
