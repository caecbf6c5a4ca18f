//! What fixes do to access: a safe one is proved to allow nothing new, one that completes an integration nothing but what the
//! integration asks for.

mod everywhere;
mod on_pages;

use arnlint::aws::Catalog;
use arnlint::engine::{Input, with_policies};
use arnlint::finding::{Applicability, Edit, Finding, Fix, PolicyKind};
use arnlint::policy::{Container, KindFrom, Policy, lower};
use arnlint::proof::{Change, Options, change, request_policy};
use arnlint::rules::profile::conform::{Given, ask};
use arnlint::rules::profile::data::Profile;
use arnlint::surroundings::{FileRole, Index, Surroundings};
use serde_json::{Value, json};

/// The text with the edits of one fix.
fn applied(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span.start);
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}

fn safe(finding: &Finding) -> impl Iterator<Item = &Fix> {
    finding.fixes.iter().filter(|fix| fix.applicability == Applicability::Safe)
}

/// What a change makes of each policy of a file. Where a profile is given, what it asks of the new policy is taken for granted.
fn judged(
    old: &str,
    new: &str,
    kind: Option<PolicyKind>,
    profile: Option<(&Profile, &Surroundings)>,
) -> Option<Vec<Change>> {
    changes(old, new, kind, &|policy| {
        profile.map_or_else(Vec::new, |(profile, known)| needs(profile, known, policy))
    })
}

/// What a change makes of each policy of a file, but for what the needs of the new one allow; `None` where the two texts do not
/// hold as many policies.
fn changes(
    old: &str,
    new: &str,
    kind: Option<PolicyKind>,
    needs: &dyn Fn(&Policy<'_>) -> Vec<String>,
) -> Option<Vec<Change>> {
    let input =
        |name: &str, text: &str| Input::Text { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let inputs = [input("old.json", old), input("new.json", new)];
    let all = with_policies(&inputs, 0, &|_| kind, Catalog::built_in(), |policies, _| {
        let of = |at: usize| {
            policies.iter().filter(move |(of, _)| *of == at).map(|(_, policy)| policy.as_written())
        };
        let (old, new): (Vec<_>, Vec<_>) = (of(0).collect(), of(1).collect());
        let pairs = new.iter().zip(&old).map(|(new, old)| {
            let see = |needs: &[&Policy<'_>]| change(new, old, needs, Options::default());
            with_needs(&needs(new), new.kind, &mut Vec::new(), &see)
        });
        (new.len() == old.len()).then(|| pairs.collect())
    });
    all.unwrap()
}

/// What an integration's page has the policy allow, a policy for each request: the action, on what the page names, to who
/// makes the request.
fn needs(profile: &Profile, surroundings: &Surroundings, policy: &Policy<'_>) -> Vec<String> {
    let index = Index::new(surroundings);
    let file = "policy.json";
    let role = || FileRole {
        kind: None,
        integrations: index.integrations_in(file).collect(),
        buckets: index.buckets_in(file).collect(),
        keys: index.keys_in(file).collect(),
    };
    let given = Given { policy, declared: role().integrations, role: role() };
    let asked = ask(profile, &given, surroundings).unwrap_or_default();
    let written = asked.iter().filter_map(|one| {
        let text = request_policy(&one.shape, policy.kind, policy.catalog)?;
        let mut document: Value = serde_json::from_str(&text).unwrap();
        let statement = document["Statement"][0].as_object_mut().unwrap();
        statement.remove("Condition");
        if statement.contains_key("Resource") {
            let parts = one.grant.split('<').map(|part| part.split_once('>').map_or(part, |(_, rest)| rest));
            statement.insert("Resource".to_owned(), parts.collect::<Vec<_>>().join("*").into());
        }
        Some(document.to_string())
    });
    written.collect()
}

/// What is wrong with a change of an identity's policy that is to allow nothing new but the use of a key that S3 makes for it.
fn beyond_key(old: &str, new: &str, config: &str) -> Option<String> {
    let key = config.split('"').find(|text| text.starts_with("arn:aws:kms:")).unwrap();
    let actions = ["kms:Decrypt", "kms:GenerateDataKey"];
    let need = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": actions, "Resource": key}});
    complaint(changes(old, new, None, &|_| vec![need.to_string()]))
}

/// Reads the texts one after the other, so that the policies live as long as what looks at them.
fn with_needs<T>(
    texts: &[String],
    kind: PolicyKind,
    read: &mut Vec<&Policy<'_>>,
    see: &dyn Fn(&[&Policy<'_>]) -> T,
) -> T {
    let Some((first, rest)) = texts.split_first() else { return see(read) };
    let (tree, _) = arnlint::json::parse(first.as_str().into(), arnlint::text::FileId(0), None);
    let container = Container { kind: Some((kind, KindFrom::Flag)), ..Container::default() };
    let policy = lower(&tree, tree.root().unwrap(), container).as_written();
    let mut all: Vec<&Policy<'_>> = read.iter().copied().chain([&policy]).collect();
    with_needs(rest, kind, &mut all, see)
}

/// Whether two texts hold policies that say the same, statement by statement, whatever is wrong with their form.
fn say_the_same(old: &str, new: &str) -> bool {
    let input = |text: &str| Input::Text { name: "policy.json".to_owned(), bytes: text.as_bytes().to_vec() };
    let same = with_policies(&[input(old), input(new)], 0, &|_| None, Catalog::built_in(), |policies, _| {
        let [(_, old), (_, new)] = policies else { return false };
        let pairs = || old.statements.iter().zip(&new.statements);
        old.statements.len() == new.statements.len()
            && pairs().count() > 0
            && pairs().all(|(one, two)| arnlint::proof::say_the_same(new, one, two))
    });
    same.unwrap()
}

/// What is wrong with a change that is to allow nothing new.
fn complaint(changes: Option<Vec<Change>>) -> Option<String> {
    let Some(changes) = changes else { return Some("the policies are not the same ones".to_owned()) };
    changes.into_iter().find_map(|change| match change {
        Change::Same | Change::Narrower => None,
        Change::Unknown(open) => Some(format!("cannot be told: {open:?}")),
        Change::Wider(answer) => {
            let region = answer.regions.first().map(|region| region.request.clone());
            Some(format!("allows more: {region:?}"))
        }
    })
}
