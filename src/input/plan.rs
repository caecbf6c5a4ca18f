//! What `terraform show -json` prints of a plan or a state: the resources with their policies as strings.

use std::collections::BTreeMap;

use super::documents::Documents;
use crate::finding::{PolicyKind, Step};
use crate::json::{Kind, NodeId, Tree};
use crate::policy::{Container, KindFrom};
use crate::template::cloudformation::{Resolver, Stack};
use crate::template::terraform::{Declared, SITES, Site};

/// A resource of a plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned<'t> {
    /// `module.logs.aws_s3_bucket.this[0]`
    pub address: &'t str,
    /// Type.
    pub kind: &'t str,
    /// What is known of its attributes.
    pub values: NodeId,
    /// Which attributes are known only when the plan is applied; `None` in a state.
    pub unknown: Option<NodeId>,
}

/// The resources of a plan or state; `None` where the document is neither.
pub(super) fn resources<'t>(tree: &'t Tree<'_>, root: NodeId) -> Option<Vec<Planned<'t>>> {
    tree.value(root, "format_version")?;
    let values = tree.value(root, "planned_values").or_else(|| tree.value(root, "values"))?;
    let mut all = Vec::new();
    let mut modules: Vec<NodeId> = tree.value(values, "root_module").into_iter().collect();
    while let Some(module) = modules.pop() {
        let children = tree.value(module, "child_modules");
        modules.extend(children.into_iter().flat_map(|list| tree.elements(list)));
        let list = tree.value(module, "resources");
        for resource in list.into_iter().flat_map(|list| tree.elements(list)) {
            let text = |name: &str| tree.value(resource, name).and_then(|node| tree.str(node));
            let (Some(address), Some(kind)) = (text("address"), text("type")) else { continue };
            let Some(values) = tree.value(resource, "values") else { continue };
            if text("mode") != Some("data") {
                all.push(Planned { address, kind, values, unknown: None });
            }
        }
    }
    let changes = tree.value(root, "resource_changes");
    for change in changes.into_iter().flat_map(|list| tree.elements(list)) {
        let address = tree.value(change, "address").and_then(|node| tree.str(node));
        let unknown = tree.value(change, "change").and_then(|node| tree.value(node, "after_unknown"));
        for planned in all.iter_mut().filter(|planned| Some(planned.address) == address) {
            planned.unknown = unknown;
        }
    }
    all.sort_by_key(|planned| planned.values);
    Some(all)
}

/// The region of the provider that stands for all others, where the plan holds it.
pub(super) fn region<'t>(tree: &'t Tree<'_>, root: NodeId) -> Option<&'t str> {
    let steps = ["configuration", "provider_config", "aws", "expressions", "region", "constant_value"];
    let node = steps.iter().try_fold(root, |node, step| tree.value(node, step))?;
    tree.str(node)
}

/// The resources as values, for the facts that they state.
pub(super) fn declared(tree: &Tree<'_>, resources: &[Planned<'_>]) -> Vec<Declared> {
    let (stack, world) = (Stack::empty(tree), BTreeMap::new());
    let resolver = Resolver::new(&stack, &world);
    let one = |planned: &Planned<'_>| {
        let values = resolver.value(planned.values);
        Declared {
            kind: planned.kind.to_owned(),
            address: planned.address.to_owned(),
            place: values.range.first(),
            values,
        }
    };
    resources.iter().map(one).collect()
}

impl Documents {
    /// Adds the policies of a plan.
    pub(super) fn plan(&mut self, tree: &Tree<'_>, resources: &[Planned<'_>]) {
        for planned in resources {
            for site in SITES.iter().filter(|site| site.resource == planned.kind) {
                let Some(kind) = kind(tree, planned, site) else { continue };
                let holders: Vec<NodeId> = match site.block {
                    None => vec![planned.values],
                    Some(block) => {
                        let list = tree.value(planned.values, block);
                        list.into_iter().flat_map(|list| tree.elements(list)).collect()
                    }
                };
                for holder in holders {
                    self.at_site(tree, planned, (holder, site), kind);
                }
            }
        }
    }

    fn at_site(
        &mut self,
        tree: &Tree<'_>,
        planned: &Planned<'_>,
        (holder, site): (NodeId, &Site),
        kind: PolicyKind,
    ) {
        let open = planned.unknown.and_then(|node| tree.value(node, site.attribute));
        if let Some(open) = open.filter(|node| tree.kind(*node) == Kind::True) {
            self.unread.push((tree.span(open), format!("{}.{}", planned.address, site.attribute)));
            return;
        }
        let Some(node) = tree.value(holder, site.attribute) else { return };
        let steps = ["planned_values", planned.address, site.attribute];
        let container = Container {
            kind: Some((kind, KindFrom::Container)),
            name: Some(planned.address.to_owned()),
            path: steps.map(|step| Step::Key(step.to_owned())).to_vec(),
            bucket: tree.value(planned.values, "bucket").and_then(|node| tree.str(node)).map(str::to_owned),
            damaged: false,
            place: node.0,
        };
        self.push(tree, node, container);
    }
}

/// The kind of a policy. Organizations names it beside the policy.
fn kind(tree: &Tree<'_>, planned: &Planned<'_>, site: &Site) -> Option<PolicyKind> {
    if site.kind != PolicyKind::Scp {
        return Some(site.kind);
    }
    match tree.value(planned.values, "type").and_then(|node| tree.str(node)) {
        Some("SERVICE_CONTROL_POLICY") | None => Some(PolicyKind::Scp),
        Some("RESOURCE_CONTROL_POLICY") => Some(PolicyKind::Rcp),
        Some(_) => None,
    }
}
