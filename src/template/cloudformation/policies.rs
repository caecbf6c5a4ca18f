//! The policies of a template, each in every way that its conditions leave open.

use std::collections::BTreeMap;

use super::sites::{SITES, Site};
use super::{Resolver, Resource, Stack, conditions, sam, synthetic};
use crate::finding::{PolicyKind, Step};
use crate::json::NodeId;
use crate::policy::{Container, KindFrom};
use crate::template::{Found, Value, ValueKind, Written};

/// Makes a policy of a resource's properties.
type Made = fn(&Resolver<'_, '_>, &Resource) -> Option<Value>;

/// Finds the policies of a template.
pub fn policies(stack: &Stack<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, resource) in stack.resources() {
        let kind = stack.kind(&resource);
        for site in SITES.iter().filter(|site| site.resource == kind) {
            at_site(stack, id, &resource, site, &mut found);
        }
        let (made, name): (Made, &[&str]) = match kind {
            "AWS::Lambda::Permission" => (synthetic::lambda_permission, &[]),
            "AWS::Events::EventBusPolicy" => (synthetic::event_bus_policy, &["Statement"]),
            "AWS::Serverless::Api" => (sam::api_policy, &["Auth", "ResourcePolicy", "CustomStatements"]),
            _ => continue,
        };
        let Some(properties) = resource.properties else { continue };
        for world in worlds(stack, &resource, properties) {
            let resolver = Resolver::new(stack, &world);
            if let Some(value) = made(&resolver, &resource) {
                let path = name.iter().map(|step| Step::Key((*step).to_owned())).collect();
                let container = container(id, properties, PolicyKind::Resource, path);
                found.push(Found { written: Written::new(&value), container, unread: None });
            }
        }
    }
    found
}

fn worlds(stack: &Stack<'_>, resource: &Resource, node: NodeId) -> Vec<BTreeMap<String, bool>> {
    let given = stack.tree.value(resource.node, "Condition").and_then(|node| stack.tree.str(node));
    conditions::worlds(stack, &conditions::used(stack.tree, node), given)
}

/// What a template says of a policy; `path` leads to it from the properties of its resource.
fn container(id: &str, place: NodeId, kind: PolicyKind, path: Vec<Step>) -> Container {
    let head = ["Resources", id, "Properties"].map(|step| Step::Key(step.to_owned()));
    Container {
        kind: Some((kind, KindFrom::Container)),
        name: Some(id.to_owned()),
        path: head.into_iter().chain(path).collect(),
        bucket: None,
        damaged: false,
        place: place.0,
    }
}

fn at_site(stack: &Stack<'_>, id: &str, resource: &Resource, site: &Site, found: &mut Vec<Found>) {
    let Some(kind) = kind(stack, resource, site) else { return };
    let Some(properties) = resource.properties else { return };
    let Some(property) = site.path.first().and_then(|name| stack.tree.value(properties, name)) else {
        return;
    };
    let is_sam = site.resource.starts_with("AWS::Serverless::") && site.path.first() == Some(&"Policies");
    let mut seen: Vec<String> = Vec::new();
    for world in worlds(stack, resource, property) {
        let value = Resolver::new(stack, &world).value(property);
        let first = Step::Key(site.path.first().copied().unwrap_or("").to_owned());
        for (path, value) in reach(&value, site.path.get(1..).unwrap_or(&[]), vec![first]) {
            if is_sam && !sam::is_document(value) {
                continue;
            }
            let (written, unread) = match &value.kind {
                ValueKind::Map(_) => (Written::new(value), None),
                // A policy in a string: JSON, perhaps with references in it.
                ValueKind::Text(text) if text.text.trim_start().starts_with('{') => {
                    (Written::of_text(text), None)
                }
                ValueKind::Text(text) => (Written::new(value), Some(text.text.clone())),
                ValueKind::Unknown(name) => (Written::new(value), Some(crate::template::value::hole(name))),
                _ => continue,
            };
            if seen.contains(&written.json) {
                continue;
            }
            seen.push(written.json.clone());
            let mut container = container(id, property, kind, path);
            if kind == PolicyKind::Bucket {
                let bucket = Resolver::new(stack, &world).property(resource, "Bucket");
                container.bucket = bucket.and_then(|bucket| bucket.as_text()).map(|text| text.text);
            }
            found.push(Found { written, container, unread });
        }
    }
}

/// The kind of a policy. Organizations names it beside the policy; its tag, backup and other policies are another
/// language.
fn kind(stack: &Stack<'_>, resource: &Resource, site: &Site) -> Option<PolicyKind> {
    if site.resource != "AWS::Organizations::Policy" {
        return Some(site.kind);
    }
    let stated = stack.tree.value(resource.properties?, "Type").and_then(|node| stack.tree.str(node));
    match stated {
        Some("SERVICE_CONTROL_POLICY") => Some(PolicyKind::Scp),
        Some("RESOURCE_CONTROL_POLICY") => Some(PolicyKind::Rcp),
        _ => None,
    }
}

/// The values at the end of a path, each with its way there.
fn reach<'v>(value: &'v Value, path: &[&str], way: Vec<Step>) -> Vec<(Vec<Step>, &'v Value)> {
    let mut reached = vec![(way, value)];
    for step in path {
        let mut next = Vec::new();
        for (way, value) in reached {
            if *step == "*" {
                let elements = value.elements().iter().enumerate();
                next.extend(
                    elements.map(|(at, element)| ([way.as_slice(), &[Step::Index(at)]].concat(), element)),
                );
            } else if let Some(member) = value.get(step) {
                next.push(([way.as_slice(), &[Step::Key((*step).to_owned())]].concat(), member));
            }
        }
        reached = next;
    }
    reached
}
