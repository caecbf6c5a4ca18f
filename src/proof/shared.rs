//! What a policy allows of what is asked for.

use serde_json::{Map, Value, json};

use super::engine::Engine;
use super::made::{document, with};
use super::question::{Answer, Open, Options, Verdict, allows, has_letters, readings};
use super::target::{SIDES, Tally, Target};
use crate::access::{Request, Why, obstacle};
use crate::finding::PolicyKind;
use crate::policy::{Effect, Policy};

/// Access that somebody asks about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Actions, patterns among them; none for all.
    pub actions: Vec<String>,
    /// ARNs of resources, patterns among them; none for all.
    pub resources: Vec<String>,
    /// Callers as `Principal` names them, by type; none for all.
    pub principals: Vec<(PrincipalName, String)>,
}

/// The type of a principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalName {
    /// An account, user, role or session.
    Aws,
    /// An AWS service.
    Service,
    /// A canonical user.
    CanonicalUser,
    /// An identity provider.
    Federated,
}

impl Access {
    fn statement(&self, kind: PolicyKind) -> Value {
        let or_all = |list: &[String]| if list.is_empty() { json!("*") } else { json!(list) };
        let mut statement = json!({"Effect": "Allow", "Action": or_all(&self.actions)});
        let Some(members) = statement.as_object_mut() else { return statement };
        if kind != PolicyKind::Trust {
            members.insert("Resource".to_owned(), or_all(&self.resources));
        }
        if kind.has_principal() {
            let mut map = Map::new();
            for (name, text) in &self.principals {
                let name = match name {
                    PrincipalName::Aws => "AWS",
                    PrincipalName::Service => "Service",
                    PrincipalName::CanonicalUser => "CanonicalUser",
                    PrincipalName::Federated => "Federated",
                };
                let list = map.entry(name).or_insert_with(|| json!([]));
                if let Some(list) = list.as_array_mut() {
                    list.push(json!(text));
                }
            }
            let principal = if map.is_empty() { json!("*") } else { Value::Object(map) };
            members.insert("Principal".to_owned(), principal);
        }
        statement
    }
}

/// Requests of the access asked about that the policy allows.
pub fn granted_access(policy: &Policy<'_>, access: &Access, options: Options) -> Answer {
    let text = document(&[access.statement(policy.kind)]);
    let asked = with(&text, policy.kind, policy.catalog, |asked| shared_access(policy, asked, options));
    asked.unwrap_or(Answer {
        verdict: Verdict::Unknown(Open::Policy(Why::NotUnderstood)),
        regions: Vec::new(),
    })
}

/// Requests that both policies allow, of which the second has no `Deny`.
pub(super) fn shared_access(policy: &Policy<'_>, asked: &Policy<'_>, options: Options) -> Answer {
    let unknown = |open| Answer { verdict: Verdict::Unknown(open), regions: Vec::new() };
    if let Some(why) = obstacle(policy) {
        return unknown(Open::Policy(why));
    }
    let readings = readings(&options);
    let mut confirmed =
        |request: &Request| allows(policy, request, &readings).and(allows(asked, request, &readings));
    let mut engine = Engine::new(&[policy, asked], policy.catalog, options);
    let has_letters = has_letters(&[policy, asked]);
    let mut open: Option<Open> = None;
    for reading in &readings {
        let own = engine.lower(policy, *reading, has_letters);
        let wanted = engine.lower(asked, *reading, has_letters);
        let denies: Vec<_> = own.iter().filter(|one| one.effect != Effect::Allow).collect();
        let mut tally = Tally::default();
        for side in SIDES {
            for allow in own.iter().filter(|one| one.effect != Effect::Deny) {
                for one in &wanted {
                    let (Some(allow), Some(one)) = (Target::of(allow, side), Target::of(one, side)) else {
                        continue;
                    };
                    if allow.actions.meets(&one.actions) {
                        engine.seek(&allow.and(&one), (side, &denies), &mut confirmed, &mut tally);
                    }
                }
            }
            if !tally.regions.is_empty() || !matches!(tally.open, Some(Open::Policy(_))) {
                break;
            }
        }
        if !tally.regions.is_empty() {
            return tally.answer();
        }
        open = match (open, tally.open) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
    }
    open.map_or(Answer { verdict: Verdict::None, regions: Vec::new() }, unknown)
}
