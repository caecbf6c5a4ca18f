//! `mixed-partitions`: ARNs of several partitions in one policy, or a region of another partition than its ARN's.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::aws::partition::{is_partition, partition_of_region};
use crate::aws::{Arn, Part};
use crate::finding::{PolicyKind, Role, Severity};
use crate::json::NodeId;
use crate::policy::{Policy, Value};
use crate::rules::arns::{Found, Home, arns, literal};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "mixed-partitions";

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let severity = match policy.kind {
        PolicyKind::Bucket | PolicyKind::Resource | PolicyKind::Trust => Severity::Error,
        _ => Severity::Warning,
    };
    let mut first = None;
    let (mut is_mixed, mut is_elsewhere) = (false, false);
    for found in arns(policy) {
        let Some(partition) = known(found.value, &found.arn) else { continue };
        is_mixed |= *first.get_or_insert(partition) != partition;
        is_elsewhere |= other_home(&found, partition).is_some();
    }
    if !is_mixed && !is_elsewhere {
        return;
    }
    let told = if is_mixed { mixed(policy, severity, drafts) } else { BTreeSet::new() };
    for found in arns(policy).filter(|found| !told.contains(&found.value.node)) {
        if let Some(partition) = known(found.value, &found.arn) {
            region(found, partition, severity, drafts);
        }
    }
}

/// The partition that is written out and exists; what does not exist is another rule's.
fn known<'p>(value: &Value<'_>, arn: &Arn<'p>) -> Option<&'p str> {
    literal(value, arn, Part::Partition).filter(|id| is_partition(id))
}

/// The region of an ARN and the partition that it belongs to, where that is not the ARN's.
fn other_home<'f>(found: &Found<'f>, partition: &str) -> Option<(&'f str, &'static str)> {
    let region = literal(found.value, &found.arn, Part::Region).filter(|region| !region.is_empty())?;
    let home = partition_of_region(region).filter(|home| *home != partition)?;
    Some((region, home))
}

fn region(found: Found<'_>, partition: &str, severity: Severity, drafts: &mut Drafts) {
    let Some((region, home)) = other_home(&found, partition) else { return };
    drafts
        .report(RULE, "region", Spot::Within(found.value.node, found.arn.range(Part::Region)))
        .arg("region", region)
        .arg("home", home)
        .arg("partition", partition)
        .related(Spot::Within(found.value.node, found.arn.range(Part::Partition)), "partition")
        .severity(severity);
}

/// Reports the ARNs that are of other partitions than the policy, and returns the values that it has spoken of.
fn mixed(policy: &Policy<'_>, severity: Severity, drafts: &mut Drafts) -> BTreeSet<NodeId> {
    let mut told = BTreeSet::new();
    let spread = spread(policy);
    let mut groups: BTreeMap<&str, Vec<Found<'_>>> = BTreeMap::new();
    for found in arns(policy) {
        let Some(partition) = known(found.value, &found.arn) else { continue };
        if !spread.contains(&(found.list, rest(&found.arn))) {
            groups.entry(partition).or_default().push(found);
        }
    }
    let Some((home, weight)) = groups.iter().map(|(id, group)| (*id, weight(group))).max_by_key(by_weight)
    else {
        return told;
    };
    let resource = |group: &'_ Vec<Found<'_>>| group.iter().position(|found| found.home == Home::Resource);
    let example = groups.get(home).and_then(|group| group.get(resource(group).unwrap_or(0)));
    let Some(example) = example else { return told };
    for (partition, group) in groups.iter().filter(|(partition, _)| **partition != home) {
        let Some((first, others)) = group.split_first() else { continue };
        let is_tie = weight == self::weight(group);
        told.extend(group.iter().map(|found| found.value.node));
        let draft = drafts.report(RULE, if is_tie { "tie" } else { "mixed" }, spot(first));
        draft.arg("partition", *partition).arg("home", home).severity(severity);
        for other in others {
            draft.also(spot(other));
        }
        draft.related(spot(example), "home");
        if is_tie && let Some(place) = draft.places.last_mut() {
            place.role = Role::Primary;
        }
    }
    told
}

/// What speaks for a partition: ARNs whose region confirms it, then the number of lists that name it, then that no
/// resource is of it (principals and conditions speak of what exists elsewhere, and a resource is what is copied from a
/// sample), then the number of ARNs.
type Weight = (bool, usize, bool, usize);

fn weight(group: &[Found<'_>]) -> Weight {
    let lists: BTreeSet<NodeId> = group.iter().map(|found| found.list).collect();
    let names_resource = group.iter().any(|found| found.home == Home::Resource);
    (group.iter().any(is_confirmed), lists.len(), !names_resource, group.len())
}

/// Of equal weights the first in the alphabet counts, so that the choice is stable.
fn by_weight<'p>((id, weight): &(&'p str, Weight)) -> (Weight, Reverse<&'p str>) {
    (*weight, Reverse(*id))
}

fn is_confirmed(found: &Found<'_>) -> bool {
    literal(found.value, &found.arn, Part::Region)
        .filter(|region| !region.is_empty())
        .and_then(partition_of_region)
        .is_some_and(|home| home == found.arn.partition())
}

fn spot(found: &Found<'_>) -> Spot {
    Spot::Within(found.value.node, found.arn.range(Part::Partition))
}

fn rest<'p>(arn: &Arn<'p>) -> &'p str {
    arn.text().get(arn.range(Part::Partition).end as usize..).unwrap_or("")
}

/// ARNs that one list holds for several partitions: such a policy is meant for all of them.
fn spread<'p>(policy: &'p Policy<'p>) -> BTreeSet<(NodeId, &'p str)> {
    let mut partitions: BTreeMap<(NodeId, &str), &str> = BTreeMap::new();
    let mut spread = BTreeSet::new();
    for found in arns(policy) {
        let Some(partition) = known(found.value, &found.arn) else { continue };
        let key = (found.list, rest(&found.arn));
        if *partitions.entry(key).or_insert(partition) != partition {
            spread.insert(key);
        }
    }
    spread
}
