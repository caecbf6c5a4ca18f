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

/// Policies at random, some with a statement or the values of a list said twice.
pub(crate) fn at_random(count: usize) -> Vec<(String, PolicyKind)> {
    use more_worlds::{LISTS, NETWORK, VARIABLES};
    use worlds::{CALLERS, DATES, PLAIN, TEXTS, TYPED};
    let worlds = [&PLAIN, &TEXTS, &TYPED, &DATES, &CALLERS, &VARIABLES, &LISTS, &NETWORK];
    let mut random = generator::Random(0x5eed);
    let mut made = Vec::new();
    let is_whole = |world: &&&worlds::World| !world.conditions.is_empty() && !world.actions.is_empty();
    for world in worlds.iter().filter(is_whole).cycle().take(count) {
        let mut policy = generator::policy(&mut random, world);
        let statements = policy["Statement"].as_array_mut().unwrap();
        let again = statements[random.below(statements.len())].clone();
        statements.push(again);
        let last = statements.last_mut().unwrap().as_object_mut().unwrap();
        for member in ["Action", "Resource"] {
            if let Some(values) = last.get_mut(member).and_then(serde_json::Value::as_array_mut) {
                values.extend(values.clone());
            }
        }
        if random.below(2) == 0 {
            last.insert("Effect".to_owned(), (*random.one(&["Allow", "Deny"])).into());
        }
        made.push((serde_json::to_string_pretty(&policy).unwrap(), world.kind));
    }
    made
}
