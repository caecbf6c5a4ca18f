//! What policies allow over all requests: proofs and witnesses held against every request of small worlds, against
//! policies that mean the same, and against labels of other people.

mod adversarial;
mod exhaustive;
mod forms;
mod generator;
mod holes;
mod labelled;
mod metamorphic;
mod more_worlds;
mod variables;
mod worlds;

use std::borrow::Cow;

use arnlint::finding::PolicyKind;
use arnlint::json::parse;
use arnlint::policy::{Container, KindFrom, Policy, lower};
use arnlint::proof::{Answer, Options, new_access};
use arnlint::text::FileId;

/// Reads a policy of a kind, or of the kind that its text has, as it would be deployed.
fn with<T>(text: &str, kind: Option<PolicyKind>, ask: impl FnOnce(&Policy<'_>) -> T) -> T {
    let (tree, _) = parse(Cow::Borrowed(text), FileId(0), None);
    let kind = kind.map(|kind| (kind, KindFrom::Flag));
    ask(&lower(&tree, tree.root().unwrap(), Container { kind, ..Container::default() }).as_written())
}

/// What the first text allows and the second does not.
fn beyond(new: &str, old: &str, kind: Option<PolicyKind>, options: Options) -> Answer {
    with(new, kind, |new| with(old, kind, |old| new_access(new, old, options)))
}
