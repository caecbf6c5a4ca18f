//! What a change of a file grants: proved to be nothing, or no more than integrations ask for.

use super::compare::partners;
use super::fix::Ground;
use super::{Input, with_policies};
use crate::finding::PolicyKind;
use crate::policy::{Container, KindFrom, Policy, lower};
use crate::proof::{self, change, request_policy};
use crate::rules::profile::conform::{Given, ask};
use crate::rules::profile::data::Profile;
use crate::surroundings::FileRole;

/// What changes of a file are judged by.
#[derive(Clone, Copy)]
pub(super) struct Granted<'n, 'g> {
    pub(super) name: &'n str,
    pub(super) ground: Ground<'g>,
}

impl Granted<'_, '_> {
    /// Whether the new text grants nothing that the old one did not, but for what the named integrations have a policy
    /// grant. What cannot be told is no.
    pub(super) fn at_most(self, old: &str, new: &str, integrations: &[&str]) -> bool {
        let input = |text: &str| Input::Text { name: self.name.to_owned(), bytes: text.as_bytes().to_vec() };
        let role = || (self.ground.role)(self.name);
        let kind = self.ground.kind.or(role().kind);
        let profiles: Vec<&Profile> =
            integrations.iter().filter_map(|name| self.ground.rules.get(name)?.profile()).collect();
        let judged =
            with_policies(&[input(old), input(new)], 0, &|_| kind, self.ground.catalog, |policies, _| {
                let of =
                    |at: usize| policies.iter().filter(move |(of, _)| *of == at).map(|(_, policy)| policy);
                partners(of(0).collect(), of(1).collect()).into_iter().all(|pair| {
                    let (Some(old), Some(new)) = pair else { return false };
                    if say_the_same(old, new) {
                        return true;
                    }
                    let needs: Vec<String> =
                        profiles.iter().flat_map(|profile| self.needs(profile, new, role())).collect();
                    let (old, new) = (old.as_written(), new.as_written());
                    let see = |needs: &[&Policy<'_>]| {
                        change(&new, &old, needs, proof::Options::default()).is_harmless()
                    };
                    with_needs(&needs, new.kind, &mut Vec::new(), &see)
                })
            });
        judged.unwrap_or(false)
    }

    /// What an integration's page has the policy allow, a policy for each request: the action, on what the page names, to
    /// who makes the request.
    fn needs(self, profile: &Profile, policy: &Policy<'_>, role: FileRole<'_>) -> Vec<String> {
        let given = Given { policy, declared: role.integrations.clone(), role };
        let asked = ask(profile, &given, self.ground.surroundings).unwrap_or_default();
        let written = asked.iter().filter_map(|one| {
            let text = request_policy(&one.shape, policy.kind, policy.catalog)?;
            let mut document: serde_json::Value = serde_json::from_str(&text).ok()?;
            let statement = document.get_mut("Statement")?.get_mut(0)?.as_object_mut()?;
            statement.remove("Condition");
            if statement.contains_key("Resource") {
                let parts =
                    one.grant.split('<').map(|part| part.split_once('>').map_or(part, |(_, rest)| rest));
                statement.insert("Resource".to_owned(), parts.collect::<Vec<_>>().join("*").into());
            }
            Some(document.to_string())
        });
        written.collect()
    }
}

/// Whether two policies say the same, statement by statement, whatever is wrong with their form.
fn say_the_same(old: &Policy<'_>, new: &Policy<'_>) -> bool {
    let mut pairs = old.statements.iter().zip(&new.statements);
    !old.statements.is_empty()
        && old.statements.len() == new.statements.len()
        && pairs.all(|(one, two)| proof::say_the_same(new, one, two))
}

/// Reads the texts one after the other, so that the policies live as long as what looks at them.
fn with_needs<T>(
    texts: &[String],
    kind: PolicyKind,
    read: &mut Vec<&Policy<'_>>,
    see: &dyn Fn(&[&Policy<'_>]) -> T,
) -> T {
    let Some((first, rest)) = texts.split_first() else { return see(read) };
    let (tree, _) = crate::json::parse(first.as_str().into(), crate::text::FileId(0), None);
    let Some(root) = tree.root() else { return with_needs(rest, kind, read, see) };
    let container = Container { kind: Some((kind, KindFrom::Flag)), ..Container::default() };
    let policy = lower(&tree, root, container).as_written();
    let mut all: Vec<&Policy<'_>> = read.iter().copied().chain([&policy]).collect();
    with_needs(rest, kind, &mut all, see)
}
