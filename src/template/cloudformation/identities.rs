//! Roles and users of a template, and what is attached to them.

use std::collections::BTreeMap;

use super::{Resolver, Stack};
use crate::template::scope::{Identity, Places};
use crate::template::{Value, ValueKind};

/// The roles and users of a template.
pub(super) fn identities(stack: &Stack<'_>, places: &Places) -> Vec<Identity> {
    let world = BTreeMap::new();
    let resolver = Resolver::new(stack, &world);
    let mut all = Vec::new();
    for (id, resource) in stack.resources() {
        let is_role = match stack.kind(&resource) {
            "AWS::IAM::Role" => true,
            "AWS::IAM::User" => false,
            _ => continue,
        };
        let name = resolver.property(&resource, if is_role { "RoleName" } else { "UserName" });
        let own = |name: &str| {
            resolver.property(&resource, name).is_some_and(|value| match &value.kind {
                ValueKind::List(list) => !list.is_empty(),
                _ => true,
            })
        };
        let login = resolver.property(&resource, "LoginProfile").map(|value| places.span(value.range));
        all.push(Identity {
            place: places.span(stack.tree.range(resource.key)),
            is_role,
            name: name.and_then(|name| Some((name.as_known()?, places.span(name.range)))),
            id: id.to_owned(),
            has_policies: own("Policies") || own("ManagedPolicyArns") || (!is_role && own("Groups")),
            login,
            access_key: None,
        });
    }
    for (_, resource) in stack.resources() {
        let (lists, singles): (&[&str], &[&str]) = match stack.kind(&resource) {
            "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" => (&["Roles", "Users"], &[]),
            "AWS::IAM::RolePolicy" => (&[], &["RoleName"]),
            "AWS::IAM::UserPolicy" => (&[], &["UserName"]),
            "AWS::IAM::UserToGroupAddition" => (&["Users"], &[]),
            _ => (&[], &[]),
        };
        for list in lists.iter().filter_map(|name| resolver.property(&resource, name)) {
            match &list.kind {
                ValueKind::List(names) => names.iter().for_each(|name| attach(&mut all, name)),
                // Which identities it lists is not known: it may be each.
                _ => all.iter_mut().for_each(|identity| identity.has_policies = true),
            }
        }
        for name in singles.iter().filter_map(|name| resolver.property(&resource, name)) {
            attach(&mut all, &name);
        }
        if stack.kind(&resource) == "AWS::IAM::AccessKey"
            && let Some(user) = resolver.property(&resource, "UserName")
        {
            let place = places.span(stack.tree.range(resource.key));
            if let Some(identity) = find(&mut all, &user, false) {
                identity.access_key = Some(place);
            }
        }
    }
    all
}

fn attach(all: &mut [Identity], name: &Value) {
    for is_role in [true, false] {
        if let Some(identity) = find(all, name, is_role) {
            identity.has_policies = true;
        }
    }
}

/// The identity that a reference or a name means.
fn find<'i>(all: &'i mut [Identity], name: &Value, is_role: bool) -> Option<&'i mut Identity> {
    let text = name.as_text()?.text;
    all.iter_mut().find(|identity| {
        identity.is_role == is_role
            && (text == crate::template::value::hole(&identity.id)
                || identity.name.as_ref().is_some_and(|(name, _)| *name == text))
    })
}
