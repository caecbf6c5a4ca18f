//! One request of an integration against one policy: allowed, refused, or not settled.

use super::case::Case;
use super::data::{Document, Party, Profile, Request};
use super::template::Binding;
use crate::access::glob::{Case as Letters, matches};
use crate::access::{Context, Given, Matcher, Principal, Request as Question, StatementMatch, Truth, Why};
use crate::aws::iam_arn::IamArn;
use crate::aws::service_principal::{Class, classify};
use crate::policy::{Condition, Effect, Policy, PrincipalEntry, PrincipalType, Statement, Value};

/// Who calls, once the parameters are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    party: Party,
    /// Patterns of condition values that mark a statement as another feature's.
    not_for: Vec<String>,
    /// The account that the party belongs to, where it is one's.
    account: Option<String>,
    principal: Principal,
    /// Whether `principal` is the caller itself rather than an example of its kind.
    is_stated: bool,
}

/// How a statement's principal relates to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// It is the caller, or everyone, or its account.
    Right,
    /// It is meant to be the caller, and is not.
    Meant,
    /// It is someone else.
    Other,
}

impl Caller {
    /// The caller of a document; `None` where its name makes no sense.
    pub fn new(document: &Document, binding: &Binding) -> Option<Self> {
        let party = &document.who;
        let mut is_stated = true;
        let (account, principal) = match party {
            Party::Service(name) => (None, Principal::Service(name.clone())),
            Party::User(arn) => {
                let principal = Principal::parse(arn).ok()?;
                (principal.account().map(str::to_owned), principal)
            }
            Party::Account(id) => {
                let account = binding.get("vendor-account").unwrap_or(id).clone();
                is_stated = false;
                // A user has no keys of a session, which a role may have: what a user is let in by lets in a role.
                let user = Principal::parse(&format!("arn:aws:iam::{account}:user/example")).ok()?;
                (Some(account), user)
            }
            Party::WebIdentity(provider) => (None, Principal::WebIdentity { provider: provider.clone() }),
            Party::Identity => {
                let stated = binding.get("role-arn").and_then(|arn| Principal::parse(arn).ok());
                is_stated = stated.is_some();
                (None, stated.or_else(|| some_role("111122223333"))?)
            }
        };
        Some(Self { party: party.clone(), not_for: document.not_for.clone(), account, principal, is_stated })
    }

    /// The caller as requests name it.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// Whether conditions on the caller have to be looked at one by one.
    fn is_vague_anywhere(&self) -> bool {
        matches!(self.party, Party::Identity | Party::Account(_))
    }

    /// Whether what the policy asks about the caller is not known: which role or session it is.
    fn is_vague(&self, key: &str) -> bool {
        let about_account = key.eq_ignore_ascii_case("aws:PrincipalAccount");
        let is_arn = key.eq_ignore_ascii_case("aws:PrincipalArn");
        let about_caller = ["aws:principal", "aws:userid", "aws:username"]
            .iter()
            .any(|head| key.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head)));
        match self.party {
            Party::Identity => about_caller && !(self.is_stated && (about_account || is_arn)),
            Party::Account(_) => about_caller && !about_account,
            _ => false,
        }
    }

    /// How one principal value relates to the caller.
    pub fn naming(&self, entry: &PrincipalEntry<'_>) -> Naming {
        let text = entry.value.text;
        if text == "*" && matches!(entry.kind, PrincipalType::Lone | PrincipalType::Aws) {
            return Naming::Right;
        }
        match (&self.party, entry.kind) {
            (Party::Service(name), PrincipalType::Service) => service_naming(name, text),
            (Party::Service(name), PrincipalType::Aws | PrincipalType::Federated) if text == name => {
                Naming::Meant
            }
            (Party::User(arn), PrincipalType::Aws) => self.user_naming(arn, text),
            (Party::User(arn), _) if text == arn => Naming::Meant,
            (Party::Account(_), PrincipalType::Aws) if self.account.as_deref() == account_of(text) => {
                Naming::Right
            }
            (Party::WebIdentity(provider), PrincipalType::Federated) if text == provider => Naming::Right,
            (Party::WebIdentity(provider), PrincipalType::Federated)
                if text.ends_with(&format!(":oidc-provider/{provider}")) =>
            {
                Naming::Right
            }
            _ => Naming::Other,
        }
    }

    fn user_naming(&self, arn: &str, text: &str) -> Naming {
        let read = IamArn::read(text);
        if text == arn || (read.is_account() && account_of(text) == self.account.as_deref()) {
            return Naming::Right;
        }
        let (name, wanted) = (read.name.of(text), IamArn::read(arn).name.of(arn).to_owned());
        let near = strsim::osa_distance(&name.to_ascii_lowercase(), &wanted.to_ascii_lowercase()) <= 2;
        let same_account = account_of(text) == self.account.as_deref();
        if same_account && (near || name == wanted) { Naming::Meant } else { Naming::Other }
    }

    /// Whether a statement may be meant for the caller: it names it, or something that was to be it.
    pub fn may_be_meant(&self, statement: &Statement<'_>) -> bool {
        let marked = |text: &str| self.not_for.iter().any(|mark| matches(mark, text, Letters::Exact));
        let mut values = statement.conditions().iter().flat_map(|condition| &condition.values);
        if !self.not_for.is_empty() && values.any(|value| marked(value.text)) {
            return false;
        }
        if self.party == Party::Identity {
            return true;
        }
        statement.principal.as_ref().is_some_and(|block| {
            !block.negated && block.entries.iter().any(|entry| self.naming(entry) != Naming::Other)
        })
    }
}

fn some_role(account: &str) -> Option<Principal> {
    Principal::parse(&format!("arn:aws:iam::{account}:role/example")).ok()
}

fn account_of(text: &str) -> Option<&str> {
    if crate::aws::identifier::is_account(text) {
        return Some(text);
    }
    crate::aws::Arn::parse(text).map(|arn| arn.account())
}

fn service_naming(name: &str, text: &str) -> Naming {
    if text == name {
        return Naming::Right;
    }
    let meant = match classify(text) {
        Class::NearMiss { suggestion } => suggestion == name,
        Class::Regional { base, .. } | Class::China { base, .. } => base.name == name,
        Class::Known(_) | Class::Unknown => false,
    };
    if meant { Naming::Meant } else { Naming::Other }
}

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
