//! The policies of a module, each in every way that its conditions leave open.

use std::collections::HashSet;

use hcl_edit::expr::Expression;
use hcl_edit::structure::Block;

use super::evaluate::Scope;
use super::module::{Module, Placed};
use super::sites::{SITES, Site};
use crate::finding::{PolicyKind, Step};
use crate::policy::{Container, KindFrom};
use crate::template::{Found, Value, ValueKind, Written};

/// Finds the policies of a module. Their places are those of the module's files end to end.
pub fn policies(module: &Module<'_>) -> Vec<Found> {
    let mut finder = Finder { found: Vec::new(), seen: HashSet::new(), bucket: None };
    for (kind, name, placed) in &module.resources {
        let bucket = match *kind {
            "aws_s3_bucket_policy" => {
                let stated = placed.item.body.get_attribute("bucket");
                stated.and_then(|stated| module.evaluate(&stated.value, Scope::of(placed.file)).as_text())
            }
            "aws_s3_bucket" => module.named((kind, name), *placed, crate::text::Range::default()).as_text(),
            _ => None,
        };
        finder.bucket = bucket.map(|bucket| bucket.text);
        for site in SITES.iter().filter(|site| site.resource == *kind) {
            let Some(policy) = policy_kind(module, site, *placed) else { continue };
            for expression in expressions(placed.item, site) {
                module.in_each_world(|module| {
                    module.for_instances(*placed, &mut |module, scope| {
                        let value = module.evaluate(expression, scope);
                        finder.take(module, &value, Some(policy), (kind, name, site.attribute), scope);
                    });
                });
            }
        }
        if *kind == "aws_lambda_permission" {
            module.in_each_world(|module| {
                module.for_instances(*placed, &mut |module, scope| {
                    if let Some(value) = module.lambda_permission(*placed, scope) {
                        finder.take(module, &value, Some(PolicyKind::Resource), (kind, name, ""), scope);
                    }
                });
            });
        }
    }
    finder.bucket = None;
    // Of the others it is not known what they are for; those that became part of another were read with it.
    let mut used = module.used.borrow().clone();
    for (name, placed) in &module.documents {
        if used.contains(*name) {
            continue;
        }
        module.in_each_world(|module| {
            let value = module.document(name, *placed);
            finder.take(module, &value, None, ("aws_iam_policy_document", name, ""), Scope::of(placed.file));
        });
        used.clone_from(&module.used.borrow());
    }
    let merged: HashSet<String> = module.used.borrow().iter().cloned().collect();
    finder.found.retain(|found| {
        found.container.kind.is_some()
            || found.container.name.as_ref().is_none_or(|name| !merged.contains(name))
    });
    finder.found.sort_by_key(|found| found.container.place);
    finder.found
}

/// The expressions of a site.
fn expressions<'b>(block: &'b Block, site: &Site) -> Vec<&'b Expression> {
    let attribute =
        |block: &'b Block| block.body.get_attribute(site.attribute).map(|attribute| &attribute.value);
    match site.block {
        None => attribute(block).into_iter().collect(),
        Some(name) => block.body.get_blocks(name).filter_map(attribute).collect(),
    }
}

/// The kind of a policy. Organizations names it beside the policy.
fn policy_kind(module: &Module<'_>, site: &Site, placed: Placed<'_, Block>) -> Option<PolicyKind> {
    if site.kind != PolicyKind::Scp {
        return Some(site.kind);
    }
    let stated = placed.item.body.get_attribute("type");
    let stated = stated.map(|stated| module.evaluate(&stated.value, Scope::of(placed.file)));
    match stated.map(|value| value.as_known()) {
        None => Some(PolicyKind::Scp),
        Some(Some(kind)) if kind == "SERVICE_CONTROL_POLICY" => Some(PolicyKind::Scp),
        Some(Some(kind)) if kind == "RESOURCE_CONTROL_POLICY" => Some(PolicyKind::Rcp),
        Some(_) => None,
    }
}

struct Finder {
    found: Vec<Found>,
    /// The bucket that the resource at hand belongs to.
    bucket: Option<String>,
    /// What was found before: a document that several resources use is read once for each kind.
    seen: HashSet<(Option<PolicyKind>, u32, String)>,
}

impl Finder {
    fn take(
        &mut self,
        module: &Module<'_>,
        value: &Value,
        kind: Option<PolicyKind>,
        (resource, name, attribute): (&str, &str, &str),
        scope: Scope<'_>,
    ) {
        let range = value.range;
        let (written, unread) = match &value.kind {
            ValueKind::Encoded(inner) => match &inner.kind {
                ValueKind::Unknown(name) => (Written::new(inner), Some(crate::template::value::hole(name))),
                _ => (Written::new(inner), None),
            },
            ValueKind::Map(_) => (Written::new(value), None),
            ValueKind::Text(text) if text.text.trim_start().starts_with('{') => {
                (Written::of_text(text), None)
            }
            ValueKind::Text(text) => (Written::new(value), Some(text.text.clone())),
            ValueKind::Unknown(_) => {
                let name = module.written(range, scope);
                (Written::new(value), Some(crate::template::value::hole(&name)))
            }
            _ => return,
        };
        let place = written.map.source(crate::text::Range::new(0, 1)).start;
        if !self.seen.insert((kind, place, written.json.clone())) {
            return;
        }
        let section = if resource == "aws_iam_policy_document" { "data" } else { "resource" };
        let steps = [section, resource, name, attribute].into_iter().filter(|step| !step.is_empty());
        self.found.push(Found {
            written,
            container: Container {
                kind: kind.map(|kind| (kind, KindFrom::Container)),
                name: Some(name.to_owned()),
                path: steps.map(|step| Step::Key(step.to_owned())).collect(),
                bucket: self.bucket.clone(),
                damaged: false,
                place,
            },
            unread,
        });
    }
}
