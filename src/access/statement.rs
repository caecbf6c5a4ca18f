//! One statement against one request: every element on its own, so that a near miss can be explained.

use super::caller::{self, Naming, Strength, Ways};
use super::condition;
use super::request::Request;
use super::truth::{Truth, Why};
use super::{action, resource};
use crate::finding::PolicyKind;
use crate::policy::{Block, Condition, Effect, Policy, PrincipalEntry, Statement, Value};

/// A policy beside a request, ready to be asked about any statement, element or value.
#[derive(Clone, Copy, Debug)]
pub struct Matcher<'m> {
    policy: &'m Policy<'m>,
    kind: PolicyKind,
    request: &'m Request,
}

/// How one statement fits one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementMatch {
    /// Position in [`Policy::statements`].
    pub position: usize,
    /// What the statement does where it matches.
    pub effect: Effect,
    /// Whether `Principal` or `NotPrincipal` takes in the caller. `True` for a policy that is attached to it.
    pub principal: Truth,
    /// The strongest way in which it certainly does; `None` for none, and for `NotPrincipal`.
    pub strength: Option<Strength>,
    /// Whether it does so in a way that needs no other policy of the same account.
    pub direct: Truth,
    /// Whether `Action` or `NotAction` takes in the action.
    pub action: Truth,
    /// Whether `Resource` or `NotResource` takes in the resource.
    pub resource: Truth,
    /// Whether each condition holds, in the order of [`Statement::conditions`].
    pub conditions: Vec<Truth>,
    /// Whether the model holds all that the statement says, and the statement all that it must.
    pub understood: Truth,
}

impl StatementMatch {
    /// Whether the whole statement matches.
    pub fn truth(&self) -> Truth {
        self.conditions
            .iter()
            .copied()
            .chain([self.principal, self.action, self.resource, self.understood])
            .fold(Truth::True, Truth::and)
    }

    /// Number of elements that certainly do not match, each condition counted on its own: 0 for a match, 1 for the
    /// nearest miss.
    pub fn misses(&self) -> usize {
        let elements = [self.principal, self.action, self.resource];
        elements.iter().chain(&self.conditions).filter(|truth| truth.is_false()).count()
    }
}

impl<'m> Matcher<'m> {
    /// The policy as what its kind says it is.
    pub fn new(policy: &'m Policy<'m>, request: &'m Request) -> Self {
        Self::as_kind(policy, policy.kind, request)
    }

    /// The policy as this kind, which decides whether it has principals and resources.
    pub fn as_kind(policy: &'m Policy<'m>, kind: PolicyKind, request: &'m Request) -> Self {
        Self { policy, kind, request }
    }

    /// The policy.
    pub fn policy(&self) -> &'m Policy<'m> {
        self.policy
    }

    /// The request.
    pub fn request(&self) -> &'m Request {
        self.request
    }

    /// What the policy is taken for.
    pub fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// Every element of a statement against the request. `position` is its position in [`Policy::statements`].
    pub fn statement(&self, position: usize, statement: &Statement<'_>) -> StatementMatch {
        let naming = self.naming(statement);
        let conditions = statement.conditions().iter();
        StatementMatch {
            position,
            effect: statement.effect,
            principal: naming.truth,
            strength: naming.strength,
            direct: naming.direct,
            action: self.actions(statement),
            resource: self.resources(statement),
            conditions: conditions.map(|condition| self.condition(condition)).collect(),
            understood: self.understood(statement),
        }
    }

    /// Whether the whole statement matches; stops at the first element that does not.
    pub fn matches(&self, statement: &Statement<'_>) -> Truth {
        self.truths(statement).0
    }

    /// Whether the statement matches, and whether it does so without the help of another policy of the account, in
    /// which way. Stops at the first element that does not match.
    pub(super) fn truths(&self, statement: &Statement<'_>) -> (Truth, Truth, Ways) {
        let no = |truth: Truth| (truth, truth, Ways::NONE);
        let mut truth = self.actions(statement).and(self.understood(statement));
        if truth.is_false() {
            return no(truth);
        }
        truth = truth.and(self.resources(statement));
        if truth.is_false() {
            return no(truth);
        }
        let naming = self.naming(statement);
        let mut rest = truth;
        if naming.truth.is_false() {
            return no(Truth::False);
        }
        for condition in statement.conditions() {
            rest = rest.and(self.condition(condition));
            if rest.is_false() {
                return no(rest);
            }
        }
        (rest.and(naming.truth), rest.and(naming.direct), naming.ways.and(rest))
    }

    /// Whether one value of `Action` or `NotAction` takes in the request's action.
    pub fn action(&self, value: &Value<'_>) -> Truth {
        action::value(value, self.request)
    }

    /// Whether one value of `Resource` or `NotResource` takes in the request's resource.
    pub fn resource(&self, value: &Value<'_>) -> Truth {
        resource::value(value, self.kind, self.policy.has_variables(), self.request)
    }

    /// Whether one value of `Principal` or `NotPrincipal` names the caller, and how.
    pub fn principal(&self, entry: &PrincipalEntry<'_>) -> (Truth, Strength) {
        caller::entry(entry, self.request)
    }

    /// Whether a condition holds.
    pub fn condition(&self, condition: &Condition<'_>) -> Truth {
        condition::condition(condition, self.policy.has_variables(), self.request)
    }

    /// Whether one value of a condition is met by what the request says about the key, taking the operator without its
    /// `Not` and without set prefix: what one looks for to say which value made a negated operator fail.
    pub fn condition_value(&self, condition: &Condition<'_>, value: &Value<'_>) -> Truth {
        condition::value(condition, value, self.policy.has_variables(), self.request)
    }

    fn actions(&self, statement: &Statement<'_>) -> Truth {
        let missing = Truth::Unknown(Why::NotUnderstood);
        statement.action.as_ref().map_or(missing, |block| one_or_not(block, |value| self.action(value)))
    }

    fn resources(&self, statement: &Statement<'_>) -> Truth {
        match &statement.resource {
            Some(block) => one_or_not(block, |value| self.resource(value)),
            // What a trust policy is about is the role that it belongs to.
            None if self.kind == PolicyKind::Trust => Truth::True,
            None => Truth::Unknown(Why::NotUnderstood),
        }
    }

    fn naming(&self, statement: &Statement<'_>) -> Naming {
        match (&statement.principal, self.kind.has_principal()) {
            (Some(block), true) => caller::block(block, statement.effect, self.request),
            (None, true) => Naming::NOBODY,
            (_, false) => Naming::ATTACHED,
        }
    }

    fn understood(&self, statement: &Statement<'_>) -> Truth {
        let foreign = match self.kind {
            PolicyKind::Trust => statement.resource.is_some(),
            kind => !kind.has_principal() && statement.principal.is_some(),
        };
        let whole = statement.condition.as_ref().is_none_or(|block| block.unknown.is_empty());
        if statement.unknown.is_empty() && whole && !foreign {
            Truth::True
        } else {
            Truth::Unknown(Why::NotUnderstood)
        }
    }
}

/// `Action` and `Resource` match where one of their values does, `NotAction` and `NotResource` where none does.
fn one_or_not<'v>(block: &Block<'v>, matches: impl Fn(&Value<'v>) -> Truth) -> Truth {
    let not_understood = Truth::Unknown(Why::NotUnderstood);
    let mut some = if block.unknown.is_empty() { Truth::False } else { not_understood };
    if block.negated && block.values.is_empty() {
        return not_understood;
    }
    for value in &block.values {
        some = some.or(matches(value));
        if some.is_true() {
            break;
        }
    }
    if block.negated { !some } else { some }
}
