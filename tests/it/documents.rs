//! Policies inside files: bare ones, the answers of the AWS CLI, and what only looks like a policy.

mod containers;
mod encoded;
mod lookalikes;

use std::borrow::Cow;

use arnlint::finding::{PolicyKind, Step};
use arnlint::input::documents;
use arnlint::json::Problem;
use arnlint::policy::{KindFrom, lower};
use arnlint::text::FileId;

/// One policy of a file.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    kind: PolicyKind,
    from: KindFrom,
    name: Option<String>,
    /// Where it stands in the file: `Role.AssumeRolePolicyDocument`, `0`.
    path: String,
    /// The bytes of the file under each value of `Action`.
    actions: Vec<String>,
    /// The bytes of the file under the whole document.
    whole: String,
}

/// Every policy of a text, with what its spans select in that text.
fn found(text: &str) -> Vec<Found> {
    let (tree, problems) = arnlint::json::parse(Cow::Borrowed(text), FileId(0), None);
    let documents = documents::find(&tree, problems.iter().any(Problem::is_syntax), false);
    let under = |span: arnlint::text::Span| text[span.start as usize..span.end as usize].to_owned();
    let mut found = Vec::new();
    for document in &documents.found {
        let tree = document.tree.map_or(&tree, |at| &documents.embedded[at].0);
        let policy = lower(tree, document.root, document.container.clone());
        let actions = policy.statements.iter().flat_map(arnlint::policy::Statement::actions);
        found.push(Found {
            kind: policy.kind,
            from: policy.kind_from,
            name: policy.name.clone(),
            path: written(&policy.path),
            actions: actions.map(|action| under(tree.span(action.node))).collect(),
            whole: under(tree.span(policy.root)),
        });
    }
    found
}

fn written(path: &[Step]) -> String {
    let steps = path.iter().map(|step| match step {
        Step::Key(name) => name.clone(),
        Step::Index(index) => index.to_string(),
    });
    steps.collect::<Vec<_>>().join(".")
}

/// What matters of the policies of a text: kind, name, path, actions.
fn outline(text: &str) -> Vec<(PolicyKind, Option<String>, String, Vec<String>)> {
    found(text).into_iter().map(|found| (found.kind, found.name, found.path, found.actions)).collect()
}
