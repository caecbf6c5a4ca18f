//! Roles and users of a template, and what is attached to them.

use super::{Resolver, Stack};
use crate::surroundings::Identity;
use crate::template::facts::Reader;
use crate::template::value::hole;
use crate::template::{Value, ValueKind};

/// The roles and users of a template.
pub(super) fn identities(
    stack: &Stack<'_>,
    resolver: &Resolver<'_, '_>,
    reader: &Reader<'_>,
) -> Vec<Identity> {
    let mut all = Vec::new();
    for (id, resource) in stack.resources() {
        let is_role = match stack.kind(&resource) {
            "AWS::IAM::Role" => true,
            "AWS::IAM::User" => false,
            _ => continue,
        };
        let property = |name: &str| resolver.property(&resource, name);
        let name = property(if is_role { "RoleName" } else { "UserName" });
        // What stands in a list does not matter here, and may be long.
        let has = |name: &str| {
            let node = resource.properties.and_then(|properties| stack.tree.value(properties, name));
            node.is_some_and(|node| !stack.tree.is_hollow(node))
        };
        let inline = has("Policies");
        all.push(Identity {
            place: reader.at(stack.tree.range(resource.key)),
            is_role,
            id: id.to_owned(),
            name: name
                .as_ref()
                .filter(|name| name.as_known().is_some())
                .and_then(|name| reader.text(Some(name))),
            has_policies: inline || has("ManagedPolicyArns") || (!is_role && has("Groups")),
            policies: if inline { vec![id.to_owned()] } else { Vec::new() },
            login: property("LoginProfile").map(|value| reader.at(value.range)),
            access_key: None,
        });
    }
    for (id, resource) in stack.resources() {
        let (lists, singles): (&[&str], &[&str]) = match stack.kind(&resource) {
            "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" => (&["Roles", "Users"], &[]),
            "AWS::IAM::RolePolicy" => (&[], &["RoleName"]),
            "AWS::IAM::UserPolicy" | "AWS::IAM::AccessKey" => (&[], &["UserName"]),
            "AWS::IAM::UserToGroupAddition" => (&["Users"], &[]),
            _ => (&[], &[]),
        };
        let is_key = stack.kind(&resource) == "AWS::IAM::AccessKey";
        let named: Vec<Value> =
            lists.iter().chain(singles).filter_map(|name| resolver.property(&resource, name)).collect();
        for value in &named {
            let single = if let ValueKind::List(list) = &value.kind {
                list.as_slice()
            } else {
                std::slice::from_ref(value)
            };
            for identity in &mut all {
                // Which ones a list means that is not known cannot be told: it may be each.
                let may_be = matches!(value.kind, ValueKind::Unknown(_));
                let is_named = single.iter().any(|name| means(name, identity));
                if is_key && is_named {
                    identity.access_key = Some(reader.at(stack.tree.range(resource.key)));
                } else if !is_key && (is_named || may_be) {
                    identity.has_policies = true;
                    identity.policies.extend(is_named.then(|| id.to_owned()));
                }
            }
        }
    }
    // A managed policy may be attached by the identity as well.
    for (id, _) in stack.resources() {
        let holder = stack.resources.get(id);
        let attached = holder.and_then(|resource| resolver.property(resource, "ManagedPolicyArns"));
        let Some(ValueKind::List(list)) = attached.map(|value| value.kind) else { continue };
        let texts: Vec<String> = list.iter().filter_map(Value::as_text).map(|text| text.text).collect();
        let policies = stack.resources().filter(|(_, one)| stack.kind(one) == "AWS::IAM::ManagedPolicy");
        for (policy, one) in policies {
            let arn = resolver.resource_arn(policy, &one).and_then(|arn| arn.as_text());
            if let Some(identity) = all.iter_mut().find(|identity| identity.id == id)
                && arn.is_some_and(|arn| texts.contains(&arn.text))
            {
                identity.policies.push(policy.to_owned());
            }
        }
    }
    all
}

/// Whether a reference or a name means an identity.
fn means(name: &Value, identity: &Identity) -> bool {
    name.as_text().is_some_and(|text| {
        text.text == hole(&identity.id) || identity.name.as_ref().is_some_and(|name| name.value == text.text)
    })
}
