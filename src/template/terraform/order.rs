//! In which order Terraform makes resources: whether a trail waits for the bucket policy that lets it write.

use std::collections::BTreeSet;

use hcl_edit::Span;

use super::module::Module;
use crate::finding::Step;
use crate::surroundings::{Fact, Surroundings};
use crate::template::scope::{Names, Places};

/// Finds the trails of a module that do not wait for the policy of their bucket.
pub(super) fn mark(module: &Module<'_>, texts: &Places, names: &Names, facts: &mut Surroundings) {
    if facts.trails.is_empty() {
        return;
    }
    let policies: Vec<(String, String)> = module
        .declared()
        .iter()
        .filter(|resource| resource.kind == "aws_s3_bucket_policy")
        .filter_map(|resource| {
            let bucket = resource.values.get("bucket")?.as_text()?.text;
            Some((resource.address.clone(), names.fill(&bucket)?))
        })
        .collect();
    for trail in &mut facts.trails {
        let Some(Step::Key(own)) = trail.place.path.get(1) else { continue };
        let Some(bucket) = &trail.bucket else { continue };
        let Some((policy, _)) = policies.iter().find(|(_, name)| *name == bucket.value) else { continue };
        if waits(module, own, policy) {
            continue;
        }
        let Some((kind, name)) = policy.split_once('.') else { continue };
        let Some(placed) = module.resource(kind, name) else { continue };
        let span = texts.span(module.label_place(placed.file, placed.item));
        let path = ["resource", policy.as_str()].map(|step| Step::Key(step.to_owned())).to_vec();
        trail.unordered = Some(Fact { value: policy.clone(), span, path });
    }
}

/// Whether a resource names another one, or something that does.
fn waits(module: &Module<'_>, own: &str, wanted: &str) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![own.to_owned()]);
    while let Some(one) = open.pop() {
        if one == wanted {
            return true;
        }
        if !seen.insert(one.clone()) {
            continue;
        }
        let Some(text) = source(module, &one) else { continue };
        // What another module does is not known: it may wait for everything.
        if text.contains("module.") {
            return true;
        }
        for (kind, name, _) in &module.resources {
            let address = format!("{kind}.{name}");
            if names(&text, &address) {
                open.push(address);
            }
        }
        let locals = module.locals.keys().map(|name| format!("local.{name}"));
        open.extend(locals.filter(|local| names(&text, local)));
        let documents = module.documents.keys().map(|name| format!("data.aws_iam_policy_document.{name}"));
        open.extend(documents.filter(|document| names(&text, document)));
    }
    false
}

/// Whether a text holds an address as a whole.
fn names(text: &str, address: &str) -> bool {
    text.match_indices(address).any(|(at, _)| {
        let is_part = |letter: Option<char>| {
            letter.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
        };
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at + address.len()..).and_then(|tail| tail.chars().next());
        !is_part(before) && !is_part(after)
    })
}

/// The text of what an address means.
fn source(module: &Module<'_>, address: &str) -> Option<String> {
    let (file, span) = if let Some(name) = address.strip_prefix("local.") {
        let placed = module.locals.get(name)?;
        (placed.file, placed.item.span()?)
    } else if let Some(name) = address.strip_prefix("data.aws_iam_policy_document.") {
        let placed = module.documents.get(name)?;
        (placed.file, placed.item.span()?)
    } else {
        let (kind, name) = address.split_once('.')?;
        let placed = module.resource(kind, name)?;
        (placed.file, placed.item.span()?)
    };
    let text = module.files.get(file)?.text;
    text.get(span).map(str::to_owned)
}
