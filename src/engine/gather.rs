//! The policies of all inputs at once, for questions about them together.

use std::sync::Arc;

use super::Input;
use super::modules::Modules;
use crate::aws::Catalog;
use crate::finding::PolicyKind;
use crate::input::Failure;
use crate::input::parsed::{self, Parsed};
use crate::policy::{KindFrom, Policy, lower_with};
use crate::text::{FileId, SourceFile, Sources, decode};

/// The policies of all inputs at once, each with the number of its input, and the inputs' texts for reports.
///
/// `kind` is asked for the kind that is stated for an input. Input number n has file id `first_id + n`.
pub fn with_policies<R>(
    inputs: &[Input],
    first_id: u32,
    kind: &dyn Fn(&Input) -> Option<PolicyKind>,
    catalog: &Catalog,
    see: impl FnOnce(&[(usize, Policy<'_>)], Sources) -> R,
) -> Result<R, Failure> {
    let id = |at: usize| FileId(first_id.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)));
    let texts = inputs.iter().map(|input| input.bytes().map(decode)).collect::<Result<Vec<_>, _>>()?;
    let modules = Modules::read(inputs, &id);
    let files: Vec<Parsed<'_>> = texts
        .iter()
        .zip(inputs)
        .enumerate()
        .map(|(at, (text, input))| {
            let mut parsed = parsed::parse(text, input.name(), id(at), kind(input).is_some());
            if let Some(documents) = modules.documents.get(&id(at)) {
                parsed.documents = documents.clone();
            }
            parsed
        })
        .collect();
    let mut policies = Vec::new();
    for (at, (file, input)) in files.iter().zip(inputs).enumerate() {
        let all = &file.documents;
        for document in all.found.iter().filter(|document| !document.again) {
            let embedded = document.tree.and_then(|at| all.embedded.get(at)).map(|(tree, _)| tree);
            let tree = embedded.unwrap_or(&file.tree);
            let mut container = document.container.clone();
            container.kind = kind(input).map(|kind| (kind, KindFrom::Flag)).or(container.kind);
            policies.push((at, lower_with(tree, document.root, container, catalog)));
        }
    }
    let mut sources = Sources::default();
    for (at, (input, text)) in inputs.iter().zip(&texts).enumerate() {
        sources.insert(
            id(at),
            SourceFile { name: Arc::from(input.name()), text: Arc::from(text.text.as_str()) },
        );
    }
    for (id, file) in modules.beside {
        sources.insert(id, file);
    }
    Ok(see(&policies, sources))
}
