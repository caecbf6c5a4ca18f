//! Statements that hand out a power over roles, and over which of them: passing them to services, and having AWS create
//! those of its services.

use super::draft::{Drafts, Spot, TreeEdit};
use super::page::ONLY;
use crate::access::glob::{Case, matches};
use crate::aws::Arn;
use crate::finding::Applicability;
use crate::policy::{Base, Block, Effect, Statement, Value};

/// An action on roles whose grants are looked at.
#[derive(Debug)]
pub struct Power {
    /// The action.
    pub action: &'static str,
    /// How the resource part of the ARN of any role that it can be used on begins.
    pub role: &'static str,
    /// Condition keys that bind it to services or things.
    pub bounds: &'static [&'static str],
}

/// Passing a role to a service.
pub const PASS_ROLE: Power = Power {
    action: "iam:PassRole",
    role: "role/",
    bounds: &["iam:PassedToService", "iam:AssociatedResourceArn"],
};

/// Having the role of a service created.
pub const CREATE_SLR: Power = Power {
    action: "iam:CreateServiceLinkedRole",
    role: "role/aws-service-role/",
    bounds: &["iam:AWSServiceName"],
};

/// How the action is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actions {
    /// By its name, in any case.
    Exact,
    /// By a pattern.
    Pattern,
    /// By `NotAction`, which does not name it.
    AllBut,
}

/// On what it is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resources {
    /// On every role.
    Every,
    /// On all that `NotResource` does not name.
    AllBut,
}

/// One way to grant a power, with the rule that reports it.
#[derive(Debug)]
pub struct Grant {
    /// The rule.
    pub rule: &'static str,
    /// The power.
    pub power: &'static Power,
    /// How.
    pub actions: Actions,
    /// On what.
    pub resources: Resources,
}

impl Grant {
    /// Reports a statement that grants the power in this way and binds it to nothing: at the actions that do so and the
    /// resources, or at the whole list where it is one of exceptions.
    pub fn report(&self, statement: &Statement<'_>, drafts: &mut Drafts) {
        let (Some(actions), Some(resources)) = (&statement.action, &statement.resource) else { return };
        let is_negated = (self.actions == Actions::AllBut, self.resources == Resources::AllBut);
        if (actions.negated, resources.negated) != is_negated || statement.effect != Effect::Allow {
            return;
        }
        let power = self.power;
        if self.resources == Resources::Every && !resources.values.iter().any(|value| is_every(value, power))
        {
            return;
        }
        let Some(action_places) = self.action_places(actions) else { return };
        let Some(resource_places) = self.resource_places(resources) else { return };
        if !statement.unknown.is_empty() || is_bound(statement, power) {
            return;
        }
        let mut places = action_places.into_iter();
        let Some(Place { node, text }) = places.next() else { return };
        let draft = drafts.report(self.rule, ONLY, Spot::Node(node));
        draft.arg("action", text);
        for place in places {
            draft.also(Spot::Node(place.node));
        }
        for (at, place) in resource_places.into_iter().enumerate() {
            if at == 0 {
                draft.arg("resource", place.text);
            }
            draft.also_with(Spot::Node(place.node), (at == 0).then_some("resource"));
        }
        if self.actions == Actions::AllBut {
            let edit = TreeEdit::Append(actions.node, format!("\"{}\"", power.action));
            draft.fix("leave-out", Applicability::Unsafe, vec![edit]);
        }
    }

    /// The values that grant the power; `None` where nothing does for sure.
    fn action_places(&self, block: &Block<'_>) -> Option<Vec<Place>> {
        let wanted = self.power.action;
        let is_name =
            |value: &&Value<'_>| value.text.len() == wanted.len() && value.text.eq_ignore_ascii_case(wanted);
        let is_pattern = |value: &&Value<'_>| {
            let text = value.text.as_bytes();
            matches!(text.first(), Some(b'*' | b'?' | b'i' | b'I'))
                && memchr::memchr2(b'*', b'?', text).is_some()
                && value.is_known()
                && matches(value.text, wanted, Case::Ascii)
        };
        let mut values = block.values.iter();
        match self.actions {
            // Beside a pattern, the name adds nothing, and the pattern is what is reported.
            Actions::Exact => {
                let found: Vec<Place> = values.filter(is_name).map(Place::of).collect();
                (!found.is_empty() && !block.values.iter().any(|value| is_pattern(&value))).then_some(found)
            }
            Actions::Pattern => {
                let found: Vec<Place> = values.filter(is_pattern).map(Place::of).collect();
                (!found.is_empty()).then_some(found)
            }
            Actions::AllBut => {
                let leaves_in =
                    |value: &Value<'_>| value.is_known() && !matches(value.text, wanted, Case::Ascii);
                (block.is_exact() && values.all(leaves_in)).then(|| vec![Place::whole(block)])
            }
        }
    }

    fn resource_places(&self, block: &Block<'_>) -> Option<Vec<Place>> {
        let mut values = block.values.iter();
        match self.resources {
            Resources::Every => {
                let is_star = |value: &&Value<'_>| value.text == "*";
                let stars: Vec<Place> = values.clone().filter(is_star).map(Place::of).collect();
                let others = || values.filter(|value| is_every(value, self.power)).map(Place::of).collect();
                Some(if stars.is_empty() { others() } else { stars })
            }
            Resources::AllBut => {
                let leaves_some = |value: &Value<'_>| value.is_known() && !is_every(value, self.power);
                (block.is_exact() && values.all(leaves_some)).then(|| vec![Place::whole(block)])
            }
        }
    }
}

/// A value or a list to be pointed at.
struct Place {
    node: crate::json::NodeId,
    text: String,
}

impl Place {
    fn of(value: &Value<'_>) -> Self {
        Self { node: value.node, text: value.text.to_owned() }
    }

    fn whole(block: &Block<'_>) -> Self {
        Self { node: block.node, text: String::new() }
    }
}

/// Whether a resource matches every role that the power can be used on: `*`, or an ARN such as
/// `arn:aws:iam::111122223333:role/*`. The account is no bound: only the caller's own comes into question.
fn is_every(value: &Value<'_>, power: &Power) -> bool {
    let text = value.text;
    if !text.ends_with('*') {
        return false;
    }
    if text.len() == 1 {
        return true;
    }
    let Some(arn) = value.arn().filter(|arn| value.is_known() && Arn::is_complete(arn)) else { return false };
    let stem = arn.resource().trim_end_matches('*');
    let is_literal = |part: &str| !part.contains('?');
    power.role.starts_with(stem)
        && matches(arn.service(), "iam", Case::Exact)
        && (arn.region().is_empty() || arn.region() == "*")
        && is_literal(arn.account())
}

/// Whether a condition binds the power to services or things, or may do so.
///
/// What counts is what AWS's own check lets count: not `StringEqualsIfExists`, though `StringLikeIfExists`, and no value
/// that begins with a wildcard.
fn is_bound(statement: &Statement<'_>, power: &Power) -> bool {
    statement.condition.as_ref().is_some_and(|block| !block.unknown.is_empty())
        || statement.conditions().iter().any(|condition| {
            if !condition.key.is_known() {
                return true;
            }
            if !power.bounds.iter().any(|key| condition.is_key(key)) {
                return false;
            }
            let Some(operator) = condition.operator else { return true };
            match operator.base {
                Base::Null => false,
                Base::StringEquals => !operator.if_exists,
                _ => operator.negated || !condition.values.iter().any(|value| value.text.starts_with('*')),
            }
        })
}
