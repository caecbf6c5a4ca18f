//! Roles and users of a module or plan, and what is attached to them.

use super::resources::Declared;
use crate::template::scope::{Identity, Places};
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
pub(super) fn identities(resources: &[Declared], places: &Places) -> Vec<Identity> {
    let mut all: Vec<Identity> = Vec::new();
    for resource in resources {
        let is_role = match resource.kind.as_str() {
            "aws_iam_role" => true,
            "aws_iam_user" => false,
            _ => continue,
        };
        let name = resource.values.get("name");
        let has = |name: &str| {
            resource.values.get(name).is_some_and(|value| match &value.kind {
                ValueKind::List(list) => !list.is_empty(),
                ValueKind::Absent | ValueKind::Null => false,
                _ => true,
            })
        };
        all.push(Identity {
            place: places.span(resource.place),
            is_role,
            name: name.and_then(|name| Some((name.as_known()?, places.span(name.range)))),
            id: resource.address.clone(),
            has_policies: has("inline_policy") || has("managed_policy_arns"),
            login: None,
            access_key: None,
        });
    }
    for resource in resources {
        let attributes =
            ATTACHMENTS.iter().find(|(kind, _)| *kind == resource.kind).map_or(&[][..], |(_, own)| own);
        for value in attributes.iter().filter_map(|name| resource.values.get(name)) {
            match &value.kind {
                ValueKind::List(list) => list.iter().for_each(|one| attach(&mut all, one)),
                ValueKind::Unknown(_) => all.iter_mut().for_each(|identity| identity.has_policies = true),
                _ => attach(&mut all, value),
            }
        }
        let place = places.span(resource.place);
        let user = resource.values.get("user");
        match (resource.kind.as_str(), user.and_then(|user| find(&mut all, user))) {
            ("aws_iam_user_login_profile", Some(identity)) => identity.login = Some(place),
            ("aws_iam_access_key", Some(identity)) => identity.access_key = Some(place),
            _ => {}
        }
    }
    all
}

fn attach(all: &mut [Identity], name: &Value) {
    if let Some(identity) = find(all, name) {
        identity.has_policies = true;
    }
}

/// The identity that a reference or a name means.
fn find<'i>(all: &'i mut [Identity], name: &Value) -> Option<&'i mut Identity> {
    let text = name.as_text()?.text;
    all.iter_mut().find(|identity| {
        text == hole(&format!("{}.id", identity.id))
            || identity.name.as_ref().is_some_and(|(name, _)| *name == text)
    })
}
