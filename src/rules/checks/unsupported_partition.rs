//! `unsupported-partition`: a bucket in a partition that an integration cannot reach.

use crate::aws::arn::Part;
use crate::aws::partition::partition_of_region;
use crate::policy::{Effect, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook, Project};
use crate::rules::profile::data::On;
use crate::rules::profile::served::Served;
use crate::rules::usage::{self, Use};

/// Asks for the facts, and for policies, whose ARNs say it without any fact.
pub const HOOKS: &[Hook] = &[Hook::Project(facts), Hook::Integration(policy)];

const RULE: &str = "unsupported-partition";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for one in usage::declared(project) {
        check(&one, drafts);
    }
}

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    let closed = &served.profile.bucket.partitions_not;
    if closed.is_empty() || served.document.on != On::Bucket {
        return;
    }
    let statements = context.policy.statements.iter();
    let meant = statements
        .filter(|statement| statement.effect == Effect::Allow && served.may_be_meant(statement))
        .flat_map(Statement::resources);
    for value in meant {
        let Some(arn) = value.arn().filter(|arn| arn.is_complete() && arn.service() == "s3") else {
            continue;
        };
        let range = arn.range(Part::Partition);
        if !value.touches_hole(range) && closed.iter().any(|partition| partition == arn.partition()) {
            drafts
                .report(RULE, "arn", Spot::Within(value.node, range))
                .arg("integration", served.profile.title.as_str())
                .arg("partition", arn.partition())
                .integration(served.name);
            return;
        }
    }
    for one in usage::undeclared(context, served) {
        check(&one, drafts);
    }
}

fn check(one: &Use<'_>, drafts: &mut Drafts) {
    let Some(region) = &one.bucket.region else { return };
    let Some(partition) = partition_of_region(&region.value) else { return };
    if one.profile.bucket.partitions_not.iter().any(|closed| closed == partition) && !one.is_key_based() {
        one.report(RULE, "region", region, drafts)
            .arg("region", region.value.as_str())
            .arg("partition", partition);
    }
}
