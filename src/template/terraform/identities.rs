//! Roles and users of a module or plan, and what is attached to them.

use std::collections::HashMap;

use super::resources::Declared;
use crate::surroundings::Identity;
use crate::template::facts::Reader;
use crate::template::value::hole;
use crate::template::{Value, ValueKind};

/// Resources that give policies to roles and users: type, and the attributes that name those.
const ATTACHMENTS: [(&str, &[&str]); 7] = [
    ("aws_iam_role_policy", &["role"]),
    ("aws_iam_role_policy_attachment", &["role"]),
    ("aws_iam_user_policy", &["user"]),
    ("aws_iam_user_policy_attachment", &["user"]),
    ("aws_iam_user_group_membership", &["user"]),
    ("aws_iam_policy_attachment", &["roles", "users"]),
    ("aws_iam_group_membership", &["users"]),
];

/// The roles and users.
pub(super) fn identities(resources: &[Declared], reader: &Reader<'_>) -> Vec<Identity> {
    let mut all: Vec<Identity> = Vec::new();
    for resource in resources {
        let is_role = match resource.kind.as_str() {
            "aws_iam_role" => true,
            "aws_iam_user" => false,
            _ => continue,
        };
        let has = |name: &str| {
            resource.values.get(name).is_some_and(|value| match &value.kind {
                ValueKind::List(list) => !list.is_empty(),
                ValueKind::Absent | ValueKind::Null => false,
                _ => true,
            })
        };
        let inline = has("inline_policy");
        let name = resource.values.get("name").filter(|name| name.as_known().is_some());
        all.push(Identity {
            place: reader.at(resource.place),
            is_role,
            id: resource.address.clone(),
            name: reader.text(name),
            has_policies: inline || has("managed_policy_arns"),
            policies: if inline { vec![resource.address.clone()] } else { Vec::new() },
            login: None,
            access_key: None,
        });
    }
    let known = Known::new(&all);
    for resource in resources {
        let attributes =
            ATTACHMENTS.iter().find(|(kind, _)| *kind == resource.kind).map_or(&[][..], |(_, own)| own);
        let named: Vec<&Value> = attributes.iter().filter_map(|name| resource.values.get(name)).collect();
        let policy = resource.values.get("policy_arn").and_then(|arn| attached(arn, resources));
        for value in named {
            let single = if let ValueKind::List(list) = &value.kind {
                list.as_slice()
            } else {
                std::slice::from_ref(value)
            };
            if matches!(value.kind, ValueKind::Unknown(_)) {
                // Which ones are meant is not known: it may be each.
                for identity in &mut all {
                    identity.has_policies = true;
                }
            }
            for at in single.iter().flat_map(|name| known.meant(name)) {
                if let Some(identity) = all.get_mut(at) {
                    identity.has_policies = true;
                    identity.policies.push(policy.clone().unwrap_or_else(|| resource.address.clone()));
                }
            }
        }
        let Some(user) = resource.values.get("user") else { continue };
        let place = reader.at(resource.place);
        for at in known.meant(user) {
            match (resource.kind.as_str(), all.get_mut(at)) {
                ("aws_iam_user_login_profile", Some(identity)) => identity.login = Some(place.clone()),
                ("aws_iam_access_key", Some(identity)) => identity.access_key = Some(place.clone()),
                _ => {}
            }
        }
    }
    all
}

/// The policy that an attachment names: by its name, or by a reference to its ARN.
fn attached(arn: &Value, resources: &[Declared]) -> Option<String> {
    let text = arn.as_text()?.text;
    let policies = resources.iter().filter(|resource| resource.kind == "aws_iam_policy");
    let is_meant = |resource: &&Declared| {
        let name = resource.values.get("name").and_then(Value::as_known);
        text.ends_with(&hole(&format!("{}.id", resource.address)))
            || name.is_some_and(|name| text.ends_with(&format!("/{name}")))
    };
    policies.into_iter().find(is_meant).map(|resource| resource.address.clone())
}

/// Identities by their names and by references to them.
struct Known(HashMap<String, Vec<usize>>);

impl Known {
    fn new(all: &[Identity]) -> Self {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, identity) in all.iter().enumerate() {
            places.entry(hole(&format!("{}.id", identity.id))).or_default().push(at);
            if let Some(name) = &identity.name {
                places.entry(name.value.clone()).or_default().push(at);
            }
        }
        Self(places)
    }

    /// The identities that a reference or a name means.
    fn meant(&self, name: &Value) -> Vec<usize> {
        name.as_text().and_then(|text| self.0.get(&text.text).cloned()).unwrap_or_default()
    }
}
