//! One request of an integration against one policy: allowed, refused, or not settled.

use super::caller::{Caller, Naming};
use super::case::Case;
use super::data::{Document, Party, Profile, Request};
use crate::access::{Context, Given, Matcher, Request as Question, StatementMatch, Truth, Why};
use crate::policy::{Condition, Effect, Policy, PrincipalEntry, PrincipalType, Statement, Value};

/// What comes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is allowed, whatever is not known.
    Allowed,
    /// It may be allowed or not, for this reason.
    Open(Why),
    /// A statement denies it, whatever allows it: position in the policy.
    Denied(usize),
    /// No statement allows it. Each statement's fit, in order.
    Missing(Vec<StatementMatch>),
}

/// A request with its answer.
pub struct Judged<'j> {
    /// The question as asked.
    pub question: Question,
    /// The answer.
    pub verdict: Verdict,
    /// The request of the page.
    pub request: &'j Request,
}

/// Asks one request of a case. `None` where the question cannot be put.
pub fn judge<'j>(
    profile: &Profile,
    document: &Document,
    request: &'j Request,
    case: &Case,
    caller: &Caller,
    policy: &Policy<'_>,
) -> Option<Judged<'j>> {
    let question = question(profile, request, case, caller)?;
    let verdict = verdict(document, caller, policy, &question);
    Some(Judged { question, verdict, request })
}

/// One request of a case against one statement only.
pub fn judge_statement<'j>(
    profile: &Profile,
    document: &Document,
    request: &'j Request,
    case: &Case,
    caller: &Caller,
    policy: &Policy<'_>,
    position: usize,
) -> Option<(Judged<'j>, StatementMatch)> {
    let question = question(profile, request, case, caller)?;
    let statement = policy.statements.get(position)?;
    let matcher = Matcher::as_kind(policy, document.on.kind(), &question);
    let fit = fit(matcher, caller, position, statement);
    Some((Judged { question, verdict: Verdict::Missing(Vec::new()), request }, fit))
}

/// A request of the page with all that is known of its parameters; `None` where that makes no sense.
pub(super) fn question(
    profile: &Profile,
    request: &Request,
    case: &Case,
    caller: &Caller,
) -> Option<Question> {
    let shapes = |name: &str| profile.shape(name);
    let mut context = Context::new();
    for (key, template) in &request.sends {
        let given = match template.only_hole().map(|hole| (case.binding.get(hole), profile.shape(hole))) {
            // A header that is sent or not as the user chose, which nobody stated.
            Some((None, None)) if !template.holes().any(super::template::is_account_hole) => Given::Unknown,
            Some((Some(value), _)) if value.is_empty() => Given::Absent,
            _ => Given::One(template.text(&case.binding, &shapes)),
        };
        context.set(key, given).ok()?;
    }
    for key in &request.absent {
        context.set(key, Given::Absent).ok()?;
    }
    let resource = request.resource.text(&case.binding, &shapes);
    Question::new(caller.principal().clone(), request.action.as_str(), resource, context).ok()
}

fn verdict(document: &Document, caller: &Caller, policy: &Policy<'_>, question: &Question) -> Verdict {
    if policy.has_duplicates || policy.damaged {
        return Verdict::Open(if policy.has_duplicates { Why::DuplicateKeys } else { Why::Damaged });
    }
    let matcher = Matcher::as_kind(policy, document.on.kind(), question);
    if !caller.is_vague_anywhere() && is_allowed(matcher, policy) {
        return Verdict::Allowed;
    }
    let fits = fits(document, caller, policy, question);
    let denies = fits.iter().find(|fit| fit.effect == Effect::Deny && fit.truth().is_true());
    if let Some(deny) = denies {
        return Verdict::Denied(deny.position);
    }
    let truth = |effect: &dyn Fn(Effect) -> bool| {
        let fits = fits.iter().filter(|fit| effect(fit.effect));
        fits.fold(Truth::False, |truth, fit| truth.or(fit.truth()))
    };
    let refused = truth(&|effect| effect != Effect::Allow);
    let granted = truth(&|effect| effect != Effect::Deny);
    match (granted, refused) {
        _ if !policy.unknown.is_empty() => Verdict::Open(Why::NotUnderstood),
        (Truth::False, _) => Verdict::Missing(fits),
        (Truth::Unknown(why), _) | (Truth::True, Truth::Unknown(why)) => Verdict::Open(why),
        (Truth::True, Truth::True) => Verdict::Open(Why::NotUnderstood),
        (Truth::True, Truth::False) => Verdict::Allowed,
    }
}

/// Whether the request is certainly allowed: the common case, told without a look at every element.
fn is_allowed(matcher: Matcher<'_>, policy: &Policy<'_>) -> bool {
    let mut granted = false;
    for statement in &policy.statements {
        match (statement.effect, matcher.matches(statement)) {
            (Effect::Allow, Truth::True) => granted = true,
            (_, Truth::False) | (Effect::Allow, Truth::Unknown(_)) => {}
            (Effect::Deny | Effect::Unknown, _) => return false,
        }
    }
    granted && policy.unknown.is_empty()
}

impl Verdict {
    /// Whether nothing definite says that the request is refused.
    pub fn is_fine(&self) -> bool {
        matches!(self, Self::Allowed | Self::Open(_))
    }
}

/// Each statement's fit, in order.
pub(super) fn fits(
    document: &Document,
    caller: &Caller,
    policy: &Policy<'_>,
    question: &Question,
) -> Vec<StatementMatch> {
    let matcher = Matcher::as_kind(policy, document.on.kind(), question);
    let statements = policy.statements.iter().enumerate();
    statements.map(|(position, statement)| fit(matcher, caller, position, statement)).collect()
}

/// A statement's fit, with what is not known about the caller left open.
fn fit(matcher: Matcher<'_>, caller: &Caller, position: usize, statement: &Statement<'_>) -> StatementMatch {
    let mut fit = matcher.statement(position, statement);
    for (truth, condition) in fit.conditions.iter_mut().zip(statement.conditions()) {
        if caller.is_vague(condition.key.text) || is_either_way(caller, condition) {
            *truth = Truth::Unknown(Why::Caller);
        }
    }
    fit.resource = super::level::resource(matcher, statement, fit.resource);
    if caller.party == Party::Identity && !caller.is_stated && matcher.policy().has_variables() {
        leave_variables_open(statement, &mut fit);
    }
    let named = |entry: &PrincipalEntry<'_>| caller.naming(entry) == Naming::Right;
    let block = statement.principal.as_ref().filter(|block| !block.negated);
    if fit.principal.is_false() && block.is_some_and(|block| block.entries.iter().any(named)) {
        fit.principal = Truth::True;
    }
    let everyone =
        |entry: &PrincipalEntry<'_>| entry.value.text == "*" && entry.kind != PrincipalType::Service;
    let names_everyone = block.is_some_and(|block| block.entries.iter().any(everyone));
    if caller.party == Party::Identity
        && !caller.is_stated
        && statement.principal.is_some()
        && !names_everyone
    {
        fit.principal = Truth::Unknown(Why::Caller);
    }
    fit
}

/// What a variable stands for is not known where the caller is not: an identity may be a user or a role, with any tags.
fn leave_variables_open(statement: &Statement<'_>, fit: &mut StatementMatch) {
    let varies = |values: &[Value<'_>]| values.iter().any(|value| value.text.contains("${"));
    if statement.resource.as_ref().is_some_and(|block| varies(&block.values)) {
        fit.resource = Truth::Unknown(Why::Caller);
    }
    for (truth, condition) in fit.conditions.iter_mut().zip(statement.conditions()) {
        if varies(&condition.values) {
            *truth = Truth::Unknown(Why::Caller);
        }
    }
}

/// Whether a vendor meets a condition with a role's session and not with a user's key: nobody says which it uses.
fn is_either_way(caller: &Caller, condition: &Condition<'_>) -> bool {
    matches!(caller.party, Party::Account(_))
        && condition.is_key("aws:MultiFactorAuthPresent")
        && condition.values.iter().any(|value| value.text.eq_ignore_ascii_case("false"))
}
