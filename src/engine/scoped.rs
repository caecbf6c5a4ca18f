//! The facts of one template beside those of the configuration, and policies of templates as if they were deployed.

use std::collections::BTreeSet;

use super::{Options, finish_each};
use crate::aws::{Arn, Catalog};
use crate::finding::Finding;
use crate::json::Tree;
use crate::policy::{Container, Policy, lower_with};
use crate::rules::draft::Drafts;
use crate::rules::hook::Context;
use crate::rules::overlap::Memo;
use crate::rules::walk::{Broken, Part, Plan};
use crate::rules::words::Ground;
use crate::surroundings::{Bucket, FileRole, Index, Surroundings};
use crate::template::scope::{ACCOUNT, Names, REGION, Scope};

/// The facts of a template beside others. What the configuration states of a bucket of the same name comes first.
pub(super) fn joined(general: &Surroundings, own: &[&Surroundings]) -> Surroundings {
    let mut all = general.clone();
    for facts in own {
        for bucket in &facts.buckets {
            match all.buckets.iter_mut().find(|known| known.name.value == bucket.name.value) {
                // What contradicts the configuration is not told here: it stays with what was stated first.
                Some(known) => _ = known.merge(bucket),
                None => all.buckets.push(bucket.clone()),
            }
        }
        let is_new = |trail: &&crate::surroundings::Trail| {
            trail.arn.as_ref().is_none_or(|arn| {
                all.trails.iter().all(|known| known.arn.as_ref().is_none_or(|known| known.value != arn.value))
            })
        };
        let trails: Vec<_> = facts.trails.iter().filter(is_new).cloned().collect();
        all.trails.extend(trails);
        let known: BTreeSet<&str> = all.keys.iter().map(|key| key.arn.value.as_str()).collect();
        let keys: Vec<_> =
            facts.keys.iter().filter(|key| !known.contains(key.arn.value.as_str())).cloned().collect();
        all.keys.extend(keys);
        all.integrations.extend(facts.integrations.iter().cloned());
        all.deliveries.extend(facts.deliveries.iter().cloned());
        all.identities.extend(facts.identities.iter().cloned());
    }
    all
}

/// The part of a template's facts that other files of its folder may know: what has a name of its own.
pub(super) fn public(scope: &Scope) -> Surroundings {
    let is_public = |text: &str| !scope.names.is_in(text);
    let mut facts = Surroundings::default();
    facts.buckets.extend(scope.facts.buckets.iter().filter(|bucket| is_public(&bucket.name.value)).cloned());
    let of_public_bucket = |trail: &&crate::surroundings::Trail| {
        trail.bucket.as_ref().is_some_and(|bucket| is_public(&bucket.value))
    };
    facts.trails.extend(scope.facts.trails.iter().filter(of_public_bucket).cloned());
    let goes_public = |delivery: &&crate::surroundings::Delivery| is_public(&delivery.bucket.value);
    facts.deliveries.extend(scope.facts.deliveries.iter().filter(goes_public).cloned());
    facts
}

/// The same facts as they would be in other accounts and regions that they name themselves.
pub(super) fn elsewhere(facts: &Surroundings) -> Vec<Surroundings> {
    let (mut accounts, mut regions) = (BTreeSet::new(), BTreeSet::new());
    let mut look = facts.clone();
    for_each_text(&mut look, &mut |text| {
        for part in text.split([':', '/']) {
            if part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit()) && part != ACCOUNT {
                accounts.insert(part.to_owned());
            }
            if part.matches('-').count() == 2
                && part.ends_with(|end: char| end.is_ascii_digit())
                && part != REGION
            {
                regions.insert(part.to_owned());
            }
        }
    });
    let mut all = Vec::new();
    let accounts = accounts.iter().take(2).map(|other| (ACCOUNT, other));
    for (sample, other) in accounts.chain(regions.iter().take(2).map(|other| (REGION, other))) {
        let mut changed = facts.clone();
        for_each_text(&mut changed, &mut |text| *text = text.replace(sample, other));
        all.push(changed);
    }
    all
}

/// Goes through the texts of facts that may name an account or a region.
fn for_each_text(facts: &mut Surroundings, visit: &mut dyn FnMut(&mut String)) {
    for bucket in &mut facts.buckets {
        if let Some(key) = bucket.encryption.as_mut().and_then(|encryption| encryption.key.as_mut()) {
            visit(&mut key.value);
        }
    }
    for trail in &mut facts.trails {
        for part in
            [&mut trail.arn, &mut trail.account, &mut trail.prefix, &mut trail.key].into_iter().flatten()
        {
            visit(&mut part.value);
        }
    }
    for key in &mut facts.keys {
        visit(&mut key.arn.value);
    }
    for value in facts.integrations.iter_mut().flat_map(|one| one.set.values_mut()).flatten() {
        visit(&mut value.value);
    }
    for delivery in &mut facts.deliveries {
        if let Some(account) = &mut delivery.account {
            visit(account);
        }
        if let Some(prefix) = &mut delivery.prefix {
            visit(&mut prefix.value);
        }
    }
}

/// What one policy of a template is held against.
pub(super) struct Deployed<'d, 'o> {
    pub(super) plan: &'d Plan<'o>,
    pub(super) options: &'d Options<'o>,
    pub(super) scope: &'d Scope,
    pub(super) surroundings: &'d Surroundings,
    pub(super) index: &'d Index<'d>,
    pub(super) role: &'d FileRole<'d>,
    pub(super) file: &'d str,
    pub(super) catalog: &'d Catalog,
    /// The text of the file.
    pub(super) text: &'d str,
}

impl Deployed<'_, '_> {
    /// What rules about integrations and surroundings say of a policy, as far as it holds however it is deployed.
    pub(super) fn check(
        &self,
        policy: &Policy<'_>,
        bucket: Option<&str>,
        broken: &mut Vec<Broken>,
    ) -> Vec<Finding> {
        let memo = Memo::default();
        let context = Context {
            policy,
            surroundings: self.surroundings,
            index: self.index,
            role: self.role,
            file: self.file,
            memo: &memo,
        };
        if !self.plan.concerns(context) {
            return Vec::new();
        }
        let own = World { names: &self.scope.names, surroundings: self.surroundings, index: self.index };
        let mut findings = self.instance(policy, bucket, &own, broken);
        for (names, meant) in others(&self.scope.names, policy) {
            if findings.is_empty() {
                break;
            }
            let mut surroundings = self.surroundings.clone();
            for (sample, value) in &meant {
                for_each_text(&mut surroundings, &mut |text| *text = text.replace(sample, value));
            }
            let index = Index::new(&surroundings);
            let world = World { names: &names, surroundings: &surroundings, index: &index };
            let found = self.instance(policy, bucket, &world, &mut Vec::new());
            // The policy is right when it is for one of them: the one with the fewest findings speaks.
            if found.len() < findings.len() || (found.len() == findings.len() && is_milder(&found, &findings))
            {
                findings = found;
            }
        }
        for finding in &mut findings {
            show(finding, &self.scope.names, self.text);
        }
        findings
    }

    fn instance(
        &self,
        policy: &Policy<'_>,
        bucket: Option<&str>,
        world: &World<'_>,
        broken: &mut Vec<Broken>,
    ) -> Vec<Finding> {
        let World { names, surroundings, index } = *world;
        let made = names.instance(policy.tree);
        let tree: &Tree<'_> = made.as_ref().unwrap_or(policy.tree);
        let Some(root) = tree.root().filter(|_| made.is_some()).or(Some(policy.root)) else {
            return Vec::new();
        };
        let container = Container {
            kind: Some((policy.kind, policy.kind_from)),
            name: policy.name.clone(),
            path: policy.path.clone(),
            damaged: policy.damaged,
            ..Container::default()
        };
        let policy = lower_with(tree, root, container, self.catalog);
        let own: Option<&Bucket> = bucket.and_then(|name| index.bucket(&names.fill(name)?));
        let mut role: FileRole<'_> = self.role.clone();
        role.buckets.extend(own);
        let memo = Memo::default();
        let context =
            Context { policy: &policy, surroundings, index, role: &role, file: self.file, memo: &memo };
        let mut drafts = Drafts::default();
        broken.extend(self.plan.policy(context, Part::Surroundings, &mut drafts));
        let ground = Ground { tree: Some(tree), policy: Some(&policy) };
        finish_each(&drafts, self.plan.rules, ground, self.options)
    }
}

/// Puts references back where names stand for them.
pub(super) fn show(finding: &mut Finding, names: &Names, written: &str) {
    finding.message = names.show(&finding.message, written);
    finding.help = finding.help.take().map(|help| names.show(&help, written));
    for label in &mut finding.labels {
        label.text = label.text.take().map(|text| names.show(&text, written));
    }
}

/// One way in which a template may be deployed.
#[derive(Clone, Copy)]
struct World<'w> {
    names: &'w Names,
    surroundings: &'w Surroundings,
    index: &'w Index<'w>,
}

/// Whether the findings of one world weigh less than those of another.
fn is_milder(one: &[Finding], other: &[Finding]) -> bool {
    let weight =
        |findings: &[Finding]| findings.iter().map(|finding| u32::from(finding.severity.rank())).sum::<u32>();
    weight(one) < weight(other)
}

/// Names with what else stands for the account and the region.
type Other = (Names, Vec<(&'static str, String)>);

/// Other ways in which a policy may be deployed: in an account, region or partition that it names itself.
fn others(names: &Names, policy: &Policy<'_>) -> Vec<Other> {
    let (mut accounts, mut regions, mut partitions) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let values = policy.replaced().chain(policy.not_replaced().map(|(_, value)| value));
    for value in values {
        let text = value.text;
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            accounts.insert(text);
        }
        if let Some(arn) = value.arn().filter(Arn::is_complete) {
            accounts.extend(
                Some(arn.account())
                    .filter(|id| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit())),
            );
            regions.extend(
                Some(arn.region()).filter(|region| !region.is_empty() && !region.contains(['*', '?', '$'])),
            );
            partitions.extend(Some(arn.partition()).filter(|part| part.starts_with("aws-")));
            // Accounts in the keys of objects, as log deliveries have them.
            let parts = arn.resource().split('/');
            accounts.extend(
                parts.filter(|part| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit())),
            );
        }
    }
    // What is named together may be meant together, so that each is taken with each.
    let mut all: Vec<Other> = vec![(names.clone(), Vec::new())];
    for (references, sample, values) in [
        (["AWS::AccountId", "data.aws_caller_identity.current.account_id"], ACCOUNT, accounts),
        (["AWS::Region", "data.aws_region.current.region"], REGION, regions),
        (["AWS::Partition", "data.aws_partition.current.partition"], "", partitions),
    ] {
        let known = all.clone();
        for value in values.into_iter().take(2) {
            all.extend(known.iter().map(|(names, meant)| {
                let (mut other, mut meant) = (names.clone(), meant.clone());
                for reference in references {
                    other.reset(reference, value);
                }
                if !sample.is_empty()
                    && references.iter().any(|reference| names.stands_for(reference, sample))
                {
                    meant.push((sample, value.to_owned()));
                }
                (other, meant)
            }));
        }
    }
    all.retain(|(other, _)| other != names);
    all
}
