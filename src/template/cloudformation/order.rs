//! In which order CloudFormation makes resources: whether a trail waits for the bucket policy that lets it write.

use std::collections::BTreeSet;

use super::{Resolver, Stack};
use crate::finding::Step;
use crate::json::{Kind, NodeId};
use crate::surroundings::{Fact, Trail};
use crate::template::scope::{Names, Places};

/// The bucket policy of the trail's bucket, where the trail does not wait for it.
pub(super) fn unordered(
    stack: &Stack<'_>,
    resolver: &Resolver<'_, '_>,
    places: &Places,
    names: &Names,
    trail: &Trail,
) -> Option<Fact<String>> {
    let bucket = trail.bucket.as_ref()?;
    let Some(Step::Key(own)) = trail.place.path.get(1) else { return None };
    let is_of_bucket = |resource: &super::Resource| {
        let stated = resolver.property(resource, "Bucket").and_then(|value| value.as_text());
        stated.and_then(|text| names.fill(&text.text)).is_some_and(|name| name == bucket.value)
    };
    let mut policies = stack
        .resources()
        .filter(|(_, resource)| stack.kind(resource) == "AWS::S3::BucketPolicy" && is_of_bucket(resource));
    let (policy, resource) = policies.next()?;
    let known: BTreeSet<&str> = stack.order.iter().copied().collect();
    let (mut seen, mut open) = (BTreeSet::new(), vec![own.as_str()]);
    while let Some(one) = open.pop() {
        if one == policy {
            return None;
        }
        let Some(resource) = stack.resources.get(one).filter(|_| seen.insert(one)) else { continue };
        for named in references(stack, resource.node) {
            open.extend(known.get(named.as_str()).copied());
        }
    }
    let path = ["Resources", policy].map(|step| Step::Key(step.to_owned())).to_vec();
    let span = places.span(stack.tree.range(resource.key));
    Some(Fact { value: policy.to_owned(), span, path })
}

/// Logical ids that a resource names: by `DependsOn`, `Ref`, `Fn::GetAtt` and in the texts of `Fn::Sub`.
fn references(stack: &Stack<'_>, node: NodeId) -> Vec<String> {
    let tree = stack.tree;
    let mut names = Vec::new();
    if let Some(depends) = tree.value(node, "DependsOn") {
        let lone = tree.str(depends);
        names.extend(
            lone.into_iter().chain(tree.elements(depends).filter_map(|one| tree.str(one))).map(str::to_owned),
        );
    }
    for id in (node.0..tree.after(node).0).map(NodeId) {
        if tree.kind(id) != Kind::Key {
            continue;
        }
        let value = NodeId(id.0 + 1);
        let first = || tree.str(value).or_else(|| tree.elements(value).next().and_then(|one| tree.str(one)));
        match tree.str(id) {
            Some("Ref") => names.extend(tree.str(value).map(str::to_owned)),
            Some("Fn::GetAtt") => {
                names.extend(first().and_then(|text| text.split('.').next()).map(str::to_owned));
            }
            Some("Fn::Sub") => {
                let text = first().unwrap_or("");
                let parts = text.split("${").skip(1).filter_map(|part| part.split(['}', '.']).next());
                names.extend(parts.map(str::to_owned));
            }
            _ => {}
        }
    }
    names
}
