//! The policies of all inputs at once, for questions about them together.

use std::sync::Arc;

use super::Input;
use crate::aws::Catalog;
use crate::finding::PolicyKind;
use crate::input::{Failure, documents};
use crate::json::{Dialect, Problem, Tree};
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
    let trees: Vec<(Tree<'_>, Vec<Problem>)> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| crate::json::parse_file(text, id(at), Dialect::Json))
        .collect();
    let documents: Vec<documents::Documents> = trees
        .iter()
        .zip(inputs)
        .map(|((tree, problems), input)| {
            let damaged = problems.iter().any(Problem::is_syntax);
            documents::find(tree, damaged, kind(input).is_some())
        })
        .collect();
    let mut policies = Vec::new();
    for (at, (all, input)) in documents.iter().zip(inputs).enumerate() {
        for document in &all.found {
            let embedded = document.tree.and_then(|at| all.embedded.get(at)).map(|(tree, _)| tree);
            let Some(tree) = embedded.or_else(|| trees.get(at).map(|(tree, _)| tree)) else { continue };
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
    Ok(see(&policies, sources))
}
